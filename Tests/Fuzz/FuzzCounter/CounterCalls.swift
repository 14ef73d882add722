import CProtobufC
import Dispatch
import Glibc
import Messages
import Sealing
import Synchronization

@testable import CounterServices
@testable import FuzzedLoop
@testable import GRPCServer
@testable import Reactor

/// Calls of pishkhan.v1 on a real journal, one after the other on one connection: method, caller, and a message that may
/// name the request that was submitted last. No caller and no message may stop the server; scripts/fuzz has the journal
/// checked afterwards.
///
/// A step of the input is a byte for the method, one for the caller, one for the message's length, and the message, in
/// which a run of 16 `C` stands for the last tracking code and of 6 `S` for its secret.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzCounter(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  var input = UnsafeBufferPointer(start: data, count: count)[...]
  let connection = onLoop { fuzzed.connect() }
  onLoop { connection.receive(FuzzedLoop.opening) }
  for number in 0..<8 {
    guard let method = input.popFirst(), let caller = input.popFirst(), let length = input.popFirst() else {
      break
    }
    let message = known.named(Array(input.prefix(Int(length))))
    input = input.dropFirst(Int(length))
    call(
      MethodName.allCases[Int(method) % MethodName.allCases.count], caller, message, Int32(2 * number + 1),
      connection)
  }
  onLoop { connection.close() }
  clock.add(3_600_000, ordering: .relaxed)  // what was guessed wrong is forgiven for the next input
  return 0
}

/// Runs `work` on the loop's thread and waits for it.
private func onLoop<Result: Sendable>(_ work: @escaping @Sendable () -> Result) -> Result {
  let result = Mutex<Result?>(nil)
  let isDone = DispatchSemaphore(value: 0)
  fuzzed.loop.execute {
    let made = work()
    result.withLock { $0 = made }
    isDone.signal()
  }
  isDone.wait()
  return result.withLock { $0! }  // set before the signal
}

// MARK: The counter

private let clock = Atomic<Int64>(1_750_000_000_000)

private let counter: Counter = {
  let folder = String(cString: getenv("FUZZ_DATA"))
  do {
    return try Counter(
      Counter.Settings(
        journalPath: "\(folder)/journal.sqlite", attachmentsPath: "\(folder)/attachments", loops: 1,
        queueCapacity: 100,
        batchLimit: 10),
      keys: KeyRing(readingFrom: "\(folder)/keys/master.key"), clock: { clock.load(ordering: .relaxed) }
    ) { notice in
      switch notice {
      case .refused: break
      case .storeFailed(let error, _), .readFailed(let error): preconditionFailure("\(error)")
      case .fileFailed, .fileMissing: preconditionFailure("a stored file can't be used: \(notice)")
      }
    }
  } catch {
    preconditionFailure("\(error): FUZZ_DATA names a folder that pishkhand init has made")
  }
}()

private let fuzzed = FuzzedLoop(descriptorSets: [Counter.descriptorSet]) { counter.services($0) }

/// Who may call: the keys of FUZZ_PRINCIPALS in hexadecimal, then nobody. Kept for ever, since calls do not own their peer.
/// `nonisolated(unsafe)`: the loop's thread alone uses them.
nonisolated(unsafe) private let peers: [Peer] = {
  let address = PeerAddress(SocketAddress(sockaddr_storage()))
  let known = String(cString: getenv("FUZZ_PRINCIPALS")).split(separator: " ").map { text in
    let bytes = stride(from: 0, to: 64, by: 2).map { offset in
      UInt8(text.dropFirst(offset).prefix(2), radix: 16)!  // the script gives 64 digits each
    }
    return Peer(address: address, publicKeyDigest: PublicKeyDigest(bytes), isResumed: false)
  }
  return known + [Peer(address: address, publicKeyDigest: nil, isResumed: false)]
}()

// MARK: One call

private func call(
  _ method: MethodName, _ caller: UInt8, _ message: [UInt8], _ stream: Int32, _ connection: FuzzedConnection
) {
  let isOver = onLoop {
    connection.receive(headers(method.path, stream))
    connection.connection.calls.last?.takeUnretainedValue().currentPeer =
      peers[min(Int(caller), peers.count - 1)]
    connection.receive(data(message, stream)) { known.learn(from: $0) }
    return connection.connection.calls.isEmpty
  }
  // Stored by the writer's thread meanwhile; a stream of events stays open.
  var isAnswered = isOver || method == .watch
  for _ in 0..<2_000 where !isAnswered {
    usleep(20)
    isAnswered = onLoop {
      connection.takeOutput { known.learn(from: $0) }
      return connection.connection.calls.isEmpty || !connection.isOpen
    }
  }
}

/// HEADERS whose fields are literals without Huffman code (RFC 7541 6.2.2), all below 127 bytes.
private func headers(_ path: String, _ stream: Int32) -> [UInt8] {
  var block: [UInt8] = [0x83, 0x87]  // :method POST and :scheme https
  for (name, value) in [
    (":path", path), (":authority", "localhost"), ("te", "trailers"), ("content-type", "application/grpc"),
  ] {
    block += [0, UInt8(name.utf8.count)] + Array(name.utf8) + [UInt8(value.utf8.count)] + Array(value.utf8)
  }
  return frame(type: 1, flags: 0x4, stream, block)
}

private func data(_ message: [UInt8], _ stream: Int32) -> [UInt8] {
  frame(
    type: 0, flags: 0x1, stream, [0, 0, 0, UInt8(message.count >> 8), UInt8(message.count & 0xFF)] + message)
}

private func frame(type: UInt8, flags: UInt8, _ stream: Int32, _ payload: [UInt8]) -> [UInt8] {
  [0, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF), type, flags, 0, 0, 0, UInt8(stream)] + payload
}
