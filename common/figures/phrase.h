// The noun phrases around a number: what it may count.
#ifndef QUSHU_COMMON_FIGURES_PHRASE_H_
#define QUSHU_COMMON_FIGURES_PHRASE_H_

#include <string>
#include <string_view>

#include "common/figures/token.h"
#include "common/figures/word_sets.h"

namespace qushu {

// Measure words under which firms and institutions are counted.
inline bool CountsBodies(std::string_view unit) {
  return unit == "家" || unit == "所" || unit == "户" || unit == "个" || unit == "座" ||
         unit == "处";
}

// What stands before a number in its clause, read from the number to the left.
struct LeftPhrase {
  std::string noun;            // 外地返洛人员; empty if no noun phrase ends there
  int noun_begin = -1;         // its first token
  int noun_end = -1;           // one past its last
  std::string_view verb;       // the verb that governs it: 排查; empty if there is none
  std::string subject;         // where there is no noun: what stands before the verb
  int subject_begin = -1;      // its first token
  int subject_end = -1;        // one past its last
  bool linked = false;         // 为, 达到, 共 stood between noun and number
  bool change = false;         // 增长, 下降
  bool ends_in_verb = false;   // its last word is a verbal noun: 居家隔离观察
  bool only_modifier = false;  // the phrase has no noun of its own: 治愈出院, 重症
  bool after_number = false;   // 由15天压缩到: another number stands where the noun should
  bool streak = false;         // 连续4天
  bool dimension = false;      // the noun is one adjective: 长, 深
  bool converts = false;       // 约合: another unit for the number before
  int average = -1;            // token of 人均, 最高, if one stands right before the number
  int place = -1;              // token of a place right before the phrase, -1 if there is none
  int begin = 0;               // first token that was looked at
  Qualifier qualifier = Qualifier::kExact;
  int qualifier_word = -1;  // the token that says so
};

LeftPhrase ReadLeft(std::string_view text, const TokenizedSentence& sentence, int number,
                    const WordSets& words);

// The first noun phrase of the number's clause, for want of a nearer one: 黄瓜 of
// 黄瓜上市后能卖8000斤.
std::string ReadTopic(std::string_view text, const TokenizedSentence& sentence, int number,
                      const WordSets& words);

// What stands behind a number in its clause.
struct RightPhrase {
  std::string noun;             // 办事处; empty if no noun phrase begins there
  uint32_t first_noun_end = 0;  // byte behind its first noun, with what stands before that
  int noun_begin = 0;           // its first token
  std::string_view verb;        // the first verb of its predicate
  std::string predicate;  // what is said of it, without adverbs: 情况稳定, 接受医学观察
  bool state = false;     // 正在, 仍在, or an adjective: it holds at this moment
  bool now = false;       // 眼下, 正在: said of this moment
  bool done = false;      // 已: said of what is over
  bool before_number = false;     // another number follows the noun at once
  bool begins_with_verb = false;  // 储备米面油
  bool possessed = false;         // 800万元的首贷
  bool relative = false;          // the noun stands behind a relative clause
  int end = 0;                    // one past the last token of the noun phrase
  Qualifier qualifier = Qualifier::kExact;
  int qualifier_word = -1;  // the token that says so
};

RightPhrase ReadRight(std::string_view text, const TokenizedSentence& sentence, int number,
                      const WordSets& words);

}  // namespace qushu

#endif  // QUSHU_COMMON_FIGURES_PHRASE_H_
