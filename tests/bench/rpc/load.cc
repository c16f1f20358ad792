#include "tests/bench/rpc/load.h"

#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <deque>
#include <memory>
#include <optional>
#include <thread>

#include "absl/time/clock.h"
#include "common/rpc/calls/status.h"
#include "grpcpp/completion_queue.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/generic/generic_stub.h"

namespace qushu::bench {
namespace {

// One of the calls in flight; used again for the next once it is answered.
struct Slot {
  grpc::GenericStub* stub = nullptr;
  std::optional<grpc::ClientContext> context;
  std::unique_ptr<grpc::GenericClientAsyncResponseReader> reader;
  grpc::ByteBuffer answer;
  grpc::Status status;
  absl::Time sent;
};

class Load {
 public:
  Load(const LoadOptions& options, const std::vector<grpc::ByteBuffer>& requests)
      : options_(options), requests_(requests), slots_(options.in_flight) {
    const int channels = options.channels > 0 ? options.channels : options.in_flight;
    for (int i = 0; i < channels; ++i) {
      grpc::ChannelArguments arguments;
      arguments.SetMaxReceiveMessageSize(-1);
      // Otherwise the channels to one address share a connection.
      arguments.SetInt("grpc.use_local_subchannel_pool", 1);
      stubs_.push_back(std::make_unique<grpc::GenericStub>(grpc::CreateCustomChannel(
          options.address, grpc::InsecureChannelCredentials(), arguments)));
    }
  }

  LoadResult Run() {
    for (size_t i = 0; i < slots_.size(); ++i) {
      slots_[i].stub = stubs_[i % stubs_.size()].get();
      Send(slots_[i]);
    }
    if (options_.once) return AwaitAll();
    Answer(absl::Now() + options_.warm_up);
    result_ = LoadResult();
    const absl::Time begin = result_.begin = absl::Now();
    const double cpu = CpuSeconds(options_.server);
    const double client_cpu = CpuSeconds(getpid());
    Answer(begin + options_.measured);
    result_.seconds = absl::ToDoubleSeconds(absl::Now() - begin);
    result_.server_cpu_seconds = CpuSeconds(options_.server) - cpu;
    result_.client_cpu_seconds = CpuSeconds(getpid()) - client_cpu;
    LoadResult result = std::move(result_);
    End();
    std::sort(result.latencies.begin(), result.latencies.end());
    return result;
  }

 private:
  void Send(Slot& slot) {
    slot.context.emplace();
    slot.context->set_deadline(absl::ToChronoTime(absl::Now() + options_.deadline));
    slot.answer.Clear();
    slot.sent = absl::Now();
    slot.reader = slot.stub->PrepareUnaryCall(&*slot.context, options_.method,
                                              requests_[next_++ % requests_.size()], &queue_);
    slot.reader->StartCall();
    slot.reader->Finish(&slot.answer, &slot.status, &slot);
  }

  // Until `end`, and no call ends without the next one being sent, a refused one after its wait.
  void Answer(absl::Time end) {
    void* tag = nullptr;
    bool ok = false;
    while (absl::Now() < end) {
      absl::Time next = end;
      for (; !waiting_.empty(); waiting_.pop_front()) {
        next = std::min(end, waiting_.front()->sent);
        if (waiting_.front()->sent > absl::Now()) break;
        Send(*waiting_.front());
        next = end;
      }
      const auto came = queue_.AsyncNext(&tag, &ok, absl::ToChronoTime(next));
      if (came != grpc::CompletionQueue::GOT_EVENT) continue;
      Slot& slot = *static_cast<Slot*>(tag);
      Note(slot);
      if (slot.status.error_code() == grpc::StatusCode::RESOURCE_EXHAUSTED &&
          options_.wait_refused > absl::ZeroDuration()) {
        slot.sent = absl::Now() + options_.wait_refused;
        waiting_.push_back(&slot);
      } else {
        Send(slot);
      }
    }
  }

  LoadResult AwaitAll() {
    void* tag = nullptr;
    bool ok = false;
    for (size_t i = 0; i < slots_.size() && queue_.Next(&tag, &ok); ++i) {
      Note(*static_cast<Slot*>(tag));
    }
    queue_.Shutdown();
    return std::move(result_);
  }

  void Note(const Slot& slot) {
    ++result_.calls;
    ++result_.codes[rpc::CodeName(slot.status.error_code())];
    result_.bytes += static_cast<int64_t>(slot.answer.Length());
    if (!slot.status.ok()) return;
    const absl::Duration took = absl::Now() - slot.sent;
    result_.latencies.push_back(static_cast<float>(absl::ToDoubleMicroseconds(took)));
  }

  void End() {
    for (Slot& slot : slots_) slot.context->TryCancel();
    void* tag = nullptr;
    bool ok = false;
    for (size_t i = 0; i < slots_.size() - waiting_.size(); ++i) queue_.Next(&tag, &ok);
    queue_.Shutdown();
    while (queue_.Next(&tag, &ok)) {
    }
  }

  const LoadOptions options_;
  const std::vector<grpc::ByteBuffer>& requests_;
  grpc::CompletionQueue queue_;
  std::vector<std::unique_ptr<grpc::GenericStub>> stubs_;
  std::vector<Slot> slots_;
  std::deque<Slot*> waiting_;  // to be sent at their `sent`, which is in order
  size_t next_ = 0;
  LoadResult result_;
};

}  // namespace

double LoadResult::latency_us(double quantile) const {
  if (latencies.empty()) return std::nan("");
  return latencies[static_cast<size_t>(quantile * static_cast<double>(latencies.size() - 1))];
}

int64_t LoadResult::ok() const {
  const auto found = codes.find("OK");
  return found == codes.end() ? 0 : found->second;
}

LoadResult RunLoad(const LoadOptions& options, const std::vector<grpc::ByteBuffer>& requests) {
  return Load(options, requests).Run();
}

double CpuSeconds(pid_t process) {
  clockid_t clock{};
  timespec time{};
  if (clock_getcpuclockid(process, &clock) != 0 || clock_gettime(clock, &time) != 0) {
    return std::nan("");
  }
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

}  // namespace qushu::bench
