import CProtobufC
import Casework
import GRPCServer
import Messages

/// The type of a request message, found once.
///
/// `@unchecked Sendable`: it points to a constant of the generated code.
struct MessageType<M>: @unchecked Sendable {
  let descriptor: UnsafePointer<ProtobufCMessageDescriptor>

  /// - Parameter initialise: the generated `…__init`, the one way to a descriptor's address: Swift imports the constant
  ///   itself by value.
  init(_ initialise: (UnsafeMutablePointer<M>) -> Void) {
    let message = UnsafeMutablePointer<M>.allocate(capacity: 1)
    defer { message.deallocate() }
    initialise(message)
    let base = UnsafeRawPointer(message).assumingMemoryBound(to: ProtobufCMessage.self)
    descriptor = base.pointee.descriptor
  }
}

extension ServerCall {
  /// Reads a message into the call's arena; it lives as long as the call.
  /// - Throws: `messageMalformed`; `overloaded` where it outgrows the arena; `fieldInvalid` with the path of a text that
  ///   is not UTF-8 or holds a NUL (protobuf-c checks neither).
  func unpack<M>(
    _ bytes: UnsafeRawBufferPointer, as type: MessageType<M>
  ) throws(Refusal) -> UnsafeMutablePointer<M> {
    if let path = WireText.firstBadField(bytes, type.descriptor) {
      throw .fields([FieldViolation(field: path, reason: .encoding)])
    }
    guard
      let message = protobuf_c_message_unpack(
        type.descriptor, allocator, bytes.count,
        bytes.baseAddress?.assumingMemoryBound(to: UInt8.self))
    else { throw Refusal(arenaExhausted ? .overloaded : .messageMalformed) }
    return UnsafeMutableRawPointer(message).assumingMemoryBound(to: M.self)
  }

  /// Sends a unary call's answer.
  func respond<M>(_ message: UnsafePointer<M>) {
    let base = UnsafeRawPointer(message).assumingMemoryBound(to: ProtobufCMessage.self)
    respond(byteCount: protobuf_c_message_get_packed_size(base)) { Self.write(base, $0) }
  }

  /// Sends one message of a stream.
  /// - Returns: false above high water: wait for `writable`.
  func send<M>(_ message: UnsafePointer<M>) -> Bool {
    let base = UnsafeRawPointer(message).assumingMemoryBound(to: ProtobufCMessage.self)
    return send(byteCount: protobuf_c_message_get_packed_size(base)) { Self.write(base, $0) }
  }

  private static func write(
    _ message: UnsafePointer<ProtobufCMessage>, _ buffer: UnsafeMutableRawBufferPointer
  ) {
    guard let start = buffer.baseAddress else { return }
    protobuf_c_message_pack(message, start.assumingMemoryBound(to: UInt8.self))
  }
}

extension RawRepresentable<UInt8> {
  /// A value of ours from a number on the wire; nil for numbers that we do not know, however large.
  init?(wire number: some BinaryInteger) {
    guard let raw = UInt8(exactly: number) else { return nil }
    self.init(rawValue: raw)
  }
}

/// An enum of a message, made from its number on the wire.
protocol WireEnum: RawRepresentable<UInt32> {
  init(rawValue: UInt32)
}

extension WireEnum {
  init(wire number: some BinaryInteger) { self.init(rawValue: UInt32(number)) }
}

extension Pishkhan__V1__Accessibility: WireEnum {}
extension Pishkhan__V1__Action: WireEnum {}
extension Pishkhan__V1__At: WireEnum {}
extension Pishkhan__V1__AttributeFormat: WireEnum {}
extension Pishkhan__V1__AttributeType: WireEnum {}
extension Pishkhan__V1__Channel: WireEnum {}
extension Pishkhan__V1__DelegationStatus: WireEnum {}
extension Pishkhan__V1__Durable: WireEnum {}
extension Pishkhan__V1__OfficeStatus: WireEnum {}
extension Pishkhan__V1__PrincipalStatus: WireEnum {}
extension Pishkhan__V1__QuestionKind: WireEnum {}
extension Pishkhan__V1__Reason: WireEnum {}
extension Pishkhan__V1__RepresentationKind: WireEnum {}
extension Pishkhan__V1__RequestState: WireEnum {}
extension Pishkhan__V1__Role: WireEnum {}
extension Pishkhan__V1__ServiceStatus: WireEnum {}
