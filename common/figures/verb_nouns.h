// What the verb before a number, or its unit, says of what is counted, where no noun says it.
#ifndef QUSHU_COMMON_FIGURES_VERB_NOUNS_H_
#define QUSHU_COMMON_FIGURES_VERB_NOUNS_H_

#include <array>
#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

namespace qushu {

// Whether a verb with these parts says what was done, and nothing of the number.
bool IsPlainVerb(uint64_t parts);

// The words of data/verb_nouns.tsv. Safe for use from many threads.
class VerbNouns {
 public:
  // Errors: INVALID_ARGUMENT with file and line if the table is not as it should be.
  static absl::StatusOr<VerbNouns> Create();

  // 刑拘17人: those to whom it was done, or who did it. 死, 伤 stand alone in reports of accidents.
  std::string PersonsWho(std::string_view verb) const;
  // Whether the persons have a noun of their own: 接待37万人次, of visitors.
  bool HasPersons(std::string_view verb) const { return Find(kPerson, verb) != nullptr; }
  // 4327户15108人脱贫: the noun for households of which that is said; empty if there is none.
  std::string_view HouseholdsWho(std::string_view verb) const;
  // 捐764.5万元, 捐出200万元: the noun of such a verb; empty if it has none.
  std::string_view MoneyOf(std::string_view verb) const;
  // Verbs whose length is a distance.
  bool IsMotion(std::string_view verb) const { return Find(kMotion, verb) != nullptr; }
  // Whether those are patients, or were near one: what is done is done to them.
  bool IsContact(std::string_view measure) const;
  // 援助, 选派: verbs of giving, behind who gives.
  bool IsDonation(std::string_view verb) const { return Find(kDonate, verb) != nullptr; }
  // 检出, 发现: verbs for how patients became known.
  bool IsFinding(std::string_view verb) const { return Find(kFind, verb) != nullptr; }
  // 得到, 分得: verbs of getting some of what was spoken of.
  bool IsGetting(std::string_view verb) const { return Find(kGet, verb) != nullptr; }
  // 预算, 计划: nouns for what is to be reached.
  bool IsPlan(std::string_view noun) const { return Find(kPlan, noun) != nullptr; }
  // Verbs for what takes place.
  bool IsHolding(std::string_view verb) const { return Find(kHolding, verb) != nullptr; }
  // 感染, 受伤: verbs for what happens to the persons before it.
  bool Befalls(std::string_view verb) const { return Find(kBefall, verb) != nullptr; }
  // 设卡1214处, 产茶7260担: what is counted, of a verb and its object in one word; empty for
  // others.
  std::string_view ObjectOf(std::string_view measure) const;
  // 城镇居民收入3.8万元，农村1.2万元: the size of the word that another of its like takes the place
  // of at the beginning of what is counted; 0 if it begins with none.
  size_t ContrastAt(std::string_view measure) const;
  bool IsContrast(std::string_view word) const {
    return word.size() == 6 && Find(kContrast, word) != nullptr;
  }
  // 容积率, 总指数: nouns for what is measured without a unit.
  bool IsIndex(std::string_view noun) const;
  // 中心, 公司: words that alone can stand for one institution that was named before.
  bool StandsForOne(std::string_view word) const { return Find(kOne, word) != nullptr; }
  // 河, 江: words that end the name of a river.
  bool IsRiver(std::string_view word) const { return Find(kRiver, word) != nullptr; }
  // 种, 产: verbs of one character for what is grown and made.
  bool Yields(std::string_view verb) const { return Find(kYield, verb) != nullptr; }
  bool IsRate(std::string_view verb) const { return Find(kRate, verb) != nullptr; }
  // 年产钢, 日产生铁: the size of what says how often at the beginning of a noun; 0 if nothing
  // does, as in 年产量.
  size_t RateBefore(std::string_view noun) const;
  // Measure words for what is done, not for what it is done to.
  bool CountsEvents(std::string_view unit) const { return Find(kEvent, unit) != nullptr; }

 private:
  enum Kind {
    kBefall,
    kContact,
    kContrast,
    kDonate,
    kEvent,
    kFind,
    kGet,
    kHolding,
    kHousehold,
    kIndex,
    kMoney,
    kMoneyEnd,
    kMotion,
    kObject,
    kOne,
    kPerson,
    kPlan,
    kRate,
    kRateNoun,
    kRiver,
    kYield,
    kKinds
  };
  struct Entry {
    std::string_view word;
    std::string_view noun;
  };

  VerbNouns() = default;
  const Entry* Find(Kind kind, std::string_view word) const;

  // Where the first character of a word stands in `heads_`.
  static size_t HeadOf(std::string_view word) {
    return word.size() < 3 ? 0 : (word[1] & 0x3F) << 6 | (word[2] & 0x3F);
  }

  std::array<std::vector<Entry>, kKinds> entries_;  // in byte order
  // Which first characters each kind has: most words that are looked up are of no kind.
  std::array<std::bitset<1 << 12>, kKinds> heads_;
};

}  // namespace qushu

#endif  // QUSHU_COMMON_FIGURES_VERB_NOUNS_H_
