internal import CProtobufC
internal import GRPCMessages

/// `grpc.reflection.v1.ServerReflection` and its v1alpha, whose messages are the same on the wire.
final class ReflectionService {
  private let index: DescriptorIndex
  /// What is served, in order of the names.
  private let services: [String]

  init(_ index: DescriptorIndex, services: [String]) {
    self.index = index
    self.services = services
  }

  static let names = ["grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection"]

  var methods: [Method] {
    Self.names.map { name in
      .bidirectionalStreaming("/\(name)/ServerReflectionInfo") { [index, services] _ in
        ReflectionStream(index, services)
      }
    }
  }
}

private typealias Request = Grpc__Reflection__V1__ServerReflectionRequest
private typealias Response = Grpc__Reflection__V1__ServerReflectionResponse

/// One caller's questions; each gets one answer.
private final class ReflectionStream: StreamHandler {
  private let index: DescriptorIndex
  private let services: [String]

  init(_ index: DescriptorIndex, _ services: [String]) {
    self.index = index
    self.services = services
  }

  override func received(_ message: UnsafeRawBufferPointer, on call: ServerCall) {
    guard
      let request = grpc__reflection__v1__server_reflection_request__unpack(
        call.allocator, message.count, message.baseAddress?.assumingMemoryBound(to: UInt8.self))
    else {
      call.refuse(.internal, "the request does not parse")
      return
    }
    if !answer(request, call) { call.pauseReading() }
  }

  override func writable(_ call: ServerCall) {
    call.resumeReading()
  }

  override func halfClosed(_ call: ServerCall) {
    call.finish(.ok)
  }

  /// - Returns: whether more may be asked at once.
  private func answer(_ request: UnsafeMutablePointer<Request>, _ call: ServerCall) -> Bool {
    switch request.pointee.message_request_case {
    case GRPC__REFLECTION__V1__SERVER_REFLECTION_REQUEST__MESSAGE_REQUEST_FILE_BY_FILENAME:
      let name = String(cString: request.pointee.file_by_filename)
      return send(files: index.closure(ofFile: name), request, call)
    case GRPC__REFLECTION__V1__SERVER_REFLECTION_REQUEST__MESSAGE_REQUEST_FILE_CONTAINING_SYMBOL:
      let symbol = String(cString: request.pointee.file_containing_symbol)
      return send(files: index.closure(ofSymbol: symbol), request, call)
    case GRPC__REFLECTION__V1__SERVER_REFLECTION_REQUEST__MESSAGE_REQUEST_FILE_CONTAINING_EXTENSION:
      let wanted = request.pointee.file_containing_extension!
      let type = String(cString: wanted.pointee.containing_type)
      return send(
        files: index.closure(ofExtension: wanted.pointee.extension_number, of: type), request, call)
    case GRPC__REFLECTION__V1__SERVER_REFLECTION_REQUEST__MESSAGE_REQUEST_ALL_EXTENSION_NUMBERS_OF_TYPE:
      let type = String(cString: request.pointee.all_extension_numbers_of_type)
      return send(extensionNumbers: index.extensionNumbers(of: type), request, call)
    case GRPC__REFLECTION__V1__SERVER_REFLECTION_REQUEST__MESSAGE_REQUEST_LIST_SERVICES:
      return sendServices(request, call)
    default:
      return send(error: .invalidArgument, "no question", request, call)
    }
  }

  // MARK: Answers

