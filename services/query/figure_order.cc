#include "services/query/figure_order.h"

#include <algorithm>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/base/absl_compat.h"
#include "common/base/date.h"
#include "common/base/error.h"
#include "common/base/utf8.h"

namespace qushu::query {
namespace {

constexpr size_t kMaxFields = 2;

absl::Status OrderError(size_t column, std::string_view what) {
  const std::string message = absl::StrCat("column ", column, ": ", ToAbsl(what));
  return MakeError(
      absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_INVALID_ORDER_BY, message,
      {.violations = {{"order_by", message}}, .metadata = {{"column", std::to_string(column)}}});
}

// What is not dated comes last in either direction.
std::string KeyOf(const std::optional<Date>& date, bool descending) {
  if (!date) return descending ? "" : "~";
  return FormatDate(*date);
}

}  // namespace

absl::StatusOr<FigureOrder> FigureOrder::Parse(std::string_view text) {
  if (ValidPrefix(text) < text.size()) return OrderError(1, "the order is not UTF-8");
  constexpr std::string_view kSpace = " \t\r\n";
  FigureOrder order;
  if (text.find_first_not_of(kSpace) == std::string_view::npos) return order;
  for (size_t at = 0; at <= text.size();) {
    const size_t comma = std::min(text.find(',', at), text.size());
    const size_t begin = std::min(text.find_first_not_of(kSpace, at), comma);
    const size_t column = CountCodePoints(text.substr(0, begin)) + 1;
    std::string_view item = text.substr(begin, comma - begin);
    item = item.substr(0, item.find_last_not_of(kSpace) + 1);
    const size_t space = std::min(item.find_first_of(kSpace), item.size());
    const std::string_view name = item.substr(0, space);
    std::string_view way = item.substr(space);
    way.remove_prefix(std::min(way.find_first_not_of(kSpace), way.size()));
    at = comma + 1;

    Direction direction;
    if (name == "value") {
      direction.field = Field::kValue;
    } else if (name == "as_of") {
      direction.field = Field::kAsOf;
    } else if (name == "publication_date") {
      direction.field = Field::kPublicationDate;
    } else if (name == "district") {
      direction.field = Field::kDistrict;
    } else {
      return OrderError(column, "not one of value, as_of, publication_date, district");
    }
    if (way != "" && way != "asc" && way != "desc") {
      return OrderError(column, "a field is followed by desc, asc or nothing");
    }
    direction.descending = way == "desc";
    if (order.fields_.size() == kMaxFields) return OrderError(column, "more than two fields");
    for (const Direction& other : order.fields_) {
      if (other.field == direction.field) return OrderError(column, "a field named twice");
    }
    order.fields_.push_back(direction);
  }
  return order;
}

SortKeys FigureOrder::KeysOf(const FigureRowView& figure) const {
  SortKeys keys;
  keys.reserve(fields_.size());
  for (const auto& [field, descending] : fields_) {
    switch (field) {
      case Field::kValue:
        keys.emplace_back(figure.value_key());
        break;
      case Field::kAsOf:
        keys.push_back(KeyOf(figure.as_of(), descending));
        break;
      case Field::kPublicationDate:
        keys.push_back(KeyOf(figure.publication_date(), descending));
        break;
      case Field::kDistrict:
        keys.push_back(figure.district() == 0 ? "" : std::to_string(figure.district()));
        break;
    }
  }
  return keys;
}

bool FigureOrder::Before(const SortKeys& a, const SortKeys& b) const {
  for (size_t i = 0; i < fields_.size() && i < a.size() && i < b.size(); ++i) {
    const int order = a[i].compare(b[i]);
    if (order != 0) return (order < 0) != fields_[i].descending;
  }
  return false;
}

}  // namespace qushu::query
