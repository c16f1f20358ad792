#include "common/store/sqlite_insert.h"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "common/base/status_macros.h"
#include "common/store/sqlite_counts.h"
#include "common/store/sqlite_queries.h"

namespace qushu {
namespace {

// Runs the statement for each of the rows, in their order; what they begin with is their key.
template <typename Row>
absl::Status InsertSorted(std::vector<Row> rows, Statement insert) {
  std::sort(rows.begin(), rows.end());
  for (const Row& row : rows) {
    QUSHU_RETURN_IF_ERROR(
        std::apply([&](const auto&... columns) { return insert.RunWith(columns...); }, row));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<int64_t> GroupInsert::Add(std::string_view id, const ArticleRows& rows,
                                         int64_t revision, int64_t now) {
  QUSHU_RETURN_IF_ERROR(
      db_.Prepare("INSERT INTO articles (id, date_rank, publication, revision, create_time, basic) "
                  "VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
          .RunWith(Blob{id}, rows.date_rank, rows.publication, revision, now, Blob{rows.basic}));
  const int64_t number = sqlite3_last_insert_rowid(db_.handle());
  QUSHU_RETURN_IF_ERROR(
      db_.Prepare("INSERT INTO article_bodies (article, source, normalized, analysis) "
                  "VALUES (?1, ?2, ?3, ?4)")
          .RunWith(number, rows.source_text, rows.normalized_text, Blob{rows.analysis}));
  if (!rows.source_bytes.empty()) {
    QUSHU_RETURN_IF_ERROR(
        db_.Prepare("INSERT INTO article_originals (article, bytes) VALUES (?1, ?2)")
            .RunWith(number, Blob{rows.source_bytes}));
  }
  QUSHU_RETURN_IF_ERROR(
      db_.Prepare("INSERT INTO sketches (article, source, sketch) VALUES (?1, ?2, ?3)")
          .RunWith(number, rows.source, Blob{rows.sketch}));
  added_.push_back({number, id, &rows});
  return number;
}

bool GroupInsert::SameTerms(const ArticleRows& old, const ArticleRows& rows) {
  return old.date_rank == rows.date_rank && old.terms == rows.terms;
}

absl::Status GroupInsert::Replace(int64_t number, std::string_view id, const ArticleRows& old,
                                  const ArticleRows& rows, int64_t revision,
                                  int64_t superseded_by) {
  QUSHU_RETURN_IF_ERROR(
      db_.Prepare("UPDATE articles SET date_rank = ?2, publication = ?3, revision = ?4, basic = ?5 "
                  "WHERE number = ?1")
          .RunWith(number, rows.date_rank, rows.publication, revision, Blob{rows.basic}));
  // The row is large: it holds the texts.
  if (old.normalized_text != rows.normalized_text || old.analysis != rows.analysis) {
    QUSHU_RETURN_IF_ERROR(
        db_.Prepare("UPDATE article_bodies SET normalized = ?2, analysis = ?3 WHERE article = ?1")
            .RunWith(number, rows.normalized_text, Blob{rows.analysis}));
  }
  if (old.sketch != rows.sketch || old.source != rows.source) {
    QUSHU_RETURN_IF_ERROR(
        db_.Prepare("UPDATE sketches SET source = ?2, sketch = ?3 WHERE article = ?1")
            .RunWith(number, superseded_by == 0 ? rows.source : 0, Blob{rows.sketch}));
  }
  added_.push_back({number, id, &rows, !SameTerms(old, rows), superseded_by});
  return absl::OkStatus();
}

absl::Status GroupInsert::Finish() {
  std::sort(added_.begin(), added_.end(),
            [](const Added& a, const Added& b) { return a.number < b.number; });
  QUSHU_RETURN_IF_ERROR(InsertFigures());
  QUSHU_RETURN_IF_ERROR(InsertDistricts());
  QUSHU_RETURN_IF_ERROR(InsertSummaries());
  QUSHU_RETURN_IF_ERROR(InsertTerms());
  QUSHU_RETURN_IF_ERROR(CountDistricts());
  QUSHU_RETURN_IF_ERROR(CountIndicators());
  added_.clear();
  return absl::OkStatus();
}

absl::Status GroupInsert::InsertTerms() {
  std::vector<std::pair<int64_t, const ArticleRows*>> rows;
  rows.reserve(added_.size());
  for (const Added& article : added_) {
    if (!article.terms) continue;
    rows.emplace_back(TermsRow(article.rows->date_rank, article.number), article.rows);
  }
  std::sort(rows.begin(), rows.end());
  Statement insert = db_.Prepare("INSERT INTO article_terms (rowid, terms) VALUES (?1, ?2)");
  for (const auto& [row, article] : rows) {
    QUSHU_RETURN_IF_ERROR(insert.RunWith(row, article->terms));
  }
  return absl::OkStatus();
}

absl::StatusOr<int64_t> GroupInsert::NumberOf(std::string_view indicator) {
  if (indicator.empty()) return 0;
  const auto known = indicators_.find(indicator);
  if (known != indicators_.end()) return known->second;
  QUSHU_RETURN_IF_ERROR(
      db_.Prepare("INSERT INTO indicators (id) VALUES (?1) ON CONFLICT DO NOTHING", indicator)
          .Run());
  Statement find = db_.Prepare("SELECT number FROM indicators WHERE id = ?1", indicator);
  QUSHU_ASSIGN_OR_RETURN(const bool found, find.Next());
  if (!found) return SqliteError(SQLITE_CORRUPT);
  return indicators_.emplace(indicator, find.Int(0)).first->second;
}

absl::Status GroupInsert::InsertFigures() {
  Statement insert = db_.Prepare(
      "INSERT INTO figures (place, district, date_rank, indicator, unit, kind, aspect, scope, "
      "value, as_of, measure, id, figure, superseded_by) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)");
  std::vector<std::tuple<int64_t, int, int64_t, int64_t, std::optional<int64_t>>> series;
  std::vector<std::tuple<int64_t, int64_t, int64_t, int>> indicators;
  std::vector<std::tuple<int, int64_t, int64_t, int64_t>> days;
  for (const Added& article : added_) {
    const int64_t rank = article.rows->date_rank;
    for (const FigureRow& row : article.rows->figures) {
      const int64_t place = PlaceOf(article.number, row.number);
      QUSHU_ASSIGN_OR_RETURN(const int64_t indicator, NumberOf(row.indicator));
      QUSHU_RETURN_IF_ERROR(insert.RunWith(place, row.district, rank, indicator, row.unit, row.kind,
                                           row.aspect, row.scope, row.value, row.as_of, row.measure,
                                           Blob{article.id}, Blob{row.figure},
                                           article.superseded_by));
      if (indicator != 0) {
        series.emplace_back(indicator, row.district, rank, place, row.as_of);
        indicators.emplace_back(indicator, rank, place, row.district);
      }
      if (row.as_of) days.emplace_back(row.district, *row.as_of, rank, place);
    }
  }
  QUSHU_RETURN_IF_ERROR(InsertSorted(
      std::move(series), db_.Prepare("INSERT INTO series_figures VALUES (?1, ?2, ?3, ?4, ?5)")));
  QUSHU_RETURN_IF_ERROR(InsertSorted(
      std::move(indicators), db_.Prepare("INSERT INTO indicator_figures VALUES (?1, ?2, ?3, ?4)")));
  return InsertSorted(std::move(days),
                      db_.Prepare("INSERT INTO day_figures VALUES (?1, ?2, ?3, ?4)"));
}

absl::Status GroupInsert::InsertDistricts() {
  std::vector<std::tuple<int, int64_t, int64_t, int, int, int>> rows;
  for (const Added& article : added_) {
    for (const DistrictRow& row : article.rows->districts) {
      rows.emplace_back(row.district, article.rows->date_rank, article.number, row.figure_count,
                        row.first_figure, row.last_figure);
    }
  }
  return InsertSorted(std::move(rows),
                      db_.Prepare("INSERT INTO article_districts VALUES (?1, ?2, ?3, ?4, ?5, ?6)"));
}

absl::Status GroupInsert::InsertSummaries() {
  Statement insert = db_.Prepare("INSERT INTO summaries VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
  for (const Added& article : added_) {
    for (const SummaryRow& row : article.rows->summaries) {
      QUSHU_RETURN_IF_ERROR(insert.RunWith(PlaceOf(article.number, row.position), row.district,
                                           Blob{article.id}, Blob{row.figures}, Blob{row.summary},
                                           article.superseded_by));
    }
  }
  return absl::OkStatus();
}

absl::Status GroupInsert::CountDistricts() {
  struct Counts {
    int64_t articles = 0;
    int64_t figures = 0;
    int64_t newest = kUndatedRank;
  };
  std::map<int, Counts> districts;
  for (const Added& article : added_) {
    if (article.superseded_by != 0) continue;
    for (const DistrictRow& row : article.rows->districts) {
      Counts& counts = districts[row.district];
      ++counts.articles;
      counts.figures += row.figure_count;
      counts.newest = std::min(counts.newest, article.rows->date_rank);
    }
  }
  Statement add = db_.Prepare(kCountDistrict);
  for (const auto& [code, counts] : districts) {
    QUSHU_RETURN_IF_ERROR(add.RunWith(code, counts.articles, counts.figures, counts.newest));
  }
  return absl::OkStatus();
}

absl::Status GroupInsert::CountIndicators() {
  std::map<std::pair<int, std::string_view>, int64_t> figures;
  for (const Added& article : added_) {
    if (article.superseded_by != 0) continue;
    for (const IndicatorRow& row : article.rows->indicators) {
      figures[{row.district, row.indicator}] += row.figure_count;
    }
  }
  Statement add = db_.Prepare(kCountIndicator);
  for (const auto& [key, count] : figures) {
    QUSHU_RETURN_IF_ERROR(add.RunWith(key.second, key.first, count));
  }
  return absl::OkStatus();
}

}  // namespace qushu
