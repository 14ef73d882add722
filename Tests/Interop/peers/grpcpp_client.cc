// gRPC's own C++ client: runs one case against a server of grpc.testing.TestService; 0: it passed.
//
//     grpcpp-client PORT CA CASE
#include <grpcpp/grpcpp.h>

#include <chrono>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "grpc/testing/test.grpc.pb.h"

// Public in libgrpc for gRPC's own interoperability tests: whether a message came compressed.
uint32_t grpc_call_test_only_get_message_flags(grpc_call *call);

namespace grpc::testing {
// A friend of ClientContext by name.
class InteropClientContextInspector {
public:
  static bool WasCompressed(const grpc::ClientContext &context) {
    // GRPC_WRITE_INTERNAL_COMPRESS, and the bit that takes its place once the message is decompressed.
    constexpr uint32_t internalCompress = 0x80000000u | 0x40000000u;
    return (grpc_call_test_only_get_message_flags(context.call_) & internalCompress) != 0;
  }
};
} // namespace grpc::testing

namespace {
using grpc::ClientContext;
using grpc::Status;
using grpc::StatusCode;
using grpc::testing::InteropClientContextInspector;
namespace messages = grpc::testing;
using Stub = messages::TestService::Stub;

constexpr int largeRequest = 271828, largeResponse = 314159;
const std::vector<int> requestSizes{27182, 8, 1828, 45904};
const std::vector<int> responseSizes{31415, 9, 2653, 58979};

void expect(bool condition, const std::string &what) {
  if (!condition)
    throw std::runtime_error(what);
}

void expectStatus(const Status &status, StatusCode code, const std::string &message) {
  expect(status.error_code() == code, "code " + std::to_string(status.error_code()) + " in place of " +
                                          std::to_string(code) + ": " + status.error_message());
  expect(message.empty() || status.error_message() == message, "message: " + status.error_message());
}

void expectOK(const Status &status) { expectStatus(status, StatusCode::OK, ""); }

std::string zeros(int size) { return std::string(static_cast<size_t>(size), '\0'); }

template <typename Response> void expectZeros(const Response &response, int size) {
  expect(response.payload().body() == zeros(size), "another payload");
}

messages::SimpleRequest largeUnaryRequest() {
  messages::SimpleRequest request;
  request.set_response_size(largeResponse);
  request.mutable_payload()->set_body(zeros(largeRequest));
  return request;
}

messages::StreamingOutputCallRequest streamed(int responseSize, int requestSize) {
  messages::StreamingOutputCallRequest request;
  request.add_response_parameters()->set_size(responseSize);
  request.mutable_payload()->set_body(zeros(requestSize));
  return request;
}

// ---- unary ----

void emptyUnary(Stub &stub) {
  ClientContext context;
  messages::Empty request, response;
  expectOK(stub.EmptyCall(&context, request, &response));
}

void largeUnary(Stub &stub) {
  ClientContext context;
  messages::SimpleResponse response;
  expectOK(stub.UnaryCall(&context, largeUnaryRequest(), &response));
  expectZeros(response, largeResponse);
}

template <typename Call> Status unimplemented(Call call) {
  ClientContext context;
  messages::Empty request, response;
  return call(&context, request, &response);
}

Status failedUnary(Stub &stub, const std::string &message) {
  ClientContext context;
  messages::SimpleRequest request;
  request.mutable_response_status()->set_code(StatusCode::UNKNOWN);
  request.mutable_response_status()->set_message(message);
  messages::SimpleResponse response;
  return stub.UnaryCall(&context, request, &response);
}

void statusCodeAndMessage(Stub &stub) {
  const std::string message = "test status message";
  expectStatus(failedUnary(stub, message), StatusCode::UNKNOWN, message);
  ClientContext context;
  auto stream = stub.FullDuplexCall(&context);
  messages::StreamingOutputCallRequest request;
  request.mutable_response_status()->set_code(StatusCode::UNKNOWN);
  request.mutable_response_status()->set_message(message);
  stream->Write(request);
  messages::StreamingOutputCallResponse response;
  expect(!stream->Read(&response), "a response in place of an error");
  expectStatus(stream->Finish(), StatusCode::UNKNOWN, message);
}

void specialStatusMessage(Stub &stub) {
  const std::string message = "\t\ntest with whitespace\r\nand Unicode BMP \u263a and non-BMP \U0001f608\t\n";
  expectStatus(failedUnary(stub, message), StatusCode::UNKNOWN, message);
}

void addMetadata(ClientContext &context) {
  context.AddMetadata("x-grpc-test-echo-initial", "test_initial_metadata_value");
  context.AddMetadata("x-grpc-test-echo-trailing-bin", "\xab\xab\xab");
}

void expectMetadata(const ClientContext &context) {
  const auto &initial = context.GetServerInitialMetadata();
  auto header = initial.find("x-grpc-test-echo-initial");
  expect(header != initial.end() && header->second == "test_initial_metadata_value",
         "the header did not come back");
  const auto &trailing = context.GetServerTrailingMetadata();
  auto trailer = trailing.find("x-grpc-test-echo-trailing-bin");
  expect(trailer != trailing.end() && trailer->second == "\xab\xab\xab", "the trailer did not come back");
}

void customMetadata(Stub &stub) {
  ClientContext unary, duplex;
  addMetadata(unary);
  addMetadata(duplex);
  messages::SimpleResponse response;
  expectOK(stub.UnaryCall(&unary, largeUnaryRequest(), &response));
  expectMetadata(unary);
  auto stream = stub.FullDuplexCall(&duplex);
  stream->Write(streamed(largeResponse, largeRequest));
  stream->WritesDone();
  messages::StreamingOutputCallResponse item;
  expect(stream->Read(&item), "no response");
  expect(!stream->Read(&item), "one response too many");
  expectOK(stream->Finish());
  expectMetadata(duplex);
}

// ---- streams ----

void clientStreaming(Stub &stub) {
  ClientContext context;
  messages::StreamingInputCallResponse response;
  auto writer = stub.StreamingInputCall(&context, &response);
  for (int size : requestSizes) {
    messages::StreamingInputCallRequest request;
    request.mutable_payload()->set_body(zeros(size));
    expect(writer->Write(request), "a write failed");
  }
  writer->WritesDone();
  expectOK(writer->Finish());
  expect(response.aggregated_payload_size() == 74922, "another sum");
}

void readAll(grpc::ClientReader<messages::StreamingOutputCallResponse> &reader, const std::vector<int> &sizes,
             std::chrono::milliseconds pause = {}) {
  messages::StreamingOutputCallResponse response;
  size_t count = 0;
  for (; reader.Read(&response); count++) {
    expect(count < sizes.size(), "one response too many");
    expectZeros(response, sizes[count]);
    std::this_thread::sleep_for(pause);
  }
  expectOK(reader.Finish());
  expect(count == sizes.size(), std::to_string(count) + " responses");
}

void outputStream(Stub &stub, const std::vector<int> &sizes, std::chrono::milliseconds pause) {
  ClientContext context;
  messages::StreamingOutputCallRequest request;
  for (int size : sizes)
    request.add_response_parameters()->set_size(size);
  readAll(*stub.StreamingOutputCall(&context, request), sizes, pause);
}

void pingPong(Stub &stub) {
  ClientContext context;
  auto stream = stub.FullDuplexCall(&context);
  messages::StreamingOutputCallResponse response;
  for (size_t i = 0; i < requestSizes.size(); i++) {
    expect(stream->Write(streamed(responseSizes[i], requestSizes[i])), "a write failed");
    expect(stream->Read(&response), "no response");
    expectZeros(response, responseSizes[i]);
  }
  stream->WritesDone();
  expect(!stream->Read(&response), "one response too many");
  expectOK(stream->Finish());
}

void emptyStream(Stub &stub) {
  ClientContext context;
  auto stream = stub.FullDuplexCall(&context);
  stream->WritesDone();
  messages::StreamingOutputCallResponse response;
  expect(!stream->Read(&response), "a response to no request");
  expectOK(stream->Finish());
}

void cancelAfterBegin(Stub &stub) {
  ClientContext context;
  messages::StreamingInputCallResponse response;
  auto writer = stub.StreamingInputCall(&context, &response);
  context.TryCancel();
  expectStatus(writer->Finish(), StatusCode::CANCELLED, "");
}

void cancelAfterFirstResponse(Stub &stub) {
  ClientContext context;
  auto stream = stub.FullDuplexCall(&context);
  messages::StreamingOutputCallResponse response;
  stream->Write(streamed(responseSizes[0], requestSizes[0]));
  expect(stream->Read(&response), "no response");
  expectZeros(response, responseSizes[0]);
  context.TryCancel();
  expectStatus(stream->Finish(), StatusCode::CANCELLED, "");
}

void timeoutOnSleepingServer(Stub &stub) {
  ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(1));
  auto stream = stub.FullDuplexCall(&context);
  messages::StreamingOutputCallRequest request;
  request.mutable_payload()->set_body(zeros(requestSizes[0]));
  stream->Write(request);
  messages::StreamingOutputCallResponse response;
  expect(!stream->Read(&response), "a response to no wish");
  expectStatus(stream->Finish(), StatusCode::DEADLINE_EXCEEDED, "");
}

