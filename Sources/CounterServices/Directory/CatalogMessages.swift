import Casework
import GRPCServer
import Messages

// Catalog: from the values of Casework to the messages of catalog.proto.

enum CatalogMessageTypes {
  static let listAgencies = MessageType(pishkhan__v1__list_agencies_request__init)
  static let listServices = MessageType(pishkhan__v1__list_services_request__init)
  static let getService = MessageType(pishkhan__v1__get_service_request__init)
  static let putAgency = MessageType(pishkhan__v1__put_agency_request__init)
  static let putService = MessageType(pishkhan__v1__put_service_request__init)
  static let publishService = MessageType(pishkhan__v1__publish_service_request__init)
  static let retireService = MessageType(pishkhan__v1__retire_service_request__init)
  static let getCalendar = MessageType(pishkhan__v1__get_calendar_request__init)
  static let putCalendar = MessageType(pishkhan__v1__put_calendar_request__init)
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

extension ServiceStatus {
  /// Its number in catalog.proto.
  var number: UInt32 {
    switch self {
    case .draft: 1
    case .published: 2
    case .retired: 3
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
  message.pointee.status = Pishkhan__V1__ServiceStatus(wire: service.status.number)
  message.pointee.retention_days = service.retentionDays
  message.pointee.answer_days = service.answerDays
  message.pointee.remedy_days = service.remedyDays
  message.pointee.pause_cap_working_days = service.pauseCapWorkingDays
  message.pointee.n_channels = service.channels.count
  message.pointee.channels = arena.values(service.channels.map { Pishkhan__V1__Channel(wire: $0.rawValue) })
  guard isWhole else { return message }
  let attributes = service.attributes.enumerated().map { attributeMessage($1, order: $0 + 1, arena) }
  message.pointee.n_attributes = attributes.count
  message.pointee.attributes = arena.list(attributes)
  message.pointee.n_documents = service.documents.count
  message.pointee.documents = arena.strings(service.documents)
  return message
}

private func attributeMessage(
  _ attribute: Attribute, order: Int, _ arena: MessageArena
) -> UnsafeMutablePointer<Pishkhan__V1__Attribute> {
  let message = arena.message(pishkhan__v1__attribute__init)
  message.pointee.code = arena.string(attribute.code)
  message.pointee.type = Pishkhan__V1__AttributeType(wire: attribute.type.number)
  message.pointee.format = Pishkhan__V1__AttributeFormat(wire: attribute.format?.number ?? 0)
  message.pointee.required = attribute.isRequired ? 1 : 0
  message.pointee.n_allowed_values = attribute.allowedValues.count
  message.pointee.allowed_values = arena.strings(attribute.allowedValues)
  (message.pointee.n_labels, message.pointee.labels) = arena.localizedTexts(attribute.label)
  message.pointee.order = UInt32(order)
  (message.pointee.n_help, message.pointee.help) = arena.localizedTexts(attribute.help)
  message.pointee.n_media_types = attribute.mediaTypes.count
  message.pointee.media_types = arena.strings(attribute.mediaTypes)
  message.pointee.bytes_max = attribute.bytesMax
  message.pointee.length_max = attribute.lengthMax
  let labels = attribute.valueLabels.map { labelled in
    let label = arena.message(pishkhan__v1__value_label__init)
    label.pointee.value = arena.string(labelled.value)
    (label.pointee.n_labels, label.pointee.labels) = arena.localizedTexts(labelled.label)
    return label
  }
  message.pointee.n_value_labels = labels.count
  message.pointee.value_labels = arena.list(labels)
  return message
}

func calendarMessage(
  _ calendar: RegionCalendar, _ arena: MessageArena
) -> UnsafeMutablePointer<Pishkhan__V1__Calendar> {
  let message = arena.message(pishkhan__v1__calendar__init)
  message.pointee.region = arena.string(calendar.region)
  message.pointee.version = calendar.version
  message.pointee.put_ms = calendar.put
  message.pointee.offset_minutes = calendar.offsetMinutes
  message.pointee.minutes_per_day = calendar.minutesPerDay
  let hours = calendar.hours.map { hoursMessage($0.weekday, $0.from, $0.until, arena) }
  message.pointee.n_hours = hours.count
  message.pointee.hours = arena.list(hours)
  let days = calendar.days.map { dayMessage($0, arena) }
  message.pointee.n_days = days.count
  message.pointee.days = arena.list(days)
  message.pointee.from = arena.string(calendar.first.iso)
  message.pointee.until = arena.string(calendar.last.iso)
  return message
}

private func dayMessage(
  _ day: ExceptionalDay, _ arena: MessageArena
) -> UnsafeMutablePointer<Pishkhan__V1__CalendarDay> {
  let message = arena.message(pishkhan__v1__calendar_day__init)
  message.pointee.date = arena.string(day.day.iso)
  (message.pointee.n_names, message.pointee.names) = arena.localizedTexts(day.name)
  let hours = day.hours.map { hoursMessage(0, $0.from, $0.until, arena) }
  message.pointee.n_hours = hours.count
  message.pointee.hours = arena.list(hours)
  return message
}

private func hoursMessage(
  _ weekday: UInt8, _ from: UInt16, _ until: UInt16, _ arena: MessageArena
) -> UnsafeMutablePointer<Pishkhan__V1__WorkingHours> {
  let message = arena.message(pishkhan__v1__working_hours__init)
  message.pointee.weekday = UInt32(weekday)
  message.pointee.from = UInt32(from)
  message.pointee.until = UInt32(until)
  return message
}
