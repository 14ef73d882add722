import CProtobufC
import Casework
import GRPCServer
import Messages

// Admin: between the principals of Casework and the messages of admin.proto.

enum AdminMessageTypes {
  static let whoAmI = MessageType(pishkhan__v1__who_am_irequest__init)
  static let listPrincipals = MessageType(pishkhan__v1__list_principals_request__init)
  static let addPrincipal = MessageType(pishkhan__v1__add_principal_request__init)
  static let addKey = MessageType(pishkhan__v1__add_key_request__init)
  static let removeKey = MessageType(pishkhan__v1__remove_key_request__init)
  static let setPrincipalStatus = MessageType(pishkhan__v1__set_principal_status_request__init)
}

func principalMessage(
  _ principal: Principal, _ directory: Directory, _ arena: MessageArena
) -> UnsafeMutablePointer<Pishkhan__V1__Principal> {
  let message = arena.message(pishkhan__v1__principal__init)
  message.pointee.name = arena.string(principal.name)
  message.pointee.role = Pishkhan__V1__Role(wire: principal.role.rawValue)
  message.pointee.agency = arena.string(principal.agency)
  message.pointee.office = arena.string(directory.office(row: principal.office)?.id ?? "")
  message.pointee.status = Pishkhan__V1__PrincipalStatus(wire: principal.status.rawValue)
  message.pointee.level = UInt32(principal.level)
  let keys = directory.keys(ofPrincipal: principal.row).map { arena.bytes($0) }
  message.pointee.n_keys = keys.count
  message.pointee.keys = arena.values(keys)
  return message
}

extension FieldChecks {
  /// A principal to be added, with its one key.
  mutating func principal(_ message: Pishkhan__V1__Principal) -> NewPrincipal {
    let role = Role(wire: message.role.rawValue)
    if role == nil { refuse("principal.role", message.role.rawValue == 0 ? .required : .notInList) }
    if ![0, UInt32(Principal.Status.active.rawValue)].contains(message.status.rawValue) {
      refuse("principal.status", .notInList)
    }
    var key: Digest?
    if message.n_keys == 1, let first = message.keys {
      key = self.key("principal.keys[0]", first.pointee)
    } else {
      refuse("principal.keys", message.n_keys == 0 ? .required : .singleValue)
    }
    let principal = NewPrincipal(
      name: String(cString: message.name), role: role ?? .gateway, agency: String(cString: message.agency),
      office: String(cString: message.office), level: number("principal.level", message.level),
      key: key ?? Digest())
    if role != nil { append(principal.violations("principal")) }
    return principal
  }

  /// SHA-256 of a SubjectPublicKeyInfo.
  mutating func key(_ field: String, _ data: ProtobufCBinaryData) -> Digest? {
    let key = Digest(UnsafeRawBufferPointer(start: data.data, count: data.len))
    if key == nil { refuse(field, data.len == 0 ? .required : .length) }
    return key
  }
}
