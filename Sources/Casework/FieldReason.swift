/// Why a field was refused. The raw word is stable and goes to clients; texts for people may change.
public enum FieldReason: String, Hashable, Sendable, CaseIterable {
  /// It is missing, empty, zero or only blanks.
  case required
  /// No such attribute, code or enum value.
  case unknown
  /// It was given more than once.
  case duplicate
  /// An answer to something that was not asked.
  case notAsked = "not_asked"
  /// Several values where one is taken.
  case singleValue = "single_value"
  case notANumber = "not_a_number"
  case notADate = "not_a_date"
  case notInList = "not_in_list"
  /// More bytes than the limit.
  case tooLong = "too_long"
  /// Several lines where one is taken.
  case multiLine = "multi_line"
  /// Not UTF-8, or with a NUL.
  case encoding
  /// A number outside its range.
  case range
  /// It names what is there already: the request itself, the service that it is at.
  case unchanged
  /// Somebody else has it.
  case taken
  /// The service is not offered through the caller's channel.
  case channelNotOffered = "channel_not_offered"
  /// It overlaps another span of the same day.
  case overlap
  /// It is no draft any more.
  case published
  /// What was revoked stays revoked.
  case revoked
  /// A kiosk's machines are kiosks, another office's are not.
  case kindDoesNotFit = "kind_does_not_fit"

  // What is wrong with a file.

  /// More bytes than the limit, or than were announced.
  case tooLarge = "too_large"
  /// Its content is of no kind that is taken here, whatever its name says.
  case mediaType = "media_type"
  /// It ends too early.
  case fileTruncated = "file_truncated"
  /// A part of it is not as its kind has it.
  case fileDamaged = "file_damaged"
  /// It is of a form that usual programs cannot show.
  case fileUnusual = "file_unusual"
  /// The bytes are not those whose hash was announced.
  case hashDiffers = "hash_differs"

  // The faults of identifiers, by the same words.
  case length
  case character
  case checkDigit = "check_digit"
  case repeatedDigit = "repeated_digit"
  case digit
  case country
  case prefix

  public init(_ fault: IdentifierFault) {
    self =
      switch fault {
      case .length: .length
      case .character: .character
      case .checkDigit: .checkDigit
      case .repeatedDigit: .repeatedDigit
      case .digit: .digit
      case .country: .country
      case .prefix: .prefix
      }
  }

  /// What is wrong, as one sentence for people.
  public func sentence(_ language: Language) -> String {
    switch language {
    case .persian: persianSentence
    case .english: englishSentence
    }
  }

  private var englishSentence: String {
    switch self {
    case .required: "This is needed."
    case .unknown: "There is no such thing here."
    case .duplicate: "This was given more than once."
    case .notAsked: "This was not asked."
    case .singleValue: "Only one value is taken."
    case .notANumber: "This is not a decimal number."
    case .notADate: "This is not an ISO 8601 date, or date and time with an offset."
    case .notInList: "This is none of the allowed values."
    case .tooLong: "This is too long."
    case .multiLine: "Only one line is taken."
    case .encoding: "This is not valid UTF-8 text without NUL."
    case .range: "This is outside the allowed range."
    case .unchanged: "This is the one that it is already."
    case .tooLarge: "The file is larger than what is allowed or was announced."
    case .mediaType: "The file's content is of no kind that is taken here."
    case .fileTruncated: "The file ends too early."
    case .fileDamaged: "The file is damaged."
    case .fileUnusual: "The file has a form that usual programs cannot show."
    case .hashDiffers: "The bytes are not those whose hash was told: send the file again."
    case .taken: "This is somebody else's already."
    case .channelNotOffered: "This is not offered through this kind of counter."
    case .overlap: "This overlaps another span of the same day."
    case .published: "This is no draft any more."
    case .revoked: "What was revoked stays revoked."
    case .kindDoesNotFit: "A kiosk's machines have the role KIOSK, another office's the role OFFICE."
    case .length: "The length is wrong."
    case .character: "There is a character that does not belong here."
    case .checkDigit: "The check digits do not fit: a digit is mistyped."
    case .repeatedDigit: "The same digit is repeated, as never issued."
    case .digit: "There is a digit that is never issued at its place."
    case .country: "Only an IBAN of Iran (IR) is taken."
    case .prefix: "A mobile number begins with 09."
    }
  }

  private var persianSentence: String {
    switch self {
    case .required: "پر کردن این بخش لازم است."
    case .unknown: "چنین چیزی در این جا نیست."
    case .duplicate: "بیش از یک بار آمده است."
    case .notAsked: "این پرسیده نشده است."
    case .singleValue: "تنها یک مقدار پذیرفته می‌شود."
    case .notANumber: "این یک عدد نیست."
    case .notADate: "این تاریخ، یا تاریخ و ساعت با اختلاف ساعت، به شیوهٔ ISO 8601 نیست."
    case .notInList: "این از گزینه‌های مجاز نیست."
    case .tooLong: "این بیش از اندازه دراز است."
    case .multiLine: "تنها یک سطر پذیرفته می‌شود."
    case .encoding: "این متن UTF-8 درست و بدون NUL نیست."
    case .range: "این بیرون از بازهٔ مجاز است."
    case .unchanged: "این همان است که اکنون هست."
    case .tooLarge: "فایل از اندازهٔ مجاز یا گفته‌شده بزرگ‌تر است."
    case .mediaType: "محتوای فایل از گونه‌هایی که پذیرفته می‌شود نیست."
    case .fileTruncated: "فایل ناتمام است."
    case .fileDamaged: "فایل خراب است."
    case .fileUnusual: "فایل به شکلی است که برنامه‌های معمول نشانش نمی‌دهند."
    case .hashDiffers: "داده‌ها با چکیدهٔ گفته‌شده نمی‌خوانند؛ فایل را دوباره بفرستید."
    case .taken: "این از آنِ دیگری است."
    case .channelNotOffered: "این خدمت در این گونه درگاه ارائه نمی‌شود."
    case .overlap: "این با بازهٔ دیگری از همان روز هم‌پوشانی دارد."
    case .published: "این دیگر پیش‌نویس نیست."
    case .revoked: "آنچه لغو شده است لغوشده می‌ماند."
    case .kindDoesNotFit: "نقش ماشین‌های کیوسک KIOSK و نقش ماشین‌های دفترهای دیگر OFFICE است."
    case .length: "طول آن درست نیست."
    case .character: "نویسه‌ای دارد که جای آن این جا نیست."
    case .checkDigit: "رقم کنترل نمی‌خواند: رقمی اشتباه نوشته شده است."
    case .repeatedDigit: "رقم‌ها تکراری‌اند؛ چنین شماره‌ای صادر نمی‌شود."
    case .digit: "رقمی دارد که در آن جایگاه به کار نمی‌رود."
    case .country: "تنها شبای ایران (IR) پذیرفته می‌شود."
    case .prefix: "شمارهٔ همراه با ۰۹ آغاز می‌شود."
    }
  }
}
