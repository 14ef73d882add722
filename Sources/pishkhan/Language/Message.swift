/// Every text that the program says by itself, once in each language. %1 to %9 are places for values.
///
/// The words of states, actions, channels, roles and errors are libpishkhan's; the help's texts stand beside what they
/// explain.
enum Message: CaseIterable, Sendable {
  // What is wrong with a command line.
  case commandMissing, commandUnknown, commandUnknownNearest, topicUnknown
  case flagUnknown, flagUnknownNearest, flagNeedsValue, flagTakesNoValue, flagTwice
  case operandMissing, operandUnexpected, numberExpected, keyExpected, assignmentExpected, needsBoth
  case languageUnknown, stateUnknown, settledUnknown, answeredTwice
  case actionUnknown, actionUnknownNearest, actionNeedsFlag, actionTakesNoFlag, secretMissing, nothingToRead
  case surveyCodeUnknown, ratingExpected, helpHint, targetExpected, notTogether, secretOrCertificateMissing
  case secondWordMissing, wordUnknown, timeExpected, positionExpected, needsOneOf, hashExpected,
    textsExpected, uuidExpected
  // What is wrong with a document or a file.
  case jsonValue, jsonName, jsonColon, jsonComma, jsonEnd, jsonString, jsonNumber, jsonDepth
  case jsonUnfit, jsonMissing, jsonNameUnknown, jsonNameUnknownNearest
  case fileUnreadable, fileUnwritable, fileExists
  // What goes beside results.
  case keyOfCall, repeatWithKey, outputFailed, lineBroken, lineMended, askSecret, errorWords
  case notYetConnected, neverConnected, hintTargetAlone
  case hintCertificate, hintAuthority, hintServerName, hintTarget, hintVersion, hintOldServer
  // Labels.
  case trackingCode, secret, acceptedAt, eventNumber, eventHash, idempotencyKey, repeated
  case state, version, service, agency, office, channel, assisted, region, submitted, changed, targets,
    assignee
  case nationalId, name, mobile, form, openQuestions, reason, note, feedbackGiven
  case fee, feeRial, noFee, attributes, documents, allowedValues, required, optional
  case licence, kind, status
  case acknowledgeDay, acknowledgeDays, decideDay, decideDays
  // Labels of the whole life of a request.
  case acknowledgeDue, decideDue, overdue, escalation, paused, workingTime, transfers, appealLevel,
    remedyUntil
  case duplicateOf, tariff, feeCharged, payment, representation, attachments, collected, collectedBy,
    leaseUntil, calendar
  case assignedTo, otherBody, file, size, mediaType, hash, due, until, document, newSecret
  // Labels of the directory.
  case help, retention, answerTime, remedyTime, pauseCap, channels, validity, dailyCap, number, role, level,
    keys
  case address, position, openingHours, accessibility, languages, counters, feesAboveTariff, distance, openNow
  case weekHours, exceptions, completeFor, offset, workingDay, draft, keptUntil, from
  // Sentences of results.
  case keepSecret, stateOnly, noServices, noRequests, noEvents, nextPage, fromTo, by, byCitizen, byCitizenAt,
    onBehalfOf, nowIn, byNow
  case feedbackStored, feedbackAlreadyGiven, ratingScale, countScale, textScale, answerHint
  case stepOK, stepWarning, stepFailed, stepSkipped, allWell, withinSecond, secondsAhead, secondsBehind, yes,
    libraryVersion
  // Headings of the help.
  case usage, commands, flags, commonFlags, examples, exitCodes, environment, moreHelp, about, alsoFor
  // Sentences of the whole life of a request, and of the directory.
  case feeExceeds, replaceSecretHint, metadataRemoved, transferProgress, verified, unverified, noDrafts
  case noOffices, noDelegations, noPrincipals, changed1, changedNumber, deleted, hoursMinutes, daysCalendar,
    workingDays, metres, kilometres, closedAllDay, openThen, forEver, renewedUntil
  case clockDue, clockDuePaused, clockDone, clockStands, clockTurn, clockPlanned, clockUntold, clockNext
  case clockTooEarly, clockDifference, clockNoCalendar, clockNoService, clockNoOrder, clockFits, clockDiffers
}