// ---- compression ----

Status compressedUnary(Stub &stub, bool announced, bool compressed) {
  ClientContext context;
  if (compressed)
    context.set_compression_algorithm(GRPC_COMPRESS_GZIP);
  auto request = largeUnaryRequest();
  request.mutable_expect_compressed()->set_value(announced);
  messages::SimpleResponse response;
  Status status = stub.UnaryCall(&context, request, &response);
  if (status.ok())
    expectZeros(response, largeResponse);
  return status;
}

void clientCompressedUnary(Stub &stub) {
  expectStatus(compressedUnary(stub, true, false), StatusCode::INVALID_ARGUMENT, "");
  expectOK(compressedUnary(stub, true, true));
  expectOK(compressedUnary(stub, false, false));
}

void serverCompressedUnary(Stub &stub) {
  for (bool compressed : {true, false}) {
    ClientContext context;
    auto request = largeUnaryRequest();
    request.mutable_response_compressed()->set_value(compressed);
    messages::SimpleResponse response;
    expectOK(stub.UnaryCall(&context, request, &response));
    expectZeros(response, largeResponse);
    expect(InteropClientContextInspector::WasCompressed(context) == compressed,
           "compression is not as asked");
  }
}

messages::StreamingInputCallRequest announcedInput(bool announced, int size) {
  messages::StreamingInputCallRequest request;
  request.mutable_expect_compressed()->set_value(announced);
  request.mutable_payload()->set_body(zeros(size));
  return request;
}

