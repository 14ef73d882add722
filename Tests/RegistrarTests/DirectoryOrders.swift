import Casework
import Journal
import Sealing
import TestJournal

@testable import Registrar

/// Makes orders that change the directory, by number: the same number always has the same key.
struct DirectoryOrders {
  private let maker: FilingMaker
  private let hasher: SHA256Context

  init(_ maker: FilingMaker) throws {
    self.maker = maker
    hasher = try SHA256Context()
  }

  /// - Parameter content: other content makes another content hash under the same key.
  func order(_ change: DirectoryChange, _ number: UInt64, content: UInt64 = 0) -> Order {
    .change(
      DirectoryOrder(
        change: change, actor: DirectoryActor(principal: 3, name: "registry-1"),
        key: maker.key(number, scope: 3 << 8 | 61),
        content: withUnsafeBytes(of: (number, content)) { ContentHash(hasher.digest(of: $0)) }))
  }

  static func service(_ code: String = "passport", agency: String = "registry") -> ServiceDefinition {
    ServiceDefinition(
      number: 0, code: code, version: 0, agencyId: agency, name: LocalizedName(english: code),
      attributes: [
        Attribute(
          code: "kind", type: .singleValueList, allowedValues: ["A"],
          valueLabels: [ValueLabel(value: "A", label: LocalizedName(english: "a"))])
      ])
  }

  static func office(_ id: String, at position: Position?) -> Office {
    Office(
      row: 0, id: id, licence: "", kind: .counter, region: "IR-07", status: .active,
      name: LocalizedName(english: id), position: position)
  }
}
