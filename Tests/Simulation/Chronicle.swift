import Casework
import Glibc
import Sealing

/// What happened, as a digest, and as a story for who wants to read it.
final class Chronicle {
  private let hasher: SHA256Context
  private let isTold: Bool

  /// - Parameter isTold: each event is written to the standard output.
  init(isTold: Bool) throws {
    hasher = try SHA256Context()
    hasher.start()
    self.isTold = isTold
  }

  /// Takes in an event of a request.
  func event(_ request: NaiveRequest, _ action: Action, now: Int64) {
    withUnsafeBytes(of: (request.sequence, Int64(request.version), Int64(action.rawValue), request.changed)) {
      hasher.update($0)
    }
    request.lastHash.withUnsafeBytes { hasher.update($0) }
    tell(now, "request \(request.sequence) event \(request.version): \(action), now \(request.state)")
  }

  /// Tells what is no event.
  func tell(_ now: Int64, _ line: @autoclosure () -> String) {
    if isTold { print("\(moment(now)) \(line())") }
  }

  /// SHA-256 over all events in their order.
  func digest() -> String { hasher.finish().hexadecimal }
}

/// A time as ISO 8601.
public func moment(_ time: Int64) -> String {
  let day = CivilDay(of: time, offsetMinutes: 0)
  let second = Int(time / 1_000 % 86_400)
  func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
  return "\(day.iso)T\(two(second / 3_600)):\(two(second / 60 % 60)):\(two(second % 60))Z"
}
