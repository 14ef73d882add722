/// Who uses a command. The help groups by it; what may be done is the server's to say.
enum Audience: CaseIterable, Sendable {
  case everyone, citizen, office, agency, operators, auditor

  var text: BilingualText {
    switch self {
    case .everyone: BilingualText("For everyone", "برای همه")
    case .citizen: BilingualText("For citizens", "برای متقاضیان")
    case .office: BilingualText("For offices and kiosks", "برای دفترها و کیوسک‌ها")
    case .agency: BilingualText("For agencies", "برای دستگاه‌های اجرایی")
    case .operators: BilingualText("For operators of the counter", "برای گردانندگان سامانه")
    case .auditor: BilingualText("For auditors", "برای حسابرسان")
    }
  }
}