void clientCompressedStreaming(Stub &stub) {
  {
    ClientContext context;
    messages::StreamingInputCallResponse response;
    auto writer = stub.StreamingInputCall(&context, &response);
    writer->Write(announcedInput(true, 27182));
    writer->WritesDone();
    expectStatus(writer->Finish(), StatusCode::INVALID_ARGUMENT, "");
  }
  ClientContext context;
  context.set_compression_algorithm(GRPC_COMPRESS_GZIP);
  messages::StreamingInputCallResponse response;
  auto writer = stub.StreamingInputCall(&context, &response);
  expect(writer->Write(announcedInput(true, 27182)), "a write failed");
  expect(writer->Write(announcedInput(false, 45904), grpc::WriteOptions().set_no_compression()),
         "a write failed");
  writer->WritesDone();
  expectOK(writer->Finish());
  expect(response.aggregated_payload_size() == 73086, "another sum");
}

void serverCompressedStreaming(Stub &stub) {
  const std::vector<std::pair<int, bool>> wanted{{31415, true}, {92653, false}};
  ClientContext context;
  messages::StreamingOutputCallRequest request;
  for (auto [size, compressed] : wanted) {
    auto *parameters = request.add_response_parameters();
    parameters->set_size(size);
    parameters->mutable_compressed()->set_value(compressed);
  }
  auto reader = stub.StreamingOutputCall(&context, request);
  messages::StreamingOutputCallResponse response;
  for (auto [size, compressed] : wanted) {
    expect(reader->Read(&response), "no response");
    expectZeros(response, size);
    expect(InteropClientContextInspector::WasCompressed(context) == compressed,
           "compression is not as asked");
  }
  expect(!reader->Read(&response), "one response too many");
  expectOK(reader->Finish());
}

