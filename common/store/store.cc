#include "common/store/store.h"

#include <openssl/sha.h>

#include <algorithm>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/synchronization/notification.h"
#include "common/base/absl_compat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/store/pending_put.h"

namespace qushu {
namespace {

constexpr size_t kIdDigits = 32;
constexpr size_t kMaxRequestIdBytes = 128;

absl::Status Invalid(std::string_view field, std::string_view message) {
  return InvalidField(v1::ERROR_REASON_INVALID_ARGUMENT, field, message);
}

absl::Status CheckLimit(int limit) {
  if (limit >= 1) return absl::OkStatus();
  return Invalid("limit", "a page has one row or more");
}

absl::Status CheckCode(std::string_view field, std::string_view code) {
  if (code.empty() || ParseDistrictCode(code)) return absl::OkStatus();
  return Invalid(field, "a district code has six digits");
}

absl::Status CheckWindow(std::string_view field, const DateWindow& window) {
  if ((window.first && !IsValid(*window.first)) || (window.last && !IsValid(*window.last))) {
    return InvalidField(v1::ERROR_REASON_INVALID_DATE_RANGE, field, "no such day");
  }
  if (window.first && window.last && *window.last < *window.first) {
    return InvalidField(v1::ERROR_REASON_INVALID_DATE_RANGE, field,
                        "the range ends before it begins");
  }
  return absl::OkStatus();
}

absl::Status CheckKey(const ArticleKey& key) {
  if (key.article.empty()) return absl::OkStatus();
  if (!IsArticleId(key.article)) return Invalid("after", "not the id of an article");
  if (key.publication_date && !IsValid(*key.publication_date)) {
    return Invalid("after", "no such day");
  }
  return absl::OkStatus();
}

absl::Status CheckDate(std::string_view field, bool present, const v1::Date& date) {
  if (!present || IsValid(Date{date.year(), date.month(), date.day()})) return absl::OkStatus();
  return Invalid(field, "no such day");
}

absl::Status CheckDistrictName(std::string_view field, std::string_view name) {
  if (name.empty() || ParseDistrictName(name)) return absl::OkStatus();
  return InvalidField(v1::ERROR_REASON_INVALID_NAME, field, "not of the form districts/{code}");
}

absl::Status CheckFigure(const v1::Figure& figure, int index) {
  const std::string field = absl::StrCat("figures[", index, "]");
  QUSHU_RETURN_IF_ERROR(CheckDistrictName(field + ".district", figure.district()));
  QUSHU_RETURN_IF_ERROR(CheckDate(field + ".as_of", figure.has_as_of(), figure.as_of()));
  if (!Decimal::Parse(figure.value())) return Invalid(field + ".value", "not a decimal");
  return absl::OkStatus();
}

absl::Status CheckArticle(const v1::Article& article) {
  if (article.source_text().empty()) {
    return InvalidField(v1::ERROR_REASON_EMPTY_TEXT, "source_text", "the text is empty");
  }
  QUSHU_RETURN_IF_ERROR(CheckDate("masthead.publication_date",
                                  article.masthead().has_publication_date(),
                                  article.masthead().publication_date()));
  for (const v1::Section& section : article.sections()) {
    QUSHU_RETURN_IF_ERROR(CheckDistrictName("sections.district", section.district()));
  }
  for (const v1::DistrictSummary& summary : article.summaries()) {
    QUSHU_RETURN_IF_ERROR(CheckDistrictName("summaries.district", summary.district()));
  }
  for (int i = 0; i < article.figures_size(); ++i) {
    QUSHU_RETURN_IF_ERROR(CheckFigure(article.figures(i), i));
  }
  return absl::OkStatus();
}

absl::Status CheckFigureQuery(const FigureQuery& query) {
  QUSHU_RETURN_IF_ERROR(CheckKey(query.after.article));
  QUSHU_RETURN_IF_ERROR(CheckCode("district", query.district));
  QUSHU_RETURN_IF_ERROR(CheckWindow("published", query.published));
  QUSHU_RETURN_IF_ERROR(CheckWindow("as_of", query.as_of));
  if (query.min_value && query.max_value && *query.max_value < *query.min_value) {
    return InvalidField(v1::ERROR_REASON_INVALID_VALUE_RANGE, "max_value",
                        "the range ends before it begins");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status NoSuchArticle(std::string_view id) {
  return MakeError(absl::StatusCode::kNotFound, v1::ERROR_REASON_ARTICLE_NOT_FOUND,
                   "no such article is stored",
                   {.violations = {}, .metadata = {{"article", std::string(id)}}});
}

std::string EtagOf(int64_t revision) { return absl::StrCat("\"", revision, "\""); }

std::string ArticleId(std::string_view source_text) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(source_text.data()), source_text.size(), digest);
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(digest), kIdDigits / 2));
}

