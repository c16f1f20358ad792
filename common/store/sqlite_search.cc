// Full-text search, and the counts of series.
#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/absl_compat.h"
#include "common/base/status_macros.h"
#include "common/store/article_rows.h"
#include "common/store/sqlite_queries.h"

namespace qushu {
namespace {

// How rows of article_terms are numbered; schema_v3.sql has the same.
constexpr int64_t kRankOffset = int64_t{1} << 22;
constexpr int64_t kLastRank = (int64_t{1} << 23) - 1;
constexpr int kNumberBits = 28;

// ?1: terms   ?2: behind this row   ?3: last row   ?4, ?5: first and last district, or NULL
constexpr char kColumns[] = "SELECT a.number, a.id, a.date_rank, a.revision, a.basic ";

constexpr int64_t kNumberMask = (int64_t{1} << kNumberBits) - 1;

// Goes through the articles that have the terms, as far as the page takes it. `filter` is a
// condition on `t.rowid & kNumberMask`, their number: others are passed over before they are
// fetched.
std::string WithTerms(std::string_view filter) {
  return absl::StrCat(kColumns,
                      "FROM article_terms AS t CROSS JOIN articles AS a ON a.number = t.rowid & ",
                      kNumberMask,
                      " WHERE article_terms MATCH ?1 AND t.rowid > ?2 AND t.rowid <= ?3 "
                      "AND a.superseded_by = 0 ",
                      ToAbsl(filter), "ORDER BY t.rowid");
}

// Looks for each article among those of the districts.
std::string OfFew() {
  return WithTerms(absl::StrCat("AND t.rowid & ", kNumberMask,
                                " IN (SELECT article FROM article_districts "
                                "WHERE district BETWEEN ?4 AND ?5) "));
}

// Looks for the districts among those of each article.
std::string OfMany() {
  return WithTerms(absl::StrCat(
      "AND EXISTS (SELECT 1 FROM article_districts AS d INDEXED BY article_districts_by_article "
      "WHERE d.article = t.rowid & ",
      kNumberMask, " AND d.district BETWEEN ?4 AND ?5) "));
}

// Whether the districts have so few articles that it costs little to gather them first.
absl::StatusOr<bool> HaveFew(SqliteDb& db, const DistrictRange& districts) {
  constexpr int64_t kMost = 8192;
  Statement count = db.Prepare(
      "SELECT count(*) FROM (SELECT 1 FROM article_districts WHERE district BETWEEN ?1 AND ?2 "
      "LIMIT ?3)",
      districts.first, districts.last, kMost + 1);
  QUSHU_ASSIGN_OR_RETURN(const bool row, count.Next());
  return row && count.Int(0) <= kMost;
}

// `("管控" AND "控卡") AND ("口"* OR "关"*)`. Terms hold letters, digits and Han characters only.
std::string MatchExpression(const std::vector<TermGroup>& all) {
  std::string expression;
  for (const TermGroup& group : all) {
    absl::StrAppend(&expression, expression.empty() ? "(" : " AND (");
    for (size_t i = 0; i < group.size(); ++i) {
      absl::StrAppend(&expression, i == 0 ? "(" : " OR (");
      for (size_t k = 0; k < group[i].size(); ++k) {
        std::string_view term = group[i][k];
        const bool prefix = term.ends_with('*');
        if (prefix) term.remove_suffix(1);
        absl::StrAppend(&expression, k == 0 ? "" : " AND ", "\"", ToAbsl(term), "\"",
                        prefix ? "*" : "");
      }
      absl::StrAppend(&expression, ")");
    }
    absl::StrAppend(&expression, ")");
  }
  return expression;
}

absl::Status AddTexts(SqliteDb& db, int64_t number, v1::Article& article) {
  Statement body =
      db.Prepare("SELECT source, analysis FROM article_bodies WHERE article = ?1", number);
  QUSHU_ASSIGN_OR_RETURN(const bool row, body.Next());
  if (!row) return SqliteError(SQLITE_CORRUPT);
  article.set_source_text(std::string(body.Bytes(0)));
  v1::Article analysis;
  QUSHU_RETURN_IF_ERROR(ParseColumn(body.Bytes(1), analysis));
  article.mutable_sections()->Swap(analysis.mutable_sections());
  article.mutable_paragraphs()->Swap(analysis.mutable_paragraphs());
  return absl::OkStatus();
}

}  // namespace

int64_t TermsRow(int64_t date_rank, int64_t article_number) {
  return (std::min(date_rank + kRankOffset, kLastRank) << kNumberBits) + article_number;
}

absl::StatusOr<FoundPage> FindArticles(SqliteDb& db, const SearchQuery& query, int64_t revision) {
  static const std::string kOfAll = WithTerms("");
  static const std::string kOfFew = OfFew();
  static const std::string kOfMany = OfMany();
  FoundPage page;
  page.revision = revision;
  const RankRange ranks = RanksIn(query.published);
  // A window's first rank may lie before every row.
  int64_t behind = TermsRow(std::max(ranks.first, -kRankOffset), 0);
  if (!query.after.article.empty()) {
    QUSHU_ASSIGN_OR_RETURN(const StartKey start, StartOf(db, query.after, INT64_MIN));
    behind = std::max(behind, TermsRow(start.rank, start.article));
  }
  // Undated articles have the last rank of the rows, which no date has.
  const int64_t last_rank =
      ranks.last == kUndatedRank ? ranks.last : std::min(ranks.last, kLastRank - kRankOffset - 1);
  const int64_t last = TermsRow(last_rank, kNumberMask);
  const auto select = [&](const std::string& sql, auto... of) {
    return db.Prepare(sql, MatchExpression(query.all), behind, last, of...);
  };
  const auto select_of = [&](int code) -> absl::StatusOr<Statement> {
    const DistrictRange of =
        query.include_descendants ? DescendantsOf(code) : DistrictRange{code, code};
    QUSHU_ASSIGN_OR_RETURN(const bool few, HaveFew(db, of));
    return select(few ? kOfFew : kOfMany, of.first, of.last);
  };
  const auto code = ParseDistrictCode(query.district);
  QUSHU_ASSIGN_OR_RETURN(Statement rows, code ? select_of(*code) : select(kOfAll));
  ArticleKey last_found;
  size_t bytes = 0;
  while (true) {
    QUSHU_ASSIGN_OR_RETURN(const bool row, rows.Next());
    if (!row) return page;
    if (page.articles.size() == static_cast<size_t>(query.limit) || bytes > query.max_bytes) {
      page.next = last_found;
      return page;
    }
    v1::Article article;
    QUSHU_RETURN_IF_ERROR(ParseColumn(rows.Bytes(4), article));
    article.set_name(ArticleName(IdDigits(rows.Bytes(1))));
    article.set_revision(rows.Int(3));
    QUSHU_RETURN_IF_ERROR(AddTexts(db, rows.Int(0), article));
    bytes += article.ByteSizeLong();
    last_found = {DateOfRank(rows.Int(2)), IdDigits(rows.Bytes(1)), rows.Int(0)};
    page.articles.push_back(std::move(article));
  }
}

absl::StatusOr<IndicatorPage> ReadIndicators(SqliteDb& db, const IndicatorQuery& query,
                                             int64_t revision) {
  IndicatorPage page;
  page.revision = revision;
  Statement rows = db.Prepare(
      "SELECT indicator, figure_count FROM indicator_counts WHERE district = ?1 AND indicator > ?2 "
      "ORDER BY indicator LIMIT ?3",
      ParseDistrictCode(query.district).value_or(-1), query.after, int64_t{query.limit} + 1);
  while (true) {
    QUSHU_ASSIGN_OR_RETURN(const bool row, rows.Next());
    if (!row) return page;
    if (page.indicators.size() == static_cast<size_t>(query.limit)) {
      page.more = true;
      return page;
    }
    page.indicators.push_back({std::string(rows.Bytes(0)), rows.Int(1)});
  }
}

}  // namespace qushu