// ---- load ----

struct PendingCall {
  ClientContext context;
  messages::SimpleResponse response;
  Status status;
  std::unique_ptr<grpc::ClientAsyncResponseReader<messages::SimpleResponse>> reader;
};

void parallelLargeUnary(Stub &stub) {
  grpc::CompletionQueue queue;
  const auto request = largeUnaryRequest();
  std::vector<std::unique_ptr<PendingCall>> calls;
  for (int i = 0; i < 1000; i++) {
    auto &call = calls.emplace_back(std::make_unique<PendingCall>());
    call->reader = stub.AsyncUnaryCall(&call->context, request, &queue);
    call->reader->Finish(&call->response, &call->status, call.get());
  }
  for (size_t i = 0; i < calls.size(); i++) {
    void *tag;
    bool ok;
    expect(queue.Next(&tag, &ok) && ok, "the queue ended");
    auto *call = static_cast<PendingCall *>(tag);
    expectOK(call->status);
    expectZeros(call->response, largeResponse);
    call->response.Clear();
  }
  queue.Shutdown();
}

std::shared_ptr<grpc::Channel> connect(const std::string &port, const std::string &ca) {
  std::ostringstream roots;
  roots << std::ifstream(ca).rdbuf();
  grpc::SslCredentialsOptions options;
  options.pem_root_certs = roots.str();
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1); // a new channel is a new connection
  return grpc::CreateCustomChannel("localhost:" + port, grpc::SslCredentials(options), arguments);
}

const std::map<std::string, std::function<void(Stub &)>> cases{
    {"empty_unary", emptyUnary},
    {"large_unary", largeUnary},
    {"client_streaming", clientStreaming},
    {"server_streaming", [](Stub &stub) { outputStream(stub, responseSizes, {}); }},
    {"ping_pong", pingPong},
    {"empty_stream", emptyStream},
    {"custom_metadata", customMetadata},
    {"status_code_and_message", statusCodeAndMessage},
    {"special_status_message", specialStatusMessage},
    {"unimplemented_method",
     [](Stub &stub) {
       auto call = [&](auto... parts) { return stub.UnimplementedCall(parts...); };
       expectStatus(unimplemented(call), StatusCode::UNIMPLEMENTED, "");
     }},
    {"cancel_after_begin", cancelAfterBegin},
    {"cancel_after_first_response", cancelAfterFirstResponse},
    {"timeout_on_sleeping_server", timeoutOnSleepingServer},
    {"client_compressed_unary", clientCompressedUnary},
    {"server_compressed_unary", serverCompressedUnary},
    {"client_compressed_streaming", clientCompressedStreaming},
    {"server_compressed_streaming", serverCompressedStreaming},
    // 16 MiB from a server that is much faster than its reader.
    {"slow_consumer",
     [](Stub &stub) { outputStream(stub, std::vector<int>(256, 65536), std::chrono::milliseconds(2)); }},
    {"rpc_soak",
     [](Stub &stub) {
       for (int i = 0; i < 200; i++)
         largeUnary(stub);
     }},
    {"parallel_large_unary", parallelLargeUnary},
};

void run(const std::string &port, const std::string &ca, const std::string &name) {
  if (name == "channel_soak") {
    for (int i = 0; i < 50; i++)
      largeUnary(*messages::TestService::NewStub(connect(port, ca)));
    return;
  }
  auto channel = connect(port, ca);
  if (name == "unimplemented_service") {
    auto stub = messages::UnimplementedService::NewStub(channel);
    auto call = [&](auto... parts) { return stub->UnimplementedCall(parts...); };
    expectStatus(unimplemented(call), StatusCode::UNIMPLEMENTED, "");
    return;
  }
  cases.at(name)(*messages::TestService::NewStub(channel));
}
} // namespace

int main(int count, char **arguments) {
  if (count != 4) {
    std::cerr << "usage: grpcpp-client PORT CA CASE\n";
    return 2;
  }
  try {
    run(arguments[1], arguments[2], arguments[3]);
  } catch (const std::exception &error) {
    std::cerr << error.what() << "\n";
    return 1;
  }
  return 0;
}
