import CProtobufC
import Glibc
import Messages

@testable import CounterServices
@testable import GRPCServer

/// Request messages of every method: the first byte chooses which. What passes the check of text and unpacks holds only
/// UTF-8, within the arena's limit.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzUnpacking(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  guard count > 0 else { return 0 }
  let descriptor = requests[Int(data[0]) % requests.count]
  let bytes = UnsafeRawBufferPointer(start: data + 1, count: count - 1)
  arena.reset()
  let isText = WireText.firstBadField(bytes, descriptor) == nil
  guard isText, let message = protobuf_c_message_unpack(descriptor, arena.allocator, count - 1, data + 1)
  else {
    return 0
  }
  precondition(!arena.isExhausted)
  check(UnsafeRawPointer(message), descriptor)
  if descriptor == submit { checkForm(UnsafeRawPointer(message)) }
  return 0
}

private let arenaBytes = 256 << 10
nonisolated(unsafe) private let arena = Arena(limit: arenaBytes)

nonisolated(unsafe) private let submit = MessageType(pishkhan__v1__submit_request__init).descriptor

nonisolated(unsafe) private let requests: [UnsafePointer<ProtobufCMessageDescriptor>] = [
  submit,
  MessageType(pishkhan__v1__track_request__init).descriptor,
  MessageType(pishkhan__v1__get_request__init).descriptor,
  MessageType(pishkhan__v1__history_request__init).descriptor,
  MessageType(pishkhan__v1__watch_request__init).descriptor,
  MessageType(pishkhan__v1__requests_act_request__init).descriptor,
  MessageType(pishkhan__v1__inbox_request__init).descriptor,
  MessageType(pishkhan__v1__claim_request__init).descriptor,
  MessageType(pishkhan__v1__work_act_request__init).descriptor,
  MessageType(pishkhan__v1__list_agencies_request__init).descriptor,
  MessageType(pishkhan__v1__list_services_request__init).descriptor,
  MessageType(pishkhan__v1__get_service_request__init).descriptor,
  MessageType(pishkhan__v1__get_survey_request__init).descriptor,
  MessageType(pishkhan__v1__submit_feedback_request__init).descriptor,
  MessageType(pishkhan__v1__get_office_request__init).descriptor,
  MessageType(pishkhan__v1__upload_request__init).descriptor,
  MessageType(pishkhan__v1__get_upload_request__init).descriptor,
  MessageType(pishkhan__v1__download_request__init).descriptor,
]

/// Goes through the unpacked message by its descriptor.
private func check(_ message: UnsafeRawPointer, _ descriptor: UnsafePointer<ProtobufCMessageDescriptor>) {
  for index in 0..<Int(descriptor.pointee.n_fields) {
    let field = descriptor.pointee.fields[index]
    let isOneof = field.flags & PROTOBUF_C_FIELD_FLAG_ONEOF.rawValue != 0
    let quantifier = message.load(fromByteOffset: Int(field.quantifier_offset), as: UInt32.self)
    if isOneof && quantifier != field.id { continue }
    if field.label == PROTOBUF_C_LABEL_REPEATED {
      let many = message.load(fromByteOffset: Int(field.quantifier_offset), as: Int.self)
      guard many > 0, field.type == PROTOBUF_C_TYPE_STRING || field.type == PROTOBUF_C_TYPE_MESSAGE else {
        continue
      }
      let list = message.load(fromByteOffset: Int(field.offset), as: UnsafePointer<UnsafeRawPointer?>.self)
      for item in 0..<many { checkValue(list[item], field) }
    } else if field.type == PROTOBUF_C_TYPE_STRING || field.type == PROTOBUF_C_TYPE_MESSAGE {
      checkValue(message.load(fromByteOffset: Int(field.offset), as: UnsafeRawPointer?.self), field)
    }
  }
}

private func checkValue(_ value: UnsafeRawPointer?, _ field: ProtobufCFieldDescriptor) {
  guard let value else { return }
  if field.type == PROTOBUF_C_TYPE_STRING {
    precondition(
      String(validatingCString: value.assumingMemoryBound(to: CChar.self)) != nil,
      "text that is not UTF-8 came through")
  } else {
    check(value, field.descriptor.assumingMemoryBound(to: ProtobufCMessageDescriptor.self))
  }
}

private func checkForm(_ message: UnsafeRawPointer) {
  let submission = message.assumingMemoryBound(to: Pishkhan__V1__SubmitRequest.self).pointee
  do {
    let values = try formValues("form", submission.n_form, submission.form)
    precondition(values.count == submission.n_form)
  } catch {
    precondition(submission.n_form > 0, "an empty form is in order")
  }
}
