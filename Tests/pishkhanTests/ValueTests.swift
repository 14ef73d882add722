import Testing
import libpishkhan

@testable import pishkhan

@Suite("Results as people read them")
struct ValueTests {
  @Test(
    "A state stands with its code where that is another word",
    arguments: [
      (PISHKHAN_STATE_SUBMITTED, "submitted", "ثبت شده (\u{2066}submitted\u{2069})"),
      (PISHKHAN_STATE_ASSIGNED, "in work (assigned)", "در دست بررسی (\u{2066}assigned\u{2069})"),
    ] as [(pishkhan_state, String, String)])
  func states(state: pishkhan_state, english: String, persian: String) {
    #expect(Writing(.english).state(Word(state)) == english)
    #expect(Writing(.persian).state(Word(state)) == persian)
  }

  @Test(
    "The label of a wrong field is left out only where it repeats the field's name",
    arguments: [
      ("national_id", "national_id: Wrong.", "Wrong."), ("form.reason", "reason: Wrong.", "Wrong."),
      ("form.reason", "\u{2068}reason\u{2069}: Wrong.", "Wrong."),
      ("reason", "Cause: Wrong.", "Cause: Wrong."),
      ("note", "Wrong.", "Wrong."),
    ])
  func labels(field: String, text: String, expected: String) {
    let violation = CallError.Violation(field: field, reason: "x", text: BilingualText(text, text))
    #expect(violation.unlabelled(.english) == expected)
  }

  @Test("Advice names flags, not the library's options")
  func flags() {
    #expect(
      inFlags("Check ca_file; x. Check target and server_name.")
        == "Check --ca; x. Check target and --server-name.")
    #expect(inFlags("Open the client with certificate_file and key_file.") == "Give --cert and --cert-key.")
  }

  @Test(
    "Facts of the doctor are written for people",
    arguments: [
      ("difference_ms", "-999", "agrees within 1 s"), ("difference_ms", "1400", "agrees within 1 s"),
      ("difference_ms", "-61234", "about 61 s behind"), ("difference_ms", "90000", "about 90 s ahead"),
      ("not_after", "2024-03-20T00:00:00Z", "2024-03-20 03:30 +03:30"), ("not_after", "soon", "soon"),
      ("port", "7443", "7443"),
    ])
  func facts(name: String, value: String, expected: String) {
    #expect(DiagnosisStep.Fact(name: name, value: value).value(for: Writing(.english)) == expected)
  }
}
