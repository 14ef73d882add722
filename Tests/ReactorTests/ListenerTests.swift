import Testing

@testable import Reactor

@Suite("Listener")
struct ListenerTests {
  @Test("the kernel chooses port 0, and a port in use is refused with its reason")
  func portInUse() throws {
    let first = try Listener(host: "127.0.0.1", port: 0)
    #expect(first.port > 0)
    let error = #expect(throws: SystemError.self) { try Listener(host: "127.0.0.1", port: first.port) }
    #expect(error?.isAddressInUse == true)
    #expect(error?.description == "Address already in use")
  }

  @Test("a name that does not resolve is refused")
  func unknownHost() {
    #expect(throws: SystemError.self) { try Listener(host: "256.0.0.1", port: 0) }
  }
}
