// Words that the grammar knows by the part they play, from data/words.tsv: 新增 makes a figure new,
// 约 makes it approximate, 中 behind a noun opens a breakdown. A word may play several parts.
#ifndef QUSHU_COMMON_FIGURES_WORD_SETS_H_
#define QUSHU_COMMON_FIGURES_WORD_SETS_H_

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/char_index.h"
#include "common/figures/verb_nouns.h"

namespace qushu {

// One bit each. The names are those of the table's column `part`, in lower case with dashes.
enum Part : uint64_t {
  kPartNew = 1ull << 0,            // 新增, 当日: aspect of what follows
  kPartCumulative = 1ull << 1,     // 累计, 共有
  kPartCurrent = 1ull << 2,        // 现有, 尚在, 目前
  kPartOutcome = 1ull << 3,        // 死亡, 出院, 治愈: never current
  kPartAbout = 1ull << 4,          // 约
  kPartOver = 1ull << 5,           // 超过
  kPartUnder = 1ull << 6,          // 近, 不到
  kPartAtLeast = 1ull << 7,        // 至少
  kPartAtMost = 1ull << 8,         // 不超过
  kPartAfterAbout = 1ull << 9,     // 左右, behind the unit
  kPartAfterAtLeast = 1ull << 10,  // 以上
  kPartAfterAtMost = 1ull << 11,   // 以下, 以内
  kPartAfterOver = 1ull << 12,     // 有余
  kPartLink = 1ull << 13,          // 为, 达到: stands between what is counted and the number
  kPartChange = 1ull << 14,        // 增长, 下降: what follows is a rate of change
  kPartVague = 1ull << 15,         // 一批, 数十: looks like a quantity and has no value
  kPartLabel = 1ull << 16,         // 热线, 国道: the number before it is a name
  kPartPhrase = 1ull << 17,        // 四个意识: a set phrase
  kPartOrgan = 1ull << 18,         // 公司, 医院: ends the name of a part of a district
  kPartCommunity = 1ull << 19,     // 社区, 村, 街道: a part of a district, when it has a name
  kPartTitle = 1ull << 20,         // 书记, 主任: the word behind it is a person's name
  kPartWhole = 1ull << 21,         // 全区, 该县: the district itself
  kPartOrigin = 1ull << 22,  // 输入, 籍, 返回: a place before it is where somebody comes from
  kPartEach = 1ull << 23,    // 每人, 每户: the figure describes one
  kPartBreakdown = 1ull << 24,   // 其中
  kPartDivision = 1ull << 25,    // 乡镇, 街道, 社区 counted: no aspect
  kPartGeneric = 1ull << 26,     // 人, 名单, 情况: a noun that says little of what is counted
  kPartAspectWord = 1ull << 27,  // not part of what is counted: 新增, 累计, 现有
  kPartPerson = 1ull << 28,      // nouns of persons: 患者, 人员
  kPartOpenRelative = 1ull << 29,  // verbs that open a relative clause: 不配合…的市民
  kPartResult = 1ull << 30,        // 增至, 达到 behind a cumulative subject
  kPartZone = 1ull << 31,          // 开发区: a functional zone
  kPartState = 1ull << 32,         // 医学观察, 住院: current where nothing else is said
  kPartTail = 1ull << 33,        // 名单, 总数: says nothing of what is counted at a noun's end
  kPartEra = 1ull << 34,         // 民国, 光绪: the number behind it is a year
  kPartTransitive = 1ull << 35,  // 检查, 种植: a verbal noun that takes an object
  kPartAbstract = 1ull << 36,    // 面积, 人员: makes one noun with the verbal noun before it
  kPartQuantity = 1ull << 37,    // 面积, 人数: makes one noun with any verb before it
  kPartReport = 1ull << 38,      // 通报, 报告: the place before it is the one reported on
  kPartLocality = 1ull << 39,    // 乡, 路: what is called so is no district, whatever its name
  kPartPersonSuffix = 1ull << 40,  // 员, 工, 师: ends a noun for persons
  kPartGenericName = 1ull << 41,   // 农村, 各: before 社区 or 企业 it names no single one
  kPartLocal = 1ull << 42,         // 全镇, 村里, 该公司: a part of the district
  kPartOfficial = 1ull << 43,      // 区长, 县委: speaks for the district
  kPartCompare = 1ull << 44,       // 占, 高于: the place behind it is what is compared with
  kPartLevel = 1ull << 45,         // 区, 县 alone: the district, before the name of an office
  kPartSpecialName = 1ull << 46,   // 人民 before 医院: of these a county has one
  kPartAverage = 1ull << 47,  // 人均, 最高: says nothing of what is counted, alone before a number
  kPartBasis = 1ull << 48,        // 同期, 同口径: what a change is measured against
  kPartExcept = 1ull << 49,       // 扣除, 剔除: opens what a change leaves out
  kPartShare = 1ull << 50,        // 占: what stands before it is the share
  kPartSeverity = 1ull << 51,     // 重症, 普通型: of patients
  kPartConvert = 1ull << 52,      // 约合, 折合: the number before it in another unit
  kPartDependent = 1ull << 53,    // 比重, 降幅: a noun that needs the one it is of
  kPartMoneyNoun = 1ull << 54,    // 贷款, 费: ends a noun for money
  kPartLabelBefore = 1ull << 55,  // 电话, 卷: the number behind it is a name
  kPartScheme = 1ull << 56,       // 机制, 工作法: 一办六组 before it is its name
  kPartLocated = 1ull << 57,      // 在, 位于: the place behind it is where something is
  kPartTarget = 1ull << 58,  // 来自, 发往: somebody comes from the place behind it, or goes there
  kPartPlan = 1ull << 59,    // 计划, 力争: what follows has not happened
  kPartFacet = 1ull << 60,  // 疫情, 环境, 党旗: behind a counted body, no part of what is counted
  kPartFacility = 1ull << 61,  // 基地, 中心: makes one noun with what is done there, 种植基地
  kPartGoverns = 1ull << 62,  // 建设, 检查: a facility behind it is what that is done to
  // 山, 公园: ends the name of a sight. Only MatchBefore() tells: of a word it is no part.
  kPartSight = 1ull << 63,
};

class WordSets {
 public:
  static absl::StatusOr<WordSets> Create();

