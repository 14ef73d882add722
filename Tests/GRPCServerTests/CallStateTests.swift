import Testing

@testable import GRPCServer

@Suite("State of a call")
struct CallStateTests {
  /// What happens to a call.
  enum Fact: Sendable {
    case headers, message, end, endInsideMessage, send, finish
  }

  /// A history, and what the last fact makes the call do.
  static let inbound: [(kind: CallKind, facts: [Fact], action: String)] = [
    (.unary, [.headers, .message], "hold"),
    (.unary, [.headers, .message, .end], "invoke"),
    (.unary, [.headers, .end], "refuse 12"),
    (.unary, [.headers, .message, .message], "refuse 12"),
    (.unary, [.headers, .endInsideMessage], "refuse 13"),
    (.unary, [.headers, .message, .endInsideMessage], "refuse 13"),
    (.unary, [.headers, .finish, .message], "none"),
    (.unary, [.headers, .finish, .end], "none"),
    (.unary, [.headers, .message, .end, .end], "none"),
    (.unary, [.headers, .message, .end, .message], "refuse 13"),
    (.unary, [.message], "none"),
    (.serverStreaming, [.headers, .message, .end], "invoke"),
    (.serverStreaming, [.headers, .message, .message], "refuse 12"),
    (.clientStreaming, [.headers, .message, .message], "deliver"),
    (.clientStreaming, [.headers, .end], "halfClose"),
    (.clientStreaming, [.headers, .endInsideMessage], "refuse 13"),
    (.bidirectionalStreaming, [.headers, .send, .message], "deliver"),
    (.bidirectionalStreaming, [.headers, .send, .finish, .message], "none"),
    (.bidirectionalStreaming, [.headers, .end, .end], "none"),
  ]

  @Test("what the peer sends", arguments: inbound)
  func acts(_ kind: CallKind, _ facts: [Fact], _ expected: String) {
    var state = CallState()
    var action = "none"
    for fact in facts {
      switch fact {
      case .headers: state.headersReceived()
      case .message: action = Self.name(state.messageReceived(kind))
      case .end: action = Self.name(state.endReceived(kind, insideMessage: false))
      case .endInsideMessage: action = Self.name(state.endReceived(kind, insideMessage: true))
      case .send: _ = state.willSendMessage()
      case .finish: _ = state.willFinish()
      }
    }
    #expect(action == expected)
  }

  private static func name(_ action: CallState.Action) -> String {
    switch action {
    case .none: "none"
    case .hold: "hold"
    case .deliver: "deliver"
    case .invoke: "invoke"
    case .halfClose: "halfClose"
    case .refuse(let code, _): "refuse \(code.rawValue)"
    }
  }

  @Test("headers leave once, and an end without them is one block")
  func outbound() {
    var state = CallState()
    #expect(!state.isAnswerable)
    state.headersReceived()
    #expect(state.isAnswerable)
    var immediate = state
    let isOneBlock = immediate.willFinish()
    #expect(isOneBlock && !immediate.isAnswerable)
    let needsHeaders = [state.willSendMessage(), state.willSendMessage(), state.willFinish()]
    #expect(needsHeaders == [true, false, false])
    #expect(!state.isAnswerable)
  }

  @Test("a peer that still sends is told to stop")
  func stop() {
    var open = CallState()
    open.headersReceived()
    var closed = open
    _ = closed.endReceived(.bidirectionalStreaming, insideMessage: false)
    let mustStop = [open.endSent(), closed.endSent()]
    #expect(mustStop == [true, false])
  }
}
