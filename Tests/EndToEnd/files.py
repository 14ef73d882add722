"""Files byte by byte, as their standards have them, and the messages that carry them."""

import hashlib
import struct
import uuid
import zlib

import citizens
import messages as pb

PIECE = 65536


def document(size=2000):
    """A PDF of so many bytes, which stand in no other."""
    head = b"%PDF-1.7\n% " + uuid.uuid4().hex.encode() + b"\n"
    tail = b"xref\n0 1\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n"
    return head + b"%" * (size - len(head) - len(tail)) + tail


def segment(marker, payload):
    return struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload


# A position in Exif: 35 degrees 41 minutes north, behind orientation 6.
POSITION = struct.pack(">IIIIII", 35, 1, 41, 1, 0, 1)
EXIF = (
    b"Exif\0\0MM\0\x2a" + struct.pack(">I", 8) + struct.pack(">H", 2)
    + struct.pack(">HHIHH", 0x0112, 3, 1, 6, 0) + struct.pack(">HHII", 0x8825, 4, 1, 38) + bytes(4)
    + struct.pack(">H", 2) + struct.pack(">HHI4s", 1, 2, 2, b"N\0\0\0") + struct.pack(">HHII", 2, 5, 3, 68) + bytes(4)
    + POSITION)

PICTURE = (
    segment(0xDB, b"\0" + b"\1" * 64) + segment(0xC0, bytes([8, 0, 2, 0, 2, 1, 1, 0x11, 0])) + segment(0xC4, bytes(17))
    + segment(0xDA, bytes([1, 1, 0, 0, 63, 0])) + b"\x12\xff\x00\x34" * 2000 + b"\xff\xd9")


def photograph():
    """A JPEG as a telephone makes it: with position, comment and a film behind its end."""
    return b"\xff\xd8" + segment(0xE1, EXIF) + segment(0xFE, b"taken at home") + PICTURE + b"film"


def chunk(name, body=b""):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def drawing():
    """A PNG with a text in it."""
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
        + chunk(b"tEXt", b"Author\0somebody") + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND"))


def start(data, filed=None, **changes):
    """The first message of an upload of these bytes; for a request, as its citizen."""
    fields = dict(
        upload_id=uuid.uuid4().bytes, name=citizens.personal(f"عکسِ آزمون {citizens.next_number()}.bin"), size=len(data),
        sha256=hashlib.sha256(data).digest())
    if filed is not None:
        fields |= dict(tracking_code=filed.code, secret=filed.secret)
    return pb.UploadStart(**fields | changes)


def messages(first, data, piece=PIECE):
    """The whole stream, from `first.offset` on."""
    yield pb.UploadRequest(start=first)
    for place in range(first.offset, len(data), piece):
        yield pb.UploadRequest(data=data[place:place + piece])


def upload(client, data, filed=None, **changes):
    return client.attachments.Upload(messages(start(data, filed, **changes), data))


def progress(client, first):
    """How far an upload came."""
    return client.attachments.GetUpload(
        pb.GetUploadRequest(upload_id=first.upload_id, tracking_code=first.tracking_code, secret=first.secret))


def download(client, reference, filed=None, **changes):
    """(reference, bytes) of a stored file; of a request, as its citizen."""
    fields = dict(id=reference.id)
    if filed is not None:
        fields |= dict(tracking_code=filed.code, secret=filed.secret)
    parts = list(client.attachments.Download(pb.DownloadRequest(**fields | changes)))
    return parts[0].attachment, b"".join(part.data for part in parts)
