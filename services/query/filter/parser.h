// The filter language of AIP-160 (https://google.aip.dev/160): text to a tree. What fields there
// are is not known here; see figure_filter.h.
//
//   expression  = sequence { "AND" sequence }
//   sequence    = factor { factor }                 side by side means AND
//   factor      = term { "OR" term }                OR binds tighter than AND
//   term        = [ "NOT" | "-" ] ( restriction | "(" expression ")" )
//   restriction = word [ comparator word ]
//   comparator  = "=" | "!=" | "<" | "<=" | ">" | ">=" | ":"
//
// A word is a run of characters, or anything within quotation marks, where \ keeps the next
// character as it is. Full-width signs are read as what they look like: （）＝＜＞！：“”.
#ifndef QUSHU_SERVICES_QUERY_FILTER_PARSER_H_
#define QUSHU_SERVICES_QUERY_FILTER_PARSER_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace qushu::query {

enum class Comparator : uint8_t { kNone, kEqual, kNotEqual, kLess, kAtMost, kMore, kAtLeast, kHas };

struct FilterWord {
  std::string text = {};
  bool quoted = false;
  int column = 0;  // character of the filter, from 1
};

struct FilterNode {
  enum class Kind : uint8_t { kAnd, kOr, kNot, kRestriction };
  Kind kind = Kind::kAnd;
  std::vector<FilterNode> children = {};  // of AND and OR, two or more; of NOT, one
  // Of a restriction; a lone word has no comparator and no value.
  FilterWord field = {};
  Comparator comparator = Comparator::kNone;
  FilterWord value = {};
};

inline constexpr size_t kMaxFilterCharacters = 2000;
inline constexpr int kMaxFilterComparisons = 100;
inline constexpr int kMaxFilterDepth = 20;

// An empty filter, or one of white space, gives an AND of nothing.
//
// Errors: INVALID_ARGUMENT (INVALID_FILTER) with the metadata `column`: what cannot be read, or
// what is over a limit.
absl::StatusOr<FilterNode> ParseFilter(std::string_view text);

// INVALID_FILTER for field `filter`, `column` from 1. `what` is ASCII English.
absl::Status FilterError(int column, std::string_view what);

}  // namespace qushu::query

#endif  // QUSHU_SERVICES_QUERY_FILTER_PARSER_H_
