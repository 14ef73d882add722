import CProtobufC
import Casework
import GRPCMessages
import GRPCServer
import Messages
import Testing

@testable import CounterServices

@Suite("Refusals")
struct RefusalTests {
  @Test("Every reason has a text in both languages and an error code", arguments: Reason.allCases)
  func everyReasonHasTexts(reason: Reason) {
    #expect(!reason.text.persian.isEmpty && !reason.text.english.isEmpty)
    #expect(reason.code != .ok)
    #expect((1...4).contains(reason.at))
  }

  private static let rejections: [(Rejection, Reason)] = [
    (.staleVersion(current: 4), .versionStale), (.wrongState(.closed, .claim), .wrongState),
    (.wrongState(.assigned, .giveFeedback), .feedbackTooEarly),
    (.roleNotAllowed(.office, .confirm), .roleNotAllowed), (.notClaimedByCaller, .notClaimedByCaller),
    (.reasonMissing, .fieldInvalid), (.answersDoNotFit(missing: ["a"], unasked: ["b"]), .fieldInvalid),
    (.feedbackAlreadyGiven, .feedbackAlreadyGiven), (.historyFull, .historyFull), (.leaseOver, .leaseOver),
    (.levelTooLow(needed: 1), .levelTooLow), (.decidedByCaller, .decidedByCaller),
    (.otherBodyMissing, .fieldInvalid), (.attachmentsMissing, .fieldInvalid), (.sameService, .fieldInvalid),
    (.sameRequest, .fieldInvalid), (.windowOver, .windowOver), (.appealsExhausted, .appealsExhausted),
    (.representationOver, .representationOver), (.notDue, .wrongState),
  ]

  @Test("Every rejection of the rules has its reason", arguments: rejections)
  func rejectionsHaveReasons(rejection: Rejection, reason: Reason) {
    #expect(Refusal(rejection: rejection).reason == reason)
  }

  @Test("The status holds the whole detail")
  func statusHoldsTheDetail() throws {
    var refusal = Refusal.fields([FieldViolation(field: "national_id", reason: .checkDigit)])
    refusal.retryAfter = 250
    refusal.currentVersion = 9
    let status = refusal.status(traceId: "00ff")
    #expect(status.code == .invalidArgument)

    let outer = try #require(google__rpc__status__unpack(nil, status.details.count, status.details))
    defer { google__rpc__status__free_unpacked(outer, nil) }
    #expect(outer.pointee.code == 3 && outer.pointee.n_details == 1)
    #expect(String(cString: outer.pointee.message) == status.message)
    let any = try #require(outer.pointee.details[0])
    #expect(String(cString: any.pointee.type_url) == "type.googleapis.com/pishkhan.v1.ErrorDetail")

    let detail = try #require(
      pishkhan__v1__error_detail__unpack(nil, any.pointee.value.len, any.pointee.value.data))
    defer { pishkhan__v1__error_detail__free_unpacked(detail, nil) }
    #expect(detail.pointee.code == 3)
    #expect(detail.pointee.reason.rawValue == 1 && detail.pointee.at.rawValue == 1)
    #expect(detail.pointee.durable.rawValue == 2)
    #expect(detail.pointee.retry_after_ms == 250 && detail.pointee.current_version == 9)
    #expect(String(cString: detail.pointee.trace_id) == "00ff")
    #expect(detail.pointee.n_field_violations == 1)
    let violation = try #require(detail.pointee.field_violations[0]).pointee
    #expect(String(cString: violation.field) == "national_id")
    #expect(String(cString: violation.reason) == "check_digit")
    #expect(violation.n_texts == 2)
  }

  @Test(
    "An error of the gRPC layer says what it can know",
    arguments: [
      (StatusCode.resourceExhausted, Reason.protocol, Refusal.Durable.no),
      (.deadlineExceeded, .protocol, .unknown), (.cancelled, .protocol, .unknown),
      (.unavailable, .draining, .no),
    ])
  func layerErrors(code: StatusCode, reason: Reason, durable: Refusal.Durable) throws {
    let bytes = Counter.statusDetails(code, "words")
    let outer = try #require(google__rpc__status__unpack(nil, bytes.count, bytes))
    defer { google__rpc__status__free_unpacked(outer, nil) }
    let value = try #require(outer.pointee.details[0]).pointee.value
    let detail = try #require(pishkhan__v1__error_detail__unpack(nil, value.len, value.data))
    defer { pishkhan__v1__error_detail__free_unpacked(detail, nil) }
    #expect(detail.pointee.code == code.rawValue)
    #expect(detail.pointee.reason.rawValue == reason.rawValue)
    #expect(detail.pointee.durable.rawValue == durable.rawValue)
  }
}
