// Arguments of requests turned into what the store is asked with. Each function adds to `errors`
// what is wrong; its result counts only if nothing was.
#ifndef QUSHU_SERVICES_QUERY_ARGUMENTS_H_
#define QUSHU_SERVICES_QUERY_ARGUMENTS_H_

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/decimal.h"
#include "common/gazetteer/gazetteer.h"
#include "common/indicators/catalogue.h"
#include "common/rpc/calls/handler.h"
#include "common/rpc/requests/request.h"
#include "common/store/store.h"
#include "qushu/v1/span.pb.h"

namespace qushu::query {

// The id in `articles/{article}`. INVALID_NAME for another form; an empty name gives an empty id
// unless it is required.
std::string ArticleIdFromName(std::string_view name, std::string_view field, bool required,
                              rpc::FieldErrors& errors);

// The division in `districts/{code}`; kNoDivision for an empty name that is not required.
//
// Errors:
//   INVALID_ARGUMENT  INVALID_NAME: another form. Where a Chinese name stands in place of the code,
//                     `use` in the metadata is the resource name to use, several separated by
//                     commas.
//   NOT_FOUND         DISTRICT_NOT_FOUND: no such code, or no division of that name; `nearest` in
//                     the metadata holds the names nearest to it.
DivisionId DistrictFromName(const Gazetteer& gazetteer, std::string_view name,
                            std::string_view field, bool required, rpc::FieldErrors& errors);

// The series with this id; null for an empty id that is not required.
//
// Errors:
//   INVALID_ARGUMENT  INVALID_ARGUMENT: empty and required
//   NOT_FOUND         INDICATOR_NOT_FOUND: no such series; `nearest` in the metadata holds the ids
//                     nearest to it
const Indicator* IndicatorFromId(const Catalogue& catalogue, std::string_view id,
                                 std::string_view field, bool required, rpc::FieldErrors& errors);

// A filter that names an unspecified value asks for any. INVALID_ARGUMENT for an unknown one.
template <typename Enum>
std::vector<Enum> EnumsFrom(const google::protobuf::RepeatedField<int>& values,
                            bool (*is_valid)(int), std::string_view field,
                            rpc::FieldErrors& errors);

// What ends a query of the store once `call`, which outlives it, is of no use.
CancelledFn CancelledBy(const rpc::Call& call);

// `410305`; empty for kNoDivision.
std::string CodeOf(const Gazetteer& gazetteer, DivisionId id);

// INVALID_DATE_RANGE for a day that does not exist, or a last one before the first.
DateWindow WindowFromRange(const v1::DateRange& range, std::string_view field,
                           rpc::FieldErrors& errors);

// INVALID_VALUE_RANGE for what is no decimal; absent if empty.
std::optional<Decimal> DecimalFromText(std::string_view text, std::string_view field,
                                       rpc::FieldErrors& errors);

// Implementation below.

template <typename Enum>
std::vector<Enum> EnumsFrom(const google::protobuf::RepeatedField<int>& values,
                            bool (*is_valid)(int), std::string_view field,
                            rpc::FieldErrors& errors) {
  std::vector<Enum> enums;
  for (const int value : values) {
    rpc::CheckEnum(is_valid(value), field, errors);
    enums.push_back(static_cast<Enum>(value));
  }
  if (std::find(enums.begin(), enums.end(), static_cast<Enum>(0)) != enums.end()) enums.clear();
  return enums;
}

}  // namespace qushu::query

#endif  // QUSHU_SERVICES_QUERY_ARGUMENTS_H_
