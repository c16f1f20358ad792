#include "tests/bench/rpc/noop_server.h"

#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <memory>
#include <optional>

#include "common/rpc/server/server.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "qushu/v1/query_service.grpc.pb.h"

namespace qushu::bench {
namespace {

using Service = v1::QueryService::WithRawMethod_GetDistrict<v1::QueryService::Service>;

constexpr int kSlots = 128;

struct Slot {
  std::optional<grpc::ServerContext> context;
  std::optional<grpc::ServerAsyncResponseWriter<grpc::ByteBuffer>> writer;
  grpc::ByteBuffer request;
  bool answered = false;
};

void Wait(Service& service, grpc::ServerCompletionQueue& queue, Slot& slot) {
  slot.answered = false;
  slot.writer.reset();
  slot.context.emplace();
  slot.writer.emplace(&*slot.context);
  slot.request.Clear();
  service.RequestGetDistrict(&*slot.context, &slot.request, &*slot.writer, &queue, &queue, &slot);
}

}  // namespace

void ServeNoop(const std::vector<grpc::ByteBuffer>& answers, const std::string& port_file) {
  Service service;
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&service);
  const std::unique_ptr<grpc::ServerCompletionQueue> queue = builder.AddCompletionQueue();
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr || !rpc::WritePortFile(port_file, port).ok()) std::exit(EXIT_FAILURE);
  std::vector<Slot> slots(kSlots);
  for (Slot& slot : slots) Wait(service, *queue, slot);
  size_t next = 0;
  void* tag = nullptr;
  bool ok = false;
  while (queue->Next(&tag, &ok)) {
    Slot& slot = *static_cast<Slot*>(tag);
    if (slot.answered || !ok) {
      Wait(service, *queue, slot);
    } else {
      slot.answered = true;
      slot.writer->Finish(answers[next++ % answers.size()], grpc::Status::OK, &slot);
    }
  }
}

void WriteMessages(const std::string& path, const std::vector<std::string>& messages) {
  std::ofstream out(path, std::ios::binary);
  for (const std::string& message : messages) {
    const auto size = static_cast<uint32_t>(message.size());
    out.write(reinterpret_cast<const char*>(&size), sizeof(size));
    out.write(message.data(), size);
  }
}

std::vector<grpc::ByteBuffer> ReadMessages(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::vector<grpc::ByteBuffer> messages;
  uint32_t size = 0;
  while (in.read(reinterpret_cast<char*>(&size), sizeof(size))) {
    std::string message(size, '\0');
    in.read(message.data(), size);
    messages.push_back(ToByteBuffer(message));
  }
  return messages;
}

grpc::ByteBuffer ToByteBuffer(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return {&slice, 1};
}

}  // namespace qushu::bench
