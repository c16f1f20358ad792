#include "common/figures/verb_nouns.h"

#include <utility>

#include "common/figures/word_sets.h"

namespace qushu {

std::string PersonsWho(std::string_view verb) {
  if (verb == "死" || verb == "亡") return "死亡人员";
  if (verb == "伤") return "受伤人员";
  return std::string(verb) + "人员";
}

bool IsPlainVerb(uint64_t parts) {
  return (parts & ~(kPartTransitive | kPartMoneyNoun | kPartReport | kPartFacet | kPartGoverns)) ==
         0;
}

std::string_view MoneyOf(std::string_view verb) {
  constexpr std::pair<std::string_view, std::string_view> kNouns[] = {
      {"捐", "捐款"}, {"投", "投资"}, {"花", "花费"}, {"罚", "罚款"}, {"贷", "贷款"},
      {"借", "借款"}, {"奖", "奖金"}, {"补", "补助"}, {"赔", "赔款"}, {"挣", "收入"},
      {"赚", "收入"}, {"卖", "售价"}, {"欠", "欠款"}, {"存", "存款"}};
  for (const auto& [v, noun] : kNouns) {
    if (v == verb || (verb.starts_with(v) && verb.size() == 6 &&
                      (verb.ends_with("出") || verb.ends_with("回") || verb.ends_with("得") ||
                       verb.ends_with("去"))))
      return noun;
  }
  return "";
}

bool IsMotion(std::string_view verb) {
  for (std::string_view word : {"行驶", "行走", "行进", "航行", "飞行", "骑行", "徒步", "奔波",
                                "奔走", "跋涉", "巡护", "巡线", "巡航", "往返", "辗转", "转战"})
    if (verb == word) return true;
  return false;
}

bool IsContact(std::string_view measure) {
  for (std::string_view end : {"接触者", "密接", "病例", "患者", "感染者", "观察者"})
    if (measure.ends_with(end)) return true;
  return false;
}

bool IsHolding(std::string_view verb) {
  return verb == "举办" || verb == "举行" || verb == "召开" || verb == "开展" || verb == "组织";
}

bool CountsEvents(std::string_view unit) {
  return unit == "次" || unit == "场" || unit == "场次" || unit == "趟" || unit == "架次" ||
         unit == "班次" || unit == "起" || unit == "期" || unit == "回";
}

}  // namespace qushu
