#include "services/cli/places.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/base/absl_compat.h"
#include "common/base/error.h"
#include "common/base/utf8.h"

namespace qushu::cli {
namespace {

constexpr size_t kLookedAt = 100;
constexpr size_t kSuggestions = 5;

bool IsCode(std::string_view word) {
  return word.size() == 6 && std::ranges::all_of(word, [](char c) { return c >= '0' && c <= '9'; });
}

// Keeps what `fits`, unless nothing does.
template <typename Predicate>
void Prefer(std::vector<DivisionId>& ids, Predicate fits) {
  if (std::ranges::any_of(ids, fits)) std::erase_if(ids, [&](DivisionId id) { return !fits(id); });
}

std::vector<DivisionId> Candidates(const Gazetteer& gazetteer, std::string_view word) {
  const std::vector<std::string> parts = absl::StrSplit(ToAbsl(word), '/');
  const auto named = gazetteer.Lookup(parts.back()).divisions;
  std::vector<DivisionId> ids(named.begin(), named.end());
  std::erase_if(ids, [&](DivisionId id) { return gazetteer[id].code == 0; });
  for (size_t i = 0; i + 1 < parts.size(); ++i) {
    const auto above = gazetteer.Lookup(parts[i]).divisions;
    std::erase_if(ids, [&](DivisionId id) {
      return std::ranges::none_of(
          above, [&](DivisionId ancestor) { return gazetteer.IsWithin(id, ancestor); });
    });
  }
  Prefer(ids, [&](DivisionId id) { return gazetteer[id].valid_until == 0; });
  Prefer(ids, [&](DivisionId id) { return gazetteer[id].name == parts.back(); });
  // One code may be there under several names.
  std::ranges::sort(ids, {}, [&](DivisionId id) { return gazetteer[id].code; });
  const auto same_code = [&](DivisionId a, DivisionId b) {
    return gazetteer[a].code == gazetteer[b].code;
  };
  ids.erase(std::unique(ids.begin(), ids.end(), same_code), ids.end());
  return ids;
}

absl::Status NotFound(const Gazetteer& gazetteer, std::string_view word) {
  const std::string_view name = word.substr(word.rfind('/') + 1);
  std::vector<std::string> nearest = gazetteer.Nearest(name, kLookedAt);
  // People get the first character right more often than the last, which is mostly 区 or 县.
  const std::string_view first = name.substr(0, name.empty() ? 0 : CharSize(name[0]));
  std::stable_partition(nearest.begin(), nearest.end(),
                        [&](const auto& near) { return near.starts_with(first); });
  nearest.resize(std::min(nearest.size(), kSuggestions));
  ErrorDetails details;
  if (!nearest.empty()) {
    details.violations.push_back(
        {"district", absl::StrCat("near it: ", absl::StrJoin(nearest, ", "))});
  }
  return MakeError(absl::StatusCode::kNotFound, v1::ERROR_REASON_DISTRICT_NOT_FOUND,
                   "no district is known by that name", std::move(details));
}

}  // namespace

absl::StatusOr<std::string> ResolveDistrict(const Gazetteer& gazetteer, std::string_view word) {
  if (word.starts_with("districts/")) return std::string(word);
  if (IsCode(word)) return absl::StrCat("districts/", ToAbsl(word));
  if (ValidPrefix(word) != word.size()) {
    return InvalidField(v1::ERROR_REASON_INVALID_ARGUMENT, "district", "name is not valid UTF-8");
  }
  const std::vector<DivisionId> ids = Candidates(gazetteer, word);
  if (ids.empty()) return NotFound(gazetteer, word);
  if (ids.size() == 1) return absl::StrCat("districts/", gazetteer[ids[0]].code);
  ErrorDetails details;
  for (DivisionId id : ids) {
    details.violations.push_back(
        {"district", absl::StrCat(gazetteer[id].code, "  ", gazetteer.Path(id))});
  }
  return MakeError(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_INVALID_ARGUMENT,
                   "several districts bear that name; give a code, or the name of the division "
                   "above and a slash before it",
                   std::move(details));
}

}  // namespace qushu::cli
