import Casework
import Testing

@testable import Catalogue

@Suite("An Open311 service list")
struct Open311ServicesTests {
  /// As cities publish them: codes as numbers, flags as texts, fields that the specification does not know.
  private static let list = """
    [
      {"service_code": "001", "service_name": "Cans left out 24x7", "description": "Garbage cans",
       "metadata": true, "type": "realtime", "keywords": "lorem, ipsum", "group": "sanitation"},
      {"service_code": 33, "service_name": "Street light out", "metadata": "false", "icon": null},
      {"service_code": "pothole", "service_name": "Pothole", "metadata": "true"}
    ]
    """

  private static let definition = """
    {"service_code": "001", "attributes": [
      {"variable": true, "code": "WHEN", "datatype": "datetime", "required": "true", "order": 3,
       "datatype_description": "A date", "description": "Since when?"},
      {"variable": "true", "code": "SIZE", "datatype": "singlevaluelist", "required": false, "order": "1",
       "description": "How large?", "values": [{"key": 1, "name": "Small"}, {"key": "L", "name": ""}]},
      {"variable": false, "code": "THANKS", "datatype": "text", "order": 2, "description": "Thank you."},
      {"code": "COUNT", "datatype": "number", "description": "How many?"},
      {"variable": true, "code": "KINDS", "datatype": "multivaluelist", "order": 2,
       "values": [{"key": "a", "name": "A"}]},
      {"variable": true, "code": "WHO", "datatype": "string", "order": 4, "values": []},
      {"variable": true, "code": "MORE", "datatype": "text", "order": 5}
    ]}
    """

  private static func services(
    _ list: String = Self.list, _ definitions: String..., language: Language = .english
  ) throws(CatalogueFaults) -> Open311Services {
    var services = try Open311Services(list: Array(list.utf8), agency: "city", language: language)
    for definition in definitions { try services.add(definition: Array(definition.utf8)) }
    return services
  }

