// QueryCore::WatchFigures() and ExportFigures().
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "common/base/absl_compat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "services/query/answers.h"
#include "services/query/arguments.h"
#include "services/query/figure_pages.h"
#include "services/query/figure_table.h"
#include "services/query/query_core.h"

namespace qushu::query {
namespace {

// How often the store is asked for news, and how long a watcher hears nothing.
constexpr absl::Duration kPollInterval = absl::Milliseconds(50);
constexpr absl::Duration kProgressInterval = absl::Seconds(5);
// A reader who takes no message for so long is cut off.
constexpr absl::Duration kPatience = absl::Seconds(20);
constexpr int kRevisionsAtOnce = 64;
constexpr int kFiguresAtOnce = 500;
constexpr size_t kMaxChunkBytes = 1 << 20;

// What a watcher is told with the error that ends his stream.
absl::Status WithResumeRevision(const absl::Status& status, int64_t sent) {
  if (ReasonOf(status) != "WATCHER_TOO_SLOW") return status;
  return MakeError(status.code(), v1::ERROR_REASON_WATCHER_TOO_SLOW,
                   "the stream is read too slowly; go on from resume_revision",
                   {.violations = {}, .metadata = {{"resume_revision", std::to_string(sent + 1)}}});
}

}  // namespace

absl::Status QueryCore::WatchFigures(const rpc::Call& call, const v1::WatchFiguresRequest& request,
                                     rpc::StreamWriter<v1::WatchFiguresResponse>& writer) const {
  rpc::FieldErrors errors;
  FigureQuery query{.limit = kFiguresAtOnce};
  query.district = CodeOf(
      gazetteer_, DistrictFromName(gazetteer_, request.district(), "district", false, errors));
  query.include_descendants = request.include_descendants();
  query.superseded = request.superseded();
  IndicatorFromId(catalogue_, request.indicator(), "indicator", false, errors);
  query.indicator = request.indicator();
  auto filter = FigureFilter::Parse(request.filter(), gazetteer_);
  errors.Add(filter.status());
  if (request.start_revision() < 0) {
    errors.Add(v1::ERROR_REASON_INVALID_ARGUMENT, "start_revision", "a revision is 0 or more");
  }
  rpc::CheckEnum(v1::OffsetEncoding_IsValid(request.offset_encoding()), "offset_encoding", errors);
  QUSHU_RETURN_IF_ERROR(errors.ToStatus());
  query.cancelled = CancelledBy(call);
  filter->Narrow(query);

  QUSHU_ASSIGN_OR_RETURN(RevisionPage page, store_.ListRevisions(0, 1));
  if (request.start_revision() > page.revision + 1) {
    return MakeError(absl::StatusCode::kOutOfRange, v1::ERROR_REASON_REVISION_UNKNOWN,
                     "the store has not reached that revision",
                     {.violations = {{"start_revision", "above the next revision"}},
                      .metadata = {{"revision", std::to_string(page.revision)}}});
  }
  int64_t sent = request.start_revision() > 0 ? request.start_revision() - 1 : page.revision;
  v1::WatchFiguresResponse message;
  const auto write = [&](int64_t revision) -> absl::Status {
    message.set_revision(revision);
    const absl::Status written = writer.Write(message, kPatience);
    message.Clear();
    return WithResumeRevision(written, sent);
  };
  // The first mark tells that the watch stands.
  QUSHU_RETURN_IF_ERROR(write(sent));
  absl::Time last_write = absl::Now();
  while (true) {
    QUSHU_ASSIGN_OR_RETURN(page,
                           store_.ListRevisions(sent, kRevisionsAtOnce, request.superseded()));
    for (const Revision& change : page.revisions) {
      // An article may be asked for by the filter, and this one need not be it.
      const auto asked_for = [&](const std::string& article) {
        return !article.empty() && (query.article.empty() || query.article == article);
      };
      bool any = asked_for(change.gone);
      if (any) {
        v1::GoneArticle& gone = *message.add_gone();
        gone.set_article(ArticleName(change.gone));
        if (!change.replaced_by.empty()) gone.set_replaced_by(ArticleName(change.replaced_by));
      }
      FigureQuery of_article = query;
      of_article.article = change.article;
      of_article.after = {};
      while (asked_for(change.article)) {
        QUSHU_ASSIGN_OR_RETURN(FigurePage figures, store_.ListFigures(of_article));
        if (message.figures_size() > 0) QUSHU_RETURN_IF_ERROR(write(sent));
        for (v1::Figure& figure : figures.figures) {
          if (filter->Matches(figure)) *message.add_figures() = std::move(figure);
        }
        QUSHU_RETURN_IF_ERROR(
            ConvertSpansOf(store_, request.offset_encoding(), *message.mutable_figures()));
        any |= message.figures_size() > 0;
        if (!figures.next) break;
        of_article.after = *figures.next;
      }
      if (any) {
        // Not before it is written is the revision sent.
        QUSHU_RETURN_IF_ERROR(write(change.revision));
        last_write = absl::Now();
      }
      sent = change.revision;
    }
    if (page.revisions.size() == kRevisionsAtOnce) continue;
    if (absl::Now() - last_write >= kProgressInterval) {
      QUSHU_RETURN_IF_ERROR(write(sent));
      last_write = absl::Now();
    }
    QUSHU_RETURN_IF_ERROR(writer.Sleep(kPollInterval));
  }
}

absl::Status QueryCore::ExportFigures(const rpc::Call& call,
                                      const v1::ExportFiguresRequest& request,
                                      rpc::StreamWriter<v1::ExportFiguresResponse>& writer) const {
  rpc::FieldErrors errors;
  FigureQuery query{.limit = kFiguresAtOnce};
  query.district = CodeOf(
      gazetteer_, DistrictFromName(gazetteer_, request.district(), "district", false, errors));
  query.include_descendants = request.include_descendants();
  query.published = WindowFromRange(request.publication_dates(), "publication_dates", errors);
  query.superseded = request.superseded();
  auto filter = FigureFilter::Parse(request.filter(), gazetteer_);
  errors.Add(filter.status());
  rpc::CheckEnum(v1::ExportFormat_IsValid(request.format()), "format", errors);
  auto table = FigureTable::Create(request.format(), request.columns());
  errors.Add(table.status());
  if (request.max_figures() < 0) {
    errors.Add(v1::ERROR_REASON_INVALID_ARGUMENT, "max_figures", "0 or more");
  }
  rpc::CheckEnum(v1::OffsetEncoding_IsValid(request.offset_encoding()), "offset_encoding", errors);
  v1::ExportFiguresRequest without_token = request;
  without_token.clear_resume_token();
  auto position = tokens_.Decode("ExportFigures", without_token, request.resume_token());
  errors.Add(position.status());
  QUSHU_RETURN_IF_ERROR(errors.ToStatus());
  query.cancelled = CancelledBy(call);
  filter->Narrow(query);

  v1::ExportFiguresResponse message;
  int64_t count = 0;
  int64_t revision = 0;  // that the export is read at
  if (*position) {
    query.after = {.article = KeyAt(**position), .number = (*position)->figure()};
    revision = (*position)->revision();
    count = (*position)->count();
    query.last_arrival = (*position)->last_arrival();
  } else {
    QUSHU_ASSIGN_OR_RETURN(const RevisionPage now, store_.ListRevisions(0, 1));
    revision = now.revision;
    query.last_arrival = now.arrivals;
    *message.mutable_chunk() = table->Header();
  }
  const int64_t most = request.max_figures() > 0 ? request.max_figures() : INT64_MAX;
  const auto write = [&]() -> absl::Status {
    message.set_read_revision(revision);
    message.set_figure_count(count);
    rpc::PagePosition next = PositionOf(query.after.article);
    next.set_figure(query.after.number);
    next.set_revision(revision);
    next.set_count(count);
    next.set_last_arrival(query.last_arrival);
    message.set_resume_token(tokens_.Encode("ExportFigures", without_token, next));
    const absl::Status written = writer.Write(message, kPatience);
    message.Clear();
    return written;
  };
  bool more = true;
  while (more && count < most) {
    QUSHU_ASSIGN_OR_RETURN(FigurePage page, store_.ListFigures(query));
    v1::ListFiguresResponse fitting;
    std::vector<int64_t> arrivals;
    for (size_t i = 0; i < page.figures.size(); ++i) {
      if (!filter->Matches(page.figures[i])) continue;
      *fitting.add_figures() = std::move(page.figures[i]);
      arrivals.push_back(page.arrivals[i]);
    }
    QUSHU_RETURN_IF_ERROR(
        ConvertSpansOf(store_, request.offset_encoding(), *fitting.mutable_figures()));
    // Line by line: a token stands behind the figure that was written last.
    int written = 0;
    for (const v1::Figure& figure : fitting.figures()) {
      if (count == most) break;
      const std::string line = table->Line(figure);
      if (!message.chunk().empty() && message.chunk().size() + line.size() > kMaxChunkBytes) {
        QUSHU_RETURN_IF_ERROR(write());
      }
      message.mutable_chunk()->append(line);
      query.after = {.article = {.publication_date = FromProto(figure.has_publication_date(),
                                                               figure.publication_date()),
                                 .article = std::string(IdInName(figure.article())),
                                 .arrival = arrivals[static_cast<size_t>(written)]},
                     .number = NumberInName(figure.name())};
      ++count;
      ++written;
    }
    more = page.next.has_value() || written < fitting.figures_size();
    if (written < fitting.figures_size()) break;
    if (page.next) query.after = *page.next;
  }
  message.set_complete(true);
  message.set_truncated(more && count == most);
  return write();
}

}  // namespace qushu::query
