// The durable store of articles and of what was read from them.
//
// One writer and any number of readers, in one process or several, work on the same store at the
// same time; a reader sees whole articles only. Every change has a revision, a number that grows by
// one; every answer names the revision that it was read at.
//
// The public methods check their arguments and keep the rules that hold for every backend; a
// backend implements the private ones. All are safe from many threads.
//
// An article or district that is not there is no error in a list: the page is empty.
//
// Errors, each with its ErrorReason:
//   NOT_FOUND            ARTICLE_NOT_FOUND
//   INVALID_ARGUMENT     REQUEST_ID_REUSED; or an argument out of its range, with the field
//   UNAVAILABLE          STORE_UNAVAILABLE: locked, or the file cannot be opened now
//   FAILED_PRECONDITION  STORE_TOO_NEW: its schema is newer than this program
//   DATA_LOSS            STORE_DAMAGED
//   RESOURCE_EXHAUSTED   DISK_FULL
//   CANCELLED            CANCELLED: the query's `cancelled` said so
#ifndef QUSHU_COMMON_STORE_STORE_H_
#define QUSHU_COMMON_STORE_STORE_H_

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/date.h"
#include "common/base/decimal.h"
#include "common/store/put.h"
#include "qushu/v1/article.pb.h"
#include "qushu/v1/figure.pb.h"
#include "qushu/v1/query_service.pb.h"

