// Filters of figures: the fields of ListFiguresRequest.filter, their types, and whether a figure
// fits.
#ifndef QUSHU_SERVICES_QUERY_FILTER_FIGURE_FILTER_H_
#define QUSHU_SERVICES_QUERY_FILTER_FIGURE_FILTER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/decimal.h"
#include "common/gazetteer/gazetteer.h"
#include "common/store/store.h"
#include "qushu/v1/figure.pb.h"
#include "services/query/filter/parser.h"

namespace qushu::query {

// Immutable; one serves any number of threads.
class FigureFilter {
 public:
  // Errors: INVALID_ARGUMENT (INVALID_FILTER) with the column: what ParseFilter() refuses, a field
  // that there is not, an operator that the field does not have, or a value of another type.
  static absl::StatusOr<FigureFilter> Parse(std::string_view text, const Gazetteer& gazetteer);

  // Fits every figure.
  bool empty() const { return root_.kind == Kind::kAll && root_.children.empty(); }

  // `figure` as the store returns it, with article and publication date.
  bool Matches(const v1::Figure& figure) const;

  // Puts into `query` what the store can look for itself: it then returns all figures that fit, and
  // others too. What `query` asks for already stays.
  void Narrow(FigureQuery& query) const;

 private:
  enum class Kind : uint8_t { kAll, kAny, kNot, kText, kNumber, kDate, kEnum, kDistrict, kWord };

  struct Test {
    Kind kind = Kind::kAll;
    std::vector<Test> children = {};  // of kAll, kAny and kNot
    const google::protobuf::FieldDescriptor* field = nullptr;
    Comparator comparator = Comparator::kEqual;
    std::string text = {};  // without the `*` at its ends
    bool open_front = false;
    bool open_back = false;
    Decimal number = {};
    int first_day = 0;  // of a date, a month or a year
    int last_day = 0;
    int enum_number = 0;
    int first_code = 0;  // of a district, or of it and all below
    int last_code = 0;
  };
  class Builder;

  FigureFilter() = default;
  static bool Fits(const Test& test, const v1::Figure& figure);
  static bool FitsText(const Test& test, std::string_view text);
  static void NarrowBy(const Test& test, FigureQuery& query);

  Test root_;
};

}  // namespace qushu::query

#endif  // QUSHU_SERVICES_QUERY_FILTER_FIGURE_FILTER_H_
