// Orders that ListFigures can give its figures in, beside that of the store.
#ifndef QUSHU_SERVICES_QUERY_FIGURE_ORDER_H_
#define QUSHU_SERVICES_QUERY_FIGURE_ORDER_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/store/store.h"

namespace qushu::query {

// The values that a figure is sorted by, one a field: compared byte by byte.
using SortKeys = std::vector<std::string>;

class FigureOrder {
 public:
  // `value desc, publication_date`: see ListFiguresRequest.order_by. Empty text: the store's order.
  //
  // INVALID_ARGUMENT (INVALID_ORDER_BY) with the column: an unknown field, one named twice, more
  // than two, or a direction other than asc and desc.
  static absl::StatusOr<FigureOrder> Parse(std::string_view text);

  bool empty() const { return fields_.empty(); }
  SortKeys KeysOf(const FigureRowView& figure) const;
  // Whether `a` comes before `b`; false if they are equal.
  bool Before(const SortKeys& a, const SortKeys& b) const;

 private:
  enum class Field : uint8_t { kValue, kAsOf, kPublicationDate, kDistrict };
  struct Direction {
    Field field = Field::kValue;
    bool descending = false;
  };

  std::vector<Direction> fields_;
};

}  // namespace qushu::query

#endif  // QUSHU_SERVICES_QUERY_FIGURE_ORDER_H_
