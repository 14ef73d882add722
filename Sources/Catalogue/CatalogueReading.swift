public import Casework

/// Everything that is wrong with a file.
public struct CatalogueFaults: Error, Sendable, Equatable, CustomStringConvertible {
  public let faults: [CatalogueFault]

  public init(faults: [CatalogueFault]) { self.faults = faults }

  public var description: String { faults.map(\.description).joined(separator: "\n") }
}

/// One value of a file, and where it stands there.
public struct Placed<Value: Sendable & Equatable>: Sendable, Equatable {
  public var value: Value
  public var path: String
  public var line: Int
}

/// A catalogue file that was read and is right by itself; whether it fits a directory is not looked at.
public struct CatalogueFile: Sendable, Equatable {
  public internal(set) var agencies: [Placed<Agency>] = []
  public internal(set) var services: [Placed<ServiceDefinition>] = []
  public internal(set) var calendars: [Placed<RegionCalendar>] = []
  public internal(set) var offices: [Placed<Office>] = []
  public internal(set) var delegations: [Placed<NewDelegation>] = []

  init() {}

  /// Reads a file's bytes.
  /// - Throws: all that is wrong with it.
  public init(_ bytes: [UInt8]) throws(CatalogueFaults) {
    let root: JSONNode
    let lists: ObjectReader
    do throws(CatalogueFault) {
      root = try JSONReader.read(bytes)
      lists = try ObjectReader(
        root, "", fields: ["note", "agencies", "services", "calendars", "offices", "delegations"])
    } catch { throw CatalogueFaults(faults: [error]) }
    var reading = ListReading(root: root, lists: lists)
    agencies = reading.read("agencies", Agency.init) { $0.violations($1) }
    services = reading.read("services", ServiceDefinition.init) { $0.violations($1) }
    calendars = reading.read("calendars", RegionCalendar.init) { $0.violations($1) }
    offices = reading.read("offices", Office.init) { $0.violations($1) }
    delegations = reading.read("delegations", NewDelegation.init) { $0.violations($1) }
    if !reading.faults.isEmpty { throw CatalogueFaults(faults: reading.faults) }
  }

  public var contents: CatalogueContents {
    CatalogueContents(
      agencies: agencies.map(\.value), services: services.map(\.value), calendars: calendars.map(\.value),
      offices: offices.map(\.value), delegations: delegations.map(\.value))
  }
}

/// Reads the lists of a file and goes on after a fault, so that all are told together.
private struct ListReading {
  let root: JSONNode
  let lists: ObjectReader
  var faults: [CatalogueFault] = []

  mutating func read<T: Sendable & Equatable>(
    _ name: String, _ decode: (JSONNode, String) throws(CatalogueFault) -> T,
    _ check: (T, String) -> [FieldViolation]
  ) -> [Placed<T>] {
    var values: [Placed<T>] = []
    do throws(CatalogueFault) {
      for (index, node) in try lists.list(name).enumerated() {
        let path = "\(name)[\(index)]"
        do throws(CatalogueFault) {
          let value = try decode(node, path)
          faults += check(value, path).map { CatalogueFault($0, in: root) }
          values.append(Placed(value: value, path: path, line: node.line))
        } catch { faults.append(error) }
      }
    } catch { faults.append(error) }
    return values
  }
}

extension CatalogueFault {
  init(_ violation: FieldViolation, in root: JSONNode) {
    self.init(
      line: root.line(at: violation.field), field: violation.field, violation.reason.sentence(.english))
  }
}
