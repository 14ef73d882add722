/// Lines of text for people, in one language.
struct Page {
  let writing: Writing
  private(set) var lines: [String] = []

  init(_ writing: Writing) {
    self.writing = writing
  }

  var language: Language { writing.language }

  mutating func line(_ text: String) {
    lines.append(text)
  }

  mutating func line(_ message: Message, _ values: String...) {
    lines.append(fill(message.text[language], values))
  }

  /// "label: value"; nothing where the value is empty. Further lines of the value are indented.
  mutating func field(_ label: Message, _ value: String, indent: Int = 0) {
    guard !value.isEmpty else { return }
    let margin = String(repeating: " ", count: indent)
    let parts = value.split(separator: "\n", omittingEmptySubsequences: false)
    lines.append("\(margin)\(label.text[language]): \(parts[0])")
    for part in parts.dropFirst() { lines.append("\(margin)  \(part)") }
  }

  /// "label: time"; nothing where it is not set.
  mutating func time(_ label: Message, _ milliseconds: Int64, indent: Int = 0) {
    field(label, milliseconds == 0 ? "" : writing.time(milliseconds: milliseconds), indent: indent)
  }

  /// "label: 12 h 30 min"; nothing where it is zero.
  mutating func duration(_ label: Message, _ milliseconds: Int64, indent: Int = 0) {
    field(label, milliseconds == 0 ? "" : writing.duration(milliseconds: milliseconds), indent: indent)
  }

  /// Columns that stand below each other, with two blanks between.
  mutating func table(_ rows: [[String]]) {
    var widths: [Int] = []
    for row in rows {
      for (column, cell) in row.enumerated() {
        if column == widths.count { widths.append(0) }
        widths[column] = max(widths[column], displayWidth(cell))
      }
    }
    for row in rows {
      var line = ""
      for (column, cell) in row.enumerated() {
        let isLast = column == row.count - 1
        line += cell + (isLast ? "" : String(repeating: " ", count: widths[column] - displayWidth(cell) + 2))
      }
      while line.last == " " { line.removeLast() }
      lines.append(line)
    }
  }
}

/// How many columns of a terminal a text takes: marks without width and those above or below a letter take none.
func displayWidth(_ text: String) -> Int {
  text.unicodeScalars.count { scalar in
    switch scalar.properties.generalCategory {
    case .format, .nonspacingMark, .enclosingMark, .control: false
    default: true
    }
  }
}