extension Message {
  var text: BilingualText {
    switch self {
    case .commandMissing: BilingualText("a command is missing", "فرمانی داده نشده است")
    case .commandUnknown: BilingualText("there is no command %1", "فرمانی به نام %1 نیست")
    case .commandUnknownNearest:
      BilingualText("there is no command %1; did you mean %2?", "فرمانی به نام %1 نیست؛ آیا منظورتان %2 است؟")
    case .topicUnknown: BilingualText("there is no help on %1", "راهنمایی دربارهٔ %1 نیست")
    case .flagUnknown: BilingualText("there is no flag %1 here", "نشان %1 در این‌جا نیست")
    case .flagUnknownNearest:
      BilingualText(
        "there is no flag %1 here; did you mean %2?", "نشان %1 در این‌جا نیست؛ آیا منظورتان %2 است؟")
    case .flagNeedsValue: BilingualText("%1 needs a value: %2", "%1 یک مقدار می‌خواهد: %2")
    case .flagTakesNoValue: BilingualText("%1 takes no value", "%1 مقداری نمی‌گیرد")
    case .flagTwice: BilingualText("%1 is given twice", "%1 دو بار داده شده است")
    case .operandMissing: BilingualText("%1 needs %2", "%1 به %2 نیاز دارد")
    case .operandUnexpected: BilingualText("%1 takes no further word: %2", "%1 واژهٔ دیگری نمی‌گیرد: %2")
    case .numberExpected:
      BilingualText("%1 must be a number from %2 to %3, not %4", "%1 باید عددی از %2 تا %3 باشد، نه %4")
    case .keyExpected:
      BilingualText(
        "--key must be a UUID (32 hexadecimal digits), not %1",
        "مقدار \u{2066}--key\u{2069} باید UUID باشد (۳۲ رقم شانزده‌شانزدهی)، نه %1")
    case .assignmentExpected: BilingualText("expected %1, not %2", "باید به شکل %1 باشد، نه %2")
    case .needsBoth: BilingualText("%1 needs %2 too", "%1 بدون %2 کار نمی‌کند")
    case .languageUnknown: BilingualText("%1 must be fa or en, not %2", "%1 باید fa یا en باشد، نه %2")
    case .stateUnknown:
      BilingualText("there is no state %1; states are %2", "وضعیتی به نام %1 نیست؛ وضعیت‌ها: %2")
    case .settledUnknown:
      BilingualText(
        "--settled must be yes, partly or no, not %1",
        "مقدار \u{2066}--settled\u{2069} باید yes، partly یا no باشد، نه %1")
    case .answeredTwice:
      BilingualText("the question %1 is answered twice", "پرسش %1 دو بار پاسخ داده شده است")
    case .actionUnknown:
      BilingualText("there is no action %1; actions are %2", "اقدامی به نام %1 نیست؛ اقدام‌ها: %2")
    case .actionUnknownNearest:
      BilingualText("there is no action %1; did you mean %2?", "اقدامی به نام %1 نیست؛ آیا منظورتان %2 است؟")
    case .actionNeedsFlag: BilingualText("%1 needs %2", "%1 به %2 نیاز دارد")
    case .actionTakesNoFlag: BilingualText("%1 takes no %2", "%1 نشان %2 نمی‌گیرد")
    case .secretMissing:
      BilingualText(
        "%1 needs the citizen's secret: --secret or PISHKHAN_SECRET",
        "%1 به رمز متقاضی نیاز دارد: \u{2066}--secret\u{2069} یا \u{2066}PISHKHAN_SECRET\u{2069}")
    case .nothingToRead:
      BilingualText(
        "--secret - found nothing on standard input", "برای \u{2066}--secret -\u{2069} چیزی در ورودی نبود")
    case .surveyCodeUnknown:
      BilingualText(
        "this survey has no question %1; its questions are %2", "این نظرسنجی پرسش %1 ندارد؛ پرسش‌ها: %2")
    case .ratingExpected:
      BilingualText("the answer to %1 must be a number, not %2", "پاسخ %1 باید عدد باشد، نه %2")
    case .helpHint: BilingualText("Try: %1", "راهنما: %1")
    case .keyOfCall: BilingualText("This call was: %1", "این فراخوانی: %1")
    case .repeatWithKey:
      BilingualText(
        "Repeat the same command with %1: nothing is stored twice.",
        "همین فرمان را با %1 دوباره بفرستید: چیزی دو بار ذخیره نمی‌شود.")
    case .outputFailed: BilingualText("the result cannot be written: %1", "نتیجه نوشته نمی‌شود: %1")
    case .lineBroken: BilingualText("The line broke; connecting again.", "خط قطع شد؛ دوباره وصل می‌شود.")
    case .hintVersion:
      BilingualText(
        "The version belongs to the content: to repeat an act, give the --version of the first call too.",
        "نسخه بخشی از محتواست: برای تکرار یک اقدام \u{2066}--version\u{2069} نخستین فراخوانی را هم بدهید.")
    case .targetExpected: BilingualText("%1 must be HOST:PORT, not %2", "%1 باید HOST:PORT باشد، نه %2")
    case .notTogether: BilingualText("%1 and %2 do not go together", "%1 و %2 با هم نمی‌آیند")
    case .secretOrCertificateMissing:
      BilingualText(
        "%1 needs the citizen's secret (--secret or PISHKHAN_SECRET) or a certificate (--cert and --cert-key)",
        "%1 به رمز متقاضی (\u{2066}--secret\u{2069} یا \u{2066}PISHKHAN_SECRET\u{2069}) یا گواهی"
          + " (\u{2066}--cert\u{2069} و \u{2066}--cert-key\u{2069}) نیاز دارد")
    case .notYetConnected:
      BilingualText(
        "No connection yet (%1); trying until %2.", "هنوز اتصالی نیست (%1)؛ تا ساعت %2 تلاش می‌شود.")
    case .neverConnected: BilingualText("No connection came about: %1", "هیچ اتصالی برقرار نشد: %1")
    case .hintTargetAlone:
      BilingualText(
        "The address is given with --target (PISHKHAN_TARGET).",
        "نشانی با \u{2066}--target\u{2069} (\u{2066}PISHKHAN_TARGET\u{2069}) داده می‌شود.")
    case .lineMended: BilingualText("Connected again.", "دوباره وصل شد.")
    case .askSecret: BilingualText("Secret: ", "رمز: ")
    case .errorWords:
      BilingualText(
        "Status %1, reason %2, at %3, stored %4, trace %5",
        "وضعیت %1، دلیل %2، محل %3، ذخیره %4، شناسهٔ خطا %5")
    case .hintCertificate:
      BilingualText(
        "Give --cert and --cert-key (PISHKHAN_CERT, PISHKHAN_KEY), or the secret where one is taken.",
        "گواهی را با \u{2066}--cert\u{2069} و \u{2066}--cert-key\u{2069} بدهید، یا رمز را هر جا که پذیرفته می‌شود."
      )
    case .hintAuthority:
      BilingualText(
        "Give the server's CA with --ca (PISHKHAN_CA).",
        "گواهی CA سامانه را با \u{2066}--ca\u{2069} (\u{2066}PISHKHAN_CA\u{2069}) بدهید.")
    case .hintServerName:
      BilingualText(
        "Give the name in the certificate with --server-name (PISHKHAN_SERVER_NAME).",
        "نام درون گواهی را با \u{2066}--server-name\u{2069} (\u{2066}PISHKHAN_SERVER_NAME\u{2069}) بدهید.")
    case .hintTarget:
      BilingualText(
        "The address is given with --target (PISHKHAN_TARGET); pishkhan doctor tells each step.",
        "نشانی با \u{2066}--target\u{2069} داده می‌شود؛ \u{2066}pishkhan doctor\u{2069} هر گام را می‌گوید.")
    default: label
    }
  }

