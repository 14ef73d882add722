/// Flags and operands that several commands take.
extension Flag {
  static let secret = Flag(
    "--secret", .one("S"), variable: "PISHKHAN_SECRET",
    BilingualText(
      "the citizen's secret, 6 digits; - reads it from standard input, away from the process list",
      "رمز متقاضی، ۶ رقم؛ با - از ورودی خوانده می‌شود و در فهرست فرایندها نمی‌آید"))
  static let idempotencyKey = Flag(
    "--key", .one("UUID"),
    BilingualText(
      "names this write, so that it can be repeated without being done twice; default a new one",
      "نام این نوشتن، تا بتوان آن را بی‌آن‌که دو بار انجام شود دوباره فرستاد؛ پیش‌فرض یک کلید تازه"))
  static let after = Flag(
    "--after", .one("N"),
    BilingualText("only events with a higher number", "تنها رویدادهایی با شمارهٔ بزرگ‌تر"))
  static let endAfter = Flag(
    "--limit", .one("N"), BilingualText("end after so many", "پایان پس از این شمار"))
  static let set = Flag(
    "--set", .many("ATTRIBUTE=VALUE"),
    BilingualText(
      "a value of the form; again for each attribute, and for each value of a multi-value list",
      "یک مقدار از فرم؛ برای هر فیلد و هر مقدار یک فهرست چندگزینه‌ای تکرار می‌شود"))
  static let note = Flag(
    "--note", .one("TEXT"), BilingualText("free text", "متن آزاد"))
}

extension Operand {
  static let trackingCode = Operand(
    "CODE",
    BilingualText(
      "the tracking code, 16 digits; blanks, hyphens and Persian digits are fine",
      "کد رهگیری، ۱۶ رقم؛ فاصله، خط تیره و رقم فارسی مانعی ندارد"))
}