  // All parts that `word` plays, as bits of Part; 0 for a word without any. For a token of a
  // sentence, Token::parts has them already.
  uint64_t PartsOf(std::string_view word) const;
  // Those of the word in that row of the table, counted from 1; 0 for row 0.
  uint64_t PartsOfRow(uint32_t row) const { return by_row_[row]; }
  bool Is(std::string_view word, uint64_t parts) const { return (PartsOf(word) & parts) != 0; }

  // What verbs say of what is counted.
  const VerbNouns& verbs() const { return verbs_; }

  // The longest word with one of these parts that begins at `position`; its size, 0 if none does.
  size_t MatchAt(std::string_view text, size_t position, uint64_t parts) const;
  // The longest such word that ends at `end`.
  size_t MatchBefore(std::string_view text, size_t end, uint64_t parts) const;

 private:
  struct Entry {
    std::string_view word;
    uint64_t parts = 0;
    char32_t key = 0;   // the character under which it is found
    char32_t next = 0;  // the one beside that; 0 if there is none
    uint64_t all = 0;   // parts of all entries with that key, in the first of them
  };
  // All words twice: by their first two characters and by their last two. Of those that share both,
  // the longest come first; a word of one character comes behind all longer ones.
  struct List {
    explicit List(std::vector<Entry> all);
    // The entries with that key; none if none of them plays any of `parts`, as is so for most
    // places of a text.
    CharIndex::Range With(char32_t key, uint64_t parts) const {
      const CharIndex::Range range = index.At(key);
      if (range.first == range.end || (entries[range.first].all & parts) == 0) return {};
      return range;
    }
    // Of the entries in `range` with that next character or without any, the first that `fits`.
    template <typename Fits>
    const Entry* Find(CharIndex::Range range, char32_t next, Fits fits) const;

    std::vector<Entry> entries;
    CharIndex index;
  };

  WordSets(std::vector<uint64_t> by_row, List by_first, List by_last, VerbNouns verbs)
      : by_row_(std::move(by_row)),
        by_first_(std::move(by_first)),
        by_last_(std::move(by_last)),
        verbs_(std::move(verbs)) {}

  std::vector<uint64_t> by_row_;  // the first is 0
  List by_first_;
  List by_last_;
  VerbNouns verbs_;
};

}  // namespace qushu

#endif  // QUSHU_COMMON_FIGURES_WORD_SETS_H_
