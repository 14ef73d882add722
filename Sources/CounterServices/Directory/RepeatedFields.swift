import CProtobufC
import Casework
import Messages

// The repeated fields of a message that was unpacked.

/// The messages of a repeated field.
func messages<M>(_ count: Int, _ list: UnsafeMutablePointer<UnsafeMutablePointer<M>?>?) -> [M] {
  (0..<count).compactMap { list?[$0]?.pointee }
}

func texts(_ count: Int, _ list: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> [String] {
  (0..<count).compactMap { list?[$0].map { String(cString: $0) } }
}

extension FieldChecks {
  /// The values of a repeated enum. Numbers that we do not know, and UNSPECIFIED, are refused.
  mutating func values<W: RawRepresentable<UInt32>, V: RawRepresentable<UInt8>>(
    _ field: String, _ count: Int, _ list: UnsafeMutablePointer<W>?
  ) -> [V] {
    var values: [V] = []
    for index in 0..<count {
      guard let number = list?[index].rawValue else { continue }
      if let value = V(wire: number) {
        values.append(value)
      } else {
        refuse("\(field)[\(index)]", .notInList)
      }
    }
    return values
  }

  /// A text in the counter's languages, each at most once.
  mutating func localizedName(
    _ field: String, _ count: Int,
    _ list: UnsafeMutablePointer<UnsafeMutablePointer<Pishkhan__V1__LocalizedText>?>?
  ) -> LocalizedName {
    var name = LocalizedName()
    for (index, text) in messages(count, list).enumerated() {
      guard let language = Language(rawValue: String(cString: text.language)) else {
        refuse("\(field)[\(index)].language", .notInList)
        continue
      }
      if !name[language].isEmpty { refuse("\(field)[\(index)].language", .duplicate) }
      switch language {
      case .persian: name.persian = String(cString: text.text)
      case .english: name.english = String(cString: text.text)
      }
    }
    return name
  }

  /// A small number of a message in the type that the directory has for it.
  mutating func number<N: FixedWidthInteger>(_ field: String, _ number: UInt32) -> N {
    if let number = N(exactly: number) { return number }
    refuse(field, .range)
    return 0
  }
}
