#include "services/ingest/ingest_core.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "common/base/absl_compat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/rpc/requests/request.h"
#include "google/protobuf/util/time_util.h"
#include "services/ingest/reread.h"

namespace qushu::ingest {
namespace {

void CheckLength(std::string_view value, size_t most, std::string_view field,
                 rpc::FieldErrors& errors) {
  if (value.size() <= most) return;
  errors.Add(v1::ERROR_REASON_INVALID_ARGUMENT, field,
             ToStd(absl::StrCat("longer than ", most, " bytes")));
}

void CheckInput(const v1::ArticleInput& input, rpc::FieldErrors& errors) {
  CheckLength(input.publication(), kMaxPublicationBytes, "article.publication", errors);
  CheckLength(input.page(), kMaxPageBytes, "article.page", errors);
  CheckLength(input.source_uri(), kMaxSourceUriBytes, "article.source_uri", errors);
  CheckLength(input.encoding(), kMaxContentTypeBytes, "article.encoding", errors);
  CheckLength(input.content_type(), kMaxContentTypeBytes, "article.content_type", errors);
}

void Describe(const v1::Article& article, v1::IngestArticleResponse& response) {
  response.set_figure_count(article.figures_size());
  response.set_source_encoding(article.source_encoding());
  response.set_content_type(article.content_type());
  for (const v1::Section& section : article.sections()) {
    const auto& known = response.districts();
    if (!section.district().empty() &&
        std::find(known.begin(), known.end(), section.district()) == known.end()) {
      response.add_districts(section.district());
    }
  }
  *response.mutable_findings() = article.findings();
}

v1::ReadingHints HintsOf(const v1::ArticleInput& input) {
  v1::ReadingHints hints;
  if (input.has_publication_date()) *hints.mutable_publication_date() = input.publication_date();
  hints.set_home_district(input.home_district());
  hints.set_encoding(input.encoding());
  hints.set_content_type(input.content_type());
  return hints;
}

// Every sentence that could be chosen is stored with its rank, so that the query service can make a
// summary of any length.
constexpr AnalyzeOptions kToStore = {.summary_sentences = kMaxSummarySentences};

}  // namespace

bool IsOfTheArticle(const absl::Status& status) {
  return absl::IsInvalidArgument(status) || absl::IsNotFound(status) || absl::IsInternal(status);
}

absl::StatusOr<std::string> ArticleIdIn(std::string_view name, std::string_view field) {
  absl::string_view id = ToAbsl(name);
  if (absl::ConsumePrefix(&id, "articles/") && IsArticleId(ToStd(id))) return std::string(id);
  return InvalidField(v1::ERROR_REASON_INVALID_NAME, field, "not of the form articles/{article}");
}

absl::Status IngestCore::AnalyzeArticle(const rpc::Call& call,
                                        const v1::AnalyzeArticleRequest& request,
                                        v1::AnalyzeArticleResponse& response) const {
  rpc::FieldErrors errors;
  CheckInput(request.article(), errors);
  rpc::CheckEnum(v1::OffsetEncoding_IsValid(request.offset_encoding()), "offset_encoding", errors);
  AnalyzeOptions options{.explain = request.explain(), .offsets = request.offset_encoding()};
  if (request.has_summary_sentences()) {
    if (request.summary_sentences() < 0) {
      errors.Add(v1::ERROR_REASON_INVALID_ARGUMENT, "summary_sentences", "the limit is negative");
    }
    options.summary_sentences = std::clamp(request.summary_sentences(), 0, kMaxSummarySentences);
  }
  QUSHU_RETURN_IF_ERROR(errors.ToStatus());
  QUSHU_ASSIGN_OR_RETURN(v1::Article article, Analyze(request.article(), options));
  QUSHU_RETURN_IF_ERROR(call.Check());
  article.clear_source_bytes();
  *response.mutable_article() = std::move(article);
  return absl::OkStatus();
}

absl::StatusOr<v1::Article> IngestCore::Analyze(const v1::ArticleInput& input,
                                                const AnalyzeOptions& options) const {
  const absl::Time start = absl::Now();
  absl::StatusOr<v1::Article> article = analyzer_.Analyze(input, options);
  if (metrics_ != nullptr) metrics_->Analyzed(absl::Now() - start);
  return article;
}

absl::StatusOr<IngestCore::Prepared> IngestCore::Prepare(
    const v1::IngestArticleRequest& request) const {
  absl::StatusOr<Prepared> prepared = Read(request);
  if (!prepared.ok() && metrics_ != nullptr) metrics_->Refused();
  return prepared;
}

void IngestCore::Put(PendingPut put) const {
  if (metrics_ != nullptr) {
    put.done = [metrics = metrics_, start = absl::Now(),
                done = std::move(put.done)](absl::StatusOr<PutResult> result) {
      if (result.ok()) {
        metrics->Stored(absl::Now() - start, result->already_stored);
      } else {
        metrics->Failed();
      }
      done(std::move(result));
    };
  }
  store_.PutArticle(std::move(put));
}

absl::StatusOr<IngestCore::Prepared> IngestCore::Read(
    const v1::IngestArticleRequest& request) const {
  rpc::FieldErrors errors;
  CheckInput(request.article(), errors);
  if (!request.request_id().empty() && !rpc::IsUuid(request.request_id())) {
    errors.Add(v1::ERROR_REASON_INVALID_ARGUMENT, "request_id", "not a UUID");
  }
  QUSHU_RETURN_IF_ERROR(errors.ToStatus());
  PutRequest put;
  QUSHU_ASSIGN_OR_RETURN(put.article, Analyze(request.article(), kToStore));
  *put.article.mutable_hints() = HintsOf(request.article());
  if (metrics_ != nullptr) metrics_->Read(put.article);
  if (!request.request_id().empty()) {
    v1::IngestArticleRequest without_id = request;
    without_id.clear_request_id();
    put.request_id = request.request_id();
    put.request_hash = rpc::RequestHash(without_id);
  }
  Prepared prepared;
  Describe(put.article, prepared.response);
  QUSHU_ASSIGN_OR_RETURN(prepared.put, PreparePut(std::move(put)));
  return prepared;
}

absl::Status IngestCore::Complete(const PutResult& put, v1::IngestArticleResponse& response) const {
  if (put.already_stored) {
    // The stored one may have been read by another version of the analysis, or with other hints.
    QUSHU_ASSIGN_OR_RETURN(const v1::Article article, store_.GetArticle(put.article, nullptr));
    response.Clear();
    Describe(article, response);
  }
  response.set_name(ArticleName(put.article));
  response.set_revision(put.revision);
  response.set_already_stored(put.already_stored);
  if (!put.supersedes.empty()) response.set_supersedes(ArticleName(put.supersedes));
  return absl::OkStatus();
}

absl::Status IngestCore::IngestArticle(const rpc::Call& call,
                                       const v1::IngestArticleRequest& request,
                                       v1::IngestArticleResponse& response) const {
  QUSHU_ASSIGN_OR_RETURN(Prepared prepared, Prepare(request));
  // The last moment to stop: what the store has begun, it completes.
  QUSHU_RETURN_IF_ERROR(call.Check());
  absl::StatusOr<PutResult> put;
  absl::Notification done;
  prepared.put.done = [&](absl::StatusOr<PutResult> result) {
    put = std::move(result);
    done.Notify();
  };
  Put(std::move(prepared.put));
  done.WaitForNotification();
  QUSHU_RETURN_IF_ERROR(put.status());
  response = std::move(prepared.response);
  return Complete(*put, response);
}

absl::StatusOr<PendingPut> IngestCore::Reread(const std::string& id, bool& without_hints) const {
  QUSHU_ASSIGN_OR_RETURN(v1::Article stored, store_.GetArticle(id, nullptr));
  without_hints = !stored.has_hints();
  absl::StatusOr<PendingPut> put = ingest::Reread(analyzer_, std::move(stored), kToStore);
  if (!put.ok() && metrics_ != nullptr) metrics_->RereadFailed();
  return put;
}

void IngestCore::PutReread(PendingPut put) const {
  if (metrics_ != nullptr) {
    put.done = [metrics = metrics_, done = std::move(put.done)](absl::StatusOr<PutResult> result) {
      if (result.ok()) {
        metrics->Reread(result->revision != 0 && !result->already_stored);
      } else {
        metrics->RereadFailed();
      }
      done(std::move(result));
    };
  }
  store_.PutArticle(std::move(put));
}

absl::Status IngestCore::DeleteArticle(const v1::DeleteArticleRequest& request,
                                       v1::DeleteArticleResponse& response) const {
  QUSHU_ASSIGN_OR_RETURN(const std::string id, ArticleIdIn(request.name(), "name"));
  QUSHU_ASSIGN_OR_RETURN(const DeleteResult result,
                         store_.DeleteArticle({id, request.etag(), absl::Now() + kUndeleteTime}));
  if (!result.deleted && !request.allow_missing()) return NoSuchArticle(id);
  response.set_revision(result.revision);
  if (result.revision != 0) {
    *response.mutable_purge_time() = google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(
        absl::ToUnixMicros(result.purge_time));
  }
  return absl::OkStatus();
}

absl::Status IngestCore::UndeleteArticle(const v1::UndeleteArticleRequest& request,
                                         v1::UndeleteArticleResponse& response) const {
  QUSHU_ASSIGN_OR_RETURN(const std::string id, ArticleIdIn(request.name(), "name"));
  QUSHU_ASSIGN_OR_RETURN(const int64_t revision, store_.UndeleteArticle(id));
  response.set_revision(revision);
  return absl::OkStatus();
}

}  // namespace qushu::ingest
