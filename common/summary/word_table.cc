#include "common/summary/word_table.h"

#include <utility>

#include "common/base/utf8.h"

namespace qushu {

WordTable::WordTable(std::vector<Entry> entries) : entries_(std::move(entries)) {
  second_.reserve(entries_.size());
  std::u16string firsts;
  for (const Entry& entry : entries_) {
    const uint32_t size = CharSize(entry.word[0]);
    by_first_character_.Add(CodePointAt(entry.word, 0));
    second_.push_back(size < entry.word.size() ? CodePointAt(entry.word, size) : 0);
    begins_.set(Slot(CodePointAt(entry.word, 0), second_.back()));
    has_single_ |= second_.back() == 0;
    firsts += ToUnit(CodePointAt(entry.word, 0));
  }
  firsts_ = CharSet(firsts);
}

WordTable::Match WordTable::Longest(std::string_view text, size_t position) const {
  const std::string_view rest = text.substr(position);
  const char32_t first = CodePointAt(rest, 0);
  const uint32_t size = CharSize(rest[0]);
  const char32_t second = size < rest.size() ? CodePointAt(rest, size) : 0;
  return MayBegin(first, second) ? LongestOf(rest, first, second) : Match{};
}

WordTable::Match WordTable::Next(std::string_view text, size_t& position) const {
  size_t at = position;
  Match match;
  while (at < text.size() && match.size == 0) {
    const bool han = LeadsHan(text[at]);  // nearly always
    const char32_t first = han ? HanAt(text, at) : CodePointAt(text, at);
    const size_t next = at + (han ? 3 : CharSize(text[at]));
    // Most characters of a text begin no word, and most of those that do, none with the next one.
    if (firsts_.Has(first)) {
      const char32_t second = next < text.size() ? CodePointAt(text, next) : 0;
      if (MayBegin(first, second)) match = LongestOf(text.substr(at), first, second);
    }
    if (match.size == 0) at = next;
  }
  position = at;
  return match;
}

WordTable::Match WordTable::LongestOf(std::string_view rest, char32_t first,
                                      char32_t second) const {
  const CharIndex::Range range = by_first_character_.At(first);
  const auto match = [](const Entry& entry) {
    return Match{static_cast<uint32_t>(entry.word.size()), entry.label};
  };
  // They are sorted by the second character, one of a single character before all others. A word
  // sorts before all that it begins, so the first hit from the end is the longest.
  uint32_t i = range.end;
  while (i > range.first && second_[i - 1] > second) --i;
  for (; i > range.first && second_[i - 1] == second; --i) {
    if (StandsAt(rest, 0, entries_[i - 1].word)) return match(entries_[i - 1]);
  }
  const bool single = range.first < range.end && second_[range.first] == 0;
  return single ? match(entries_[range.first]) : Match{};
}

}  // namespace qushu
