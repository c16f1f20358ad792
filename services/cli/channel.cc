#include "services/cli/channel.h"

#include <algorithm>
#include <cstdlib>
#include <random>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/base/status_macros.h"
#include "common/rpc/config/text_proto.h"
#include "common/rpc/observe/trace.h"
#include "common/rpc/server/server.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/support/client_interceptor.h"

extern "C" const char qushu_service_config_json[], qushu_service_config_json_end[];

namespace qushu::cli {
namespace {

namespace interception = grpc::experimental;

// The services bound their answers; a stored article with its source may still take this much.
constexpr int kMaxAnswerBytes = 64 << 20;

// A person waits for the first connection so long, a service that is being started again is met.
constexpr absl::Duration kFirstConnection = absl::Seconds(1);
constexpr int kReconnectMs = 100;

using Metadata = std::vector<std::pair<std::string, std::string>>;

// Adds the same metadata to every call of a channel, of whatever kind. gRPC's own credentials for
// calls do so on encrypted connections alone.
class AddMetadata final : public interception::Interceptor {
 public:
  explicit AddMetadata(const Metadata& metadata) : metadata_(metadata) {}

  void Intercept(interception::InterceptorBatchMethods* methods) override {
    if (methods->QueryInterceptionHookPoint(
            interception::InterceptionHookPoints::PRE_SEND_INITIAL_METADATA)) {
      for (const auto& [key, value] : metadata_) {
        methods->GetSendInitialMetadata()->emplace(key, value);
      }
    }
    methods->Proceed();
  }

 private:
  const Metadata& metadata_;
};

class AddMetadataFactory final : public interception::ClientInterceptorFactoryInterface {
 public:
  explicit AddMetadataFactory(Metadata metadata) : metadata_(std::move(metadata)) {}
  interception::Interceptor* CreateClientInterceptor(interception::ClientRpcInfo*) override {
    return new AddMetadata(metadata_);
  }

 private:
  const Metadata metadata_;
};

absl::StatusOr<std::string> ReadToken(const std::string& path) {
  QUSHU_ASSIGN_OR_RETURN(const std::string content, rpc::ReadSmallFile(path));
  const std::string token(absl::StripAsciiWhitespace(content));
  // gRPC ends the program over anything else in metadata.
  const bool printable =
      std::all_of(token.begin(), token.end(), [](char c) { return c > 0x20 && c < 0x7F; });
  if (token.empty() || !printable) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": holds no token"));
  }
  return token;
}

absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> CredentialsFor(const Security& security) {
  if (security.cert.empty() != security.key.empty()) {
    return absl::InvalidArgumentError("--cert and --key go together");
  }
  if (security.tls_ca.empty()) {
    if (security.cert.empty()) return grpc::InsecureChannelCredentials();
    return absl::InvalidArgumentError("--cert needs --tls_ca");
  }
  grpc::SslCredentialsOptions options;
  if (security.tls_ca != "system") {
    QUSHU_ASSIGN_OR_RETURN(options.pem_root_certs, rpc::ReadSmallFile(security.tls_ca));
  }
  if (!security.cert.empty()) {
    QUSHU_ASSIGN_OR_RETURN(options.pem_cert_chain, rpc::ReadSmallFile(security.cert));
    QUSHU_ASSIGN_OR_RETURN(options.pem_private_key, rpc::ReadSmallFile(security.key));
  }
  return grpc::SslCredentials(options);
}

std::string OwnTrace() {
  static const std::string trace = [] {
    const char* given = std::getenv("TRACEPARENT");
    if (given != nullptr && !rpc::TraceIdOf(given).empty()) return std::string(given);
    return rpc::NewTraceParent();
  }();
  return trace;
}

}  // namespace

absl::StatusOr<std::shared_ptr<grpc::Channel>> OpenChannel(const std::string& address,
                                                           const Security& security) {
  QUSHU_ASSIGN_OR_RETURN(const auto credentials, CredentialsFor(security));
  Metadata metadata = {{"traceparent", OwnTrace()}};
  if (!security.token_file.empty()) {
    if (security.tls_ca.empty() && !rpc::IsLoopback(address)) {
      return absl::InvalidArgumentError(
          "the token would be sent unencrypted to another machine; give --tls_ca");
    }
    QUSHU_ASSIGN_OR_RETURN(const std::string token, ReadToken(security.token_file));
    metadata.emplace_back("authorization", "Bearer " + token);
  }
  grpc::ChannelArguments arguments;
  arguments.SetServiceConfigJSON(
      std::string(qushu_service_config_json, qushu_service_config_json_end));
  arguments.SetMaxReceiveMessageSize(kMaxAnswerBytes);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, kReconnectMs);
  const auto open = [&] {
    std::vector<std::unique_ptr<interception::ClientInterceptorFactoryInterface>> interceptors;
    interceptors.push_back(std::make_unique<AddMetadataFactory>(metadata));
    return interception::CreateCustomChannelWithInterceptors(address, credentials, arguments,
                                                             std::move(interceptors));
  };
  std::shared_ptr<grpc::Channel> channel = open();
  const auto patience = absl::ToChronoTime(absl::Now() + kFirstConnection);
  if (channel->WaitForConnected(patience) ||
      channel->GetState(false) != GRPC_CHANNEL_TRANSIENT_FAILURE) {
    return channel;
  }
  // Nobody is there: the first call says so, without trying for long.
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  return open();
}

}  // namespace qushu::cli
