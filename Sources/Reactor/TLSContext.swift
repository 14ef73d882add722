import COpenSSL
import Glibc

/// The server side of TLS 1.3: certificate, key, and who may sign client certificates.
///
/// `@unchecked Sendable`: nothing changes it after `init`, and OpenSSL guards what `SSL_new` shares.
public final class TLSContext: @unchecked Sendable {
  let raw: OpaquePointer
  let applicationProtocol: StaticString
  let requiresClientCertificate: Bool

  /// Reads the files, all PEM.
  ///
  /// - Parameters:
  ///   - applicationProtocol: the one ALPN protocol spoken; a client that does not offer it is refused.
  ///   - clientCertificateAuthorityPath: nil: no client certificate is asked for.
  ///   - revocationListPath: CRLs of that authority.
  ///   - earlier: its tickets stay good.
  public init(
    certificateChainPath: String, privateKeyPath: String, clientCertificateAuthorityPath: String?,
    revocationListPath: String?, requiresClientCertificate: Bool, applicationProtocol: StaticString,
    resuming earlier: TLSContext? = nil
  ) throws(TLSFileError) {
    guard let context = SSL_CTX_new(TLS_server_method()) else {
      preconditionFailure("SSL_CTX_new: no memory")
    }
    raw = context
    self.applicationProtocol = applicationProtocol
    self.requiresClientCertificate = requiresClientCertificate
    configureProtocol()
    try Self.use(.certificateChain, certificateChainPath) { SSL_CTX_use_certificate_chain_file(context, $0) }
    try Self.use(.privateKey, privateKeyPath) { SSL_CTX_use_PrivateKey_file(context, $0, SSL_FILETYPE_PEM) }
    try Self.use(.privateKey, privateKeyPath) { _ in SSL_CTX_check_private_key(context) }
    if let path = clientCertificateAuthorityPath { try askForClientCertificates(authority: path) }
    if let path = revocationListPath { try consult(revocationList: path) }
    checkResumedCertificates()
    if let earlier { takeTicketKeys(of: earlier) }
  }

  deinit {
    SSL_CTX_free(raw)
  }

  private func configureProtocol() {
    // TLS 1.3 alone: no renegotiation, no CBC, no RSA key exchange. Early data is off unless asked for, which closes
    // 0-RTT replay (RFC 8446 appendix E.5).
    _ = shim_SSL_CTX_set_min_proto_version(raw, TLS1_3_VERSION)
    // OpenSSL offers finite-field groups too, whose handshakes cost a peer little and us much.
    precondition(shim_SSL_CTX_set1_groups_list(raw, "X25519:P-256:P-384") == 1, "OpenSSL lacks its curves")
    shim_SSL_CTX_set_mode(
      raw,
      Int(SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER))
    // One SSL_read would go on through as many key updates as the kernel holds: 11 MB of them took 7 s (measured).
    shim_SSL_CTX_clear_mode(raw, Int(SSL_MODE_AUTO_RETRY))
    // Called for messages of the handshake alone, never for data.
    SSL_CTX_set_info_callback(raw) { ssl, event, _ in
      guard event & SSL_CB_LOOP != 0, let owner = SSL_get_ex_data(ssl, TLSConnection.ownerIndex) else {
        return
      }
      Unmanaged<TLSConnection>.fromOpaque(owner)._withUnsafeGuaranteedRef { $0.handshakeStepped() }
    }
    shim_SSL_CTX_set_read_ahead(raw, 1)
    // Tickets hold the session; the server keeps none. One ticket instead of two: each is
    // an encryption, and a kilobyte on the wire.
    shim_SSL_CTX_set_session_cache_mode(raw, Int(SSL_SESS_CACHE_OFF))
    SSL_CTX_set_num_tickets(raw, 1)
    // Without it a session with a client certificate is not resumed (SSL_CTX_set_session_id_context(3)).
    let sessionContext: StaticString = "server"
    SSL_CTX_set_session_id_context(raw, sessionContext.utf8Start, UInt32(sessionContext.utf8CodeUnitCount))
    SSL_CTX_set_alpn_select_cb(
      raw,
      { _, chosen, chosenLength, offered, offeredLength, owner in
        let context = Unmanaged<TLSContext>.fromOpaque(owner!).takeUnretainedValue()
        let wanted = context.applicationProtocol
        var position = 0
        while position < Int(offeredLength) {
          let length = Int(offered![position])
          guard position + 1 + length <= Int(offeredLength) else { break }
          if length == wanted.utf8CodeUnitCount,
            memcmp(offered! + position + 1, wanted.utf8Start, length) == 0
          {
            chosen!.pointee = offered! + position + 1
            chosenLength!.pointee = UInt8(length)
            return SSL_TLSEXT_ERR_OK
          }
          position += 1 + length
        }
        return SSL_TLSEXT_ERR_ALERT_FATAL
      }, Unmanaged.passUnretained(self).toOpaque())
  }

  private func askForClientCertificates(authority path: String) throws(TLSFileError) {
    let context = raw
    try Self.use(.clientCertificateAuthority, path) { SSL_CTX_load_verify_locations(context, $0, nil) }
    SSL_CTX_set_client_CA_list(raw, SSL_load_client_CA_file(path))
    let mode = SSL_VERIFY_PEER | (requiresClientCertificate ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0)
    // Chain, dates and the purpose "TLS client" are checked by OpenSSL's default verification.
    SSL_CTX_set_verify(raw, mode, nil)
    rememberRefusedCertificates()
    SSL_CTX_set_verify_depth(raw, 4)
  }

  private func consult(revocationList path: String) throws(TLSFileError) {
    let store = SSL_CTX_get_cert_store(raw)
    try Self.use(.revocationList, path) { path in
      guard let lookup = X509_STORE_add_lookup(store, X509_LOOKUP_file()) else { return 0 }
      return X509_load_crl_file(lookup, path, X509_FILETYPE_PEM)
    }
    X509_STORE_set_flags(store, UInt(X509_V_FLAG_CRL_CHECK))
    try checkRevocationLists(path)
  }

  /// Else a reload would cost every client a full handshake at once.
  private func takeTicketKeys(of earlier: TLSContext) {
    let count = Int(shim_SSL_CTX_get_tlsext_ticket_keys(earlier.raw, nil, 0))
    withUnsafeTemporaryAllocation(byteCount: count, alignment: 1) { keys in
      defer { OPENSSL_cleanse(keys.baseAddress, keys.count) }
      let isTaken =
        shim_SSL_CTX_get_tlsext_ticket_keys(earlier.raw, keys.baseAddress, Int32(keys.count)) == 1
        && shim_SSL_CTX_set_tlsext_ticket_keys(raw, keys.baseAddress, Int32(keys.count)) == 1
      precondition(isTaken, "OpenSSL gave the keys' length")
    }
  }

  private static func use(
    _ role: TLSFileError.Role, _ path: String, _ load: (UnsafePointer<CChar>) -> Int32
  ) throws(TLSFileError) {
    // The system's reason is the clearer one, and OpenSSL hides it behind its own.
    guard access(path, R_OK) == 0 else {
      throw TLSFileError(role: role, path: path, reason: SystemError("access").description)
    }
    ERR_clear_error()
    guard path.withCString(load) > 0 else {
      let reason = OpenSSLErrors.takeReason()
      // OpenSSL's word for "I looked for a PEM block and found none".
      throw TLSFileError(
        role: role, path: path, reason: reason == "PEM lib" ? "no PEM of that kind in it" : reason)
    }
  }
}
