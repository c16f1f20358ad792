// Words of a text that a table knows, the longest at each place.
#ifndef QUSHU_COMMON_SUMMARY_WORD_TABLE_H_
#define QUSHU_COMMON_SUMMARY_WORD_TABLE_H_

#include <bitset>
#include <cstdint>
#include <string_view>
#include <vector>

#include "common/base/char_index.h"
#include "common/base/char_set.h"

namespace qushu {

class WordTable {
 public:
  struct Entry {
    std::string_view word;
    int label = 0;
  };
  struct Match {
    uint32_t size = 0;  // bytes; 0: no word begins there
    int label = 0;
  };

  WordTable() = default;
  // `entries` are sorted by word, byte by byte; the words outlive the table, are not empty, and
  // begin with characters of the Basic Multilingual Plane.
  explicit WordTable(std::vector<Entry> entries);

  // The longest word that begins at byte `position` of `text`, the first byte of a character.
  Match Longest(std::string_view text, size_t position) const;

  // The first of the longest words from `position` on, which is moved to where it begins; to the
  // end of `text` if there is none.
  Match Next(std::string_view text, size_t& position) const;

 private:
  // Whether a word may begin so. True for hardly any that none begins with.
  bool MayBegin(char32_t first, char32_t second) const {
    return begins_[Slot(first, second)] || (has_single_ && begins_[Slot(first, 0)]);
  }
  static size_t Slot(char32_t first, char32_t second) {
    return (first * 0x9E3779B1u ^ second * 0x85EBCA6Bu) >> 16;
  }

  // Of the words that begin with `first`, which stands at the beginning of `rest`.
  Match LongestOf(std::string_view rest, char32_t first, char32_t second) const;

  std::vector<Entry> entries_;
  std::vector<char32_t> second_;  // the second character of each entry; 0 of a word of one
  // By Slot() of its first two characters, the second 0 of a word of one.
  std::bitset<1 << 16> begins_;
  bool has_single_ = false;  // there is one of these
  CharSet firsts_{u""};      // the first characters of all
  CharIndex by_first_character_;
};

}  // namespace qushu

#endif  // QUSHU_COMMON_SUMMARY_WORD_TABLE_H_
