// qushu reanalyze: stored articles are read anew.
#include <algorithm>
#include <memory>
#include <ostream>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "common/base/error.h"
#include "common/rpc/calls/status.h"
#include "qushu/v1/ingest_service.grpc.pb.h"
#include "services/cli/article_flags.h"
#include "services/cli/client.h"
#include "services/cli/commands.h"
#include "services/cli/display_width.h"
#include "services/cli/errors.h"
#include "services/cli/json_output.h"
#include "services/cli/progress.h"

namespace qushu::cli {
namespace {

using Response = v1::ReanalyzeArticlesResponse;

constexpr absl::Duration kLineEvery = absl::Seconds(10);
constexpr absl::Duration kFirstWait = absl::Milliseconds(100);
constexpr absl::Duration kLongestWait = absl::Seconds(2);
constexpr int64_t kMostErrors = 20;  // that are printed

// Cancels a call when nothing was heard of it for so long.
class Watchdog {
 public:
  Watchdog(grpc::ClientContext& context, absl::Duration patience)
      : thread_([this, &context, patience] {
          const absl::MutexLock lock(&mutex_);
          while (!mutex_.AwaitWithDeadline(absl::Condition(&ended_), heard_ + patience)) {
            if (absl::Now() >= heard_ + patience) context.TryCancel();
          }
        }) {}
  ~Watchdog() {
    {
      const absl::MutexLock lock(&mutex_);
      ended_ = true;
    }
    thread_.join();
  }
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

  void Heard() {
    const absl::MutexLock lock(&mutex_);
    heard_ = absl::Now();
  }

 private:
  absl::Mutex mutex_;
  absl::Time heard_ ABSL_GUARDED_BY(mutex_) = absl::Now();
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

// Whether another call may fare better: the service is gone for a while, its disk full.
bool MayPass(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsResourceExhausted(status) ||
         absl::IsCancelled(status);
}

class Run {
 public:
  Run(const Server& server, v1::ReanalyzeArticlesRequest request, bool json, Io& io)
      : server_(server),
        stub_(v1::IngestService::NewStub(server.channel)),
        request_(std::move(request)),
        json_(json),
        io_(io),
        progress_(io.err, kLineEvery) {}

  int Do();

 private:
  // One call; adds what it did to `before_`.
  absl::Status Session();
  void Told(const Response& response);
  void ShowProgress();
  void Summarise();
  absl::Duration Elapsed() const { return absl::Now() - start_; }
  double Rate() const {
    return static_cast<double>(sum_.done()) / std::max(0.001, absl::ToDoubleSeconds(Elapsed()));
  }

