#include "services/cli/bulk_ingest.h"

#include <algorithm>
#include <deque>
#include <map>
#include <memory>
#include <ostream>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "common/base/error.h"
#include "services/cli/article_stream.h"
#include "services/cli/display_width.h"
#include "services/cli/errors.h"
#include "services/cli/input.h"
#include "services/cli/journal.h"
#include "services/cli/progress.h"

namespace qushu::cli {
namespace {

constexpr absl::Duration kLineEvery = absl::Seconds(10);
// Of one reason: errors that are printed, and texts that the summary names.
constexpr int kMostErrors = 20;
constexpr size_t kMostNames = 3;

// A text that is under way.
struct Ticket {
  std::string label;
  size_t file = 0;
  int64_t number = 0;
};

struct Refusals {
  int64_t count = 0;
  std::vector<std::string> names;
};

std::string Reason(const absl::Status& status) {
  const std::string reason = ReasonOf(status);
  return reason.empty() ? absl::StatusCodeToString(status.code()) : reason;
}

class Run {
 public:
  Run(const Server& server, BulkOptions options, Io& io)
      : server_(server),
        options_(std::move(options)),
        io_(io),
        reader_(options_.found.files, options_.documents, io.in),
        progress_(io.err, kLineEvery) {}

  int Do();

 private:
  void SendAll();
  void Answered(uint64_t ticket, const absl::StatusOr<v1::IngestArticleResponse>& answer);
  void Refused(const std::string& label, const absl::Status& status)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void ShowProgress() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Summarise();
  absl::Duration Elapsed() const { return absl::Now() - start_; }
  double Rate(int64_t count) const {
    return static_cast<double>(count) / std::max(0.001, absl::ToDoubleSeconds(Elapsed()));
  }

  const Server& server_;
  const BulkOptions options_;
  Io& io_;
  DocumentReader reader_;
  std::unique_ptr<Journal> journal_;
  const absl::Time start_ = absl::Now();

