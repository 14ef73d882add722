import Casework
import GRPCServer
import Messages

// Catalog and Offices: between the directory and the messages of catalog.proto and offices.proto.

enum CatalogMessageTypes {
  static let listAgencies = MessageType(pishkhan__v1__list_agencies_request__init)
  static let listServices = MessageType(pishkhan__v1__list_services_request__init)
  static let getService = MessageType(pishkhan__v1__get_service_request__init)
  static let getOffice = MessageType(pishkhan__v1__get_office_request__init)
}

extension AttributeType {
  /// Its number in catalog.proto.
  var number: UInt32 {
    switch self {
    case .string: 1
    case .number: 2
    case .datetime: 3
    case .text: 4
    case .singleValueList: 5
    case .multiValueList: 6
    case .file: 7
    }
  }
}

extension AttributeFormat {
  /// Its number in catalog.proto.
  var number: UInt32 {
    switch self {
    case .nationalId: 1
    case .legalId: 2
    case .postalCode: 3
    case .mobile: 4
    case .iban: 5
    }
  }
}

func agencyMessage(_ agency: Agency, _ arena: MessageArena) -> UnsafeMutablePointer<Pishkhan__V1__Agency> {
  let message = arena.message(pishkhan__v1__agency__init)
  message.pointee.id = arena.string(agency.id)
  (message.pointee.n_names, message.pointee.names) = arena.localizedTexts(agency.name)
  return message
}

/// - Parameter isWhole: with the form and the papers to bring, as in GetService.
func serviceMessage(
  _ service: ServiceDefinition, isWhole: Bool, _ arena: MessageArena
) -> UnsafeMutablePointer<Pishkhan__V1__Service> {
  let message = arena.message(pishkhan__v1__service__init)
  message.pointee.code = arena.string(service.code)
  message.pointee.version = service.version
  message.pointee.agency = arena.string(service.agencyId)
  (message.pointee.n_names, message.pointee.names) = arena.localizedTexts(service.name)
  message.pointee.acknowledge_working_days = service.acknowledgeWorkingDays
  message.pointee.decide_working_days = service.decideWorkingDays
  message.pointee.fee_rial = service.feeRial
  guard isWhole else { return message }
  let attributes = service.attributes.map { attributeMessage($0, arena) }
  message.pointee.n_attributes = attributes.count
  message.pointee.attributes = arena.list(attributes)
  message.pointee.n_documents = service.documents.count
  message.pointee.documents = arena.strings(service.documents)
  return message
}

private func attributeMessage(
  _ attribute: Attribute, _ arena: MessageArena
) -> UnsafeMutablePointer<Pishkhan__V1__Attribute> {
  let message = arena.message(pishkhan__v1__attribute__init)
  message.pointee.code = arena.string(attribute.code)
  message.pointee.type = Pishkhan__V1__AttributeType(wire: attribute.type.number)
  message.pointee.format = Pishkhan__V1__AttributeFormat(wire: attribute.format?.number ?? 0)
  message.pointee.required = attribute.isRequired ? 1 : 0
  message.pointee.n_allowed_values = attribute.allowedValues.count
  message.pointee.allowed_values = arena.strings(attribute.allowedValues)
  (message.pointee.n_labels, message.pointee.labels) = arena.localizedTexts(attribute.label)
  return message
}

func officeMessage(_ office: Office, _ arena: MessageArena) -> UnsafeMutablePointer<Pishkhan__V1__Office> {
  let message = arena.message(pishkhan__v1__office__init)
  message.pointee.id = arena.string(office.id)
  message.pointee.licence = arena.string(office.licence)
  message.pointee.kind = Pishkhan__V1__Channel(wire: office.kind.rawValue)
  message.pointee.region = arena.string(office.region)
  message.pointee.status = Pishkhan__V1__OfficeStatus(wire: office.status.rawValue)
  (message.pointee.n_names, message.pointee.names) = arena.localizedTexts(office.name)
  return message
}
