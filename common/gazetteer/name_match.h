// What the name of a division in a text is found to be.
#ifndef QUSHU_COMMON_GAZETTEER_NAME_MATCH_H_
#define QUSHU_COMMON_GAZETTEER_NAME_MATCH_H_

#include <cstdint>
#include <span>

namespace qushu {

// Index of a division in the table; stable for one build of the table only. Code 100000, 全国, is
// a division too: the parent of the provinces.
using DivisionId = int32_t;
inline constexpr DivisionId kNoDivision = -1;

// How a text writes a name, the surest first.
enum class NameForm : uint8_t {
  kFull,  // official: 瀍河回族区, 广东省, 恩施土家族苗族自治州
  kAlias,  // shortened with its level kept: 瀍河区, 恩施州, 宁夏自治区; or another listed name
  kStem,     // without its level: 瀍河, 恩施, 广东
  kInitial,  // one character for a province: 豫, 沪; matched only where Lookup() is asked for it
};

struct NameMatch {
  uint32_t size = 0;                      // bytes of the name
  NameForm form = NameForm::kFull;        // the surest form under which it is a name
  std::span<const DivisionId> divisions;  // all that bear it in any year, by code
};

}  // namespace qushu

#endif  // QUSHU_COMMON_GAZETTEER_NAME_MATCH_H_
