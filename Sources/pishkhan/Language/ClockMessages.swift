/// The texts of `history --clock`.
extension Message {
  var clock: BilingualText {
    switch self {
    case .clockDue:
      BilingualText(
        "%1 %2 = %3 + %4 of working time (calendar %5)", "%1 %2 = %3 + %4 زمان کاری (تقویم %5)")
    case .clockDuePaused:
      BilingualText(
        "%1 %2 = %3 + %4 of working time + %6 paused (calendar %5)",
        "%1 %2 = %3 + %4 زمان کاری + %6 توقف (تقویم %5)")
    case .clockDone: BilingualText("%1: met, or no longer there", "%1: انجام شد یا دیگر نیست")
    case .clockStands: BilingualText("the citizen's turn: the clock stands", "نوبت متقاضی: مهلت می‌ایستد")
    case .clockTurn:
      BilingualText(
        "paused %1 in all: the turn from %2 to %3 took %4 of working time; at most %5 count",
        "توقف روی هم %1: نوبت از %2 تا %3 به اندازهٔ %4 زمان کاری بود؛ تا %5 حساب می‌شود")
    case .clockPlanned: BilingualText("%1: due since %2", "%1: سررسید از %2")
    case .clockUntold:
      BilingualText("told no clock: an event of an earlier version", "بی مهلت: رویدادی از نسخه‌ای پیشین")
    case .clockNext: BilingualText("Next, if nobody acts: %1, %2", "سپس، اگر کسی کاری نکند: %1، %2")
    case .clockTooEarly:
      BilingualText(
        "DIFFERS: the counter acted otherwise than planned (%1)", "ناهمخوان: سامانه جز به برنامه عمل کرد (%1)"
      )
    case .clockDifference:
      BilingualText("DIFFERS: %1: told %2, reckoned %3", "ناهمخوان: %1: گفته‌شده %2، حساب‌شده %3")
    case .clockNoCalendar:
      BilingualText(
        "DIFFERS: there is no calendar %1; the rest cannot be reckoned",
        "ناهمخوان: تقویم %1 نیست؛ بقیه را نمی‌توان حساب کرد")
    case .clockNoService:
      BilingualText(
        "DIFFERS: there is no such service; the rest cannot be reckoned",
        "ناهمخوان: چنین خدمتی نیست؛ بقیه را نمی‌توان حساب کرد")
    case .clockNoOrder:
      BilingualText(
        "DIFFERS: it does not follow the event before it; the rest cannot be reckoned",
        "ناهمخوان: دنبالهٔ رویداد پیش از خود نیست؛ بقیه را نمی‌توان حساب کرد")
    case .clockFits:
      BilingualText("All %1 events tell what their clock comes to.", "هر %1 رویداد با حساب مهلت‌ها می‌خواند.")
    case .clockDiffers:
      BilingualText("%1 of %2 events tell something else.", "%1 رویداد از %2 با حساب نمی‌خواند.")
    default: inputFault
    }
  }
}
