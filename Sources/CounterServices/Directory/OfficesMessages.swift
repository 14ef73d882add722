import Casework
import GRPCServer
import Journal
import Messages

// Offices: from the values of Casework to the messages of offices.proto.

enum OfficesMessageTypes {
  static let getOffice = MessageType(pishkhan__v1__get_office_request__init)
  static let findOffices = MessageType(pishkhan__v1__find_offices_request__init)
  static let putOffice = MessageType(pishkhan__v1__put_office_request__init)
  static let grantDelegation = MessageType(pishkhan__v1__grant_delegation_request__init)
  static let setDelegation = MessageType(pishkhan__v1__set_delegation_request__init)
  static let listDelegations = MessageType(pishkhan__v1__list_delegations_request__init)
}

func officeMessage(
  _ office: Office, _ figures: OfficeFigures, _ arena: MessageArena
) -> UnsafeMutablePointer<Pishkhan__V1__Office> {
  let message = arena.message(pishkhan__v1__office__init)
  message.pointee.id = arena.string(office.id)
  message.pointee.licence = arena.string(office.licence)
  message.pointee.kind = Pishkhan__V1__Channel(wire: office.kind.rawValue)
  message.pointee.region = arena.string(office.region)
  message.pointee.status = Pishkhan__V1__OfficeStatus(wire: office.status.rawValue)
  (message.pointee.n_names, message.pointee.names) = arena.localizedTexts(office.name)
  (message.pointee.n_addresses, message.pointee.addresses) = arena.localizedTexts(office.address)
  if let position = office.position {
    let place = arena.message(pishkhan__v1__position__init)
    place.pointee.latitude = position.latitude
    place.pointee.longitude = position.longitude
    message.pointee.position = place
  }
  let hours = office.hours.map { span in
    let hours = arena.message(pishkhan__v1__opening_hours__init)
    hours.pointee.weekday = UInt32(span.weekday)
    hours.pointee.from = UInt32(span.from)
    hours.pointee.until = UInt32(span.until)
    return hours
  }
  message.pointee.n_hours = hours.count
  message.pointee.hours = arena.list(hours)
  let features = office.accessibility.numbers
  message.pointee.n_accessibility = features.count
  message.pointee.accessibility = arena.values(features.map { Pishkhan__V1__Accessibility(wire: $0) })
  message.pointee.n_languages = office.languages.count
  message.pointee.languages = arena.strings(office.languages)
  message.pointee.counters = office.counters
  message.pointee.submissions = UInt64(clamping: figures.submissions)
  message.pointee.fees_above_tariff = UInt64(clamping: figures.aboveTariff)
  return message
}

func delegationMessage(
  _ delegation: Delegation, _ directory: Directory, _ arena: MessageArena
) -> UnsafeMutablePointer<Pishkhan__V1__Delegation> {
  let message = arena.message(pishkhan__v1__delegation__init)
  message.pointee.number = delegation.number
  message.pointee.service = arena.string(delegation.service)
  message.pointee.office = arena.string(directory.office(row: delegation.office)?.id ?? "")
  message.pointee.region = arena.string(delegation.region)
  message.pointee.from_ms = delegation.from
  message.pointee.until_ms = delegation.until
  message.pointee.daily_cap = delegation.dailyCap
  message.pointee.status = Pishkhan__V1__DelegationStatus(wire: delegation.status.rawValue)
  message.pointee.agency = arena.string(directory.service(code: delegation.service)?.agencyId ?? "")
  message.pointee.reason = arena.string(delegation.reason)
  return message
}
