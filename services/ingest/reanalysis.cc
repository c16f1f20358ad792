#include "services/ingest/reanalysis.h"

#include <cstdint>
#include <deque>
#include <exception>
#include <memory>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/rpc/calls/refusals.h"
#include "common/rpc/calls/status.h"
#include "common/rpc/requests/request.h"

namespace qushu::ingest {
namespace {

using Response = v1::ReanalyzeArticlesResponse;

// Articles under way: enough for a group that is committed and one that gathers. Of them, a few for
// each thread are read and analysed, each as large as it may be; the rest waits for the disk, and
// no more are begun while these take so many bytes.
constexpr size_t kMostUnderWay = 256;
constexpr size_t kMostAnalysedByThread = 2;
constexpr size_t kMostBytes = size_t{64} << 20;
constexpr int kArticlesAtOnce = 1000;
constexpr absl::Duration kTellEvery = absl::Milliseconds(250);
// How soon it is seen that a caller is gone.
constexpr absl::Duration kBeat = absl::Milliseconds(50);
constexpr absl::Duration kPatience = absl::Seconds(20);

// What the threads that do the work share with the one that tells of it.
class Work : public std::enable_shared_from_this<Work> {
 public:
  Work(Intake& intake, bool validate_only)
      : intake_(intake),
        validate_only_(validate_only),
        most_analysed_(kMostAnalysedByThread * static_cast<size_t>(intake.limits().analysers)) {}

  // Waits for room for another article, or `most` time; whether there is room now.
  bool AwaitRoom(absl::Duration most) {
    const absl::MutexLock lock(&mutex_);
    const auto room = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
      return (under_way_ < kMostUnderWay && analysed_ < most_analysed_ && bytes_ < kMostBytes) ||
             !status_.ok();
    };
    return mutex_.AwaitWithTimeout(absl::Condition(&room), most);
  }
  bool AwaitEnd(absl::Duration most) {
    const absl::MutexLock lock(&mutex_);
    const auto none = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return under_way_ == 0; };
    return mutex_.AwaitWithTimeout(absl::Condition(&none), most);
  }

  void Begin(const std::string& id) {
    uint64_t index = 0;
    {
      const absl::MutexLock lock(&mutex_);
      ++under_way_;
      ++analysed_;
      index = first_ + names_.size();
      names_.push_back({ArticleName(id), false});
    }
    intake_.Run([self = shared_from_this(), index, id] { self->Read(index, id); });
  }

  // What is to be told; what went wrong is told once.
  Response Progress() {
    const absl::MutexLock lock(&mutex_);
    Response response = told_;
    told_.clear_errors();
    return response;
  }
  // OK until the store fails.
  absl::Status status() {
    const absl::MutexLock lock(&mutex_);
    return status_;
  }

 private:
  struct Name {
    std::string name;
    bool done = false;
  };
  // How one article ended.
  struct Outcome {
    bool changed = false;
    bool without_hints = false;
    absl::Status status = absl::OkStatus();
  };

  void Read(uint64_t index, const std::string& id) {
    Outcome outcome;
    absl::StatusOr<PendingPut> put = rpc::InternalError();
    try {
      put = intake_.core().Reread(id, outcome.without_hints);
    } catch (const std::exception&) {
    }
    const bool store = put.ok() && !validate_only_;
    const size_t bytes = store ? put->Bytes() : 0;
    {
      const absl::MutexLock lock(&mutex_);
      --analysed_;
      bytes_ += bytes;
    }
    if (!store) {
      outcome.status = put.status();
      outcome.changed = put.ok() && !put->replaced->same;
      return End(index, outcome);
    }
    put->time = PutTime::kSoon;
    put->done = [self = shared_from_this(), index, bytes,
                 outcome](absl::StatusOr<PutResult> result) mutable {
      outcome.status = result.status();
      outcome.changed = result.ok() && result->revision != 0 && !result->already_stored;
      self->Stored(bytes);
      self->End(index, outcome);
    };
    intake_.core().PutReread(*std::move(put));
  }

  void Stored(size_t bytes) {
    const absl::MutexLock lock(&mutex_);
    bytes_ -= bytes;
  }

  void End(uint64_t index, const Outcome& outcome) {
    // As it would travel as the status of a call.
    const grpc::Status sent = rpc::ToGrpcStatus(outcome.status);
    const absl::MutexLock lock(&mutex_);
    --under_way_;
    // One that was deleted meanwhile is done.
    const bool gone =
        absl::IsNotFound(outcome.status) && ReasonOf(outcome.status) == "ARTICLE_NOT_FOUND";
    if (!outcome.status.ok() && !gone) {
      if (!IsOfTheArticle(outcome.status)) {
        if (status_.ok()) status_ = outcome.status;
        return;
      }
      v1::ReanalyzeArticlesError& error = *told_.add_errors();
      error.set_name(names_[index - first_].name);
      error.set_code(sent.error_code());
      error.set_reason(ReasonOf(rpc::FromGrpcStatus(sent)));
      error.set_message(sent.error_message());
      told_.set_failed(told_.failed() + 1);
    }
    told_.set_done(told_.done() + 1);
    if (outcome.changed) told_.set_changed(told_.changed() + 1);
    if (outcome.without_hints) told_.set_without_hints(told_.without_hints() + 1);
    names_[index - first_].done = true;
    for (; !names_.empty() && names_.front().done; names_.pop_front(), ++first_) {
      told_.set_name(std::move(names_.front().name));
    }
  }

