// The parts of a division's official name, and the shorter names that follow from it by rule.
#ifndef QUSHU_COMMON_GAZETTEER_NAMES_H_
#define QUSHU_COMMON_GAZETTEER_NAMES_H_

#include <string>
#include <string_view>
#include <vector>

#include "common/gazetteer/gazetteer.h"

namespace qushu {

// 恩施土家族苗族自治州 is 恩施, of the level word 自治州; the peoples between are left out.
// Both views point into the name.
struct NameParts {
  std::string_view stem;        // never empty; the whole name if it has no level word
  std::string_view level_word;  // 省 自治区 市 自治州 县 区 林区 ...; empty if there is none
  bool has_peoples = false;
};

// `peoples` are the names of the ethnic groups without 族, the longest first.
NameParts SplitName(std::string_view name, const std::vector<std::string_view>& peoples);

// The name shortened with its level kept: 恩施州, 瀍河区, 广西自治区, 香港特区. Empty where nothing
// can be left out but the level itself.
std::string ShortName(const NameParts& parts);

}  // namespace qushu

#endif  // QUSHU_COMMON_GAZETTEER_NAMES_H_
