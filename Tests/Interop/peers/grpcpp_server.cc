// gRPC's own C++ server of grpc.testing.TestService. Prints its port; lives until its standard input ends.
//
//     grpcpp-server CERTIFICATE KEY
#include <grpcpp/grpcpp.h>

#include <chrono>
#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>
#include <string>
#include <thread>

#include "grpc/testing/test.grpc.pb.h"

// Public in libgrpc for gRPC's own interoperability tests: whether a message came compressed.
uint32_t grpc_call_test_only_get_message_flags(grpc_call *call);

namespace grpc::testing {
// A friend of ServerContext by name.
class InteropServerContextInspector {
public:
  static bool WasCompressed(grpc::ServerContext *context) {
    // GRPC_WRITE_INTERNAL_COMPRESS, and the bit that takes its place once the message is decompressed.
    constexpr uint32_t internalCompress = 0x80000000u | 0x40000000u;
    return (grpc_call_test_only_get_message_flags(context->c_call()) & internalCompress) != 0;
  }
};
} // namespace grpc::testing

namespace {
using grpc::Status;
using grpc::StatusCode;
using grpc::testing::InteropServerContextInspector;
namespace messages = grpc::testing;

void echoMetadata(grpc::ServerContext *context) {
  const auto &sent = context->client_metadata();
  if (auto found = sent.find("x-grpc-test-echo-initial"); found != sent.end())
    context->AddInitialMetadata("x-grpc-test-echo-initial",
                                std::string(found->second.data(), found->second.size()));
  if (auto found = sent.find("x-grpc-test-echo-trailing-bin"); found != sent.end())
    context->AddTrailingMetadata("x-grpc-test-echo-trailing-bin",
                                 std::string(found->second.data(), found->second.size()));
}

template <typename Request> bool isAsAnnounced(grpc::ServerContext *context, const Request &request) {
  return !request.has_expect_compressed() ||
         request.expect_compressed().value() == InteropServerContextInspector::WasCompressed(context);
}

template <typename Request> Status askedStatus(const Request &request) {
  if (!request.has_response_status())
    return Status::OK;
  return Status(static_cast<StatusCode>(request.response_status().code()),
                request.response_status().message());
}

const Status notAsAnnounced(StatusCode::INVALID_ARGUMENT, "the compression is not as announced");

class TestService final : public messages::TestService::Service {
  Status EmptyCall(grpc::ServerContext *, const messages::Empty *, messages::Empty *) override {
    return Status::OK;
  }

  Status UnaryCall(grpc::ServerContext *context, const messages::SimpleRequest *request,
                   messages::SimpleResponse *response) override {
    echoMetadata(context);
    if (!isAsAnnounced(context, *request))
      return notAsAnnounced;
    if (request->has_response_compressed())
      context->set_compression_algorithm(request->response_compressed().value() ? GRPC_COMPRESS_GZIP
                                                                                : GRPC_COMPRESS_NONE);
    response->mutable_payload()->set_body(std::string(static_cast<size_t>(request->response_size()), '\0'));
    return askedStatus(*request);
  }

  Status StreamingInputCall(grpc::ServerContext *context,
                            grpc::ServerReader<messages::StreamingInputCallRequest> *reader,
                            messages::StreamingInputCallResponse *response) override {
    size_t total = 0;
    for (messages::StreamingInputCallRequest request; reader->Read(&request);) {
      if (!isAsAnnounced(context, request))
        return notAsAnnounced;
      total += request.payload().body().size();
    }
    response->set_aggregated_payload_size(static_cast<int32_t>(total));
    return Status::OK;
  }

  Status StreamingOutputCall(grpc::ServerContext *context,
                             const messages::StreamingOutputCallRequest *request,
                             grpc::ServerWriter<messages::StreamingOutputCallResponse> *writer) override {
    for (const auto &parameters : request->response_parameters())
      if (parameters.has_compressed())
        context->set_compression_algorithm(GRPC_COMPRESS_GZIP);
    return respond(*request, writer);
  }

  Status FullDuplexCall(grpc::ServerContext *context,
                        grpc::ServerReaderWriter<messages::StreamingOutputCallResponse,
                                                 messages::StreamingOutputCallRequest> *stream) override {
    echoMetadata(context);
    for (messages::StreamingOutputCallRequest request; stream->Read(&request);)
      if (Status status = respond(request, stream); !status.ok())
        return status;
    return Status::OK;
  }

  template <typename Writer>
  static Status respond(const messages::StreamingOutputCallRequest &request, Writer *writer) {
    if (Status status = askedStatus(request); !status.ok())
      return status;
    for (const auto &parameters : request.response_parameters()) {
      std::this_thread::sleep_for(std::chrono::microseconds(parameters.interval_us()));
      messages::StreamingOutputCallResponse response;
      response.mutable_payload()->set_body(std::string(static_cast<size_t>(parameters.size()), '\0'));
      grpc::WriteOptions options;
      if (parameters.has_compressed() && !parameters.compressed().value())
        options.set_no_compression();
      if (!writer->Write(response, options))
        return Status::CANCELLED;
    }
    return Status::OK;
  }
};

std::string contents(const char *path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}
} // namespace

int main(int count, char **arguments) {
  if (count != 3) {
    std::cerr << "usage: grpcpp-server CERTIFICATE KEY\n";
    return 2;
  }
  grpc::SslServerCredentialsOptions options;
  options.pem_key_cert_pairs.push_back({contents(arguments[2]), contents(arguments[1])});
  TestService service;
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::SslServerCredentials(options), &port);
  builder.RegisterService(&service);
  std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (!server)
    return 1;
  std::cout << "port=" << port << std::endl;
  while (std::cin.get() != std::char_traits<char>::eof()) {
  }
  server->Shutdown(std::chrono::system_clock::now());
  return 0;
}
