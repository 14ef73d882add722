public import Casework

/// Services of an Open311 GeoReport v2 server: its service list, and the definitions of those that ask more than a place and a
/// description.
///
/// They become drafts: the format knows no targets, fees and papers, so somebody has to look before they are published. Other
/// servers' files may hold more fields than the specification has; those are passed over.
/// - Source: wiki.open311.org, GeoReport v2, "GET Service List" and "GET Service Definition".
public struct Open311Services: Sendable {
  public private(set) var file = CatalogueFile()
  /// Codes of services whose list says that they have attributes, while no definition was added.
  public private(set) var withoutDefinition: [String] = []
  private let language: Language

  /// Reads a service list.
  /// - Parameters:
  ///   - agency: the id of the agency whose services they become.
  ///   - language: of the names and labels.
  public init(list bytes: [UInt8], agency: String, language: Language = .english) throws(CatalogueFaults) {
    self.language = language
    let root = try Self.parse(bytes)
    guard case .array(let entries) = root.value else {
      throw CatalogueFaults(faults: [CatalogueFault(line: root.line, "a list of services is needed here")])
    }
    var faults: [CatalogueFault] = []
    for (index, entry) in entries.enumerated() {
      do throws(CatalogueFault) {
        try add(entry, "[\(index)]", agency, root)
      } catch { faults.append(error) }
    }
    if !faults.isEmpty { throw CatalogueFaults(faults: faults) }
  }

  private static func parse(_ bytes: [UInt8]) throws(CatalogueFaults) -> JSONNode {
    do throws(CatalogueFault) { return try JSONReader.read(bytes) } catch {
      throw CatalogueFaults(faults: [error])
    }
  }

  private mutating func add(
    _ entry: JSONNode, _ path: String, _ agency: String, _ root: JSONNode
  ) throws(CatalogueFault) {
    let fields = try ObjectReader(entry, path, fields: nil)
    let code = try fields.open311Name("service_code")
    let service = ServiceDefinition(
      number: 0, code: code, version: 0, agencyId: agency,
      name: LocalizedName(try fields.open311Name("service_name"), language),
      attributes: Self.standardAttributes,
      status: .draft)
    if let violation = service.violations("service").first {
      throw CatalogueFault(line: entry.line, field: path, violation.text(.english))
    }
    if file.services.contains(where: { $0.value.code == code }) {
      throw CatalogueFault(line: entry.line, field: "\(path).service_code", "\"\(code)\" is here twice")
    }
    file.services.append(Placed(value: service, path: path, line: entry.line))
    if try fields.open311Flag("metadata") { withoutDefinition.append(code) }
  }

  /// Adds the definition of one service of the list, or a list of definitions.
  public mutating func add(definition bytes: [UInt8]) throws(CatalogueFaults) {
    let root = try Self.parse(bytes)
    var faults: [CatalogueFault] = []
    let entries: [(JSONNode, String)] =
      if case .array(let list) = root.value { list.enumerated().map { ($1, "[\($0)]") } } else {
        [(root, "")]
      }
    for (entry, path) in entries {
      do throws(CatalogueFault) { try add(definition: entry, path) } catch { faults.append(error) }
    }
    if !faults.isEmpty { throw CatalogueFaults(faults: faults) }
  }

  private mutating func add(definition entry: JSONNode, _ path: String) throws(CatalogueFault) {
    let fields = try ObjectReader(entry, path, fields: nil)
    let code = try fields.open311Name("service_code")
    guard let index = file.services.firstIndex(where: { $0.value.code == code }) else {
      throw CatalogueFault(line: entry.line, field: path, "the list has no service \"\(code)\"")
    }
    var ordered: [(order: Int, attribute: Attribute)] = []
    for (place, node) in try fields.list("attributes").enumerated() {
      let attribute = try ObjectReader(
        node, (path.isEmpty ? "" : "\(path).") + "attributes[\(place)]", fields: nil)
      // What is not variable is a sentence to show, not a question.
      let isVariable = try attribute.open311Flag("variable")
      guard isVariable || attribute.node("variable") == nil else { continue }
      ordered.append((try attribute.open311Number("order") ?? place, try self.attribute(attribute)))
    }
    var service = file.services[index].value
    service.attributes =
      Self.standardAttributes + ordered.sorted { $0.order < $1.order }.map(\.attribute)
    if let violation = service.violations("service").first {
      throw CatalogueFault(line: entry.line, field: path, violation.text(.english))
    }
    file.services[index].value = service
    withoutDefinition.removeAll { $0 == code }
  }

  private func attribute(_ fields: ObjectReader) throws(CatalogueFault) -> Attribute {
    let type: AttributeType? = try fields.word("datatype", \.rawValue)
    let values = try fields.list("values") { (node, path) throws(CatalogueFault) in
      let value = try ObjectReader(node, path, fields: nil)
      return ValueLabel(
        value: try value.open311Text("key"), label: LocalizedName(try value.open311Text("name"), language))
    }
    let isList = type == .singleValueList || type == .multiValueList
    return Attribute(
      code: try fields.open311Text("code"), type: try fields.required("datatype", type),
      isRequired: try fields.open311Flag("required"), allowedValues: isList ? values.map(\.value) : [],
      label: LocalizedName(try fields.open311Text("description"), language),
      help: LocalizedName(try fields.open311Text("datatype_description"), language),
      valueLabels: isList ? values.filter { $0.label != LocalizedName() } : [])
  }

  /// What every GeoReport request can say beside its attributes ("POST Service Request").
  private static let standardAttributes: [Attribute] = [
    Attribute(
      code: "lat", type: .number, label: LocalizedName(persian: "عرض جغرافیایی", english: "Latitude")),
    Attribute(
      code: "long", type: .number, label: LocalizedName(persian: "طول جغرافیایی", english: "Longitude")),
    Attribute(
      code: "address_string", type: .string, label: LocalizedName(persian: "نشانی", english: "Address")),
    Attribute(
      code: "description", type: .text, label: LocalizedName(persian: "توضیحات", english: "Description")),
  ]
}

extension LocalizedName {
  fileprivate init(_ text: String, _ language: Language) {
    self = language == .persian ? LocalizedName(persian: text) : LocalizedName(english: text)
  }
}

// Servers write codes as numbers, flags as texts and numbers as texts, as their libraries have it.
extension ObjectReader {
  /// A text or a number; empty where it is absent.
  fileprivate func open311Text(_ name: String) throws(CatalogueFault) -> String {
    if let node = node(name), case .number(let number) = node.value { return number }
    return try text(name)
  }

  /// The same where it has to be there.
  fileprivate func open311Name(_ name: String) throws(CatalogueFault) -> String {
    let text = try open311Text(name)
    return try required(name, text.isEmpty ? nil : text)
  }

  /// A flag, or the text of one; false where it is absent.
  fileprivate func open311Flag(_ name: String) throws(CatalogueFault) -> Bool {
    guard let node = node(name), case .string(let text) = node.value else { return try flag(name) }
    guard ["true", "false", ""].contains(text) else {
      throw CatalogueFault(line: node.line, field: "\(path).\(name)", "true or false is needed here")
    }
    return text == "true"
  }

  /// A whole number, or the text of one; nil where it is absent.
  fileprivate func open311Number(_ name: String) throws(CatalogueFault) -> Int? {
    guard let node = node(name) else { return nil }
    guard let number = Int(try open311Text(name)) else {
      throw CatalogueFault(line: node.line, field: "\(path).\(name)", "a whole number is needed here")
    }
    return number
  }
}