bool IsArticleId(std::string_view id) {
  return id.size() == kIdDigits && id.find_first_not_of("0123456789abcdef") == id.npos;
}

std::string ArticleName(std::string_view id) { return absl::StrCat("articles/", ToAbsl(id)); }

std::string FigureName(std::string_view id, int number) {
  return absl::StrCat("articles/", ToAbsl(id), "/figures/", number);
}

std::optional<int> ParseDistrictCode(std::string_view code) {
  if (code.size() != 6 || code[0] == '0') return std::nullopt;
  int value = 0;
  for (char c : code) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

std::optional<int> ParseDistrictName(std::string_view name) {
  absl::string_view code = ToAbsl(name);
  if (!absl::ConsumePrefix(&code, "districts/")) return std::nullopt;
  return ParseDistrictCode(ToStd(code));
}

DistrictRange DescendantsOf(int code) {
  if (code == 100000) return {code, 999999};
  if (code % 10000 == 0) return {code, code + 9999};
  if (code % 100 == 0) return {code, code + 99};
  return {code, code};
}

absl::StatusOr<PutResult> Store::PutArticle(const v1::Article& article, std::string_view request_id,
                                            std::string_view request_hash) {
  return PutArticle({article, std::string(request_id), std::string(request_hash)});
}

absl::StatusOr<PutResult> Store::PutArticle(PutRequest request) {
  absl::StatusOr<PutResult> result;
  absl::Notification done;
  PutArticle(std::move(request), PutTime::kNow, [&](absl::StatusOr<PutResult> put) {
    result = std::move(put);
    done.Notify();
  });
  done.WaitForNotification();
  return result;
}

absl::StatusOr<PendingPut> PreparePut(PutRequest request) {
  if (request.request_id.size() > kMaxRequestIdBytes)
    return Invalid("request_id", "over 128 bytes");
  QUSHU_RETURN_IF_ERROR(CheckArticle(request.article));
  PendingPut put;
  put.id = ArticleId(request.article.source_text());
  put.rows = DivideArticle(std::move(request.article));
  put.request_id = std::move(request.request_id);
  put.request_hash = std::move(request.request_hash);
  return put;
}

absl::StatusOr<PendingPut> PrepareReread(RereadRequest request) {
  QUSHU_RETURN_IF_ERROR(CheckArticle(request.reread));
  if (request.reread.source_text() != request.stored.source_text()) {
    return MakeError(absl::StatusCode::kInternal, v1::ERROR_REASON_INTERNAL,
                     "its bytes are decoded otherwise than when it was stored");
  }
  PendingPut put;
  put.id = std::string(absl::StripPrefix(request.stored.name(), "articles/"));
  Replaced replaced;
  replaced.revision = request.stored.revision();
  replaced.rows = DivideArticle(std::move(request.stored));
  put.rows = DivideArticle(std::move(request.reread));
  replaced.same = SameReading(replaced.rows, put.rows);
  put.replaced = std::move(replaced);
  return put;
}

void Store::PutArticle(PutRequest request, PutTime time, PutDone done) {
  absl::StatusOr<PendingPut> put = PreparePut(std::move(request));
  if (!put.ok()) return done(put.status());
  put->time = time;
  put->done = std::move(done);
  PutImpl(*std::move(put));
}

void Store::PutArticle(PendingPut put) { PutImpl(std::move(put)); }

absl::StatusOr<DeleteResult> Store::DeleteArticle(const DeleteRequest& request) {
  if (!IsArticleId(request.article)) return DeleteResult();
  return DeleteImpl(request);
}

absl::StatusOr<int64_t> Store::UndeleteArticle(std::string_view id) {
  if (!IsArticleId(id)) return NoSuchArticle(id);
  return UndeleteImpl(id);
}

absl::StatusOr<v1::Article> Store::GetArticle(std::string_view id, int64_t* revision) {
  if (!IsArticleId(id)) return NoSuchArticle(id);
  int64_t read_at = 0;
  QUSHU_ASSIGN_OR_RETURN(auto article, GetArticleImpl(id, &read_at));
  if (revision != nullptr) *revision = read_at;
  if (!article) return NoSuchArticle(id);
  return *std::move(article);
}

absl::StatusOr<std::string> Store::GetSource(std::string_view id) {
  if (!IsArticleId(id)) return NoSuchArticle(id);
  QUSHU_ASSIGN_OR_RETURN(auto source, GetSourceImpl(id));
  if (!source) return NoSuchArticle(id);
  return *std::move(source);
}

absl::StatusOr<std::map<std::string, std::string>> Store::GetSketches(
    const std::vector<std::string>& ids) {
  return GetSketchesImpl(ids);
}

absl::StatusOr<ArticlePage> Store::ListArticles(const ArticleQuery& query) {
  QUSHU_RETURN_IF_ERROR(CheckLimit(query.limit));
  QUSHU_RETURN_IF_ERROR(CheckKey(query.after));
  QUSHU_RETURN_IF_ERROR(CheckCode("district", query.district));
  QUSHU_RETURN_IF_ERROR(CheckWindow("published", query.published));
  return ListArticlesImpl(query);
}

absl::StatusOr<ArrivalPage> Store::ListArrivals(const ArrivalQuery& query) {
  QUSHU_RETURN_IF_ERROR(CheckLimit(query.limit));
  QUSHU_RETURN_IF_ERROR(CheckKey(query.after));
  return ListArrivalsImpl(query);
}

absl::StatusOr<FigurePage> Store::ListFigures(const FigureQuery& query) {
  QUSHU_RETURN_IF_ERROR(CheckLimit(query.limit));
  QUSHU_RETURN_IF_ERROR(CheckFigureQuery(query));
  return ListFiguresImpl(query);
}

absl::StatusOr<FigureScan> Store::ScanFigures(const FigureQuery& query, VisitFigureFn visit) {
  QUSHU_RETURN_IF_ERROR(CheckFigureQuery(query));
  return ScanFiguresImpl(query, visit);
}

absl::StatusOr<DistrictPage> Store::ListDistricts(const DistrictQuery& query) {
  QUSHU_RETURN_IF_ERROR(CheckLimit(query.limit));
  QUSHU_RETURN_IF_ERROR(CheckCode("after_code", query.after_code));
  QUSHU_RETURN_IF_ERROR(CheckCode("parent", query.parent));
  for (const std::string& code : query.codes) {
    if (!ParseDistrictCode(code)) return Invalid("codes", "a district code has six digits");
  }
  return ListDistrictsImpl(query);
}

absl::StatusOr<SummaryPage> Store::ListSummaries(const SummaryQuery& query) {
  QUSHU_RETURN_IF_ERROR(CheckLimit(query.limit));
  if (!ParseDistrictCode(query.district)) {
    return Invalid("district", "a district code has six digits");
  }
  QUSHU_RETURN_IF_ERROR(CheckWindow("published", query.published));
  return ListSummariesImpl(query);
}

absl::StatusOr<IndicatorPage> Store::ListIndicators(const IndicatorQuery& query) {
  QUSHU_RETURN_IF_ERROR(CheckLimit(query.limit));
  QUSHU_RETURN_IF_ERROR(CheckCode("district", query.district));
  return ListIndicatorsImpl(query);
}

absl::StatusOr<FoundPage> Store::SearchArticles(const SearchQuery& query) {
  QUSHU_RETURN_IF_ERROR(CheckLimit(query.limit));
  QUSHU_RETURN_IF_ERROR(CheckKey(query.after));
  QUSHU_RETURN_IF_ERROR(CheckCode("district", query.district));
  QUSHU_RETURN_IF_ERROR(CheckWindow("published", query.published));
  const auto no_term = [](const std::vector<std::string>& terms) { return terms.empty(); };
  for (const TermGroup& group : query.all) {
    if (group.empty() || std::any_of(group.begin(), group.end(), no_term)) {
      return Invalid("all", "a group has alternatives of one term or more");
    }
  }
  if (query.all.empty()) return Invalid("all", "without terms every article would be found");
  return SearchArticlesImpl(query);
}

absl::StatusOr<RevisionPage> Store::ListRevisions(int64_t after, int limit, bool superseded) {
  QUSHU_RETURN_IF_ERROR(CheckLimit(limit));
  if (after < 0) return Invalid("after", "a revision is 0 or more");
  return ListRevisionsImpl(after, limit, superseded);
}

absl::StatusOr<int64_t> Store::Revision() { return RevisionImpl(); }

absl::Status Store::Ping() { return PingImpl(); }

}  // namespace qushu
