#include "common/summary/sentence_marks.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/base/absl_compat.h"
#include "common/base/status_macros.h"
#include "common/base/utf8.h"
#include "common/data/table.h"

extern "C" const char qushu_sentence_cues_tsv[], qushu_sentence_cues_tsv_end[];

namespace qushu {
namespace {

constexpr std::array<std::string_view, 12> kCueNames = {"none",   "empty",  "pledge", "speech",
                                                        "person", "single", "title",  "surname",
                                                        "whole",  "total",  "action", "dependent"};

// What stands in quotes is somebody's words from here on, and a name or a term below.
constexpr int kQuotationChars = 12;

bool IsContent(char32_t c) {
  return IsHan(c) || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool EndsSentence(std::string_view sentence) {
  while (!sentence.empty()) {
    const size_t last = PreviousChar(sentence, sentence.size());
    const char32_t c = CodePointAt(sentence, last);
    if (c == U'。' || c == U'！' || c == U'？' || c == U'…' || c == U'!' || c == U'?') return true;
    if (c != U'”' && c != U'’' && c != U'）' && c != U')' && c != U'」' && c != U'』' && c != U'"')
      return false;
    sentence = sentence.substr(0, last);
  }
  return false;
}

// Whether a person's name stands at `position`: a surname, one or two characters, and a mark or a
// word that goes on about the person. 书记张璞，一周 is one, 书记任总指挥 is none.
bool IsName(const WordTable& words, std::string_view text, size_t position) {
  constexpr std::u32string_view kBehind = U"，、；：。（等说在的带负每一与和为主向对把表分介是有";
  if (position >= text.size()) return false;
  const WordTable::Match surname = words.Longest(text, position);
  if (surname.size == 0 || static_cast<Cue>(surname.label) != Cue::kSurname) return false;
  position += surname.size;
  for (int length = 0; length <= 2 && position < text.size(); ++length) {
    const char32_t c = CodePointAt(text, position);
    if (length > 0 && kBehind.find(c) != std::u32string_view::npos) return true;
    if (!IsHan(c)) return false;
    position += CharSize(text[position]);
  }
  return false;
}

// Counts the characters of a quotation once it is known to be one.
class Quotes {
 public:
  // Call for every character.
  void Next(char32_t c, bool first, SentenceMarks& marks) {
    if (c == U'“' || c == U'「' || (c == U'"' && !open_)) {
      open_ = true;
      first_ = first;
      chars_ = 0;
    } else if (c == U'”' || c == U'」' || c == U'"') {
      Close(marks);
    } else if (open_ && IsContent(c)) {
      ++chars_;
    }
  }
  void Close(SentenceMarks& marks) {
    if (open_ && chars_ >= kQuotationChars) {
      marks.quoted += chars_;
      marks.begins_quoted = marks.begins_quoted || first_;
    }
    open_ = false;
  }
  bool open() const { return open_; }

 private:
  bool open_ = false;
  bool first_ = false;
  int chars_ = 0;
};

}  // namespace

absl::StatusOr<MarkTable> MarkTable::Create() {
  QUSHU_ASSIGN_OR_RETURN(
      const Table table,
      ParseTable("sentence_cues.tsv", {qushu_sentence_cues_tsv, qushu_sentence_cues_tsv_end},
                 {"word", "kind"}));
  std::vector<WordTable::Entry> entries;
  for (const TableRow& row : table.rows) {
    const auto kind = std::find(kCueNames.begin(), kCueNames.end(), row.cells[1]);
    if (kind == kCueNames.end() || row.cells[0].empty() ||
        (!entries.empty() && entries.back().word == row.cells[0])) {
      return absl::InternalError(
          absl::StrCat("sentence_cues.tsv:", row.line, ": ", ToAbsl(row.cells[0])));
    }
    entries.push_back({row.cells[0], static_cast<int>(kind - kCueNames.begin())});
  }
  MarkTable marks;
  marks.words_ = WordTable(std::move(entries));
  return marks;
}

SentenceMarks MarkTable::Read(std::string_view sentence) const {
  SentenceMarks marks;
  marks.closed = EndsSentence(sentence);
  Quotes quotes;
  size_t word_end = 0;
  Cue cue = Cue::kNone;
  for (size_t p = 0; p < sentence.size(); p += CharSize(sentence[p])) {
    const char32_t c = CodePointAt(sentence, p);
    quotes.Next(c, marks.chars == 0, marks);
    if (!IsContent(c)) continue;
    if (p >= word_end) {
      const WordTable::Match match = words_.Longest(sentence, p);
      cue = match.size == 0 ? Cue::kNone : static_cast<Cue>(match.label);
      word_end = p + match.size;
      const bool told = !quotes.open();
      marks.persons += told && (cue == Cue::kPerson || (cue == Cue::kSingle && marks.chars == 0));
      marks.names += told && cue == Cue::kTitle && IsName(words_, sentence, word_end);
      marks.wholes += told && cue == Cue::kWhole;
      marks.totals += told && cue == Cue::kTotal;
      marks.actions += told && cue == Cue::kAction;
      marks.speech = marks.speech || (told && cue == Cue::kSpeech);
      marks.pledge = marks.pledge || cue == Cue::kPledge;
      marks.dependent = marks.dependent || (cue == Cue::kDependent && marks.chars == 0);
    }
    ++marks.chars;
    marks.empty += cue == Cue::kEmpty && p < word_end;
  }
  quotes.Close(marks);
  return marks;
}

}  // namespace qushu