  var label: BilingualText {
    switch self {
    case .trackingCode: BilingualText("Tracking code", "کد رهگیری")
    case .secret: BilingualText("Secret", "رمز")
    case .acceptedAt: BilingualText("Accepted", "زمان پذیرش")
    case .eventNumber: BilingualText("Event", "رویداد")
    case .eventHash: BilingualText("Event hash", "چکیدهٔ رویداد")
    case .idempotencyKey: BilingualText("Key", "کلید")
    case .repeated:
      BilingualText(
        "This was done by an earlier call with the same key.", "این کار با همین کلید پیش‌تر انجام شده بود.")
    case .state: BilingualText("State", "وضعیت")
    case .version: BilingualText("Version", "نسخه")
    case .service: BilingualText("Service", "خدمت")
    case .agency: BilingualText("Agency", "دستگاه")
    case .office: BilingualText("Office", "دفتر")
    case .channel: BilingualText("Channel", "راه ورود")
    case .assisted: BilingualText("Assisted by an operator", "با کمک متصدی")
    case .region: BilingualText("Province", "استان")
    case .submitted: BilingualText("Submitted", "زمان ثبت")
    case .changed: BilingualText("Last change", "آخرین تغییر")
    case .targets: BilingualText("Targets", "مهلت‌ها")
    case .assignee: BilingualText("In the hands of", "در دست")
    case .nationalId: BilingualText("National id", "کد ملی")
    case .name: BilingualText("Name", "نام")
    case .mobile: BilingualText("Mobile", "تلفن همراه")
    case .form: BilingualText("Form", "فرم")
    case .openQuestions: BilingualText("Asked of the citizen", "پرسش از متقاضی")
    case .reason: BilingualText("Reason", "دلیل")
    case .note: BilingualText("Note", "یادداشت")
    case .feedbackGiven: BilingualText("Feedback was given", "نظر داده شده است")
    case .fee: BilingualText("Fee", "تعرفه")
    case .feeRial: BilingualText("%1 rial", "%1 ریال")
    case .noFee: BilingualText("none", "رایگان")
    case .attributes: BilingualText("Form", "فرم")
    case .documents: BilingualText("Papers to bring", "مدارک لازم")
    case .allowedValues: BilingualText("one of: %1", "یکی از: %1")
    case .required: BilingualText("required", "الزامی")
    case .optional: BilingualText("optional", "اختیاری")
    case .licence: BilingualText("Licence", "شمارهٔ پروانه")
    case .kind: BilingualText("Kind", "نوع")
    case .status: BilingualText("Status", "وضعیت")
    case .acknowledgeDay: BilingualText("acknowledged in %1 working day", "اعلام دریافت در %1 روز کاری")
    case .acknowledgeDays: BilingualText("acknowledged in %1 working days", "اعلام دریافت در %1 روز کاری")
    case .decideDay: BilingualText("decided in %1 working day", "تصمیم در %1 روز کاری")
    case .decideDays: BilingualText("decided in %1 working days", "تصمیم در %1 روز کاری")
    default: sentence
    }
  }

