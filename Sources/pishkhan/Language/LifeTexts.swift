/// The texts of a request's whole life, of the directory, and of documents and files.
extension Message {
  var life: BilingualText {
    switch self {
    case .acknowledgeDue: BilingualText("To be acknowledged by", "مهلت اعلام دریافت")
    case .decideDue: BilingualText("To be decided by", "مهلت تصمیم")
    case .overdue: BilingualText("Overdue", "مهلت گذشته")
    case .escalation: BilingualText("Escalation level", "سطح ارتقا")
    case .paused: BilingualText("Paused for the citizen", "توقف برای متقاضی")
    case .workingTime: BilingualText("Working time so far", "زمان کاری تاکنون")
    case .transfers: BilingualText("Transfers", "ارجاع‌ها")
    case .appealLevel: BilingualText("Appeal level", "سطح اعتراض")
    case .remedyUntil: BilingualText("Confirm, reopen or appeal until", "مهلت تأیید، بازگشایی یا اعتراض")
    case .duplicateOf: BilingualText("Duplicate of", "تکرار درخواست")
    case .tariff: BilingualText("Tariff", "تعرفه")
    case .feeCharged: BilingualText("Charged", "دریافت‌شده")
    case .payment: BilingualText("Payment reference", "شمارهٔ پرداخت")
    case .representation: BilingualText("Represented", "نمایندگی")
    case .attachments: BilingualText("Files", "پرونده‌ها")
    case .collectedBy: BilingualText("Collected by", "تحویل‌گیرنده")
    case .collected: BilingualText("Result collected", "نتیجه تحویل شده")
    case .leaseUntil: BilingualText("Claimed until", "مهلت کار")
    case .calendar: BilingualText("Calendar version", "نسخهٔ تقویم")
    case .assignedTo: BilingualText("Given to", "سپرده به")
    case .otherBody: BilingualText("Asked of", "پرسش از")
    case .file: BilingualText("File", "پرونده")
    case .size: BilingualText("Size", "اندازه")
    case .mediaType: BilingualText("Type", "نوع")
    case .hash: BilingualText("SHA-256", "چکیدهٔ SHA-256")
    case .due: BilingualText("Due", "مهلت")
    case .until: BilingualText("Until", "تا")
    case .document: BilingualText("Document", "سند")
    case .newSecret: BilingualText("New secret", "رمز تازه")
    case .help: BilingualText("Help", "راهنما")
    case .retention: BilingualText("Kept after the end", "نگهداری پس از پایان")
    case .answerTime: BilingualText("Time for an answer", "مهلت پاسخ")
    case .remedyTime: BilingualText("Time for remedies", "مهلت اعتراض")
    case .pauseCap: BilingualText("Pauses count up to", "سقف توقف")
    case .channels: BilingualText("Submitted at", "راه‌های ثبت")
    case .validity: BilingualText("Valid", "اعتبار")
    case .dailyCap: BilingualText("Submissions a day", "سقف روزانه")
    case .number: BilingualText("Number", "شماره")
    case .role: BilingualText("Role", "نقش")
    case .level: BilingualText("Level", "سطح")
    case .keys: BilingualText("Keys", "کلیدها")
    case .address: BilingualText("Address", "نشانی")
    case .position: BilingualText("Position", "مختصات")
    case .openingHours: BilingualText("Opening hours", "ساعت کار")
    case .accessibility: BilingualText("Accessibility", "دسترس‌پذیری")
    case .languages: BilingualText("Languages", "زبان‌ها")
    case .counters: BilingualText("Counters", "باجه‌ها")
    case .feesAboveTariff: BilingualText("Submissions above the tariff", "ثبت‌های بالاتر از تعرفه")
    case .distance: BilingualText("Distance", "فاصله")
    case .openNow: BilingualText("Open now", "اکنون باز")
    case .weekHours: BilingualText("Week", "هفته")
    case .exceptions: BilingualText("Other days", "روزهای دیگر")
    case .completeFor: BilingualText("Complete for", "کامل برای")
    case .offset: BilingualText("Minutes from UTC", "دقیقه از UTC به جلو")
    case .workingDay: BilingualText("Minutes of a working day", "دقیقه‌های یک روز کاری")
    case .draft: BilingualText("Draft", "پیش‌نویس")
    case .keptUntil: BilingualText("Kept until", "نگهداری تا")
    case .from: BilingualText("From", "از")
    default: lifeSentence
    }
  }

