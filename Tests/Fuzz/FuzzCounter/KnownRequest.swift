import Synchronization

/// The request that was submitted last, as the server's answers told it.
let known = KnownRequest()

final class KnownRequest: Sendable {
  private struct Names {
    var code = [UInt8](repeating: UInt8(ascii: "1"), count: 16)
    var secret = [UInt8]("000000".utf8)
  }

  private let names = Mutex(Names())

  /// The message with the names in the place of their placeholders.
  func named(_ message: [UInt8]) -> [UInt8] {
    let names = names.withLock { $0 }
    let code = replacing([UInt8](repeating: UInt8(ascii: "C"), count: 16), names.code, in: message)
    return replacing([UInt8](repeating: UInt8(ascii: "S"), count: 6), names.secret, in: code)
  }

  /// Looks for a receipt: a code of 16 digits (field 1) and a secret of 6 (field 2).
  func learn(from output: UnsafeRawBufferPointer) {
    guard output.count >= 26 else { return }
    for start in 0...(output.count - 26) where output[start] == 0x0A && output[start + 1] == 16 {
      let code = output[(start + 2)..<(start + 18)]
      let secret = output[(start + 20)..<(start + 26)]
      let isReceipt =
        output[start + 18] == 0x12 && output[start + 19] == 6 && code.allSatisfy(isDigit)
        && secret.allSatisfy(isDigit)
      if isReceipt { names.withLock { $0 = Names(code: Array(code), secret: Array(secret)) } }
    }
  }

  private func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private func replacing(_ placeholder: [UInt8], _ name: [UInt8], in message: [UInt8]) -> [UInt8] {
    guard name.count == placeholder.count, message.count >= name.count else { return message }
    var result = message
    for start in 0...(message.count - name.count)
    where result[start..<(start + name.count)] == placeholder[...] {
      result.replaceSubrange(start..<(start + name.count), with: name)
    }
    return result
  }
}
