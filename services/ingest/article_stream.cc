#include "services/ingest/article_stream.h"

#include <algorithm>
#include <exception>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <thread>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "common/base/error.h"
#include "common/rpc/calls/refusals.h"
#include "common/rpc/calls/status.h"

namespace qushu::ingest {
namespace {

// What an article takes on its way, estimated from its text: analysed and divided into rows.
constexpr size_t kBytesOfAny = size_t{16} << 10;
constexpr size_t kBytesOfTextByte = 12;

class Job;

// Hands the articles of a stream over to the store in their order, whatever order the analysis is
// done with them: of two that concern each other the one that came first is stored first.
class Turns {
 public:
  void Ready(uint64_t index, std::shared_ptr<Job> job);

 private:
  absl::Mutex mutex_;
  std::map<uint64_t, std::shared_ptr<Job>> ready_ ABSL_GUARDED_BY(mutex_);
  uint64_t next_ ABSL_GUARDED_BY(mutex_) = 0;
  bool handing_over_ ABSL_GUARDED_BY(mutex_) = false;
};

// One article, from its arrival to its answer.
class Job : public std::enable_shared_from_this<Job> {
 public:
  Job(Intake& intake, ArticleAnswers& answers, std::shared_ptr<Turns> turns, uint64_t index,
      v1::IngestArticlesRequest request)
      : intake_(intake),
        answers_(answers),
        turns_(std::move(turns)),
        index_(index),
        sequence_(request.sequence()),
        bytes_(kBytesOfAny + kBytesOfTextByte * request.request().article().text().size()),
        request_(std::move(*request.mutable_request())) {
    intake_.budget().Charge(bytes_);
  }

  void Start() {
    intake_.Run([self = shared_from_this()] { self->Analyse(); });
  }

  // Hands it over to the store, or answers what went wrong before.
  void Store() {
    if (!prepared_.ok()) return Refuse(prepared_.status());
    prepared_->put.time = PutTime::kSoon;
    prepared_->put.done = [self = shared_from_this()](auto put) { self->OnPut(std::move(put)); };
    intake_.core().Put(std::move(prepared_->put));
  }

 private:
  void Analyse() {
    if (!answers_.cancelled()) {
      try {
        prepared_ = intake_.core().Prepare(request_);
      } catch (const std::exception&) {
        prepared_ = rpc::InternalError();
      }
    }
    request_.Clear();
    turns_->Ready(index_, shared_from_this());
  }

  void OnPut(absl::StatusOr<PutResult> put) {
    if (!put.ok()) return Refuse(put.status());
    put_ = *std::move(put);
    if (!put_.already_stored) return Complete();
    // The store is read, which its own thread must not do.
    intake_.Run([self = shared_from_this()] { self->Complete(); });
  }

  void Complete() {
    if (absl::Status status = intake_.core().Complete(put_, prepared_->response); !status.ok()) {
      return Refuse(status);
    }
    v1::IngestArticlesResponse response;
    *response.mutable_stored() = std::move(prepared_->response);
    Answer(std::move(response));
  }

  void Refuse(const absl::Status& status) {
    if (!IsOfTheArticle(status)) {
      intake_.budget().Give(std::exchange(bytes_, 0));
      return answers_.End(index_, status);
    }
    // As it would travel as the status of a call.
    const grpc::Status sent = rpc::ToGrpcStatus(status);
    v1::IngestArticlesResponse response;
    v1::IngestArticleError& error = *response.mutable_error();
    error.set_code(sent.error_code());
    error.set_reason(ReasonOf(rpc::FromGrpcStatus(sent)));
    error.set_message(sent.error_message());
    Answer(std::move(response));
  }

  void Answer(v1::IngestArticlesResponse response) {
    response.set_sequence(sequence_);
    intake_.budget().Give(std::exchange(bytes_, 0));
    answers_.Answer(index_, std::move(response));
  }

  Intake& intake_;
  ArticleAnswers& answers_;
  const std::shared_ptr<Turns> turns_;
  const uint64_t index_;
  const int64_t sequence_;
  size_t bytes_;
  v1::IngestArticleRequest request_;
  absl::StatusOr<IngestCore::Prepared> prepared_ = rpc::Cancelled();
  PutResult put_;
};

void Turns::Ready(uint64_t index, std::shared_ptr<Job> job) {
  absl::MutexLock lock(&mutex_);
  ready_.emplace(index, std::move(job));
  if (handing_over_) return;
  handing_over_ = true;
  for (auto first = ready_.begin(); first != ready_.end() && first->first == next_;
       first = ready_.begin()) {
    const std::shared_ptr<Job> next = std::move(first->second);
    ready_.erase(first);
    ++next_;
    mutex_.Unlock();
    next->Store();
    mutex_.Lock();
  }
  handing_over_ = false;
}

class ArticleStream final : public ArticleStreamHandler {
 public:
  ArticleStream(Intake& intake, ArticleAnswers& answers) : intake_(intake), answers_(answers) {}
  ~ArticleStream() override {
    if (has_place_) intake_.budget().Give(0);
  }

  size_t window() const override { return intake_.limits().stream_articles; }

  bool MayRead(std::function<void()> resume) override {
    const bool taken = intake_.budget().Take([this, resume = std::move(resume)] {
      has_place_ = true;
      resume();
    });
    // If not, the other thread may have it by now.
    if (taken) has_place_ = true;
    return taken;
  }

  void OnRequest(uint64_t index, v1::IngestArticlesRequest request) override {
    if (last_ && request.sequence() <= *last_) {
      return answers_.End(index,
                          InvalidField(v1::ERROR_REASON_INVALID_ARGUMENT, "sequence",
                                       "not above the one before; sequences ascend in a stream"));
    }
    last_ = request.sequence();
    has_place_ = false;  // it is the article's now
    std::make_shared<Job>(intake_, answers_, turns_, index, std::move(request))->Start();
  }

 private:
  Intake& intake_;
  ArticleAnswers& answers_;
  const std::shared_ptr<Turns> turns_ = std::make_shared<Turns>();
  bool has_place_ = false;
  std::optional<int64_t> last_;
};

// One thread stores what all others have analysed. On busy cores it must not wait for its turn
// among them: what it does decides how fast a stream is.
constexpr int kNiceness = 5;

IntakeLimits WithDefaults(IntakeLimits limits) {
  if (limits.analysers == 0) {
    limits.analysers = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  }
  return limits;
}

}  // namespace

Intake::Intake(const IngestCore& core, const IntakeLimits& limits)
    : core_(core),
      limits_(WithDefaults(limits)),
      budget_(limits_.articles, limits_.bytes),
      pool_(limits_.analysers, std::numeric_limits<size_t>::max(), /*max_burst=*/0, kNiceness) {}

void Intake::Run(std::function<void()> task) {
  // The budget bounds what waits.
  if (!pool_.Submit(std::move(task))) std::terminate();
}

std::unique_ptr<ArticleStreamHandler> MakeArticleStream(Intake& intake, ArticleAnswers& answers) {
  return std::make_unique<ArticleStream>(intake, answers);
}

}  // namespace qushu::ingest
