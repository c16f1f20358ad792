#include "services/query/query_core.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "common/analysis/analyzer.h"
#include "common/analysis/offsets.h"
#include "common/base/absl_compat.h"
#include "common/base/status_macros.h"
#include "common/rpc/requests/request.h"
#include "services/query/answers.h"
#include "services/query/arguments.h"
#include "services/query/figure_pages.h"

namespace qushu::query {
namespace {

// Whole articles are fetched this many at a time, until the page is full by rows or by bytes.
constexpr int kFullArticlesAtOnce = 8;

}  // namespace

absl::Status QueryCore::GetArticle(const rpc::Call&, const v1::GetArticleRequest& request,
                                   v1::GetArticleResponse& response) const {
  rpc::FieldErrors errors;
  const std::string id = ArticleIdFromName(request.name(), "name", true, errors);
  rpc::CheckEnum(v1::ArticleView_IsValid(request.view()), "view", errors);
  rpc::CheckEnum(v1::OffsetEncoding_IsValid(request.offset_encoding()), "offset_encoding", errors);
  QUSHU_RETURN_IF_ERROR(errors.ToStatus());
  int64_t revision = 0;
  QUSHU_ASSIGN_OR_RETURN(v1::Article article, store_.GetArticle(id, &revision));
  for (v1::DistrictSummary& summary : *article.mutable_summaries()) {
    Shorten(kDefaultSummarySentences, 0, summary);
  }
  ConvertSpans(article, request.offset_encoding());
  if (request.view() == v1::ARTICLE_VIEW_BASIC) ReduceToBasic(article);
  *response.mutable_article() = std::move(article);
  response.set_read_revision(revision);
  return absl::OkStatus();
}

absl::Status QueryCore::ListArticles(const rpc::Call& call, const v1::ListArticlesRequest& request,
                                     v1::ListArticlesResponse& response) const {
  rpc::FieldErrors errors;
  ArticleQuery query;
  const int page_size = rpc::PageSize(request.page_size(), 50, 500, errors);
  query.district = CodeOf(
      gazetteer_, DistrictFromName(gazetteer_, request.district(), "district", false, errors));
  query.published = WindowFromRange(request.publication_dates(), "publication_dates", errors);
  query.publication = request.publication();
  query.superseded = request.superseded();
  rpc::CheckEnum(v1::ArticleView_IsValid(request.view()), "view", errors);
  rpc::CheckEnum(v1::OffsetEncoding_IsValid(request.offset_encoding()), "offset_encoding", errors);
  auto position = tokens_.Decode("ListArticles", request, request.page_token());
  errors.Add(position.status());
  QUSHU_RETURN_IF_ERROR(errors.ToStatus());

  query.full = request.view() == v1::ARTICLE_VIEW_FULL;
  query.cancelled = CancelledBy(call);
  if (*position) query.after = KeyAt(**position);
  size_t bytes = 0;
  bool more = true;
  while (more && response.articles_size() < page_size && bytes < kMaxPageBytes) {
    query.limit = page_size - response.articles_size();
    if (query.full) query.limit = std::min(query.limit, kFullArticlesAtOnce);
    query.max_bytes = kMaxPageBytes - bytes;
    QUSHU_ASSIGN_OR_RETURN(ArticlePage page, store_.ListArticles(query));
    if (response.read_revision() == 0) response.set_read_revision(page.revision);
    // A page has one article at least, which may be too large behind others.
    if (response.articles_size() > 0 && !page.articles.empty() &&
        page.articles.front().ByteSizeLong() > query.max_bytes) {
      break;
    }
    for (v1::Article& article : page.articles) {
      bytes += article.ByteSizeLong();
      *response.add_articles() = std::move(article);
    }
    more = page.next.has_value();
    if (more) query.after = *page.next;
  }
  if (more) {
    response.set_next_page_token(tokens_.Encode("ListArticles", request, PositionOf(query.after)));
  }
  for (v1::Article& article : *response.mutable_articles()) {
    for (v1::DistrictSummary& summary : *article.mutable_summaries()) {
      Shorten(kDefaultSummarySentences, 0, summary);
    }
    if (query.full) {
      ConvertSpans(article, request.offset_encoding());
    } else {
      const std::string id(IdInName(article.name()));
      QUSHU_RETURN_IF_ERROR(ConvertSpansOf(store_, id, request.offset_encoding(), article));
    }
  }
  return absl::OkStatus();
}

absl::Status QueryCore::GetDistrict(const rpc::Call& call, const v1::GetDistrictRequest& request,
                                    v1::GetDistrictResponse& response) const {
  rpc::FieldErrors errors;
  const DivisionId id = DistrictFromName(gazetteer_, request.name(), "name", true, errors);
  QUSHU_RETURN_IF_ERROR(errors.ToStatus());
  DistrictQuery query;
  query.limit = 1;
  query.codes = {CodeOf(gazetteer_, id)};
  query.cancelled = CancelledBy(call);
  QUSHU_ASSIGN_OR_RETURN(const DistrictPage page, store_.ListDistricts(query));
  *response.mutable_district() = ToProto(gazetteer_, id);
  if (!page.districts.empty()) SetStats(page.districts.front(), *response.mutable_district());
  response.set_read_revision(page.revision);
  return absl::OkStatus();
}

absl::Status QueryCore::ListDistricts(const rpc::Call& call,
                                      const v1::ListDistrictsRequest& request,
                                      v1::ListDistrictsResponse& response) const {
  rpc::FieldErrors errors;
  DistrictQuery query;
  query.limit = rpc::PageSize(request.page_size(), 100, 1000, errors);
  query.parent =
      CodeOf(gazetteer_, DistrictFromName(gazetteer_, request.parent(), "parent", false, errors));
  query.article = ArticleIdFromName(request.article(), "article", false, errors);
  auto position = tokens_.Decode("ListDistricts", request, request.page_token());
  errors.Add(position.status());
  QUSHU_RETURN_IF_ERROR(errors.ToStatus());

  query.cancelled = CancelledBy(call);
  if (*position) query.after_code = (*position)->district_code();
  if (!request.name_contains().empty()) {
    for (size_t i = 0; i < gazetteer_.size(); ++i) {
      const Division& division = gazetteer_[static_cast<DivisionId>(i)];
      if (division.code != 0 && division.name.find(request.name_contains()) != std::string::npos) {
        query.codes.push_back(std::to_string(division.code));
      }
    }
    std::sort(query.codes.begin(), query.codes.end());
    query.codes.erase(std::unique(query.codes.begin(), query.codes.end()), query.codes.end());
    // No code at all would ask the store for every district; this one is nobody's.
    if (query.codes.empty()) query.codes.push_back("999999");
  }
  QUSHU_ASSIGN_OR_RETURN(const DistrictPage page, store_.ListDistricts(query));
  if (page.districts.empty() && !query.article.empty()) {
    QUSHU_RETURN_IF_ERROR(store_.GetSource(query.article).status());
  }
  for (const DistrictStats& stats : page.districts) {
    const DivisionId id = gazetteer_.ByCode(std::atoi(stats.code.c_str()));
    v1::District& district = *response.add_districts();
    if (id != kNoDivision) {
      district = ToProto(gazetteer_, id);
    } else {
      // Stored by a version with another table.
      district.set_code(stats.code);
      district.set_name("districts/" + stats.code);
    }
    SetStats(stats, district);
  }
  if (page.more && !page.districts.empty()) {
    rpc::PagePosition next;
    next.set_district_code(page.districts.back().code);
    response.set_next_page_token(tokens_.Encode("ListDistricts", request, next));
  }
  response.set_read_revision(page.revision);
  return absl::OkStatus();
}

absl::Status QueryCore::GetDistrictSummary(const rpc::Call& call,
                                           const v1::GetDistrictSummaryRequest& request,
                                           v1::GetDistrictSummaryResponse& response) const {
  rpc::FieldErrors errors;
  SummaryQuery query;
  const DivisionId district = DistrictFromName(gazetteer_, request.name(), "name", true, errors);
  query.district = CodeOf(gazetteer_, district);
  query.article = ArticleIdFromName(request.article(), "article", false, errors);
  query.published = WindowFromRange(request.publication_dates(), "publication_dates", errors);
  const int max_sentences = rpc::Limit(request.max_sentences(), kDefaultSummarySentences,
                                       kMaxSummarySentences, "max_sentences", errors);
  const int max_characters =
      rpc::Limit(request.max_characters(), 0, 1 << 30, "max_characters", errors);
  query.limit = rpc::Limit(request.max_articles(), 10, 100, "max_articles", errors);
  rpc::CheckEnum(v1::OffsetEncoding_IsValid(request.offset_encoding()), "offset_encoding", errors);
  QUSHU_RETURN_IF_ERROR(errors.ToStatus());

  query.cancelled = CancelledBy(call);
  QUSHU_ASSIGN_OR_RETURN(SummaryPage page, store_.ListSummaries(query));
  if (page.summaries.empty() && !query.article.empty()) {
    QUSHU_RETURN_IF_ERROR(store_.GetSource(query.article).status());
  }
  response.set_district("districts/" + query.district);
  response.set_place(gazetteer_.Path(district));
  for (v1::ArticleSummary& summary : page.summaries) {
    Shorten(max_sentences, max_characters, *summary.mutable_summary());
    QUSHU_RETURN_IF_ERROR(ConvertSpansOf(store_, IdInName(summary.article()),
                                         request.offset_encoding(), *summary.mutable_summary()));
    *response.add_summaries() = std::move(summary);
  }
  response.set_truncated(page.more);
  response.set_read_revision(page.revision);
  return absl::OkStatus();
}

}  // namespace qushu::query
