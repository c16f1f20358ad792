#include <optional>
#include <string>
#include <utility>

#include "common/base/status_macros.h"
#include "common/store/figure_cursor.h"
#include "common/store/sqlite_queries.h"

namespace qushu {
namespace {

// Adds the figure of the row to the page unless that becomes too large; whether it did.
absl::StatusOr<bool> AddFigure(const FigureCursor& cursor, const FigureQuery& query, size_t& bytes,
                               FigurePage& page) {
  const bool first = page.arrivals.empty();
  if (query.as_bytes) {
    const size_t before = page.list.size();
    QUSHU_ASSIGN_OR_RETURN(const size_t size, cursor.AppendTo(page.list, query.left_out));
    bytes += size;
    if (!first && bytes > query.max_bytes) {
      page.list.resize(before);
      return false;
    }
  } else {
    QUSHU_ASSIGN_OR_RETURN(v1::Figure figure, cursor.Read());
    bytes += figure.ByteSizeLong();
    if (!first && bytes > query.max_bytes) return false;
    page.figures.push_back(std::move(figure));
  }
  page.arrivals.push_back(cursor.arrival());
  return true;
}

}  // namespace

absl::StatusOr<FigurePage> ReadFigures(SqliteDb& db, const FigureQuery& query, int64_t revision) {
  FigurePage page;
  page.revision = revision;
  QUSHU_ASSIGN_OR_RETURN(FigureCursor cursor, FigureCursor::Open(db, query));
  size_t bytes = 0;
  int scanned = 0;
  FigureKey last;
  while (true) {
    QUSHU_ASSIGN_OR_RETURN(const bool row, cursor.Next());
    if (!row) return page;
    if (!cursor.Fits()) {
      if (++scanned < query.max_scanned) continue;
      page.next = cursor.key();
      return page;
    }
    // One row more tells whether there is a next page.
    if (page.arrivals.size() < static_cast<size_t>(query.limit)) {
      QUSHU_ASSIGN_OR_RETURN(const bool added, AddFigure(cursor, query, bytes, page));
      if (added) {
        last = cursor.key();
        continue;
      }
    }
    page.next = last;
    return page;
  }
}

absl::StatusOr<FigureScan> VisitFigures(SqliteDb& db, const FigureQuery& query, VisitFigureFn visit,
                                        int64_t revision) {
  QUSHU_ASSIGN_OR_RETURN(FigureCursor cursor, FigureCursor::Open(db, query));
  FigureKey last;
  for (int scanned = 1;; ++scanned) {
    QUSHU_ASSIGN_OR_RETURN(const bool row, cursor.Next());
    if (!row) return FigureScan{std::nullopt, revision};
    if (scanned > query.max_scanned) return FigureScan{std::move(last), revision};
    if (cursor.Fits()) {
      QUSHU_ASSIGN_OR_RETURN(const bool go_on, visit(cursor));
      if (!go_on) return FigureScan{std::nullopt, revision};
    }
    if (scanned == query.max_scanned) last = cursor.key();
  }
}

}  // namespace qushu
