#include "common/gazetteer/names.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/absl_compat.h"

namespace qushu {
namespace {

constexpr size_t kHanBytes = 3;  // all characters of the names are in the BMP, above U+0800

struct LevelWord {
  std::string_view word;
  std::string_view shortened;  // what is written of it behind a stem without peoples
  size_t least = 2;            // characters before it; with fewer it is no level word
};

// Longer words stand before those they end with. A stem of one character is kept only behind a word
// of one: 忠县, but a 矿区 alone is a 区. The last character of 万柏林区 is part of its name, that
// of 神农架林区 is not.
constexpr LevelWord kLevelWords[] = {
    {"特别行政区", "特区"}, {"自治区", "自治区"}, {"行政区", "行政区"}, {"自治州", "州"},
    {"自治县", "县"},       {"自治旗", "旗"},     {"工矿区", "工矿区"}, {"地区", "地区"},
    {"林区", "林区", 3},    {"特区", "特区"},     {"新区", "新区"},     {"矿区", "矿区"},
    {"省", "省", 1},        {"市", "市", 1},      {"盟", "盟", 1},      {"州", "州", 1},
    {"县", "县", 1},        {"旗", "旗", 1},      {"区", "区", 1},      {"镇", "镇", 1},
};

bool EndsWith(std::string_view text, std::string_view end) {
  return absl::EndsWith(ToAbsl(text), ToAbsl(end));
}

// Takes one people off the end of `stem`, if a name of two characters is left. Only an autonomous
// division leaves out 族 (伊犁哈萨克自治州): elsewhere 回族区 is one, but 蒙古 is not.
bool StripPeople(std::string_view& stem, bool autonomous,
                 const std::vector<std::string_view>& peoples) {
  constexpr std::string_view kPeople = "族";
  std::string_view rest = stem;
  const bool marked = EndsWith(rest, kPeople);
  if (marked) rest.remove_suffix(kPeople.size());
  if (!marked && !autonomous) return false;
  for (std::string_view people : peoples) {
    if (!marked && people.size() < 2 * kHanBytes) continue;
    if (!EndsWith(rest, people) || rest.size() < people.size() + 2 * kHanBytes) continue;
    stem = rest.substr(0, rest.size() - people.size());
    return true;
  }
  return false;
}

}  // namespace

NameParts SplitName(std::string_view name, const std::vector<std::string_view>& peoples) {
  NameParts parts;
  parts.stem = name;
  for (const LevelWord& level : kLevelWords) {
    if (!EndsWith(name, level.word) || name.size() < level.word.size() + level.least * kHanBytes) {
      continue;
    }
    parts.stem = name.substr(0, name.size() - level.word.size());
    parts.level_word = name.substr(parts.stem.size());
    break;
  }
  if (parts.level_word.empty()) return parts;
  const bool autonomous = parts.level_word.starts_with("自治");
  while (StripPeople(parts.stem, autonomous, peoples)) parts.has_peoples = true;
  // 东乡族自治县 is named by its people alone.
  if (!parts.has_peoples && autonomous && EndsWith(parts.stem, "族") &&
      parts.stem.size() > 2 * kHanBytes) {
    parts.stem.remove_suffix(kHanBytes);
    parts.has_peoples = true;
  }
  return parts;
}

std::string ShortName(const NameParts& parts) {
  if (parts.stem.size() < 2 * kHanBytes) return {};
  for (const LevelWord& level : kLevelWords) {
    if (level.word != parts.level_word) continue;
    if (!parts.has_peoples && level.word == level.shortened) return {};
    return absl::StrCat(ToAbsl(parts.stem), ToAbsl(level.shortened));
  }
  return {};
}

}  // namespace qushu