  @Test("becomes drafts of the agency that ask for place and description")
  func becomesDrafts() throws {
    let services = try Self.services()
    let made = services.file.services.map(\.value)
    #expect(made.map(\.code) == ["001", "33", "pothole"])
    #expect(made.allSatisfy { $0.agencyId == "city" && $0.status == .draft })
    #expect(made.map(\.name.english) == ["Cans left out 24x7", "Street light out", "Pothole"])
    #expect(
      made.allSatisfy { $0.attributes.map(\.code) == ["lat", "long", "address_string", "description"] })
    #expect(services.file.services.map(\.line) == [2, 4, 5])
    #expect(services.withoutDefinition == ["001", "pothole"])
    #expect(try Self.services(language: .persian).file.services[1].value.name.persian == "Street light out")
  }

  @Test("gets the questions of its definitions, in their order, of every type")
  func takesDefinitions() throws {
    let services = try Self.services(Self.list, Self.definition, #"[{"service_code": "pothole"}]"#)
    #expect(services.withoutDefinition == [])
    let asked = services.file.services[0].value.attributes.dropFirst(4)
    #expect(asked.map(\.code) == ["SIZE", "KINDS", "WHEN", "COUNT", "WHO", "MORE"])
    #expect(
      asked.map(\.type) == [.singleValueList, .multiValueList, .datetime, .number, .string, .text])
    #expect(asked.map(\.isRequired) == [false, false, true, false, false, false])
    let size = try #require(asked.first)
    #expect(size.allowedValues == ["1", "L"] && size.label.english == "How large?")
    #expect(size.valueLabels == [ValueLabel(value: "1", label: LocalizedName(english: "Small"))])
    #expect(asked.first { $0.code == "WHEN" }?.help.english == "A date")
  }

  @Test("survives an export and an import")
  func survivesExport() throws {
    let contents = try Self.services(Self.list, Self.definition).file.contents
    #expect(try CatalogueFile(Array(contents.text.utf8)).contents == contents)
  }

  private static let wrongLists: [(text: String, fault: String)] = [
    ("{", "line 1: a name in quotes is needed here"), ("{}", "line 1: a list of services is needed here"),
    ("[5]", "line 1: [0]: an object is needed here"),
    (#"[{"service_name": "x"}]"#, "line 1: [0].service_code: this is needed"),
    (#"[{"service_code": "", "service_name": "x"}]"#, "line 1: [0].service_code: this is needed"),
    (#"[{"service_code": "x"}]"#, "line 1: [0].service_name: this is needed"),
    (#"[{"service_code": true, "service_name": "x"}]"#, "line 1: [0].service_code: a text is needed here"),
    (#"[{"service_code": "a b", "service_name": "x"}]"#, "line 1: [0]: code: There is a character"),
    (
      #"[{"service_code": "x", "service_name": "x", "metadata": "yes"}]"#,
      "line 1: [0].metadata: true or false is needed here"
    ),
    (
      #"[{"service_code": "x", "service_name": "x", "metadata": 1}]"#,
      "line 1: [0].metadata: true or false is needed here"
    ),
    (
      """
      [{"service_code": 7, "service_name": "x"},
       {"service_code": "7", "service_name": "y"}]
      """, "line 2: [1].service_code: \"7\" is here twice"
    ),
  ]

  @Test("that is not right is refused with line and field", arguments: wrongLists)
  func refusesLists(text: String, fault: String) {
    let faults = #expect(throws: CatalogueFaults.self) { try Self.services(text) }
    #expect(faults?.faults.count == 1 && faults?.description.hasPrefix(fault) == true, "\(faults as Any)")
  }

  @Test("tells all of its faults together")
  func tellsAllFaults() {
    let text = """
      [{"service_code": "a"},
       {"service_code": "b", "service_name": "B"},
       {"service_name": "C"}]
      """
    let faults = #expect(throws: CatalogueFaults.self) { try Self.services(text) }
    #expect(faults?.faults.map(\.line) == [1, 3])
  }

  private static let wrongDefinitions: [(text: String, fault: String)] = [
    ("", "line 1: the document ends too early"), ("5", "line 1: an object is needed here"),
    ("{}", "line 1: service_code: this is needed"),
    (#"{"service_code": "nowhere"}"#, "line 1: the list has no service \"nowhere\""),
    (#"[{"service_code": 33}, 5]"#, "line 1: [1]: an object is needed here"),
    (#"{"service_code": 33, "attributes": {}}"#, "line 1: attributes: a list is needed here"),
    (#"{"service_code": 33, "attributes": ["x"]}"#, "line 1: attributes[0]: an object is needed here"),
    (attribute(#""code": "x""#), "line 1: attributes[0].datatype: this is needed"),
    (attribute(#""code": "x", "datatype": "money""#), "line 1: attributes[0].datatype: \"money\" is none of"),
    (
      attribute(#""code": "x", "datatype": "text", "order": "first""#),
      "line 1: attributes[0].order: a whole number is needed here"
    ),
    (
      attribute(#""code": "x", "datatype": "text", "required": "maybe""#),
      "line 1: attributes[0].required: true or false is needed here"
    ),
    (
      attribute(#""code": "x", "datatype": "text", "variable": "no""#),
      "line 1: attributes[0].variable: true or false is needed here"
    ),
    (
      attribute(#""code": "x", "datatype": "singlevaluelist", "values": [5]"#),
      "line 1: attributes[0].values[0]: an object is needed here"
    ),
    (attribute(#""code": "x", "datatype": "multivaluelist""#), "line 1: allowed_values: This is needed"),
    (attribute(#""code": "lat", "datatype": "text""#), "line 1: code: This was"),
  ]

  private static func attribute(_ members: String) -> String {
    #"{"service_code": 33, "attributes": [{\#(members)}]}"#
  }

  @Test("refuses a definition that is not right, and keeps what it had", arguments: wrongDefinitions)
  func refusesDefinitions(text: String, fault: String) throws {
    var services = try Self.services()
    let before = services.file
    let faults = #expect(throws: CatalogueFaults.self) { try services.add(definition: Array(text.utf8)) }
    #expect(faults?.faults.count == 1 && faults?.description.hasPrefix(fault) == true, "\(faults as Any)")
    #expect(services.file == before)
  }
}
