import Glibc

/// A document that a command takes: a file, or "-" for standard input.
struct InputFile {
  /// Far more than any catalogue holds.
  private static let sizeMax = 64 << 20

  let path: String

  func document() throws(UsageError) -> JSONValue {
    let bytes = try read()
    do throws(JSONFault) {
      return try JSONReader.read(bytes)
    } catch {
      throw UsageError(error.message, path, String(error.line))
    }
  }

  private func read() throws(UsageError) -> [UInt8] {
    let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw unreadable() }
    defer { if descriptor != STDIN_FILENO { close(descriptor) } }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 64 * 1024)
    while true {
      let count = Glibc.read(descriptor, &piece, piece.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0, bytes.count + count <= InputFile.sizeMax else { throw unreadable() }
      if count == 0 { return bytes }
      bytes += piece[..<count]
    }
  }

  private func unreadable() -> UsageError {
    UsageError(.fileUnreadable, path, String(cString: strerror(errno)))
  }
}