namespace qushu {

struct PendingPut;

// Asked now and then while a query runs; true ends it with CANCELLED.
using CancelledFn = std::function<bool()>;

struct DateWindow {
  std::optional<Date> first = {};  // both ends included
  std::optional<Date> last = {};
};

// Position behind which a page begins: the sort keys of the last row of the page before. An empty
// `article` is the beginning. Undated articles sort behind all dated ones.
struct ArticleKey {
  std::optional<Date> publication_date = {};
  std::string article = {};  // id, without `articles/`
  // Its place among all articles in the order in which they came, which is the order within a day.
  // Where it is 0, that of `article` counts; if that is gone, its day begins again.
  int64_t arrival = 0;
};

struct ArticleQuery {
  int limit = 0;  // rows, 1 or more
  ArticleKey after = {};
  std::string district = {};  // six-digit code; empty: any
  DateWindow published = {};
  std::string publication = {};  // empty: any
  bool superseded = false;       // takes in texts that others correct
  bool full = false;           // false: without texts, figures, summaries, findings and paragraphs
  size_t max_bytes = 2 << 20;  // a page of more than one article ends before it is larger
  CancelledFn cancelled = {};
};

struct ArticlePage {
  std::vector<v1::Article> articles = {};  // named
  std::optional<ArticleKey> next = {};     // absent at the end
  int64_t revision = 0;
};

struct FigureKey {
  ArticleKey article = {};
  int number = 0;  // of the figure in its article, from 1
};

struct FigureQuery {
  int limit = 0;
  size_t max_bytes = 2 << 20;  // a page of more than one figure ends before it is larger
  FigureKey after = {};
  std::string district = {};  // six-digit code; empty: any
  bool include_descendants = false;
  std::string article = {};  // id; empty: any
  std::string unit = {};     // empty: any
  std::vector<v1::Kind> kinds = {};
  std::vector<v1::Aspect> aspects = {};
  v1::Scope scope = v1::SCOPE_UNSPECIFIED;
  std::optional<Decimal> min_value = {};
  std::optional<Decimal> max_value = {};
  DateWindow published = {};
  DateWindow as_of = {};
  std::string indicator = {};         // empty: any
  std::string measure_contains = {};  // empty: any
  bool superseded = false;            // takes in texts that others correct, as `article` does
  // Figures of articles that came later than this many are left out; 0: none.
  int64_t last_arrival = 0;
  // Figures that are looked at, at most, for those that fit: a page ends there, be it empty.
  int max_scanned = 50'000;
  // Of ListFigures(): the page has them as bytes, `list` and not `figures`, which costs a third of
  // making messages of them. Without the fields whose number is set as a bit of `left_out`.
  bool as_bytes = false;
  uint64_t left_out = 0;
  CancelledFn cancelled = {};
};

// A figure on its way past ScanFigures(): what figures are sorted by, without reading the rest.
class FigureRowView {
 public:
  virtual ~FigureRowView() = default;
  virtual FigureKey key() const = 0;
  virtual std::optional<Date> publication_date() const = 0;
  virtual std::optional<Date> as_of() const = 0;
  virtual std::string_view value_key() const = 0;  // Decimal::SortKey()
  virtual int district() const = 0;                // code; 0 for none
  // Named, with article and publication date.
  virtual absl::StatusOr<v1::Figure> Read() const = 0;
};
// Where a scan ended.
struct FigureScan {
  // Behind the last figure that was looked at; absent where there are no more, or `visit` said so.
  std::optional<FigureKey> next = {};
  int64_t revision = 0;
};

// Whether the scan goes on; an error ends it with that error.
using VisitFigureFn = absl::FunctionRef<absl::StatusOr<bool>(const FigureRowView& figure)>;

struct FigurePage {
  std::vector<v1::Figure> figures = {};  // named, with article and publication date
  std::string list = {};                 // the same as the bytes of a ListFiguresResponse
  std::vector<int64_t> arrivals = {};    // of the article of each, as in ArticleKey
  std::optional<FigureKey> next = {};
  int64_t revision = 0;
};

// Which articles, in the order in which they came.
struct ArrivalQuery {
  int limit = 0;
  ArticleKey after = {};     // of it `arrival`, where that is 0 `article`, where that is empty none
  int64_t last_arrival = 0;  // those that came later are left out; 0: none
  std::string other_than = {};  // version of the analysis that is left out; empty: none
  CancelledFn cancelled = {};
};

struct ArrivalPage {
  std::vector<ArticleKey> articles = {};  // with `article` and `arrival`
  std::optional<ArticleKey> next = {};  // absent at the end; a page before it may have no articles
};

// What is stored on one district.
struct DistrictStats {
  std::string code = {};
  int64_t article_count = 0;  // articles with a section, a summary or a figure of it
  int64_t figure_count = 0;
  std::optional<Date> latest = {};
};

struct DistrictQuery {
  int limit = 0;
  std::string after_code = {};
  std::string article = {};             // id: only districts with a section or figure in it
  std::vector<std::string> codes = {};  // only these, when not empty
  std::string parent = {};  // code: only divisions below it, by the digits of their codes
  CancelledFn cancelled = {};
};

struct DistrictPage {
  std::vector<DistrictStats> districts = {};  // by code
  bool more = false;
  int64_t revision = 0;
};

struct SummaryQuery {
  std::string district = {};  // code, required
  std::string article = {};   // id; empty: any
  DateWindow published = {};
  int limit = 0;  // summaries: an article has one of a district
  CancelledFn cancelled = {};
};

struct SummaryPage {
  std::vector<v1::ArticleSummary> summaries = {};  // newest first
  bool more = false;
  int64_t revision = 0;
};

// What is stored of one series.
struct IndicatorStats {
  std::string indicator = {};  // id
  int64_t figure_count = 0;
};

struct IndicatorQuery {
  int limit = 0;
  std::string after = {};     // id
  std::string district = {};  // code; empty: any
  CancelledFn cancelled = {};
};

struct IndicatorPage {
  std::vector<IndicatorStats> indicators = {};  // by id
  bool more = false;
  int64_t revision = 0;
};

// One change of the store: an article that appeared (it was stored, brought back, or read
// otherwise, or its correction was deleted), one that left the answers, or both.
struct Revision {
  int64_t revision = 0;
  std::string article = {};  // id of the one that appeared; empty: none
  std::string gone = {};     // id of the one that left; empty: none
  // Id of the article that is there instead: a corrected text, or itself where it was read anew.
  std::string replaced_by = {};
};

struct RevisionPage {
  std::vector<Revision> revisions = {};  // in order
  int64_t revision = 0;                  // the last one of the store
  int64_t arrivals = 0;                  // what FigureQuery::last_arrival counts, so far
};

// Terms that an article must have (see search_terms.h): one of the alternatives of every group, and
// of an alternative all.
using TermGroup = std::vector<std::vector<std::string>>;

struct SearchQuery {
  int limit = 0;
  ArticleKey after = {};            // of the last article of the page before
  std::vector<TermGroup> all = {};  // one or more
  std::string district = {};        // six-digit code; empty: any
  bool include_descendants = false;
  DateWindow published = {};
  size_t max_bytes = 8 << 20;  // a page of more than one article ends before it is larger
  CancelledFn cancelled = {};
};

// Articles that have the terms, somewhere: with source text, masthead, sections and paragraphs,
// and no figures.
struct FoundPage {
  std::vector<v1::Article> articles = {};  // named; newest publication first, then in no order that
                                           // another list has
  std::optional<ArticleKey> next = {};     // absent at the end
  int64_t revision = 0;
};

class Store {
 public:
  virtual ~Store() = default;
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  // Stores `article` under the id made from its source text, durably. A text that is there already
  // is not stored again: the answer is the first revision. The store itself fills name,
  // create_time, revision and figure_count. With a `request_id` (at most 128 bytes), the answer is
  // remembered and given again, `already_stored` too; `request_hash` stands for the request, and
  // the same id with another hash is REQUEST_ID_REUSED.
  //
  // A text that corrects another (see corrections.h) stands in its place: every answer leaves the
  // one before out that does not ask for it. Where the correction is deleted it is there again, in
  // a revision of its own.
  //
  // INVALID_ARGUMENT if the text is empty, or a district, date or value of the article is
  // malformed.
  absl::StatusOr<PutResult> PutArticle(const v1::Article& article, std::string_view request_id = "",
                                       std::string_view request_hash = "");
  absl::StatusOr<PutResult> PutArticle(PutRequest request);
  // The same without waiting: `done` is called once, now with what was found wrong with the
  // article, or later, on a thread of the store, where it must neither wait nor call the store.
  // What waits when the store goes is stored before.
  void PutArticle(PutRequest request, PutTime time, PutDone done);
  // The same for one that PreparePut() or PrepareReread() made.
  void PutArticle(PendingPut put);