  const Server& server_;
  const std::unique_ptr<v1::IngestService::Stub> stub_;
  v1::ReanalyzeArticlesRequest request_;
  const bool json_;
  Io& io_;
  Progress progress_;
  const absl::Time start_ = absl::Now();
  absl::Time heard_ = absl::InfinitePast();  // of an article that was done
  bool answered_ = false;
  Response before_;  // of calls that ended before
  Response sum_;     // with the one that runs
};

void Run::Told(const Response& response) {
  answered_ = true;
  if (response.done() + before_.done() > sum_.done()) heard_ = absl::Now();
  sum_ = response;
  sum_.set_done(response.done() + before_.done());
  sum_.set_total(response.total() + before_.done());
  sum_.set_changed(response.changed() + before_.changed());
  sum_.set_failed(response.failed() + before_.failed());
  sum_.set_without_hints(response.without_hints() + before_.without_hints());
  int64_t failed = sum_.failed() - response.errors_size();
  for (const v1::ReanalyzeArticlesError& error : response.errors()) {
    if (++failed > kMostErrors) break;
    progress_.Clear();
    v1::ErrorReason reason = v1::ERROR_REASON_INTERNAL;
    v1::ErrorReason_Parse("ERROR_REASON_" + error.reason(), &reason);
    PrintError(error.name(),
               MakeError(static_cast<absl::StatusCode>(error.code()), reason, error.message()),
               io_.err);
  }
  if (json_) {
    if (const auto line = MessageLine(sum_, server_.address, "server"); line.ok()) {
      io_.out << *line << std::endl;
    }
  }
  ShowProgress();
}

void Run::ShowProgress() {
  if (!progress_.Due()) return;
  std::string text =
      absl::StrFormat("%d of %d articles, %.0f/s", sum_.done(), sum_.total(), Rate());
  if (sum_.changed() > 0) absl::StrAppend(&text, ", ", sum_.changed(), " changed");
  if (sum_.failed() > 0) absl::StrAppend(&text, ", ", sum_.failed(), " failed");
  if (sum_.done() > 0) {
    const double share =
        static_cast<double>(sum_.done()) / static_cast<double>(std::max(sum_.total(), sum_.done()));
    text = absl::StrCat(ProgressBar(sum_.done(), sum_.total()),
                        absl::StrFormat(" %.0f%%  ", 100 * share), text, ", ",
                        DurationText(Elapsed() * (1 / share - 1)), " left");
  }
  progress_.Show(progress_.terminal() ? Truncate(text, io_.columns - 1) : "qushu: " + text);
}

absl::Status Run::Session() {
  grpc::ClientContext context;
  const auto stream = stub_->ReanalyzeArticles(&context, request_);
  {
    Watchdog watchdog(context, server_.timeout);
    Response response;
    while (stream->Read(&response)) {
      watchdog.Heard();
      Told(response);
    }
  }
  const absl::Status status = rpc::FromGrpcStatus(stream->Finish());
  before_ = sum_;
  if (!sum_.name().empty()) request_.set_resume_after(sum_.name());
  return status;
}

void Run::Summarise() {
  progress_.Clear();
  std::ostream& out = json_ ? io_.err : io_.out;
  out << absl::StrFormat("%s %d articles by version %s, %d %s",
                         request_.validate_only() ? "would read" : "read", sum_.done(),
                         sum_.analyzer_version(), sum_.changed(),
                         request_.validate_only() ? "would change" : "changed");
  if (sum_.failed() > 0) out << ", " << sum_.failed() << " failed and are as they were";
  out << absl::StrFormat("; %s, %.0f articles/s\n", DurationText(Elapsed()), Rate());
  if (sum_.without_hints() > 0) {
    out << "  " << sum_.without_hints()
        << " were stored before the store kept what their sender said of them: a --home that was "
           "given then is not known\n";
  }
}

int Run::Do() {
  absl::Duration wait = kFirstWait;
  absl::Status status;
  while (true) {
    const absl::Time heard = heard_;
    status = Session();
    if (status.ok() || !answered_ || !MayPass(status)) break;
    if (heard_ > heard) wait = kFirstWait;
    if (absl::Now() - std::max(heard_, start_) >= server_.timeout) break;
    absl::SleepFor(wait);
    wait = std::min(2 * wait, kLongestWait);
  }
  if (answered_) Summarise();
  if (!status.ok()) {
    progress_.Clear();
    PrintError(answered_ ? "stopped before the end" : "", status, io_.err);
    if (answered_ && (request_.only_outdated() || !sum_.name().empty())) {
      io_.err << (request_.only_outdated()
                      ? "  the same command goes on where this one stopped\n"
                      : absl::StrCat("  go on with --resume-after=", sum_.name(), "\n"));
    }
    return kFailed;
  }
  return sum_.failed() > 0 ? kFailed : kDone;
}

int RunReanalyze(const Args& args, Io& io) {
  const auto server = IngestServer(args);
  if (!server.ok()) {
    PrintWrongUsage("reanalyze", std::string(server.status().message()), io.err);
    return kWrongUsage;
  }
  v1::ReanalyzeArticlesRequest request;
  request.set_only_outdated(!args.Has("all"));
  request.set_resume_after(ArticleName(args.Get("resume-after")));
  request.set_validate_only(args.Has("dry-run"));
  return Run(*server, std::move(request), args.Get("format") == "jsonl", io).Do();
}

std::vector<Flag> Flags() {
  std::vector<Flag> flags = IngestServerFlags();
  flags.push_back(FormatFlag({"text", "jsonl"}));
  flags.push_back(
      {.name = "all", .value = "", .help = "all articles, not only those read by another version"});
  flags.push_back({.name = "resume-after",
                   .value = "ARTICLE",
                   .help = "goes on behind this article, as an earlier run named it"});
  flags.push_back(
      {.name = "dry-run", .value = "", .help = "stores nothing; counts what would change"});
  return flags;
}

}  // namespace

const Command& ReanalyzeCommand() {
  static const Command command = {
      .name = "reanalyze",
      .arguments = "",
      .summary = "Reads stored articles anew, after the ingest service became a newer one",
      .details =
          "Every article has the version of the analysis that read it; those that the service's\n"
          "own version read are passed over. So the same command goes on where it was cut off. An\n"
          "article that is read as before is left as it is; the others get a new revision, and\n"
          "`qushu watch` prints their figures. Services go on meanwhile. One that cannot be read\n"
          "any more is reported and stays as it was. --timeout is how long the service may be\n"
          "silent, or away.\n\n"
          "jsonl is a ReanalyzeArticlesResponse a line, several a second. The exit status is 0\n"
          "only when all were read.",
      .flags = Flags(),
      .examples = {{"qushu reanalyze --dry-run", "counts the articles that would change"},
                   {"qushu reanalyze", "reads all articles that another version read"}},
      .min_arguments = 0,
      .max_arguments = 0,
      .run = RunReanalyze};
  return command;
}

}  // namespace qushu::cli
