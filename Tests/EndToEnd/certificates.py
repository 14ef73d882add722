"""Certificates that `pishkhand init` would not make."""

import datetime
import hashlib

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

DAY = datetime.timedelta(days=1)


class Authority:
    """Signs certificates: with a folder's own key, or with one of its own."""

    def __init__(self, folder=None):
        if folder is None:
            self._key = ec.generate_private_key(ec.SECP256R1())
            self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Another authority")])
        else:
            self._key = serialization.load_pem_private_key(folder.pem("tls/ca.key"), password=None)
            self._name = x509.load_pem_x509_certificate(folder.pem("tls/ca.crt")).subject

    def issue(self, name, days=(-1, 1), usage=ExtendedKeyUsageOID.CLIENT_AUTH, hosts=(), key=None):
        """(certificate, key) in PEM; valid between the days from now."""
        now = datetime.datetime.now(datetime.timezone.utc)
        key = key or ec.generate_private_key(ec.SECP256R1())
        builder = (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])).issuer_name(self._name)
            .public_key(key.public_key()).serial_number(x509.random_serial_number())
            .not_valid_before(now + days[0] * DAY).not_valid_after(now + days[1] * DAY)
            .add_extension(x509.ExtendedKeyUsage([usage]), critical=False))
        if hosts:
            names = x509.SubjectAlternativeName([x509.DNSName(host) for host in hosts])
            builder = builder.add_extension(names, critical=False)
        certificate = builder.sign(self._key, hashes.SHA256())
        return (
            certificate.public_bytes(serialization.Encoding.PEM),
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))

    def revocation_list(self, *certificates, days=(-1, 1)):
        """A list of revoked certificates (PEM), in PEM; it holds between the days from now."""
        now = datetime.datetime.now(datetime.timezone.utc)
        builder = (
            x509.CertificateRevocationListBuilder().issuer_name(self._name)
            .last_update(now + days[0] * DAY).next_update(now + days[1] * DAY))
        for certificate in certificates:
            builder = builder.add_revoked_certificate(
                x509.RevokedCertificateBuilder().serial_number(x509.load_pem_x509_certificate(certificate).serial_number)
                .revocation_date(now).build())
        return builder.sign(self._key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def log_fields(certificate):
    """How the log names a certificate (PEM)."""
    certificate = x509.load_pem_x509_certificate(certificate)
    serial = certificate.serial_number.to_bytes((certificate.serial_number.bit_length() + 7) // 8, "big").hex()
    return f"certificate_serial={serial}", f"certificate_fingerprint={certificate.fingerprint(hashes.SHA256()).hex()}"


def server_certificate(folder):
    """A fresh (certificate, key) for the folder's server."""
    return Authority(folder).issue("localhost", usage=ExtendedKeyUsageOID.SERVER_AUTH, hosts=["localhost"])


def load_key(pem):
    return serialization.load_pem_private_key(pem, password=None)


def public_key_digest(certificate):
    """SHA-256 of the SubjectPublicKeyInfo: by this the server knows a principal."""
    key = x509.load_pem_x509_certificate(certificate).public_key()
    return hashlib.sha256(
        key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)).digest()