  // Takes an article out of every answer. Until `purge_time` it can be brought back, or is stored
  // anew when its text is put again. One that is not there changes nothing: see DeleteResult.
  //
  // ABORTED (ETAG_MISMATCH) if the article is there with another etag.
  absl::StatusOr<DeleteResult> DeleteArticle(const DeleteRequest& request);
  // Brings it back as it was, in a revision of its own, which is returned. NOT_FOUND if it is not
  // there, or no more; ALREADY_EXISTS (ARTICLE_NOT_DELETED).
  absl::StatusOr<int64_t> UndeleteArticle(std::string_view id);

  // The whole article. `revision`, which may be null, is set to the one that it was read at.
  absl::StatusOr<v1::Article> GetArticle(std::string_view id, int64_t* revision);
  // The source text alone: what offsets are converted with.
  absl::StatusOr<std::string> GetSource(std::string_view id);
  // What articles are compared by (see corrections.h), by their ids; without those that are not
  // there.
  absl::StatusOr<std::map<std::string, std::string>> GetSketches(
      const std::vector<std::string>& ids);
  absl::StatusOr<ArticlePage> ListArticles(const ArticleQuery& query);
  // NOT_FOUND if `after` names an article that is not there.
  absl::StatusOr<ArrivalPage> ListArrivals(const ArrivalQuery& query);
  absl::StatusOr<FigurePage> ListFigures(const FigureQuery& query);
  // Calls `visit` with every figure that fits, in the order of ListFigures(), until `max_scanned`
  // were looked at; all at one revision. `limit` and `max_bytes` do not count.
  absl::StatusOr<FigureScan> ScanFigures(const FigureQuery& query, VisitFigureFn visit);
  absl::StatusOr<DistrictPage> ListDistricts(const DistrictQuery& query);
  absl::StatusOr<SummaryPage> ListSummaries(const SummaryQuery& query);
  absl::StatusOr<IndicatorPage> ListIndicators(const IndicatorQuery& query);
  absl::StatusOr<FoundPage> SearchArticles(const SearchQuery& query);
  // At most `limit` changes behind revision `after`, 0 or more. Of an article that appeared or left
  // more than once the last time is one. With `superseded` articles that others correct are there,
  // and did not leave.
  absl::StatusOr<RevisionPage> ListRevisions(int64_t after, int limit, bool superseded = false);
  // The revision of the last change that a read begun now would see. Cheap: it may be asked for
  // each call.
  absl::StatusOr<int64_t> Revision();
  // OK while the store answers: what health reports.
  absl::Status Ping();

