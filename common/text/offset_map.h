// Where each character of a derived text came from.
#ifndef QUSHU_COMMON_TEXT_OFFSET_MAP_H_
#define QUSHU_COMMON_TEXT_OFFSET_MAP_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "common/base/span.h"

namespace qushu {

// Relates a derived text to the text that it was made from, both in UTF-8 bytes. It is built front
// to back, while the derived text is written. Equal changes in a row are one run, so that a text
// all in full-width letters takes no more room than one that needs no change. Looking up takes time
// logarithmic in the number of runs; OffsetLookup is faster for many spans in the order of the
// text.
//
//   OffsetMap map;
//   map.Keep(3);        // 共
//   map.Replace(3, 1);  // `３` became `3`
//   map.Drop(1);        // a space
//   map.Keep(3);        // 例
//   map.ToOrigin({3, 7}) == Span{3, 10}
class OffsetMap {
 public:
  // The next `bytes` are the same in both.
  void Keep(uint32_t bytes) { Append(1, 1, bytes); }
  // The next `from` bytes of the origin became the next `to` bytes: one unit, never split.
  void Replace(uint32_t from, uint32_t to);
  // The next `bytes` of the origin were left out.
  void Drop(uint32_t bytes) { Replace(bytes, 0); }

  uint32_t derived_size() const { return derived_size_; }
  uint32_t origin_size() const { return origin_size_; }
  size_t runs() const { return runs_.size(); }

  // The origin of a derived span: from where its first character came from to the end of where its
  // last one came from. What was left out at either edge is outside, what was left out between is
  // inside. An empty span gives an empty one. `derived` ends within derived_size().
  Span ToOrigin(Span derived) const;

  // The derived span of an origin span, by the same rule: characters that became nothing count as
  // nothing. Empty, at the place where it would stand, if all of it was left out.
  Span ToDerived(Span origin) const;

  // The map of a text derived by `this` from a text that `inner` derived: leads to inner's origin.
  // `inner.derived_size()` is this map's origin_size(). Takes time linear in the runs of both.
  OffsetMap Over(const OffsetMap& inner) const;

 private:
  // Units of equal size in a row; it reaches to the next run. Kept bytes are units of 1 and 1.
  struct Run {
    uint32_t derived;  // where it begins
    uint32_t origin;
    uint32_t from;  // bytes of a unit in the origin
    uint32_t to;    // bytes of a unit in the derived text
  };
  class Cursor;
  friend class OffsetLookup;

  void Append(uint32_t from, uint32_t to, uint32_t units);

  std::vector<Run> runs_;
  uint32_t derived_size_ = 0;
  uint32_t origin_size_ = 0;
};

// OffsetMap::ToOrigin() for one span after another: near the last one it takes constant time.
class OffsetLookup {
 public:
  // `map` must outlive the lookup, and not change.
  explicit OffsetLookup(const OffsetMap& map) : map_(map) {}

  Span ToOrigin(Span derived);

 private:
  const OffsetMap::Run& RunAt(uint32_t derived);

  const OffsetMap& map_;
  size_t last_ = 0;  // index of the run found last
};

}  // namespace qushu

#endif  // QUSHU_COMMON_TEXT_OFFSET_MAP_H_
