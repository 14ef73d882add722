internal import GRPCMessages

/// The descriptors of the services that this module brings itself.
enum OwnDescriptors {
  /// A serialised FileDescriptorSet.
  static let set: [UInt8] = Array(
    UnsafeRawBufferPointer(start: grpc_messages_descriptor_set, count: grpc_messages_descriptor_set_size))
}