  private var sentence: BilingualText {
    switch self {
    case .keepSecret:
      BilingualText(
        "Give the citizen both: with the secret the request can be seen and acted upon.",
        "هر دو را به متقاضی بدهید: با رمز می‌توان درخواست را دید و بر آن اقدام کرد.")
    case .stateOnly:
      BilingualText(
        "Details are shown with the secret (--secret).",
        "جزئیات با رمز نشان داده می‌شود (\u{2066}--secret\u{2069}).")
    case .noServices: BilingualText("No services.", "خدمتی نیست.")
    case .noRequests: BilingualText("No requests.", "درخواستی نیست.")
    case .noEvents: BilingualText("No events.", "رویدادی نیست.")
    case .nextPage: BilingualText("There is more: --cursor %1", "باز هم هست: \u{2066}--cursor\u{2069} %1")
    case .fromTo: BilingualText("%1 -> %2", "از «%1» به «%2»")
    case .by: BilingualText("by %1", "از سوی %1")
    case .byCitizen: BilingualText("by the citizen", "از سوی متقاضی")
    case .byCitizenAt: BilingualText("by the citizen, at %1", "از سوی متقاضی، در %1")
    case .onBehalfOf: BilingualText("On behalf of", "به نام")
    case .nowIn: BilingualText("State now", "وضعیت کنونی")
    case .byNow: BilingualText("Version now", "نسخهٔ کنونی")
    case .feedbackStored: BilingualText("Thank you. The feedback is stored.", "سپاس. نظر شما ذخیره شد.")
    case .feedbackAlreadyGiven: BilingualText("Feedback was given before.", "نظر پیش‌تر داده شده است.")
    case .ratingScale: BilingualText("1 (poor) to 5 (good)", "از ۱ (بد) تا ۵ (خوب)")
    case .countScale: BilingualText("a number from 0 to 1,000", "عددی از ۰ تا ۱٬۰۰۰")
    case .textScale: BilingualText("free text", "متن آزاد")
    case .answerHint:
      BilingualText(
        "Answer with --answer CODE=VALUE, and --settled yes|partly|no: was the matter settled?",
        "پاسخ با \u{2066}--answer CODE=VALUE\u{2069} و \u{2066}--settled yes|partly|no\u{2069}: آیا کار به سرانجام رسید؟"
      )
    case .stepOK: BilingualText("ok", "درست")
    case .stepWarning: BilingualText("look", "هشدار")
    case .stepFailed: BilingualText("FAILED", "خطا")
    case .stepSkipped: BilingualText("skipped", "رها شد")
    case .allWell: BilingualText("All steps hold.", "همهٔ گام‌ها درست است.")
    case .withinSecond: BilingualText("agrees within 1 s", "همخوان، با اختلاف کمتر از ۱ ثانیه")
    case .secondsAhead: BilingualText("about %1 s ahead", "حدود %1 ثانیه جلوتر")
    case .secondsBehind: BilingualText("about %1 s behind", "حدود %1 ثانیه عقب‌تر")
    case .yes: BilingualText("yes", "بله")
    case .libraryVersion: BilingualText("pishkhan %1, libpishkhan %2", "پیشخوان %1، کتابخانهٔ libpishkhan %2")
    case .usage: BilingualText("Usage", "شیوهٔ کار")
    case .commands: BilingualText("Commands", "فرمان‌ها")
    case .flags: BilingualText("Flags", "نشان‌ها")
    case .commonFlags: BilingualText("Flags of every command", "نشان‌های همهٔ فرمان‌ها")
    case .examples: BilingualText("Example", "نمونه")
    case .exitCodes: BilingualText("Exit codes", "کدهای پایان")
    case .environment: BilingualText("Environment", "متغیرهای محیط")
    case .moreHelp:
      BilingualText("More: %1", "بیشتر: %1")
    case .about:
      BilingualText(
        "the counter at the command line: submit a request, follow it, decide it, say how it went",
        "پیشخوان در خط فرمان: ثبت درخواست، پیگیری، تصمیم و نظر دربارهٔ آن")
    default: life
    }
  }
}
