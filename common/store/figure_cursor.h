// Figures of an SQLite store, row by row in the order of lists: newest publication first, articles
// of one day as they came, and in an article as its text has them.
#ifndef QUSHU_COMMON_STORE_FIGURE_CURSOR_H_
#define QUSHU_COMMON_STORE_FIGURE_CURSOR_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <queue>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/store/sqlite_db.h"
#include "common/store/store.h"

namespace qushu {

// Stands at a row once Next() said so. Rows are read out of an index that has them in order, the
// narrowest that the query allows, and none is sorted; a division with those below it is read
// district by district and merged, unless they are so many that they make up much of the store.
class FigureCursor final : public FigureRowView {
 public:
  // `db` and `query` outlive the object.
  static absl::StatusOr<FigureCursor> Open(SqliteDb& db, const FigureQuery& query);

  // To the next row, whether it fits the query or not; false at the end.
  absl::StatusOr<bool> Next();
  // Whether the row fits what of the query no index has chosen.
  bool Fits() const;

  FigureKey key() const override;
  std::optional<Date> publication_date() const override;
  std::optional<Date> as_of() const override;
  std::string_view value_key() const override;
  int district() const override;
  absl::StatusOr<v1::Figure> Read() const override;

  // Number of the row's article among those that came: of key(), without the rest.
  int64_t arrival() const;
  // Appends the figure as AppendFigure() does, and returns its bytes.
  absl::StatusOr<size_t> AppendTo(std::string& list, uint64_t left_out) const;

 private:
  // What no index chooses; absent or empty: any.
  struct Filters {
    std::string_view unit = {};
    std::optional<uint64_t> kinds = {};  // bits
    std::optional<uint64_t> aspects = {};
    int scope = 0;
    std::optional<std::string> min_value = {};  // sort keys
    std::optional<std::string> max_value = {};
    std::optional<int64_t> first_as_of = {};  // days
    std::optional<int64_t> last_as_of = {};
    std::string_view measure_contains = {};
    std::optional<int64_t> indicator = {};
    std::optional<int64_t> last_arrival = {};
    bool superseded = false;  // takes in what is
  };
  struct Head {
    int64_t rank = 0;
    int64_t article = 0;
    int64_t number = 0;
    size_t statement = 0;

    bool operator>(const Head& other) const;
  };

  explicit FigureCursor(const FigureQuery& query);
  absl::Status OpenStatements(SqliteDb& db, const FigureQuery& query);
  absl::Status Advance(size_t i);

  Filters filters_;
  std::vector<Statement> statements_;
  std::priority_queue<Head, std::vector<Head>, std::greater<>> heads_;
  const Statement* row_ = nullptr;
  size_t current_ = 0;
  bool started_ = false;
};

// The columns that ReadFigureRow() reads, of a table `figures AS f`, from column 0 on.
inline constexpr char kFigureColumns[] =
    "f.date_rank, f.place >> 24, f.place & 0xffffff, f.district, f.unit, f.kind, f.aspect, "
    "f.scope, f.value, "
    "f.as_of, f.measure, f.id, f.indicator, f.figure, f.superseded_by ";
// The figure of the row that `row` stands at; without its name, article and publication date.
absl::Status ReadFigureRow(const Statement& row, v1::Figure& figure);

}  // namespace qushu

#endif  // QUSHU_COMMON_STORE_FIGURE_CURSOR_H_
