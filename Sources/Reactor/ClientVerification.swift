import COpenSSL

/// What is asked of a client's certificate beside the full handshake's own check of it.
extension TLSContext {
  /// Remembers in the connection which certificate was found wanting: OpenSSL forgets it with the handshake.
  func rememberRefusedCertificates() {
    let mode = SSL_CTX_get_verify_mode(raw)
    SSL_CTX_set_verify(raw, mode) { isGood, verification in
      if isGood == 1 { return 1 }
      guard let certificate = X509_STORE_CTX_get0_cert(verification),
        let ssl = X509_STORE_CTX_get_ex_data(verification, SSL_get_ex_data_X509_STORE_CTX_idx()),
        let owner = SSL_get_ex_data(OpaquePointer(ssl), TLSConnection.ownerIndex)
      else { return 0 }
      Unmanaged<TLSConnection>.fromOpaque(owner)._withUnsafeGuaranteedRef {
        $0.certificateRefused(CertificateIdentity(certificate))
      }
      return 0
    }
  }

  /// A ticket holds what a certificate was worth when it was shown. It resumes a session only while the certificate would pass
  /// again: dates, authority, revocation. Else a full handshake follows, which refuses it with the reason.
  func checkResumedCertificates() {
    SSL_CTX_set_session_ticket_cb(
      raw, nil,
      { _, session, _, _, status, owner in
        let context = Unmanaged<TLSContext>.fromOpaque(owner!).takeUnretainedValue()
        switch status {
        case SSL_TICKET_SUCCESS, SSL_TICKET_SUCCESS_RENEW:
          guard let session, context.mayResume(session) else { return SSL_TICKET_RETURN_IGNORE }
          return status == SSL_TICKET_SUCCESS ? SSL_TICKET_RETURN_USE : SSL_TICKET_RETURN_USE_RENEW
        default: return SSL_TICKET_RETURN_IGNORE_RENEW
        }
      }, Unmanaged.passUnretained(self).toOpaque())
  }

  private func mayResume(_ session: OpaquePointer) -> Bool {
    guard let certificate = SSL_SESSION_get0_peer(session) else { return !requiresClientCertificate }
    defer { ERR_clear_error() }
    let verification = X509_STORE_CTX_new()
    defer { X509_STORE_CTX_free(verification) }
    // A ticket holds no intermediates: a certificate below one needs them in the file of the authority to resume.
    return X509_STORE_CTX_init(verification, SSL_CTX_get_cert_store(raw), certificate, nil) == 1
      && X509_STORE_CTX_set_default(verification, "ssl_client") == 1
      && X509_verify_cert(verification) == 1
  }

  // MARK: Revocation

  /// - Throws: a list that no client authority signed would refuse every client.
  func checkRevocationLists(_ path: String) throws(TLSFileError) {
    let store = SSL_CTX_get_cert_store(raw)
    for list in revocationLists where !isSigned(list, store) {
      throw TLSFileError(role: .revocationList, path: path, reason: "not signed by the client authority")
    }
  }

  private func isSigned(_ list: OpaquePointer, _ store: OpaquePointer?) -> Bool {
    defer { ERR_clear_error() }
    return objects(in: store).contains { object in
      guard let authority = X509_OBJECT_get0_X509(object) else { return false }
      return X509_NAME_cmp(X509_get_subject_name(authority), X509_CRL_get_issuer(list)) == 0
        && X509_CRL_verify(list, X509_get0_pubkey(authority)) == 1
    }
  }

  private var revocationLists: [OpaquePointer] {
    objects(in: SSL_CTX_get_cert_store(raw)).compactMap { X509_OBJECT_get0_X509_CRL($0) }
  }

  private func objects(in store: OpaquePointer?) -> [OpaquePointer] {
    let stack = X509_STORE_get0_objects(store)
    return (0..<OPENSSL_sk_num(stack)).compactMap { OPENSSL_sk_value(stack, $0).map { OpaquePointer($0) } }
  }

  /// Whether one of the lists names the certificate. Costs a search by number, no signature.
  func hasRevoked(_ certificate: OpaquePointer) -> Bool {
    revocationLists.contains { list in
      var entry: OpaquePointer?
      // 1: revoked; 2: taken off the list again (X509_CRL_get0_by_cert(3)).
      return X509_CRL_get0_by_cert(list, &entry, certificate) == 1
    }
  }
}
