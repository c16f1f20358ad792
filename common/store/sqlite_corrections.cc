#include "common/store/sqlite_corrections.h"

#include "common/base/status_macros.h"
#include "common/store/corrections.h"
#include "common/store/sqlite_counts.h"
#include "common/store/sqlite_queries.h"

namespace qushu {
namespace {

constexpr int kMostCompared = 1000;

// Marks the rows of figures and summaries as the article is.
absl::Status MarkRows(SqliteDb& db, int64_t number, int64_t superseded_by) {
  for (const std::string_view sql :
       {"UPDATE figures SET superseded_by = ?3 WHERE place >= ?1 AND place < ?2",
        "UPDATE summaries SET superseded_by = ?3 WHERE place >= ?1 AND place < ?2"}) {
    QUSHU_RETURN_IF_ERROR(
        db.Prepare(sql, PlaceOf(number, 0), PlaceOf(number + 1, 0), superseded_by).Run());
  }
  return absl::OkStatus();
}

// SourceKey() of a stored article, read anew.
absl::StatusOr<int64_t> SourceKeyOf(SqliteDb& db, int64_t number) {
  Statement row = db.Prepare(
      "SELECT a.publication, a.date_rank, a.basic, coalesce((SELECT f.district "
      "FROM figures AS f WHERE f.place > ?2 AND f.place < ?3 AND f.district <> 0 "
      "ORDER BY f.place LIMIT 1), 0) FROM articles AS a WHERE a.number = ?1",
      number, PlaceOf(number, 0), PlaceOf(number + 1, 0));
  QUSHU_ASSIGN_OR_RETURN(const bool found, row.Next());
  if (!found) return SqliteError(SQLITE_CORRUPT);
  v1::Article basic;
  QUSHU_RETURN_IF_ERROR(ParseColumn(row.Bytes(2), basic));
  return SourceOf(row.Bytes(0), row.Int(1), basic, static_cast<int>(row.Int(3)));
}

absl::StatusOr<std::optional<TextVersion>> FirstOf(Statement rows) {
  QUSHU_ASSIGN_OR_RETURN(const bool row, rows.Next());
  if (!row) return std::nullopt;
  return TextVersion{rows.Int(0), std::string(rows.Bytes(1))};
}

}  // namespace

absl::StatusOr<int64_t> NextRevision(SqliteDb& db) {
  Statement next =
      db.Prepare("UPDATE store SET revision = revision + 1 WHERE id = 1 RETURNING revision");
  QUSHU_ASSIGN_OR_RETURN(const bool row, next.Next());
  if (!row) return SqliteError(SQLITE_CORRUPT);
  const int64_t revision = next.Int(0);
  QUSHU_RETURN_IF_ERROR(next.Run());
  return revision;
}

absl::Status NoteDeparture(SqliteDb& db, std::string_view id, std::string_view replaced_by) {
  return db
      .Prepare("INSERT OR REPLACE INTO departures SELECT ?1, revision, ?2 FROM store", Blob{id},
               Blob{replaced_by})
      .Run();
}

absl::StatusOr<std::optional<TextVersion>> FindCorrected(SqliteDb& db, const ArticleRows& rows) {
  if (rows.source == 0) return std::nullopt;
  Statement candidates = db.Prepare(
      "SELECT article, sketch FROM sketches WHERE source = ?1 AND source <> 0 "
      "ORDER BY article DESC LIMIT ?2",
      rows.source, kMostCompared);
  double best = 0;
  int64_t number = 0;
  while (true) {
    QUSHU_ASSIGN_OR_RETURN(const bool row, candidates.Next());
    if (!row) break;
    const double agreement = SameText(rows.source, rows.sketch, candidates.Bytes(1));
    if (agreement > best) {
      best = agreement;
      number = candidates.Int(0);
    }
  }
  if (number == 0) return std::nullopt;
  return FirstOf(db.Prepare("SELECT number, id FROM articles WHERE number = ?1", number));
}

absl::Status AddCorrection(SqliteDb& db, const TextVersion& earlier, const TextVersion& later,
                           int64_t revision) {
  // A chain is named by the revision of its first version, which is no other's.
  QUSHU_RETURN_IF_ERROR(
      db.Prepare("INSERT INTO corrections SELECT id, revision, revision FROM articles "
                 "WHERE number = ?1 ON CONFLICT (id) DO NOTHING",
                 earlier.number)
          .Run());
  QUSHU_RETURN_IF_ERROR(db.Prepare("INSERT INTO corrections SELECT ?2, chain, ?3 FROM corrections "
                                   "WHERE id = ?1",
                                   Blob{earlier.id}, Blob{later.id}, revision)
                            .Run());
  return SetSupersededBy(db, earlier.number, later.number);
}

absl::StatusOr<std::optional<TextVersion>> CorrectedBy(SqliteDb& db, int64_t number) {
  return FirstOf(db.Prepare(
      "SELECT number, id FROM articles WHERE superseded_by = ?1 AND superseded_by <> 0", number));
}

absl::Status RejoinVersions(SqliteDb& db, const TextVersion& article) {
  int64_t chain = 0;
  int64_t place = 0;
  {
    Statement find =
        db.Prepare("SELECT chain, place FROM corrections WHERE id = ?1", Blob{article.id});
    QUSHU_ASSIGN_OR_RETURN(const bool found, find.Next());
    if (!found) return absl::OkStatus();
    chain = find.Int(0);
    place = find.Int(1);
  }
  QUSHU_ASSIGN_OR_RETURN(
      const auto later,
      FirstOf(db.Prepare("SELECT number, a.id FROM corrections AS c JOIN articles AS a ON a.id = "
                         "c.id WHERE chain = ?1 AND place > ?2 ORDER BY place LIMIT 1",
                         chain, place)));
  QUSHU_ASSIGN_OR_RETURN(
      const auto earlier,
      FirstOf(db.Prepare("SELECT number, a.id FROM corrections AS c JOIN articles AS a ON a.id = "
                         "c.id WHERE chain = ?1 AND place < ?2 ORDER BY place DESC LIMIT 1",
                         chain, place)));
  if (later) QUSHU_RETURN_IF_ERROR(SetSupersededBy(db, article.number, later->number));
  if (earlier) QUSHU_RETURN_IF_ERROR(SetSupersededBy(db, earlier->number, article.number));
  return absl::OkStatus();
}

absl::Status SetSupersededBy(SqliteDb& db, int64_t number, int64_t superseded_by) {
  int64_t before = 0;
  int64_t date_rank = 0;
  {
    Statement find =
        db.Prepare("SELECT superseded_by, date_rank FROM articles WHERE number = ?1", number);
    QUSHU_ASSIGN_OR_RETURN(const bool found, find.Next());
    if (!found) return SqliteError(SQLITE_CORRUPT);
    before = find.Int(0);
    date_rank = find.Int(1);
  }
  QUSHU_RETURN_IF_ERROR(
      db.Prepare("UPDATE articles SET superseded_by = ?2 WHERE number = ?1", number, superseded_by)
          .Run());
  QUSHU_RETURN_IF_ERROR(MarkRows(db, number, superseded_by));
  if ((before == 0) == (superseded_by == 0)) return absl::OkStatus();
  QUSHU_ASSIGN_OR_RETURN(const ArticleCounts counts, ReadCounts(db, number));
  int64_t source = 0;
  if (superseded_by != 0) {
    QUSHU_RETURN_IF_ERROR(UncountArticle(db, counts));
    QUSHU_RETURN_IF_ERROR(
        db.Prepare(
              "INSERT OR REPLACE INTO departures SELECT a.id, s.revision, b.id FROM store AS s "
              "CROSS JOIN articles AS a ON a.number = ?1 "
              "CROSS JOIN articles AS b ON b.number = ?2",
              number, superseded_by)
            .Run());
  } else {
    QUSHU_RETURN_IF_ERROR(CountArticle(db, counts, date_rank));
    QUSHU_ASSIGN_OR_RETURN(const int64_t revision, NextRevision(db));
    QUSHU_RETURN_IF_ERROR(
        db.Prepare("UPDATE articles SET revision = ?2 WHERE number = ?1", number, revision).Run());
    QUSHU_ASSIGN_OR_RETURN(source, SourceKeyOf(db, number));
  }
  return db.Prepare("UPDATE sketches SET source = ?2 WHERE article = ?1", number, source).Run();
}

}  // namespace qushu
