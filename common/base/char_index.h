// Items of a table found by a character: of a list of words, those that begin with it. Most
// characters of a text begin none, and to see that takes one read and no hashing.
#ifndef QUSHU_COMMON_BASE_CHAR_INDEX_H_
#define QUSHU_COMMON_BASE_CHAR_INDEX_H_

#include <cstdint>
#include <vector>

namespace qushu {

class CharIndex {
 public:
  struct Range {
    uint32_t first = 0;
    uint32_t end = 0;
  };

  // Characters beyond the Basic Multilingual Plane are in no table of ours and have no items.
  static constexpr char32_t kLast = 0xFFFF;

  // Items are appended in the order of their characters; all of one character stand together.
  void Add(char32_t c) {
    if (ranges_.empty()) {
      ranges_.push_back({});
      slots_.resize(kLast + 1);
    }
    const uint32_t item = ranges_.back().end;
    if (slots_[c] == 0) {
      slots_[c] = static_cast<uint16_t>(ranges_.size());
      ranges_.push_back({item, item});
    }
    ++ranges_.back().end;
  }

  Range At(char32_t c) const { return c > kLast || ranges_.empty() ? Range{} : ranges_[slots_[c]]; }

 private:
  std::vector<uint16_t> slots_;  // by character: index into ranges_
  std::vector<Range> ranges_;    // the first is empty
};

}  // namespace qushu

#endif  // QUSHU_COMMON_BASE_CHAR_INDEX_H_