  absl::Mutex mutex_;
  Progress progress_ ABSL_GUARDED_BY(mutex_);
  std::map<uint64_t, Ticket> under_way_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, Refusals> refused_ ABSL_GUARDED_BY(mutex_);  // by reason
  int64_t stored_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t stored_before_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t skipped_ ABSL_GUARDED_BY(mutex_) = 0;  // the journal has them
  int64_t figures_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t bytes_ ABSL_GUARDED_BY(mutex_) = 0;  // of texts that were sent
  absl::Status stopped_;                       // why it went no further
};

void Run::Refused(const std::string& label, const absl::Status& status) {
  Refusals& refusals = refused_[Reason(status)];
  if (refusals.count++ < kMostErrors) {
    progress_.Clear();
    PrintError(label, status, io_.err);
  }
  if (refusals.names.size() < kMostNames) refusals.names.push_back(label);
}

void Run::Answered(uint64_t ticket, const absl::StatusOr<v1::IngestArticleResponse>& answer) {
  const absl::MutexLock lock(&mutex_);
  const auto found = under_way_.find(ticket);
  if (found == under_way_.end()) return;
  const Ticket text = std::move(found->second);
  under_way_.erase(found);
  if (!answer.ok()) {
    Refused(text.label, answer.status());
  } else {
    ++(answer->already_stored() ? stored_before_ : stored_);
    figures_ += answer->figure_count();
    if (journal_ != nullptr) journal_->Note(text.file, text.number);
    if (options_.stored) options_.stored(text.label, *answer);
  }
  ShowProgress();
}

void Run::ShowProgress() {
  if (!progress_.Due()) return;
  int64_t refused = 0;
  for (const auto& [reason, refusals] : refused_) refused += refusals.count;
  const int64_t done = stored_ + stored_before_ + refused;
  std::string text = absl::StrFormat("%d texts, %.0f/s", done + skipped_, Rate(done));
  if (refused > 0) absl::StrAppend(&text, ", ", refused, " refused");
  const int64_t total = reader_.bytes_total();
  // What was read and not yet answered counts by the share of the texts that are.
  const int64_t read = std::min(total, reader_.bytes_done());
  if (total > 0 && read > 0) {
    const auto texts = static_cast<double>(done + skipped_);
    const double share = static_cast<double>(read) / static_cast<double>(total) *
                         (texts / (texts + static_cast<double>(under_way_.size())));
    text = absl::StrCat(ProgressBar(static_cast<int64_t>(share * 1000), 1000),
                        absl::StrFormat(" %.0f%%  ", 100 * share), text);
    if (share > 0) absl::StrAppend(&text, ", ", DurationText(Elapsed() * (1 / share - 1)), " left");
  }
  progress_.Show(progress_.terminal() ? Truncate(text, io_.columns - 1) : "qushu: " + text);
}

void Run::SendAll() {
  std::vector<std::unique_ptr<ArticleStream>> streams;
  for (int i = 0; i < options_.jobs; ++i) {
    streams.push_back(std::make_unique<ArticleStream>(
        server_, [this](uint64_t ticket, const auto& answer) { Answered(ticket, answer); }));
  }
  Document document;
  uint64_t ticket = 0;
  while (stopped_.ok()) {
    {
      // Progress looks at the reader.
      const absl::MutexLock lock(&mutex_);
      ShowProgress();
      if (!reader_.Next(document)) break;
      if (journal_ != nullptr && journal_->IsStored(document.file, document.number)) {
        ++skipped_;
        continue;
      }
      if (!document.status.ok()) {
        Refused(document.label, document.status);
        continue;
      }
      bytes_ += static_cast<int64_t>(document.input.text().size());
      under_way_[++ticket] = {document.label, document.file, document.number};
    }
    v1::IngestArticleRequest request;
    *request.mutable_article() = std::move(document.input);
    ArticleStream& stream = *streams[ticket % streams.size()];
    if (!stream.Send(ticket, std::move(request))) {
      stopped_ = stream.Finish();
    }
  }
  for (const auto& stream : streams) {
    const absl::Status status = stream->Finish();
    if (stopped_.ok()) stopped_ = status;
  }
}

void Run::Summarise() {
  const absl::MutexLock lock(&mutex_);
  progress_.Clear();
  std::ostream& out = *options_.summary;
  int64_t refused = 0;
  for (const auto& [reason, refusals] : refused_) refused += refusals.count;
  std::vector<std::string> counts = {absl::StrCat("stored ", stored_)};
  if (stored_before_ > 0) counts.push_back(absl::StrCat("stored before ", stored_before_));
  if (skipped_ > 0)
    counts.push_back(absl::StrCat("skipped ", skipped_, " as the journal has them"));
  if (refused > 0) counts.push_back(absl::StrCat("refused ", refused));
  if (!under_way_.empty()) counts.push_back(absl::StrCat("unanswered ", under_way_.size()));
  out << absl::StrJoin(counts, ", ")
      << absl::StrFormat("; %d figures, %.1f MB in %s, %.0f texts/s\n", figures_,
                         static_cast<double>(bytes_) / 1e6, DurationText(Elapsed()),
                         Rate(stored_ + stored_before_));
  for (const auto& [reason, refusals] : refused_) {
    out << absl::StrCat("  ", reason, ": ", refusals.count, " (",
                        Printable(ValidUtf8(absl::StrJoin(refusals.names, ", "))),
                        refusals.count > static_cast<int64_t>(refusals.names.size()) ? ", …" : "",
                        ")\n");
  }
  if (options_.found.passed_over > 0) {
    out << absl::StrCat("  passed over ", options_.found.passed_over,
                        " files of other kinds in folders\n");
  }
}

int Run::Do() {
  if (!options_.journal.empty()) {
    auto journal = Journal::Open(options_.journal, reader_.files());
    if (!journal.ok()) {
      PrintError(options_.journal, journal.status(), io_.err);
      return kFailed;
    }
    journal_ = *std::move(journal);
  }
  SendAll();
  bool failed = !stopped_.ok();
  if (journal_ != nullptr) {
    const absl::Status written = journal_->Flush();
    if (!written.ok()) {
      PrintError(options_.journal, written, io_.err);
      failed = true;
    }
  }
  Summarise();
  const absl::MutexLock lock(&mutex_);
  if (!stopped_.ok()) {
    PrintError("stopped before the end", stopped_, io_.err);
    if (journal_ != nullptr) io_.err << "  the same command goes on where this one stopped\n";
  }
  return failed || !refused_.empty() ? kFailed : kDone;
}

}  // namespace

int BulkIngest(const Server& server, BulkOptions options, Io& io) {
  return Run(server, std::move(options), io).Do();
}

}  // namespace qushu::cli