  private func send(
    files: [DescriptorIndex.File]?, _ request: UnsafeMutablePointer<Request>, _ call: ServerCall
  ) -> Bool {
    guard let files else { return send(error: .notFound, "not found", request, call) }
    var list = files.map { file in
      // protobuf-c's struct has no const; packing reads only.
      ProtobufCBinaryData(
        len: file.bytes.count,
        data: UnsafeMutablePointer(mutating: file.bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)))
    }
    return list.withUnsafeMutableBufferPointer { list in
      var answer = Grpc__Reflection__V1__FileDescriptorResponse()
      grpc__reflection__v1__file_descriptor_response__init(&answer)
      answer.n_file_descriptor_proto = list.count
      answer.file_descriptor_proto = list.baseAddress
      return withUnsafeMutablePointer(to: &answer) { answer in
        send(request, call) {
          $0.message_response_case =
            GRPC__REFLECTION__V1__SERVER_REFLECTION_RESPONSE__MESSAGE_RESPONSE_FILE_DESCRIPTOR_RESPONSE
          $0.file_descriptor_response = answer
        }
      }
    }
  }

  private func send(
    extensionNumbers numbers: [Int32]?, _ request: UnsafeMutablePointer<Request>, _ call: ServerCall
  ) -> Bool {
    guard var numbers else { return send(error: .notFound, "unknown type", request, call) }
    return numbers.withUnsafeMutableBufferPointer { numbers in
      var answer = Grpc__Reflection__V1__ExtensionNumberResponse()
      grpc__reflection__v1__extension_number_response__init(&answer)
      answer.base_type_name = request.pointee.all_extension_numbers_of_type
      answer.n_extension_number = numbers.count
      answer.extension_number = numbers.baseAddress
      return withUnsafeMutablePointer(to: &answer) { answer in
        send(request, call) {
          $0.message_response_case =
            GRPC__REFLECTION__V1__SERVER_REFLECTION_RESPONSE__MESSAGE_RESPONSE_ALL_EXTENSION_NUMBERS_RESPONSE
          $0.all_extension_numbers_response = answer
        }
      }
    }
  }

  private func sendServices(_ request: UnsafeMutablePointer<Request>, _ call: ServerCall) -> Bool {
    // In the call's arena: the texts and the two levels of pointers that protobuf-c wants.
    let allocator = call.allocator
    func room<Element>(_ type: Element.Type, _ count: Int) -> UnsafeMutablePointer<Element>? {
      allocator.pointee.alloc(allocator.pointee.allocator_data, MemoryLayout<Element>.stride * count)?
        .bindMemory(to: type, capacity: count)
    }
    typealias Service = Grpc__Reflection__V1__ServiceResponse
    guard let pointers = room(UnsafeMutablePointer<Service>?.self, services.count),
      let structs = room(Service.self, services.count)
    else { return send(error: .resourceExhausted, "too many services", request, call) }
    for (position, name) in services.enumerated() {
      let bytes = Array(name.utf8CString)
      guard let text = room(CChar.self, bytes.count) else {
        return send(error: .resourceExhausted, "too many services", request, call)
      }
      text.initialize(from: bytes, count: bytes.count)
      grpc__reflection__v1__service_response__init(structs + position)
      structs[position].name = text
      pointers[position] = structs + position
    }
    var answer = Grpc__Reflection__V1__ListServiceResponse()
    grpc__reflection__v1__list_service_response__init(&answer)
    answer.n_service = services.count
    answer.service = pointers
    return withUnsafeMutablePointer(to: &answer) { answer in
      send(request, call) {
        $0.message_response_case =
          GRPC__REFLECTION__V1__SERVER_REFLECTION_RESPONSE__MESSAGE_RESPONSE_LIST_SERVICES_RESPONSE
        $0.list_services_response = answer
      }
    }
  }

  private func send(
    error code: StatusCode, _ text: String, _ request: UnsafeMutablePointer<Request>, _ call: ServerCall
  ) -> Bool {
    var bytes = Array(text.utf8CString)
    return bytes.withUnsafeMutableBufferPointer { text in
      var answer = Grpc__Reflection__V1__ErrorResponse()
      grpc__reflection__v1__error_response__init(&answer)
      answer.error_code = code.rawValue
      answer.error_message = text.baseAddress
      return withUnsafeMutablePointer(to: &answer) { answer in
        send(request, call) {
          $0.message_response_case =
            GRPC__REFLECTION__V1__SERVER_REFLECTION_RESPONSE__MESSAGE_RESPONSE_ERROR_RESPONSE
          $0.error_response = answer
        }
      }
    }
  }

  private func send(
    _ request: UnsafeMutablePointer<Request>, _ call: ServerCall, _ fill: (inout Response) -> Void
  ) -> Bool {
    var response = Response()
    grpc__reflection__v1__server_reflection_response__init(&response)
    response.valid_host = request.pointee.host
    response.original_request = request
    fill(&response)
    let count = grpc__reflection__v1__server_reflection_response__get_packed_size(&response)
    return call.send(byteCount: count) { buffer in
      grpc__reflection__v1__server_reflection_response__pack(
        &response, buffer.baseAddress!.assumingMemoryBound(to: UInt8.self))
    }
  }
}
