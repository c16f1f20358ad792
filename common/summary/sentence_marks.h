// What the wording of a sentence tells of its worth in a summary.
#ifndef QUSHU_COMMON_SUMMARY_SENTENCE_MARKS_H_
#define QUSHU_COMMON_SUMMARY_SENTENCE_MARKS_H_

#include <cstdint>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/summary/word_table.h"

namespace qushu {

// The kinds of words in data/sentence_cues.tsv, by the names they have there.
enum class Cue : uint8_t {
  kNone,       // none: only hides a shorter word inside it: 其他 is no 他
  kEmpty,      // empty: slogan or praise, 坚决打赢, 众志成城
  kPledge,     // pledge: something still to be done, 将继续
  kSpeech,     // speech: somebody speaks, 表示
  kPerson,     // person: tells of one person or some, 她, 女士, 几名
  kSingle,     // single: the same, if the sentence begins with it: 一名
  kTitle,      // title: a person's name may follow, 书记
  kSurname,    // surname: begins a name behind a title
  kWhole,      // whole: speaks of the district, 全区
  kTotal,      // total: states a result, 累计, 达到
  kAction,     // action: something was done, 设立, 配备
  kDependent,  // dependent: leans on the sentence before, if it begins with it: 此外
};

struct SentenceMarks {
  int chars = 0;    // letters, digits and Han, no punctuation
  int empty = 0;    // of these, in empty phrases
  int quoted = 0;   // of these, in quotations of somebody's words; a term in quotes is none
  int persons = 0;  // words outside quotations, like the counts below
  int names = 0;    // of persons
  int wholes = 0;
  int totals = 0;
  int actions = 0;
  bool begins_quoted = false;
  bool speech = false;
  bool pledge = false;
  bool dependent = false;
  bool closed = false;  // ends as sentences do
};

// Immutable; one serves any number of threads.
class MarkTable {
 public:
  // Fails only on a broken build.
  static absl::StatusOr<MarkTable> Create();

  // Takes time linear in the length of the sentence.
  SentenceMarks Read(std::string_view sentence) const;

 private:
  MarkTable() = default;

  WordTable words_;
};

}  // namespace qushu

#endif  // QUSHU_COMMON_SUMMARY_SENTENCE_MARKS_H_
