#include "common/rpc/server/standard_services.h"

#include <array>
#include <set>
#include <utility>

#include "common/base/error.h"
#include "common/rpc/calls/refusals.h"
#include "common/rpc/calls/status.h"
#include "common/rpc/server/channelz.h"
#include "common/rpc/server/standard_services.pb.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor.pb.h"
#include "grpcpp/support/status.h"

namespace qushu::rpc {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using standard::HealthCheckResponse;
using standard::ServerReflectionRequest;
using standard::ServerReflectionResponse;

constexpr std::array kReflectionServices = {"grpc.reflection.v1.ServerReflection",
                                            "grpc.reflection.v1alpha.ServerReflection"};
constexpr char kReflectionMethod[] = "/ServerReflectionInfo";

absl::StatusOr<std::string> ServiceAsked(const grpc::ByteBuffer& bytes) {
  standard::HealthCheckRequest request;
  if (!Parse(bytes, request)) return Malformed();
  return request.service();
}

HealthCheckResponse Answer(std::optional<bool> serving) {
  HealthCheckResponse answer;
  answer.set_status(!serving   ? HealthCheckResponse::SERVICE_UNKNOWN
                    : *serving ? HealthCheckResponse::SERVING
                               : HealthCheckResponse::NOT_SERVING);
  return answer;
}

// `file` and all that it is made of, each once, itself first.
void AddFiles(const FileDescriptor& file, std::set<const FileDescriptor*>& seen,
              ServerReflectionResponse::FileDescriptorResponse& out) {
  if (!seen.insert(&file).second) return;
  google::protobuf::FileDescriptorProto proto;
  file.CopyTo(&proto);
  proto.SerializeToString(out.add_file_descriptor_proto());
  for (int i = 0; i < file.dependency_count(); ++i) AddFiles(*file.dependency(i), seen, out);
}

void AnswerFile(const FileDescriptor* file, ServerReflectionResponse& answer) {
  if (file == nullptr) {
    answer.mutable_error_response()->set_error_code(grpc::StatusCode::NOT_FOUND);
    answer.mutable_error_response()->set_error_message("no such file or symbol");
    return;
  }
  std::set<const FileDescriptor*> seen;
  AddFiles(*file, seen, *answer.mutable_file_descriptor_response());
}

void AnswerExtensions(const Descriptor* type, ServerReflectionResponse& answer) {
  if (type == nullptr) return AnswerFile(nullptr, answer);
  std::vector<const FieldDescriptor*> extensions;
  DescriptorPool::generated_pool()->FindAllExtensions(type, &extensions);
  auto& out = *answer.mutable_all_extension_numbers_response();
  out.set_base_type_name(std::string(type->full_name()));
  for (const FieldDescriptor* extension : extensions) {
    out.add_extension_number(extension->number());
  }
}

// Answers each message, until the caller has no more.
class ReflectionReactor final : public grpc::ServerGenericBidiReactor {
 public:
  explicit ReflectionReactor(const std::vector<std::string>& services) : services_(services) {
    StartRead(&request_);
  }

 private:
  void OnReadDone(bool ok) override {
    if (!ok) return Finish(grpc::Status::OK);
    const std::optional<std::string> answer = AnswerReflection(BytesOf(request_), services_);
    if (!answer) return Finish(ToGrpcStatus(Malformed()));
    response_ = ToByteBuffer(*answer);
    StartWrite(&response_);
  }
  void OnWriteDone(bool ok) override {
    if (!ok) return Finish(ToGrpcStatus(Cancelled()));
    StartRead(&request_);
  }
  void OnDone() override { delete this; }

  const std::vector<std::string>& services_;
  grpc::ByteBuffer request_;
  grpc::ByteBuffer response_;
};

}  // namespace

void Health::Set(const std::string& service, bool serving) {
  absl::MutexLock lock(&mutex_);
  services_[service] = serving;
}

void Health::Shutdown() {
  absl::MutexLock lock(&mutex_);
  shut_down_ = true;
}

std::optional<bool> Health::Serving(const std::string& service) const {
  absl::MutexLock lock(&mutex_);
  const auto found = services_.find(service);
  if (found == services_.end()) return std::nullopt;
  return found->second && !shut_down_;
}

