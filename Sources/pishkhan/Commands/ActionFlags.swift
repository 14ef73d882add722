/// Flags of single actions.
extension Flag {
  static let question = Flag(
    "--question", .many("ATTRIBUTE=TEXT"),
    BilingualText(
      "ask: a question to the citizen about one attribute of the form; may be given again",
      "ask: پرسشی از متقاضی دربارهٔ یک فیلد فرم؛ قابل تکرار"))
  static let refusalReason = Flag(
    "--reason", .one("CODE"),
    BilingualText(
      "refuse, transfer, reopen, appeal: why, a code of A-Z, 0-9 and _",
      "refuse، transfer، reopen، appeal: دلیل، کدی از A-Z و 0-9 و _"))
  static let onBehalfOf = Flag(
    "--on-behalf-of", .one("NAME"),
    BilingualText(
      "the officer in whose name the machine acts; recorded, grants nothing",
      "کارمندی که دستگاه به نام او کار می‌کند؛ ثبت می‌شود و اختیاری نمی‌دهد"))
  static let expectedVersion = Flag(
    "--version", .one("N"),
    BilingualText(
      "the version that was seen; if somebody acted since, nothing is done; default: looked up now",
      "نسخه‌ای که دیده شد؛ اگر کسی پس از آن کاری کرده باشد چیزی انجام نمی‌شود؛ پیش‌فرض: اکنون پرسیده می‌شود"))
  static let file = Flag(
    "--file", .many("FILE"),
    BilingualText(
      "a file to send with it; again for each, 16 at most",
      "پرونده‌ای که همراه آن فرستاده شود؛ قابل تکرار، تا ۱۶"))
  static let attachment = Flag(
    "--attachment", .many("ID"),
    BilingualText(
      "a file that was uploaded before (pishkhan upload)",
      "پرونده‌ای که پیش‌تر بارگذاری شد (\u{2066}pishkhan upload\u{2069})"))
  static let attachTo = Flag(
    "--attach", .many("ATTRIBUTE=FILE"),
    BilingualText(
      "a file for an attribute of the form; again for each", "پرونده‌ای برای یک فیلد فرم؛ قابل تکرار"))
  static let lease = Flag(
    "--lease", .one("SECONDS"),
    BilingualText(
      "how long it is yours, 10 to 86400; renew makes it longer",
      "چه مدت در دست شماست، ۱۰ تا ۸۶٬۴۰۰ ثانیه؛ renew آن را بیشتر می‌کند"))
  static let assignee = Flag(
    "--assignee", .one("PRINCIPAL"),
    BilingualText("assign: an officer's principal of the same agency", "assign: دارندهٔ یک کارمند همان دستگاه")
  )
  static let otherService = Flag(
    "--to", .one("SERVICE"), BilingualText("transfer: the other service's code", "transfer: کد خدمت دیگر"))
  static let otherBody = Flag(
    "--body", .one("NAME"), BilingualText("ask-other: who is asked", "ask-other: از چه نهادی پرسیده می‌شود"))
  static let duplicateOf = Flag(
    "--of", .one("CODE"),
    BilingualText(
      "duplicate: tracking code of the request that goes on", "duplicate: کد رهگیری درخواستی که ادامه می‌یابد")
  )
  static let collectedBy = Flag(
    "--collected-by", .one("NAME"),
    BilingualText("hand-over: who took the result", "hand-over: چه کسی نتیجه را گرفت"))
}
