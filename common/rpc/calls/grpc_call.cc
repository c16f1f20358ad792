#include "common/rpc/calls/grpc_call.h"

#include <memory>
#include <utility>

#include "common/rpc/calls/metadata.h"
#include "grpcpp/security/auth_context.h"

namespace qushu::rpc {
namespace {

class GrpcSource final : public CallSource {
 public:
  explicit GrpcSource(const grpc::ServerContextBase& context) : context_(context) {}

  std::optional<std::string_view> Metadata(std::string_view key) const override {
    const auto& metadata = context_.client_metadata();
    const auto found = metadata.find(grpc::string_ref(key.data(), key.size()));
    if (found == metadata.end()) return std::nullopt;
    return std::string_view(found->second.data(), found->second.size());
  }

  std::string Peer() const override { return context_.peer(); }

  std::vector<std::string> CertificateNames() const override {
    std::vector<std::string> names;
    const std::shared_ptr<const grpc::AuthContext> auth = context_.auth_context();
    if (auth == nullptr || !auth->IsPeerAuthenticated()) return names;
    for (const char* property : {"x509_subject_alternative_name"}) {
      for (const grpc::string_ref& name : auth->FindPropertyValues(property)) {
        names.emplace_back(name.data(), name.size());
      }
    }
    return names;
  }

  absl::Time Deadline() const override { return absl::FromChrono(context_.deadline()); }

 private:
  const grpc::ServerContextBase& context_;
};

}  // namespace

absl::Status Admit(Runtime& runtime, const grpc::ServerContextBase& context,
                   std::string_view method, CallType type, Ticket& ticket) {
  return runtime.Admit(GrpcSource(context), method, type, ticket);
}

grpc::Status Conclude(Runtime& runtime, grpc::ServerContextBase& context, const Ticket& ticket,
                      const absl::Status& status) {
  Ending ending = runtime.Conclude(ticket, status);
  for (auto& [key, value] : ending.trailers) {
    // The runtime makes legal ones only.
    AddTrailer(context, key, value).IgnoreError();
  }
  return std::move(ending.status);
}

}  // namespace qushu::rpc
