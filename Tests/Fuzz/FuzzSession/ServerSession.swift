import Dispatch
import GRPCServer
import InteropService

@testable import FuzzedLoop
@testable import Reactor

/// A server's connection, from the first byte behind TLS: preface, frames, calls and their answers.
///
/// The first byte of the input says how the rest is cut into reads, and whether the preface and SETTINGS come from here.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzSession(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  guard count > 1 else { return 0 }
  let input = [UInt8](UnsafeBufferPointer(start: data, count: count))
  let isDone = DispatchSemaphore(value: 0)
  fuzzed.loop.execute {
    let connection = fuzzed.connect()
    let bytes = input[0] & 0x80 == 0 ? FuzzedLoop.opening + input[1...] : Array(input[1...])
    connection.receive(bytes, pieceBytes: max(1, Int(input[0] & 0x7F) * 16))
    connection.close()
    isDone.signal()
  }
  isDone.wait()
  return 0
}

private let fuzzed = FuzzedLoop(descriptorSets: [TestService.descriptorSet]) { TestService.services(on: $0) }
