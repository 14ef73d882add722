/// One question that a citizen is asked about how it went.
public struct SurveyQuestion: Sendable, Equatable {
  public enum Kind: UInt8, Sendable {
    /// 1 (poor) to 5 (good).
    case rating = 1
    /// 0 to 1,000.
    case count = 2
    /// Free text: a personal value.
    case text = 3
  }

  public let code: String
  public let kind: Kind
  public let text: LocalizedName

  /// May this number answer it?
  public func takes(_ number: UInt32) -> Bool {
    switch kind {
    case .rating: (1...5).contains(number)
    case .count: number <= 1_000
    case .text: false
    }
  }
}

/// The default survey: ten questions, of which an invitation asks three, and free text.
public enum Survey {
  public static let overall = SurveyQuestion(
    code: "overall", kind: .rating,
    text: LocalizedName(
      persian: "در مجموع از رسیدگی به درخواست خود چه اندازه خشنودید؟",
      english: "Overall, how satisfied are you with how your request was handled?"))
  public static let trust = SurveyQuestion(
    code: "trust", kind: .rating,
    text: LocalizedName(
      persian: "چه اندازه اطمینان دارید که اگر مشکلی پیش آید برطرف می‌شود؟",
      english: "How much do you trust that a problem would be put right?"))
  public static let comment = SurveyQuestion(
    code: "comment", kind: .text,
    text: LocalizedName(
      persian: "اگر سخن دیگری دارید بنویسید.", english: "Is there anything else that you want to say?"))
  /// One of these is asked of each request, in turn.
  public static let rotating: [SurveyQuestion] = [
    SurveyQuestion(
      code: "told_steps", kind: .rating,
      text: LocalizedName(
        persian: "مرحله‌های کار چه اندازه روشن به شما گفته شد؟",
        english: "How clearly were you told the steps?")),
    SurveyQuestion(
      code: "told_how_long", kind: .rating,
      text: LocalizedName(
        persian: "مدت زمان کار چه اندازه روشن به شما گفته شد؟",
        english: "How clearly were you told how long it would take?")),
    SurveyQuestion(
      code: "complaints", kind: .rating,
      text: LocalizedName(
        persian: "به شکایت‌ها چه اندازه به‌موقع و آشکار رسیدگی می‌شود؟",
        english: "How timely and openly are complaints handled?")),
    SurveyQuestion(
      code: "status_answers", kind: .rating,
      text: LocalizedName(
        persian: "پاسخ‌ها دربارهٔ وضعیت درخواست چه اندازه به کارتان آمد؟",
        english: "How useful were the answers about the status of your request?")),
    SurveyQuestion(
      code: "accuracy", kind: .rating,
      text: LocalizedName(
        persian: "کار چه اندازه درست و بی‌نیاز از دوباره‌کاری انجام شد؟",
        english: "How accurate was the work, without having to be done again?")),
    SurveyQuestion(
      code: "follow_ups", kind: .count,
      text: LocalizedName(
        persian: "چند بار ناچار به پیگیری شدید؟", english: "How many times did you have to follow up?")),
    SurveyQuestion(
      code: "promised_time", kind: .rating,
      text: LocalizedName(
        persian: "زمان وعده‌داده‌شده چه اندازه رعایت شد؟", english: "How well was the promised time kept?")),
    SurveyQuestion(
      code: "speed", kind: .rating,
      text: LocalizedName(
        persian: "سرعت کار را چگونه می‌بینید؟", english: "How do you rate the speed?")),
  ]

  /// What a request is asked: at most four. The same request is always asked the same.
  /// - Parameter turn: any number that is spread evenly over requests and tells nothing of their count.
  public static func questions(turn: UInt64) -> [SurveyQuestion] {
    [overall, trust, rotating[Int(turn % UInt64(rotating.count))], comment]
  }
}
