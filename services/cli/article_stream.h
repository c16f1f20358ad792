// Articles sent to the ingest service in a stream, as fast as it takes them.
#ifndef QUSHU_SERVICES_CLI_ARTICLE_STREAM_H_
#define QUSHU_SERVICES_CLI_ARTICLE_STREAM_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "qushu/v1/ingest_service.grpc.pb.h"
#include "services/cli/client.h"

namespace qushu::cli {

// One stream, which is opened again when it is cut: what was not answered is sent again, in order.
// It is given up when nothing was answered for the server's timeout, or the service says that
// trying again is no use.
class ArticleStream {
 public:
  // Called for each article that the service answers, on a thread of the stream: what it became, or
  // why it was refused.
  using OnAnswer =
      std::function<void(uint64_t ticket, const absl::StatusOr<v1::IngestArticleResponse>&)>;

  ArticleStream(const Server& server, OnAnswer on_answer);
  // Gives up what is under way.
  ~ArticleStream();

  // Hands an article over; waits while much is under way. `ticket` is above the one before. False
  // once the stream was given up: it is not sent, and nobody is called for it.
  bool Send(uint64_t ticket, v1::IngestArticleRequest request);
  // Waits until all are answered or it was given up, and says why then; what was not answered may
  // be stored or not.
  absl::Status Finish();

 private:
  struct Item {
    v1::IngestArticlesRequest request;
    size_t bytes = 0;
    bool again = false;  // was sent before, and not answered
  };
  using Stream = grpc::ClientReaderWriter<v1::IngestArticlesRequest, v1::IngestArticlesResponse>;

  void Run();
  // One stream until it ends.
  absl::Status Session();
  void Write(Stream& stream);
  void ReadAnswers(Stream& stream);
  void Answer(const v1::IngestArticlesResponse& response);
  // How long without an answer it goes on.
  absl::Duration Patience() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Cuts the stream when nothing was answered for too long.
  void Watch(grpc::ClientContext& context);
  bool Idle() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return waiting_.empty() && sent_.empty();
  }

  const Server server_;
  const std::unique_ptr<v1::IngestService::Stub> stub_;
  const OnAnswer on_answer_;
  absl::Mutex mutex_;
  std::deque<Item> waiting_ ABSL_GUARDED_BY(mutex_);  // not yet written
  std::deque<Item> sent_ ABSL_GUARDED_BY(mutex_);     // written, and not answered
  size_t bytes_ ABSL_GUARDED_BY(mutex_) = 0;          // of both
  bool closing_ ABSL_GUARDED_BY(mutex_) = false;      // nothing more comes
  bool cut_ ABSL_GUARDED_BY(mutex_) = false;          // the stream that is open has ended
  bool aborting_ ABSL_GUARDED_BY(mutex_) = false;
  bool given_up_ ABSL_GUARDED_BY(mutex_) = false;
  bool answered_ ABSL_GUARDED_BY(mutex_) = false;  // something, once
  absl::Time progress_ ABSL_GUARDED_BY(mutex_);    // when something was answered, or nothing waited
  absl::Status status_ ABSL_GUARDED_BY(mutex_);
  std::thread thread_;
};

}  // namespace qushu::cli

#endif  // QUSHU_SERVICES_CLI_ARTICLE_STREAM_H_
