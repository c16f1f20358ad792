// A half-open range of a text, in UTF-8 bytes.
#ifndef QUSHU_COMMON_BASE_SPAN_H_
#define QUSHU_COMMON_BASE_SPAN_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace qushu {

struct Span {
  uint32_t begin = 0;
  uint32_t end = 0;

  uint32_t size() const { return end - begin; }
  bool empty() const { return begin == end; }
  bool contains(uint32_t position) const { return begin <= position && position < end; }
  bool contains(Span other) const { return begin <= other.begin && other.end <= end; }
  bool overlaps(Span other) const { return begin < other.end && other.begin < end; }

  friend bool operator==(Span, Span) = default;
};

// The characters of `text` in `span`, which must lie inside it.
inline std::string_view Slice(std::string_view text, Span span) {
  return {text.data() + span.begin, span.size()};
}

}  // namespace qushu

#endif  // QUSHU_COMMON_BASE_SPAN_H_
