/// Flags of what a counter takes down for a citizen.
extension Flag {
  static let nationalId = Flag(
    "--national-id", .one("N"), BilingualText("the citizen's national id, 10 digits", "کد ملی متقاضی، ۱۰ رقم")
  )
  static let givenName = Flag(
    "--given-name", .one("NAME"), BilingualText("the citizen's given name", "نام متقاضی"))
  static let familyName = Flag(
    "--family-name", .one("NAME"), BilingualText("the citizen's family name", "نام خانوادگی متقاضی"))
  static let mobile = Flag("--mobile", .one("M"), BilingualText("the citizen's mobile", "تلفن همراه متقاضی"))
  static let region = Flag(
    "--region", .one("R"),
    BilingualText("province, ISO 3166-2; default the office's", "استان، ISO 3166-2؛ پیش‌فرض استان دفتر"))
  static let representation = Flag(
    "--representation", .one("KIND"),
    BilingualText(
      "somebody acts for the citizen: guardian, attorney or company",
      "کسی به جای متقاضی اقدام می‌کند: guardian (ولی)، attorney (وکیل) یا company (شرکت)"))
  static let representativeId = Flag(
    "--representative-id", .one("N"),
    BilingualText("the representative's national or legal-entity id", "کد ملی یا شناسهٔ ملی نماینده"))
  static let representativeName = Flag(
    "--representative-name", .one("NAME"), BilingualText("the representative's name", "نام نماینده"))
  static let representationDocument = Flag(
    "--representation-document", .one("N"),
    BilingualText("number of the deed or power of attorney", "شمارهٔ سند یا وکالت‌نامه"))
  static let representationUntil = Flag(
    "--representation-until", .one("TIME"),
    BilingualText("when the authority ends, as 2027-03-21", "پایان اختیار، مانند 2027-03-21"))
  static let feeCharged = Flag(
    "--fee", .one("RIAL"),
    BilingualText(
      "what was taken; the receipt shows it beside the tariff",
      "مبلغ دریافت‌شده؛ رسید آن را کنار تعرفه نشان می‌دهد"))
  static let payment = Flag(
    "--payment", .one("REF"), BilingualText("the payment's reference", "شمارهٔ پرداخت"))
  static let draft = Flag(
    "--draft", .one("ID"),
    BilingualText(
      "the draft that this was: its values are taken where no flag gives one, and it goes",
      "پیش‌نویس این درخواست: مقدارهایش جای نشان‌های نداده را می‌گیرد و سپس پاک می‌شود"))
  static let from = Flag(
    "--from", .one("FILE"),
    BilingualText(
      "JSON with the same values; - reads it from standard input; flags win",
      "JSON با همین مقدارها؛ با - از ورودی خوانده می‌شود؛ نشان‌ها مقدم‌اند"))

  static let person: [Flag] = [nationalId, set, givenName, familyName, mobile, region, note, from]
  static let representative: [Flag] = [
    representation, representativeId, representativeName, representationDocument, representationUntil,
  ]
}
