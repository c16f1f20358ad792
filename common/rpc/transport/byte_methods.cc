#include "common/rpc/transport/byte_methods.h"

#include <algorithm>

#include "grpcpp/impl/codegen/proto_buffer_reader.h"
#include "grpcpp/support/slice.h"

namespace qushu::rpc {

void ByteMethods::Add(ByteMethod method) {
  std::string name = method.name;
  methods_.insert_or_assign(std::move(name), std::move(method));
}

void ByteMethods::ChangeUnary(const std::function<ByteMethod(ByteMethod)>& change) {
  for (auto& [name, method] : methods_) {
    if (method.type == CallType::kUnary) method = change(std::move(method));
  }
}

const ByteMethod* ByteMethods::Find(std::string_view path) const {
  if (path.empty() || path.front() != '/') return nullptr;
  const auto found = methods_.find(path.substr(1));
  return found == methods_.end() ? nullptr : &found->second;
}

std::vector<std::string> ByteMethods::Services() const {
  std::vector<std::string> services;
  for (const auto& [name, method] : methods_) {
    const std::string service = name.substr(0, name.find('/'));
    if (services.empty() || services.back() != service) services.push_back(service);
  }
  return services;
}

bool Parse(const grpc::ByteBuffer& bytes, google::protobuf::MessageLite& message) {
  grpc::Slice slice;
  if (bytes.TrySingleSlice(&slice).ok()) {
    return message.ParseFromArray(slice.begin(), static_cast<int>(slice.size()));
  }
  grpc::ByteBuffer copy = bytes;
  grpc::ProtoBufferReader reader(&copy);
  return reader.status().ok() && message.ParseFromZeroCopyStream(&reader);
}

void Serialize(const google::protobuf::MessageLite& message, grpc::ByteBuffer& bytes) {
  const size_t size = message.ByteSizeLong();
  grpc::Slice slice(size);
  message.SerializeWithCachedSizesToArray(const_cast<uint8_t*>(slice.begin()));
  bytes = grpc::ByteBuffer(&slice, 1);
}

grpc::ByteBuffer ToByteBuffer(std::string_view bytes) {
  const grpc::Slice slice(bytes.data(), bytes.size());
  return {&slice, 1};
}

std::string BytesOf(const grpc::ByteBuffer& buffer) {
  std::string bytes;
  AppendBytes(buffer, bytes);
  return bytes;
}

void AppendBytes(const grpc::ByteBuffer& buffer, std::string& out) {
  const auto append = [&out](const grpc::Slice& slice) {
    out.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  };
  grpc::Slice single;
  if (buffer.TrySingleSlice(&single).ok()) return append(single);
  std::vector<grpc::Slice> slices;
  if (!buffer.Dump(&slices).ok()) return;
  for (const grpc::Slice& slice : slices) append(slice);
}

}  // namespace qushu::rpc
