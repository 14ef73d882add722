import libpishkhan

/// What a counter takes down for a citizen.
struct Submission: Equatable, Sendable {
  var service: String
  var nationalId: String
  var givenName: String?
  var familyName: String?
  var mobile: String?
  var form: [FormValue] = []
  var region: String?
  var note: String?
  var representation: Representation?
  var feeChargedRial: Int64 = 0
  var paymentReference: String?
  /// The draft that this was.
  var draft: IdempotencyKey?

  /// Lends the library's struct; strings in it live as long as the pool.
  func raw(_ pool: CStringPool, key: IdempotencyKey) -> pishkhan_submission {
    var raw = pishkhan_submission()
    raw.size = MemoryLayout<pishkhan_submission>.size
    raw.idempotency_key = pool.key(key)
    raw.service = pool.text(service)
    raw.national_id = pool.text(nationalId)
    raw.given_name = pool.text(givenName)
    raw.family_name = pool.text(familyName)
    raw.mobile = pool.text(mobile)
    raw.form = pool.form(form)
    raw.form_count = form.count
    raw.region = pool.text(region)
    raw.note = pool.text(note)
    raw.representation = representation.flatMap { pool.array([$0.raw(pool)]) }
    raw.fee_charged_rial = feeChargedRial
    raw.payment_reference = pool.text(paymentReference)
    raw.draft_id = draft.flatMap { pool.key($0) }
    return raw
  }

  func rawDraft(_ pool: CStringPool, id: IdempotencyKey) -> pishkhan_draft {
    var raw = pishkhan_draft()
    raw.size = MemoryLayout<pishkhan_draft>.size
    raw.id = pool.key(id)
    raw.service = pool.text(service)
    raw.national_id = pool.text(nationalId)
    raw.given_name = pool.text(givenName)
    raw.family_name = pool.text(familyName)
    raw.mobile = pool.text(mobile)
    raw.form = pool.form(form)
    raw.form_count = form.count
    raw.region = pool.text(region)
    raw.note = pool.text(note)
    return raw
  }
}
