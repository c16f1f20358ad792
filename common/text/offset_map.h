// Where each character of a derived text came from.
#ifndef QUSHU_COMMON_TEXT_OFFSET_MAP_H_
#define QUSHU_COMMON_TEXT_OFFSET_MAP_H_

#include <cstdint>
#include <vector>

#include "common/base/span.h"

namespace qushu {

// Relates a derived text to the text that it was made from, both in UTF-8 bytes. It is built front
// to back, while the derived text is written. Looking up takes time logarithmic in the number of
// places where the two differ.
class OffsetMap {
 public:
  // The next `bytes` are the same in both.
  void Keep(uint32_t bytes);
  // The next `from` bytes of the origin became the next `to` bytes: one unit, never split.
  void Replace(uint32_t from, uint32_t to);
  // The next `bytes` of the origin were left out.
  void Drop(uint32_t bytes) { Replace(bytes, 0); }

  uint32_t derived_size() const { return derived_size_; }
  uint32_t origin_size() const { return origin_size_; }

  // The origin of a derived span: from where its first character came from to the end of where its
  // last one came from. What was left out at either edge is outside, what was left out between is
  // inside. An empty span gives an empty one.
  Span ToOrigin(Span derived) const;

  // The derived span of an origin span, by the same rule: characters that became nothing count as
  // nothing. Empty, at the place where it would stand, if all of it was left out.
  Span ToDerived(Span origin) const;

  // The map of a text derived by `this` from a text that `inner` derived: leads to inner's origin.
  OffsetMap Over(const OffsetMap& inner) const;

 private:
  // A stretch of both texts. `kept` ones are as long in both and the same byte by byte.
  struct Run {
    uint32_t derived;
    uint32_t origin;
    bool kept;
  };

  std::vector<Run> runs_;
  uint32_t derived_size_ = 0;
  uint32_t origin_size_ = 0;
};

}  // namespace qushu

#endif  // QUSHU_COMMON_TEXT_OFFSET_MAP_H_
