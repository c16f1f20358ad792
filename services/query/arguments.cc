#include "services/query/arguments.h"

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "common/base/absl_compat.h"
#include "common/base/utf8.h"

namespace qushu::query {
namespace {

constexpr size_t kCodeSize = 6;
constexpr size_t kMaxSuggestions = 5;
// A longer name is no division's, and not worth the search for near ones.
constexpr size_t kMaxNameBytes = 120;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

absl::Status BadDistrictForm(std::string_view field) {
  return InvalidField(v1::ERROR_REASON_INVALID_NAME, field,
                      "not of the form districts/{six-digit code}");
}

absl::Status UnknownDistrict(std::string_view field, std::vector<std::string> nearest) {
  ErrorDetails details{.violations = {{std::string(field), "no such division"}}, .metadata = {}};
  if (!nearest.empty()) {
    details.metadata.emplace_back("nearest", absl::StrJoin(nearest, ","));
    details.violations[0].description += "; nearest: " + details.metadata[0].second;
  }
  return MakeError(absl::StatusCode::kNotFound, v1::ERROR_REASON_DISTRICT_NOT_FOUND,
                   "no such division", std::move(details));
}

// The error for a Chinese name in the place of a code.
absl::Status NameInsteadOfCode(const Gazetteer& gazetteer, std::string_view text,
                               std::string_view field) {
  std::vector<std::string> names;
  for (const DivisionId id : gazetteer.Lookup(text).divisions) {
    if (names.size() == kMaxSuggestions) break;
    std::string name = "districts/" + CodeOf(gazetteer, id);
    if (gazetteer[id].code != 0 && std::find(names.begin(), names.end(), name) == names.end()) {
      names.push_back(std::move(name));
    }
  }
  if (names.empty()) {
    return UnknownDistrict(field, gazetteer.Nearest(text, kMaxSuggestions));
  }
  const std::string use = absl::StrJoin(names, ",");
  return MakeError(
      absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_INVALID_NAME,
      "a name where the six-digit code belongs",
      {.violations = {{std::string(field), "use " + use}}, .metadata = {{"use", use}}});
}

}  // namespace

std::string ArticleIdFromName(std::string_view name, std::string_view field, bool required,
                              rpc::FieldErrors& errors) {
  if (name.empty() && !required) return "";
  absl::string_view id = ToAbsl(name);
  if (!absl::ConsumePrefix(&id, "articles/") || !IsArticleId(ToStd(id))) {
    errors.Add(v1::ERROR_REASON_INVALID_NAME, field,
               "not of the form articles/{32 hexadecimal digits}");
    return "";
  }
  return std::string(id);
}

DivisionId DistrictFromName(const Gazetteer& gazetteer, std::string_view name,
                            std::string_view field, bool required, rpc::FieldErrors& errors) {
  if (name.empty() && !required) return kNoDivision;
  absl::string_view code = ToAbsl(name);
  if (!absl::ConsumePrefix(&code, "districts/") || code.empty() || code.size() > kMaxNameBytes) {
    errors.Add(BadDistrictForm(field));
    return kNoDivision;
  }
  if (!std::all_of(code.begin(), code.end(), IsDigit)) {
    const bool han = IsHan(CodePointAt(ToStd(code), 0));
    errors.Add(han ? NameInsteadOfCode(gazetteer, ToStd(code), field) : BadDistrictForm(field));
    return kNoDivision;
  }
  if (code.size() != kCodeSize) {
    errors.Add(BadDistrictForm(field));
    return kNoDivision;
  }
  const DivisionId id = gazetteer.ByCode(std::atoi(std::string(code).c_str()));
  if (id == kNoDivision) errors.Add(UnknownDistrict(field, {}));
  return id;
}

const Indicator* IndicatorFromId(const Catalogue& catalogue, std::string_view id,
                                 std::string_view field, bool required, rpc::FieldErrors& errors) {
  if (id.empty()) {
    if (required) errors.Add(v1::ERROR_REASON_INVALID_ARGUMENT, field, "an id is required");
    return nullptr;
  }
  const Indicator* indicator = catalogue.ById(id);
  if (indicator != nullptr) return indicator;
  ErrorDetails details{.violations = {{std::string(field), "no such series"}}, .metadata = {}};
  const auto nearest = catalogue.Nearest(id, kMaxSuggestions);
  if (!nearest.empty()) {
    std::string ids;
    for (const std::string_view near : nearest) {
      absl::StrAppend(&ids, ids.empty() ? "" : ",", ToAbsl(near));
    }
    details.violations[0].description += "; nearest: " + ids;
    details.metadata.emplace_back("nearest", std::move(ids));
  }
  errors.Add(MakeError(absl::StatusCode::kNotFound, v1::ERROR_REASON_INDICATOR_NOT_FOUND,
                       "no such series", std::move(details)));
  return nullptr;
}

CancelledFn CancelledBy(const rpc::Call& call) {
  return [&call] { return call.cancelled(); };
}

std::string CodeOf(const Gazetteer& gazetteer, DivisionId id) {
  return id == kNoDivision ? "" : std::to_string(gazetteer[id].code);
}

DateWindow WindowFromRange(const v1::DateRange& range, std::string_view field,
                           rpc::FieldErrors& errors) {
  DateWindow window;
  const auto day = [&](const v1::Date& date, std::string_view end) -> std::optional<Date> {
    const Date out{date.year(), date.month(), date.day()};
    if (!IsValid(out)) {
      errors.Add(v1::ERROR_REASON_INVALID_DATE_RANGE, absl::StrCat(ToAbsl(field), ".", ToAbsl(end)),
                 "no such day");
    }
    return out;
  };
  if (range.has_first()) window.first = day(range.first(), "first");
  if (range.has_last()) window.last = day(range.last(), "last");
  if (window.first && window.last && *window.last < *window.first) {
    errors.Add(v1::ERROR_REASON_INVALID_DATE_RANGE, field, "the range ends before it begins");
  }
  return window;
}

std::optional<Decimal> DecimalFromText(std::string_view text, std::string_view field,
                                       rpc::FieldErrors& errors) {
  if (text.empty()) return std::nullopt;
  std::optional<Decimal> value = Decimal::Parse(text);
  if (!value) {
    errors.Add(v1::ERROR_REASON_INVALID_VALUE_RANGE, field,
               "not a decimal such as -12.5 of at most 36 digits");
  }
  return value;
}

}  // namespace qushu::query
