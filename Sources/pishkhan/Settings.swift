/// The variables of the environment that the program reads.
typealias Environment = [String: String]

/// What flags and environment say together; a flag wins.
struct Settings: Sendable, Equatable {
  static let defaultTarget = "127.0.0.1:7443"

  let target: String
  let caFile: String?
  let certificateFile: String?
  let keyFile: String?
  let serverName: String?
  let language: Language
  /// Of a call, connecting included, in milliseconds; nil: the library's (10 s to read, 30 s to write).
  let timeoutMilliseconds: UInt32?
  /// Of a call that stores something; libpishkhan's default is that of its client.h.
  var writeMilliseconds: UInt32 { timeoutMilliseconds ?? 30_000 }
  let json: Bool
  let tellsProgress: Bool
  let tracesFrames: Bool

  init(_ arguments: ParsedArguments, _ environment: Environment) throws(UsageError) {
    func value(_ flag: Flag) -> String? {
      // An empty variable counts as not set, as a script's "PISHKHAN_CA=" means it.
      arguments[flag] ?? flag.variable.flatMap { environment[$0] }.flatMap { $0.isEmpty ? nil : $0 }
    }
    target = value(.target) ?? Settings.defaultTarget
    // No host name or address has a slash; what has one is a URL.
    guard !target.contains("/") else {
      throw UsageError(.targetExpected, Settings.origin(of: .target, arguments), target)
    }
    caFile = value(.ca)
    certificateFile = value(.certificate)
    keyFile = value(.certificateKey)
    serverName = value(.serverName)
    json = arguments.isGiven(.json)
    tellsProgress = arguments.isGiven(.verbose)
    tracesFrames = arguments.isGiven(.trace)
    guard let language = Language(rawValue: value(.language) ?? Language.english.rawValue) else {
      throw UsageError(.languageUnknown, Settings.origin(of: .language, arguments), value(.language) ?? "")
    }
    self.language = language
    if let typed = value(.timeout) {
      guard let number = wholeNumber(typed), Settings.timeouts.contains(number) else {
        throw UsageError(
          .numberExpected, Settings.origin(of: .timeout, arguments), String(Settings.timeouts.lowerBound),
          String(Settings.timeouts.upperBound), typed)
      }
      timeoutMilliseconds = number
    } else {
      timeoutMilliseconds = nil
    }
    guard (certificateFile == nil) == (keyFile == nil) else {
      throw certificateFile == nil
        ? UsageError(.needsBoth, Settings.origin(of: .certificateKey, arguments), Flag.certificate.name)
        : UsageError(.needsBoth, Settings.origin(of: .certificate, arguments), Flag.certificateKey.name)
    }
  }

  /// An hour at most: who waits longer watches.
  private static let timeouts: ClosedRange<UInt32> = 1...3_600_000

  /// Where a value came from, so that an error names what its reader can change.
  private static func origin(of flag: Flag, _ arguments: ParsedArguments) -> String {
    arguments.isGiven(flag) ? flag.name : flag.variable ?? flag.name
  }
}

/// Language and form that were asked for in words that may not be understood as a whole: an error in them is told in
/// that language and form too.
struct AskedForm: Sendable, Equatable {
  var language: Language
  var json: Bool

  init(_ words: [String], _ environment: Environment) {
    language = environment["PISHKHAN_LANG"].flatMap(Language.init(rawValue:)) ?? .english
    json = words.contains(Flag.json.name)
    for (index, word) in words.enumerated() {
      let typed: String? =
        word.hasPrefix("--lang=")
        ? String(word.dropFirst("--lang=".count))
        : word == Flag.language.name && index + 1 < words.count ? words[index + 1] : nil
      language = typed.flatMap(Language.init(rawValue:)) ?? language
    }
  }
}