  Intake& intake_;
  const bool validate_only_;
  const size_t most_analysed_;
  absl::Mutex mutex_;
  size_t under_way_ ABSL_GUARDED_BY(mutex_) = 0;
  size_t analysed_ ABSL_GUARDED_BY(mutex_) = 0;  // of these, those that are not yet
  size_t bytes_ ABSL_GUARDED_BY(mutex_) = 0;     // of those that wait for the disk
  Response told_ ABSL_GUARDED_BY(mutex_);
  std::deque<Name> names_ ABSL_GUARDED_BY(mutex_);  // since the first that is not done
  uint64_t first_ ABSL_GUARDED_BY(mutex_) = 0;      // index of names_.front()
  absl::Status status_ ABSL_GUARDED_BY(mutex_);
};

class Reanalysis {
 public:
  Reanalysis(Intake& intake, const rpc::Call& call, const v1::ReanalyzeArticlesRequest& request,
             rpc::StreamWriter<Response>& writer)
      : core_(intake.core()),
        call_(call),
        request_(request),
        writer_(writer),
        work_(std::make_shared<Work>(intake, request.validate_only())) {}

  absl::Status Run() {
    absl::Status status = BeginAll();
    while (!work_->AwaitEnd(kBeat)) {
      if (status.ok()) status = Tell();
    }
    QUSHU_RETURN_IF_ERROR(status);
    QUSHU_RETURN_IF_ERROR(work_->status());
    total_ = -1;
    return Write();
  }

 private:
  absl::Status BeginAll() {
    QUSHU_ASSIGN_OR_RETURN(const ArrivalQuery query, Query());
    QUSHU_RETURN_IF_ERROR(ForEach(query, [this](const ArticleKey&) {
      ++total_;
      return absl::OkStatus();
    }));
    QUSHU_RETURN_IF_ERROR(Write());
    return ForEach(query, [this](const ArticleKey& article) -> absl::Status {
      while (!work_->AwaitRoom(kBeat)) QUSHU_RETURN_IF_ERROR(Tell());
      QUSHU_RETURN_IF_ERROR(Tell());
      QUSHU_RETURN_IF_ERROR(work_->status());
      work_->Begin(article.article);
      return absl::OkStatus();
    });
  }

  absl::StatusOr<ArrivalQuery> Query() const {
    ArrivalQuery query{.limit = kArticlesAtOnce};
    if (!request_.resume_after().empty()) {
      QUSHU_ASSIGN_OR_RETURN(query.after.article,
                             ArticleIdIn(request_.resume_after(), "resume_after"));
    }
    if (request_.only_outdated()) query.other_than = core_.analyzer().version();
    query.cancelled = [this] { return call_.cancelled(); };
    // Those that come in meanwhile are read by this version.
    QUSHU_ASSIGN_OR_RETURN(const RevisionPage now, core_.store().ListRevisions(0, 1));
    query.last_arrival = now.arrivals;
    return query;
  }

  template <typename Visit>
  absl::Status ForEach(ArrivalQuery query, Visit visit) {
    while (true) {
      QUSHU_ASSIGN_OR_RETURN(const ArrivalPage page, core_.store().ListArrivals(query));
      for (const ArticleKey& article : page.articles) QUSHU_RETURN_IF_ERROR(visit(article));
      if (!page.next) return absl::OkStatus();
      query.after = *page.next;
    }
  }

  // Whether the call goes on; tells the caller how far it is when it is time to.
  absl::Status Tell() {
    if (absl::Now() < next_tell_) return absl::OkStatus();
    QUSHU_RETURN_IF_ERROR(writer_.Sleep(absl::ZeroDuration()));
    return Write();
  }

  absl::Status Write() {
    Response response = work_->Progress();
    // What was deleted meanwhile is not there to be done.
    response.set_total(total_ < 0 ? response.done() : total_);
    response.set_analyzer_version(core_.analyzer().version());
    next_tell_ = absl::Now() + kTellEvery;
    return writer_.Write(response, kPatience);
  }

  const IngestCore& core_;
  const rpc::Call& call_;
  const v1::ReanalyzeArticlesRequest& request_;
  rpc::StreamWriter<Response>& writer_;
  const std::shared_ptr<Work> work_;
  int64_t total_ = 0;  // -1: what is done is all
  absl::Time next_tell_ = absl::InfinitePast();
};

}  // namespace

absl::Status Reanalyze(Intake& intake, const rpc::Call& call,
                       const v1::ReanalyzeArticlesRequest& request,
                       rpc::StreamWriter<Response>& writer) {
  return Reanalysis(intake, call, request, writer).Run();
}

}  // namespace qushu::ingest
