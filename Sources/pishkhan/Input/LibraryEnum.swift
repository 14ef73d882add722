import libpishkhan

/// One of the library's enums, whose values have stable names.
protocol LibraryEnum: RawRepresentable<UInt32> {
  init(_ rawValue: UInt32)
  static func name(_ value: Self) -> UnsafePointer<CChar>?
}

extension LibraryEnum {
  /// All but UNSPECIFIED. The library's enums have fewer values than this looks at.
  private static var values: [Self] {
    (1..<64).map { Self($0) }.filter { string(Self.name($0)) != "UNRECOGNIZED" }
  }

  /// Reads a stable name in letters of any size, with or without what joins its words ("single-value-list", Open311's
  /// "singlevaluelist"); nil for anything else.
  init?(typed: String) {
    func letters(_ name: String) -> String { hyphenated(name).filter { $0 != "-" } }
    let meant = letters(typed)
    guard let value = Self.values.first(where: { letters(string(Self.name($0))) == meant }) else {
      return nil
    }
    self = value
  }

  /// What may be typed: "step-free, braille".
  static var typedNames: String {
    values.map { hyphenated(string(name($0))) }.joined(separator: ", ")
  }

  /// The value that has this stable name; the one without meaning where none has.
  init(word: Word) {
    self = Self(typed: word.name) ?? Self(0)
  }
}

extension pishkhan_channel: LibraryEnum {
  static func name(_ value: Self) -> UnsafePointer<CChar>? { pishkhan_channel_name(value) }
}
extension pishkhan_action: LibraryEnum {
  static func name(_ value: Self) -> UnsafePointer<CChar>? { pishkhan_action_name(value) }
}
extension pishkhan_state: LibraryEnum {
  static func name(_ value: Self) -> UnsafePointer<CChar>? { pishkhan_state_name(value) }
}
extension pishkhan_role: LibraryEnum {
  static func name(_ value: Self) -> UnsafePointer<CChar>? { pishkhan_role_name(value) }
}
extension pishkhan_attribute_type: LibraryEnum {
  static func name(_ value: Self) -> UnsafePointer<CChar>? { pishkhan_attribute_type_name(value) }
}
extension pishkhan_attribute_format: LibraryEnum {
  static func name(_ value: Self) -> UnsafePointer<CChar>? { pishkhan_attribute_format_name(value) }
}
extension pishkhan_office_status: LibraryEnum {
  static func name(_ value: Self) -> UnsafePointer<CChar>? { pishkhan_office_status_name(value) }
}
extension pishkhan_accessibility: LibraryEnum {
  static func name(_ value: Self) -> UnsafePointer<CChar>? { pishkhan_accessibility_name(value) }
}
extension pishkhan_representation_kind: LibraryEnum {
  static func name(_ value: Self) -> UnsafePointer<CChar>? { pishkhan_representation_kind_name(value) }
}
extension pishkhan_complaint_subject: LibraryEnum {
  static func name(_ value: Self) -> UnsafePointer<CChar>? { pishkhan_complaint_subject_name(value) }
}