void Health::AddTo(ByteMethods& methods) const {
  methods.Add({.name = std::string(kHealthServiceName) + "/Check",
               .type = CallType::kUnary,
               .ungated = true,
               .unary = [this](Place, const Call&, const grpc::ByteBuffer& request,
                               grpc::ByteBuffer& response) -> std::optional<absl::Status> {
                 const absl::StatusOr<std::string> service = ServiceAsked(request);
                 if (!service.ok()) return service.status();
                 const std::optional<bool> serving = Serving(*service);
                 if (!serving) {
                   return MakeError(absl::StatusCode::kNotFound, v1::ERROR_REASON_SERVICE_NOT_FOUND,
                                    "no such service");
                 }
                 Serialize(Answer(serving), response);
                 return absl::OkStatus();
               }});
  methods.Add({.name = std::string(kHealthServiceName) + "/Watch",
               .type = CallType::kServerStream,
               .ungated = true,
               .watched = [this](const grpc::ByteBuffer& request) -> absl::StatusOr<std::string> {
                 const absl::StatusOr<std::string> service = ServiceAsked(request);
                 if (!service.ok()) return service.status();
                 return Answer(Serving(*service)).SerializeAsString();
               }});
}

void AddReflection(ByteMethods& methods) {
  std::vector<std::string> services = methods.Services();
  services.insert(services.end(), kReflectionServices.begin(), kReflectionServices.end());
  for (const char* service : kReflectionServices) {
    methods.Add({.name = service + std::string(kReflectionMethod),
                 .type = CallType::kBidiStream,
                 .ungated = true,
                 .unary = [services](Place, const Call&, const grpc::ByteBuffer& request,
                                     grpc::ByteBuffer& response) -> std::optional<absl::Status> {
                   const std::optional<std::string> answer =
                       AnswerReflection(BytesOf(request), services);
                   if (!answer) return Malformed();
                   response = ToByteBuffer(*answer);
                   return absl::OkStatus();
                 }});
  }
}

ReflectionService::ReflectionService(std::vector<std::string> services, Runtime* channelz)
    : services_(std::move(services)), channelz_(channelz) {
  services_.insert(services_.end(), kReflectionServices.begin(), kReflectionServices.end());
}

grpc::ServerGenericBidiReactor* ReflectionService::CreateReactor(
    grpc::GenericCallbackServerContext* context) {
  for (const char* service : kReflectionServices) {
    if (context->method() == "/" + std::string(service) + kReflectionMethod) {
      return new ReflectionReactor(services_);
    }
  }
  if (channelz_ != nullptr) {
    if (auto* reactor = ChannelzReactorFor(*context, *channelz_); reactor != nullptr)
      return reactor;
  }
  return CallbackGenericService::CreateReactor(context);
}

std::optional<std::string> AnswerReflection(std::string_view bytes,
                                            const std::vector<std::string>& services) {
  ServerReflectionRequest request;
  if (!request.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return std::nullopt;
  const DescriptorPool& pool = *DescriptorPool::generated_pool();
  ServerReflectionResponse answer;
  answer.set_valid_host(request.host());
  *answer.mutable_original_request() = request;
  switch (request.message_request_case()) {
    case ServerReflectionRequest::kListServices:
      for (const std::string& service : services) {
        answer.mutable_list_services_response()->add_service()->set_name(service);
      }
      break;
    case ServerReflectionRequest::kFileByFilename:
      AnswerFile(pool.FindFileByName(request.file_by_filename()), answer);
      break;
    case ServerReflectionRequest::kFileContainingSymbol:
      AnswerFile(pool.FindFileContainingSymbol(request.file_containing_symbol()), answer);
      break;
    case ServerReflectionRequest::kFileContainingExtension: {
      const auto& asked = request.file_containing_extension();
      const Descriptor* type = pool.FindMessageTypeByName(asked.containing_type());
      const FieldDescriptor* extension =
          type == nullptr ? nullptr : pool.FindExtensionByNumber(type, asked.extension_number());
      AnswerFile(extension == nullptr ? nullptr : extension->file(), answer);
      break;
    }
    case ServerReflectionRequest::kAllExtensionNumbersOfType:
      AnswerExtensions(pool.FindMessageTypeByName(request.all_extension_numbers_of_type()), answer);
      break;
    case ServerReflectionRequest::MESSAGE_REQUEST_NOT_SET:
      answer.mutable_error_response()->set_error_code(grpc::StatusCode::INVALID_ARGUMENT);
      answer.mutable_error_response()->set_error_message("nothing is asked");
      break;
  }
  return answer.SerializeAsString();
}

}  // namespace qushu::rpc
