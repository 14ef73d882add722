import Casework

extension Reason {
  /// What people are told, in both languages.
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
    case .delegationMissing:
      LocalizedName(
        persian: "دستگاه این خدمت را به این دفتر واگذار نکرده است.",
        english: "The agency has not delegated this service to the office.")
    case .delegationSuspended:
      LocalizedName(
        persian: "واگذاری این خدمت به این دفتر معلق یا پایان‌یافته است، یا هنوز آغاز نشده است.",
        english: "The office's delegation for this service is suspended, revoked, over, or has not begun yet."
      )
    case .dailyCapReached:
      LocalizedName(
        persian: "سهم امروز این دفتر برای این خدمت پر شده است؛ فردا دوباره بکوشید.",
        english: "The submissions of today that the office may make for this service are used up.")
    case .windowOver:
      LocalizedName(
        persian: "مهلت بازگشایی یا اعتراض گذشته است.",
        english: "It is too late to reopen or to appeal.")
    case .appealsExhausted:
      LocalizedName(
        persian: "بالاتر از این مرحله‌ای برای اعتراض نیست.",
        english: "There is no level above to appeal to.")
    case .decidedByCaller:
      LocalizedName(
        persian: "اعتراض را کسی که تصمیم گرفته است رسیدگی نمی‌کند.",
        english: "An appeal never goes to who decided.")
    case .levelTooLow:
      LocalizedName(
        persian: "این کار به سطح بالاتری نیاز دارد.",
        english: "This needs a principal of a higher level.")
    case .leaseOver:
      LocalizedName(
        persian: "مهلت در اختیار داشتن این درخواست پایان یافته است؛ آن را دوباره بردارید.",
        english: "The claim's lease has ended: claim the request again.")
    case .attachmentUnknown:
      LocalizedName(
        persian: "چنین پیوستی نیست.",
        english: "There is no such attachment.")
    case .attachmentRefused:
      LocalizedName(
        persian: "این پیوست پذیرفته نمی‌شود.",
        english: "The attachment is not taken.")
    case .offsetMismatch:
      LocalizedName(
        persian: "فرستادن را از جای گفته‌شده ادامه دهید.",
        english: "Go on sending at the offset told.")
    case .principalNameUnknown:
      LocalizedName(
        persian: "کسی با این نام ثبت نشده است.",
        english: "No principal has this name.")
    case .draftUnknown:
      LocalizedName(
        persian: "چنین پیش‌نویسی نیست.",
        english: "There is no such draft.")
    case .catalogueConflict:
      LocalizedName(
        persian: "این تغییر با آنچه منتشر شده است نمی‌خواند.",
        english: "The change contradicts what is published.")
    case .delegationUnknown:
      LocalizedName(
        persian: "چنین واگذاری نیست.",
        english: "There is no such delegation.")
    case .representationOver:
      LocalizedName(
        persian: "مدت نمایندگی پایان یافته است.",
        english: "The authority to represent the citizen has ended.")
    case .directoryStale:
      LocalizedName(
        persian: "این داده در این میان تغییر کرده است؛ آن را دوباره بخوانید.",
        english: "Somebody changed this before: read it again.")
    case .complaintsUnavailable:
      LocalizedName(
        persian: "در این سامانه مرجعی برای شکایت تعیین نشده است.",
        english: "No body for complaints is set up here.")
    case .noRoom:
      LocalizedName(
        persian: "جای بیشتری برای شما نیست؛ کارهای ناتمام را تمام یا پاک کنید، یا بعد بکوشید.",
        english: "There is no more room for you: finish or delete what you have begun, or try again later.")
    }
  }
}
