/// How a run ended, for scripts. The numbers are for ever.
enum ExitCode: Int32, CaseIterable, Sendable {
  case done = 0
  case serverError = 1
  case usage = 2
  case notConnected = 3
  case notAllowed = 4
  case notFound = 5
  case fieldsInvalid = 6
  case versionStale = 7
  case wrongState = 8
  case alreadyDone = 9
  case busy = 10
  case noAnswer = 11
  case outcomeUnknown = 12
  case localFile = 13
  case outputFailed = 14

  var meaning: BilingualText {
    switch self {
    case .done: BilingualText("done", "انجام شد")
    case .serverError:
      BilingualText(
        "the server or the program met an error that should not be",
        "سامانه یا برنامه با خطایی ناخواسته روبه‌رو شد")
    case .usage:
      BilingualText(
        "the command line or a setting is wrong; nothing was sent",
        "فرمان یا تنظیم نادرست است؛ چیزی فرستاده نشد")
    case .notConnected:
      BilingualText(
        "no connection: address, TCP, TLS or the server's certificate (pishkhan doctor tells more)",
        "اتصال برقرار نشد: نشانی، TCP، TLS یا گواهی سامانه (pishkhan doctor بیشتر می‌گوید)")
    case .notAllowed:
      BilingualText(
        "not allowed: certificate missing, unknown or of the wrong role, or code and secret do not match",
        "اجازه نیست: گواهی نیست، ناشناخته است یا نقش دیگری دارد، یا کد و رمز با هم نمی‌خوانند")
    case .notFound:
      BilingualText(
        "there is no such request, service, office, agency, file, draft, delegation or principal",
        "چنین درخواست، خدمت، دفتر، دستگاه، پرونده، پیش‌نویس، واگذاری یا دارنده‌ای نیست")
    case .fieldsInvalid:
      BilingualText(
        "fields are wrong; each is named; nothing was stored",
        "فیلدهایی نادرست‌اند و نام برده شده‌اند؛ چیزی ذخیره نشد")
    case .versionStale:
      BilingualText(
        "somebody acted on the request before; look at it again",
        "پیش از شما کسی روی درخواست کار کرده است؛ دوباره ببینید")
    case .wrongState:
      BilingualText("this is not possible in the present state", "در وضعیت کنونی شدنی نیست")
    case .alreadyDone:
      BilingualText(
        "done before: the key was used with other content, or feedback was given",
        "پیش‌تر انجام شده: کلید با محتوای دیگری به کار رفته یا نظر داده شده است")
    case .busy:
      BilingualText(
        "try again later: too many guesses, too much load, a full or failing disk, or the server is stopping;"
          + " nothing was stored",
        "بعداً دوباره تلاش کنید: حدس‌های زیاد، بار زیاد، خرابی یا پر بودن دیسک یا توقف سامانه؛ چیزی ذخیره نشد")
    case .noAnswer:
      BilingualText(
        "no answer: the time is over or the line broke; this call stored nothing",
        "پاسخی نرسید: زمان گذشت یا خط قطع شد؛ این فراخوانی چیزی ذخیره نکرد")
    case .outcomeUnknown:
      BilingualText(
        "it cannot be told whether the write was stored: repeat it with the same --key",
        "روشن نیست که ذخیره شد یا نه: با همان ‎--key دوباره بفرستید")
    case .localFile:
      BilingualText(
        "a CA, certificate or key file cannot be read or does not fit",
        "پروندهٔ CA، گواهی یا کلید خوانده نمی‌شود یا نمی‌خواند")
    case .outputFailed:
      BilingualText("the result could not be written to standard output", "نتیجه در خروجی نوشته نشد")
    }
  }
}