 protected:
  Store() = default;

 private:
  virtual void PutImpl(PendingPut put) = 0;
  virtual absl::StatusOr<DeleteResult> DeleteImpl(const DeleteRequest& request) = 0;
  virtual absl::StatusOr<int64_t> UndeleteImpl(std::string_view id) = 0;
  // Absent: no such article.
  virtual absl::StatusOr<std::optional<v1::Article>> GetArticleImpl(std::string_view id,
                                                                    int64_t* revision) = 0;
  virtual absl::StatusOr<std::optional<std::string>> GetSourceImpl(std::string_view id) = 0;
  virtual absl::StatusOr<std::map<std::string, std::string>> GetSketchesImpl(
      const std::vector<std::string>& ids) = 0;
  virtual absl::StatusOr<ArticlePage> ListArticlesImpl(const ArticleQuery& query) = 0;
  virtual absl::StatusOr<ArrivalPage> ListArrivalsImpl(const ArrivalQuery& query) = 0;
  virtual absl::StatusOr<FigurePage> ListFiguresImpl(const FigureQuery& query) = 0;
  virtual absl::StatusOr<FigureScan> ScanFiguresImpl(const FigureQuery& query,
                                                     VisitFigureFn visit) = 0;
  virtual absl::StatusOr<DistrictPage> ListDistrictsImpl(const DistrictQuery& query) = 0;
  virtual absl::StatusOr<SummaryPage> ListSummariesImpl(const SummaryQuery& query) = 0;
  virtual absl::StatusOr<IndicatorPage> ListIndicatorsImpl(const IndicatorQuery& query) = 0;
  virtual absl::StatusOr<FoundPage> SearchArticlesImpl(const SearchQuery& query) = 0;
  virtual absl::StatusOr<RevisionPage> ListRevisionsImpl(int64_t after, int limit,
                                                         bool superseded) = 0;
  virtual absl::StatusOr<int64_t> RevisionImpl() = 0;
  virtual absl::Status PingImpl() = 0;
};

// Id of the article with this source: 32 lower-case hexadecimal digits, from its SHA-256.
std::string ArticleId(std::string_view source_text);
bool IsArticleId(std::string_view id);
// NOT_FOUND (ARTICLE_NOT_FOUND).
absl::Status NoSuchArticle(std::string_view id);
// Of an article that appeared in this revision.
std::string EtagOf(int64_t revision);

// `articles/{id}` and `articles/{id}/figures/{number}`.
std::string ArticleName(std::string_view id);
std::string FigureName(std::string_view id, int number);

// 410305 for `410305`, and for `districts/410305`; absent for anything else.
std::optional<int> ParseDistrictCode(std::string_view code);
std::optional<int> ParseDistrictName(std::string_view name);

// The codes of a division and of all below it, by their digits: 410000 to 419999, 410300 to 410399;
// 100000 is the country, with all codes below it.
struct DistrictRange {
  int first = 0;  // the division itself
  int last = 0;   // included
};
DistrictRange DescendantsOf(int code);

}  // namespace qushu

#endif  // QUSHU_COMMON_STORE_STORE_H_