  private var lifeSentence: BilingualText {
    switch self {
    case .alsoFor: BilingualText("also: %1", "همچنین: %1")
    case .feeExceeds:
      BilingualText(
        "More than the tariff was charged: the citizen may complain (pishkhan complain).",
        "بیش از تعرفه دریافت شده است: متقاضی می‌تواند شکایت کند (\u{2066}pishkhan complain\u{2069}).")
    case .replaceSecretHint: BilingualText("The old secret is no longer right.", "رمز پیشین دیگر درست نیست.")
    case .metadataRemoved:
      BilingualText(
        "Position and other marks were taken out of the picture.",
        "مختصات و نشانه‌های دیگر از تصویر برداشته شد.")
    case .transferProgress: BilingualText("%1 of %2 bytes", "%1 از %2 بایت")
    case .verified: BilingualText("Its SHA-256 fits.", "چکیدهٔ آن می‌خواند.")
    case .unverified:
      BilingualText("Its SHA-256 was not told: it is not checked.", "چکیدهٔ آن گفته نشد و بررسی نشده است.")
    case .noDrafts: BilingualText("No drafts.", "پیش‌نویسی نیست.")
    case .noOffices: BilingualText("No offices.", "دفتری نیست.")
    case .noDelegations: BilingualText("No delegations.", "واگذاری‌ای نیست.")
    case .noPrincipals: BilingualText("No principals.", "دارنده‌ای نیست.")
    case .changed1: BilingualText("Done.", "انجام شد.")
    case .changedNumber: BilingualText("Done: number or version %1.", "انجام شد: شماره یا نسخهٔ %1.")
    case .deleted: BilingualText("Deleted.", "پاک شد.")
    case .hoursMinutes: BilingualText("%1 h %2 min", "%1 ساعت و %2 دقیقه")
    case .daysCalendar: BilingualText("%1 days", "%1 روز")
    case .workingDays: BilingualText("%1 working days", "%1 روز کاری")
    case .metres: BilingualText("%1 m", "%1 متر")
    case .kilometres: BilingualText("%1 km", "%1 کیلومتر")
    case .closedAllDay: BilingualText("closed", "بسته")
    case .openThen: BilingualText("%1 from %2 to %3", "%1 از %2 تا %3")
    case .forEver: BilingualText("for ever", "همیشه")
    case .renewedUntil: BilingualText("The claim holds until %1.", "مهلت کار تا %1 ادامه دارد.")
    default: clock
    }
  }

  /// What is wrong with words, documents and files.
  var inputFault: BilingualText {
    switch self {
    case .secondWordMissing: BilingualText("%1 needs a second word: %2", "%1 واژهٔ دومی می‌خواهد: %2")
    case .wordUnknown: BilingualText("%1 must be one of %3, not %2", "%1 باید یکی از این‌ها باشد: %3؛ نه %2")
    case .timeExpected:
      BilingualText(
        "%1 must be a time such as 2027-03-21 or 2027-03-21T08:30, not %2",
        "%1 باید زمانی مانند \u{2066}2027-03-21\u{2069} یا \u{2066}2027-03-21T08:30\u{2069} باشد، نه %2")
    case .positionExpected:
      BilingualText(
        "%1 must be degrees north and east, such as 35.6892,51.3890, not %2",
        "%1 باید درجهٔ شمالی و شرقی باشد، مانند \u{2066}35.6892,51.3890\u{2069}، نه %2")
    case .needsOneOf: BilingualText("%1 needs one of %2", "%1 یکی از این‌ها را می‌خواهد: %2")
    case .hashExpected:
      BilingualText(
        "%1 must be a SHA-256 (64 hexadecimal digits), not %2",
        "%1 باید \u{2066}SHA-256\u{2069} باشد (۶۴ رقم شانزده‌شانزدهی)، نه %2")
    case .uuidExpected:
      BilingualText(
        "%1 must be a UUID (32 hexadecimal digits), not %2", "%1 باید UUID باشد (۳۲ رقم شانزده‌شانزدهی)، نه %2"
      )
    case .textsExpected:
      BilingualText(
        "%1 needs a language and a text, such as en=Name, not %2",
        "%1 زبان و متن می‌خواهد، مانند \u{2066}en=Name\u{2069}، نه %2")
    case .jsonValue: BilingualText("%1, line %2: a value is expected", "%1، سطر %2: باید یک مقدار بیاید")
    case .jsonName:
      BilingualText("%1, line %2: a name in quotes is expected", "%1، سطر %2: باید نامی در گیومه بیاید")
    case .jsonColon: BilingualText("%1, line %2: a colon is expected", "%1، سطر %2: باید دونقطه بیاید")
    case .jsonComma:
      BilingualText("%1, line %2: a comma or the end is expected", "%1، سطر %2: باید ویرگول یا پایان بیاید")
    case .jsonEnd: BilingualText("%1, line %2: nothing more is expected", "%1، سطر %2: نباید چیز دیگری بیاید")
    case .jsonString:
      BilingualText("%1, line %2: a string is not well-formed", "%1، سطر %2: رشته درست نوشته نشده است")
    case .jsonNumber:
      BilingualText("%1, line %2: only whole numbers are taken", "%1، سطر %2: تنها عدد صحیح پذیرفته می‌شود")
    case .jsonDepth:
      BilingualText("%1, line %2: it is nested too deeply", "%1، سطر %2: بیش از اندازه تودرتو است")
    case .jsonUnfit: BilingualText("%1 in the document must be: %2", "%1 در سند باید چنین باشد: %2")
    case .jsonMissing: BilingualText("the document lacks %1", "سند %1 ندارد")
    case .jsonNameUnknown:
      BilingualText(
        "the document has a name that means nothing here: %1", "نامی در سند است که این‌جا معنایی ندارد: %1")
    case .jsonNameUnknownNearest:
      BilingualText(
        "the document has %1, which means nothing here; did you mean %2?",
        "سند %1 دارد که این‌جا معنایی ندارد؛ آیا منظورتان %2 است؟")
    case .fileUnreadable: BilingualText("%1 cannot be read: %2", "%1 خوانده نمی‌شود: %2")
    case .fileUnwritable: BilingualText("%1 cannot be written: %2", "%1 نوشته نمی‌شود: %2")
    case .fileExists: BilingualText("%1 is there already; it stays as it is", "%1 از پیش هست و دست نمی‌خورد")
    case .hintOldServer:
      BilingualText(
        "The server is older than this program: it does not know this call yet.",
        "سامانه از این برنامه کهنه‌تر است و این فراخوانی را نمی‌شناسد.")
    default: preconditionFailure("the table of messages lacks \(self)")
    }
  }
}
