import Sealing

/// Reads and writes `pishkhand.conf`: `name = value`, a line each; `#` begins a comment at the start of a line or
/// behind a blank.
struct ConfigurationFile {
  private static let bytesMax = 64 << 10

  let folder: DataFolder

  /// The defaults, changed by what the folder's file says.
  ///
  /// - Throws: `ConfigurationError` for the first line that cannot be taken, `SealingError` for a file that cannot be read.
  func read() throws -> Configuration {
    let path = folder.configuration
    let bytes = try DurableFile.read(path, limit: ConfigurationFile.bytesMax)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw SealingError.malformed(path: path, expected: "UTF-8 text")
    }
    return try parse(text, path: path)
  }

  /// - Parameter path: names the file in errors.
  func parse(_ text: String, path: String) throws(ConfigurationError) -> Configuration {
    var configuration = Configuration(folder: folder)
    let settings = Setting.all
    var lines: [String: Int] = [:]
    var number = 0
    // As bytes: in a String, a carriage return and the line feed behind it are one Character.
    for line in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      number += 1
      let content = withoutComment(Substring(line))
      guard !content.isEmpty else { continue }
      func failure(_ cause: String) -> ConfigurationError {
        ConfigurationError(path: path, line: number, cause: cause)
      }
      // A path would end at a NUL, and an escape sequence in a message of ours would reach the operator's terminal.
      guard !content.utf8.contains(where: isControl) else {
        throw failure("control characters are not allowed")
      }
      guard let separator = content.firstIndex(of: "=") else { throw failure("expected `name = value`") }
      let name = String(trimmed(content[..<separator]))
      let value = String(trimmed(content[content.index(after: separator)...]))
      guard let setting = settings.first(where: { $0.name == name }) else {
        throw failure("unknown setting `\(name)`; known are \(settings.map(\.name).joined(separator: ", "))")
      }
      if let first = lines.updateValue(number, forKey: name) {
        throw failure("`\(name)` is set already on line \(first)")
      }
      guard setting.set(value, &configuration, folder) else {
        throw failure("`\(name)` cannot be `\(value)`; allowed: \(setting.allowed)")
      }
    }
    return configuration
  }

  /// A file that changes nothing: every setting with its meaning, what is allowed, and its default behind a `#`.
  func defaultText() -> String {
    let defaults = Configuration(folder: folder)
    var text = """
      # Settings of pishkhand. A line is `name = value`; `#` begins a comment.
      # What stands behind `#` below is the default: remove the `#` to change it. Paths are relative to this folder.

      """
    for setting in Setting.all {
      text += "\n"
      for line in setting.meaning.split(separator: "\n") { text += "# \(line)\n" }
      text += "# Allowed: \(setting.allowed).\n"
      text += "#\(setting.name) = \(setting.get(defaults, folder))".trimmingTrailingBlanks + "\n"
    }
    return text
  }

  private func withoutComment(_ line: Substring) -> Substring {
    var previous: Character = " "
    for index in line.indices {
      if line[index] == "#", isBlank(previous) { return trimmed(line[..<index]) }
      previous = line[index]
    }
    return trimmed(line)
  }
}

private func isBlank(_ character: Character) -> Bool {
  character == " " || character == "\t" || character == "\r"
}

private func isControl(_ byte: UInt8) -> Bool {
  byte < 0x20 && byte != UInt8(ascii: "\t") || byte == 0x7F
}

private func trimmed(_ text: Substring) -> Substring {
  var text = text.drop(while: isBlank)
  while let last = text.last, isBlank(last) { text.removeLast() }
  return text
}

extension String {
  fileprivate var trimmingTrailingBlanks: String { String(trimmed(self[...])) }
}
