import Casework
import GRPCServer

/// Why a call was refused. Raw values are those of `Reason` in proto/pishkhan/v1/error.proto.
enum Reason: UInt32, CaseIterable, Sendable {
  case fieldInvalid = 1
  case messageMalformed = 2
  case requestUnknown = 3
  case codeOrSecretWrong = 4
  case tooManyGuesses = 5
  case certificateRequired = 6
  case principalUnknown = 7
  case principalSuspended = 8
  case roleNotAllowed = 9
  case outOfScope = 10
  case serviceUnknown = 11
  case serviceNotPublished = 12
  case officeNotActive = 13
  case versionStale = 14
  case wrongState = 15
  case idempotencyKeyReused = 16
  case overloaded = 17
  case draining = 18
  case storeFailed = 19
  case feedbackAlreadyGiven = 20
  case feedbackTooEarly = 21
  case officeUnknown = 22
  case agencyUnknown = 23
  case `protocol` = 24
  case notClaimedByCaller = 25
  case historyFull = 26

  var code: StatusCode {
    switch self {
    case .fieldInvalid: .invalidArgument
    case .messageMalformed, .protocol: .internal
    case .requestUnknown, .serviceUnknown, .officeUnknown, .agencyUnknown: .notFound
    case .codeOrSecretWrong, .certificateRequired: .unauthenticated
    case .tooManyGuesses, .overloaded: .resourceExhausted
    case .principalUnknown, .principalSuspended, .roleNotAllowed, .outOfScope, .notClaimedByCaller:
      .permissionDenied
    case .serviceNotPublished, .officeNotActive, .wrongState, .feedbackTooEarly, .historyFull:
      .failedPrecondition
    case .versionStale: .aborted
    case .idempotencyKeyReused, .feedbackAlreadyGiven: .alreadyExists
    case .draining, .storeFailed: .unavailable
    }
  }

  /// Its name in error.proto without the prefix, as callers see it: `PRINCIPAL_UNKNOWN`.
  var name: String {
    "\(self)".reduce(into: "") { name, letter in
      if letter.isUppercase { name.append("_") }
      name.append(letter.uppercased())
    }
  }

  /// Where it failed, as in error.proto's `At`: 1 client, 2 edge, 3 store.
  var at: UInt32 {
    switch self {
    case .storeFailed: 3
    case .fieldInvalid, .messageMalformed, .protocol: 1
    default: 2
    }
  }

  var text: LocalizedName {
    switch self {
    case .fieldInvalid:
      LocalizedName(
        persian: "برخی از داده‌ها درست نیست؛ آنها را اصلاح کنید و دوباره بفرستید.",
        english: "Some fields are not right: mend them and send again.")
    case .messageMalformed:
      LocalizedName(
        persian: "پیام خوانده نمی‌شود.", english: "The bytes are not a message of this method.")
    case .requestUnknown:
      LocalizedName(
        persian: "درخواستی با این کد رهگیری نیست.", english: "No request has this tracking code.")
    case .codeOrSecretWrong:
      LocalizedName(
        persian: "کد رهگیری و رمز با هم نمی‌خوانند.",
        english: "The tracking code and the secret do not belong together.")
    case .tooManyGuesses:
      LocalizedName(
        persian: "تلاش‌های نادرست زیاد بود؛ پس از گذشت زمان گفته‌شده دوباره بکوشید.",
        english: "Too many wrong tries: try again after the time told.")
    case .certificateRequired:
      LocalizedName(
        persian: "برای این کار گواهی دیجیتال لازم است.",
        english: "This method needs a client certificate, or the citizen's secret where it takes one.")
    case .principalUnknown:
      LocalizedName(
        persian: "این گواهی در پیشخوان ثبت نشده است.",
        english: "The certificate is valid, but its key is not registered here.")
    case .principalSuspended:
      LocalizedName(
        persian: "دسترسی این گواهی معلق است.", english: "The certificate's principal is suspended.")
    case .roleNotAllowed:
      LocalizedName(
        persian: "این نقش اجازهٔ این کار را ندارد.",
        english: "The certificate's role may not do this.")
    case .outOfScope:
      LocalizedName(
        persian: "این درخواست در حوزهٔ شما نیست.",
        english: "The request belongs to another agency or office.")
    case .serviceUnknown:
      LocalizedName(persian: "چنین خدمتی نیست.", english: "There is no service with this code.")
    case .serviceNotPublished:
      LocalizedName(
        persian: "این خدمت اکنون درخواست نمی‌پذیرد.", english: "The service takes no requests now.")
    case .officeNotActive:
      LocalizedName(
        persian: "این دفتر فعال نیست.", english: "The office is suspended, revoked or closed.")
    case .versionStale:
      LocalizedName(
        persian: "این درخواست در این میان تغییر کرده است؛ وضعیت تازه را ببینید و دوباره بکوشید.",
        english: "The request has changed since: look at its current version and try again.")
    case .wrongState:
      LocalizedName(
        persian: "در وضعیت کنونی درخواست این کار ممکن نیست.",
        english: "The act does not fit the request's state.")
    case .idempotencyKeyReused:
      LocalizedName(
        persian: "این کلید پیش‌تر با محتوای دیگری به کار رفته است.",
        english: "The idempotency key was used before with other content: make a new key.")
    case .overloaded:
      LocalizedName(
        persian: "سامانه پرکار است؛ کمی بعد دوباره بکوشید.",
        english: "The server is busy: try again after the time told, with the same key.")
    case .draining:
      LocalizedName(
        persian: "سامانه در حال توقف است؛ کمی بعد دوباره بکوشید.",
        english: "The server is stopping: try again, with the same key.")
    case .storeFailed:
      LocalizedName(
        persian: "ذخیره‌سازی ممکن نشد؛ با همان کلید دوباره بفرستید.",
        english: "The store failed: send again with the same key.")
    case .feedbackAlreadyGiven:
      LocalizedName(
        persian: "نظر شما پیش‌تر ثبت شده است.", english: "Feedback was given for this request already.")
    case .feedbackTooEarly:
      LocalizedName(
        persian: "نظرسنجی پس از پایان درخواست انجام می‌شود.",
        english: "Feedback is asked once the request has been decided or withdrawn.")
    case .officeUnknown:
      LocalizedName(persian: "چنین دفتری نیست.", english: "There is no office with this id.")
    case .agencyUnknown:
      LocalizedName(persian: "چنین دستگاهی نیست.", english: "There is no agency with this id.")
    case .protocol:
      LocalizedName(persian: "فراخوانی پذیرفته نشد.", english: "The call was refused.")
    case .notClaimedByCaller:
      LocalizedName(
        persian: "کارشناس دیگری روی این درخواست کار می‌کند.",
        english: "Another principal of the agency works on the request.")
    case .historyFull:
      LocalizedName(
        persian: "این درخواست رویداد دیگری نمی‌پذیرد.", english: "The request holds no more events.")
    }
  }
}
