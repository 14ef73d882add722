import GRPCServer

/// One setting of `pishkhand.conf`. The same table reads the file and writes its commented default: they cannot drift.
struct Setting {
  let name: String
  /// What it does, for an operator; lines of at most 110 characters.
  let meaning: String
  /// The values that are taken, with their unit.
  let allowed: String
  /// The value as it stands in a file.
  let get: (Configuration, DataFolder) -> String
  /// Takes a value; false if it is not allowed.
  let set: (String, inout Configuration, DataFolder) -> Bool

  /// A whole number within a range.
  static func integer<Number: FixedWidthInteger>(
    _ name: String, _ path: WritableKeyPath<Configuration, Number>, _ range: ClosedRange<Number>,
    unit: String,
    _ meaning: String
  ) -> Setting {
    Setting(
      name: name, meaning: meaning, allowed: "\(range.lowerBound) to \(range.upperBound) (\(unit))",
      get: { configuration, _ in String(configuration[keyPath: path]) },
      set: { text, configuration, _ in
        guard let number = Number(text), range.contains(number) else { return false }
        configuration[keyPath: path] = number
        return true
      })
  }

  /// One of several words.
  static func choice<Value: Equatable>(
    _ name: String, _ path: WritableKeyPath<Configuration, Value>, _ words: [(word: String, value: Value)],
    _ meaning: String
  ) -> Setting {
    Setting(
      name: name, meaning: meaning, allowed: words.map(\.word).joined(separator: ", "),
      get: { configuration, _ in words.first { $0.value == configuration[keyPath: path] }?.word ?? "" },
      set: { text, configuration, _ in
        guard let match = words.first(where: { $0.word == text }) else { return false }
        configuration[keyPath: path] = match.value
        return true
      })
  }

  static func flag(
    _ name: String, _ path: WritableKeyPath<Configuration, Bool>, _ meaning: String
  ) -> Setting {
    choice(name, path, [("yes", true), ("no", false)], meaning)
  }

  static func host(
    _ name: String, _ path: WritableKeyPath<Configuration, String>, _ meaning: String
  ) -> Setting {
    Setting(
      name: name, meaning: meaning, allowed: "a numeric address or a name of this machine",
      get: { configuration, _ in configuration[keyPath: path] },
      set: { text, configuration, _ in
        guard !text.isEmpty, text.utf8.count <= 253, !text.contains(where: \.isWhitespace) else {
          return false
        }
        configuration[keyPath: path] = text
        return true
      })
  }

  static func file(
    _ name: String, _ path: WritableKeyPath<Configuration, String>, _ meaning: String
  ) -> Setting {
    Setting(
      name: name, meaning: meaning, allowed: "a path, relative to this folder or absolute",
      get: { configuration, folder in folder.relative(configuration[keyPath: path]) },
      set: { text, configuration, folder in
        guard !text.isEmpty else { return false }
        configuration[keyPath: path] = folder.resolve(text)
        return true
      })
  }

  static func optionalFile(
    _ name: String, _ path: WritableKeyPath<Configuration, String?>, _ meaning: String
  ) -> Setting {
    Setting(
      name: name, meaning: meaning, allowed: "a path, relative to this folder or absolute; nothing for none",
      get: { configuration, folder in configuration[keyPath: path].map(folder.relative) ?? "" },
      set: { text, configuration, folder in
        configuration[keyPath: path] = text.isEmpty ? nil : folder.resolve(text)
        return true
      })
  }
}
