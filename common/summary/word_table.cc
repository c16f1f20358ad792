#include "common/summary/word_table.h"

#include "common/base/utf8.h"

namespace qushu {

WordTable::WordTable(std::vector<Entry> entries) : entries_(std::move(entries)) {
  for (uint32_t i = 0; i < entries_.size(); ++i) {
    auto& range = by_first_character_[CodePointAt(entries_[i].word, 0)];
    if (range.second == 0) range.first = i;
    range.second = i + 1;
  }
}

WordTable::Match WordTable::Longest(std::string_view text, size_t position) const {
  const auto range = by_first_character_.find(CodePointAt(text, position));
  if (range == by_first_character_.end()) return {};
  const std::string_view rest = text.substr(position);
  // A word sorts before all that it begins, so the first hit from the end is the longest.
  for (uint32_t i = range->second.second; i-- > range->second.first;) {
    const Entry& entry = entries_[i];
    if (rest.starts_with(entry.word))
      return {static_cast<uint32_t>(entry.word.size()), entry.label};
  }
  return {};
}

}  // namespace qushu
