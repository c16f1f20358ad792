#include "common/text/offset_map.h"

#include <algorithm>

namespace qushu {

void OffsetMap::Append(uint32_t from, uint32_t to, uint32_t units) {
  if (units == 0) return;
  const bool merges = !runs_.empty() && runs_.back().from == from && runs_.back().to == to;
  if (!merges) runs_.push_back({derived_size_, origin_size_, from, to});
  derived_size_ += to * units;
  origin_size_ += from * units;
}

void OffsetMap::Replace(uint32_t from, uint32_t to) {
  if (from == 0 && to == 0) return;
  if (to == 0 && !runs_.empty() && runs_.back().to == 0) {
    runs_.back().from += from;  // what was left out in a row is one unit
    origin_size_ += from;
    return;
  }
  Append(from, to, 1);
}

Span OffsetMap::ToOrigin(Span derived) const { return OffsetLookup(*this).ToOrigin(derived); }

Span OffsetMap::ToDerived(Span origin) const {
  auto find = [&](uint32_t position) {
    return *(std::upper_bound(runs_.begin(), runs_.end(), position,
                              [](uint32_t p, const Run& run) { return p < run.origin; }) -
             1);
  };
  if (origin.begin >= origin_size_) return {derived_size_, derived_size_};
  const Run first = find(origin.begin);
  const uint32_t begin = first.derived + (origin.begin - first.origin) / first.from * first.to;
  if (origin.empty()) return {begin, begin};
  const Run last = find(origin.end - 1);
  return {begin, last.derived + ((origin.end - 1 - last.origin) / last.from + 1) * last.to};
}

const OffsetMap::Run& OffsetLookup::RunAt(uint32_t derived) {
  const std::vector<OffsetMap::Run>& runs = map_.runs_;
  // The run lies in [low, high); from the last one on, steps grow until they have passed it.
  size_t low = last_;
  size_t high = last_;
  if (runs[last_].derived <= derived) {
    for (size_t step = 1; high < runs.size() && runs[high].derived <= derived; step *= 2) {
      low = high;
      high += step;
    }
    high = std::min(high, runs.size());
  } else {
    for (size_t step = 1; runs[low].derived > derived; step *= 2) {
      high = low;
      low -= std::min(step, low);
    }
  }
  last_ = std::upper_bound(runs.begin() + low, runs.begin() + high, derived,
                           [](uint32_t p, const OffsetMap::Run& run) { return p < run.derived; }) -
          runs.begin() - 1;
  return runs[last_];
}

Span OffsetLookup::ToOrigin(Span derived) {
  if (derived.begin >= map_.derived_size_) return {map_.origin_size_, map_.origin_size_};
  const OffsetMap::Run& first = RunAt(derived.begin);
  const uint32_t begin = first.origin + (derived.begin - first.derived) / first.to * first.from;
  if (derived.empty()) return {begin, begin};
  const OffsetMap::Run& last = RunAt(derived.end - 1);
  return {begin, last.origin + ((derived.end - 1 - last.derived) / last.to + 1) * last.from};
}

// Walks over the units of a map.
class OffsetMap::Cursor {
 public:
  explicit Cursor(const OffsetMap& map) : map_(map) { Enter(); }

  bool done() const { return run_ == map_.runs_.size(); }
  uint32_t from() const { return map_.runs_[run_].from; }
  uint32_t to() const { return map_.runs_[run_].to; }
  uint32_t units() const { return units_; }  // left in the run

  void Take(uint32_t units) {
    units_ -= units;
    if (units_ == 0) {
      ++run_;
      Enter();
    }
  }

 private:
  void Enter() {
    if (done()) return;
    const bool last = run_ + 1 == map_.runs_.size();
    const Run& run = map_.runs_[run_];
    units_ =
        run.from > 0
            ? ((last ? map_.origin_size_ : map_.runs_[run_ + 1].origin) - run.origin) / run.from
            : ((last ? map_.derived_size_ : map_.runs_[run_ + 1].derived) - run.derived) / run.to;
  }

  const OffsetMap& map_;
  size_t run_ = 0;
  uint32_t units_ = 0;
};

OffsetMap OffsetMap::Over(const OffsetMap& inner) const {
  OffsetMap out;
  Cursor outer(*this);
  Cursor below(inner);
  while (!outer.done() || !below.done()) {
    if (!below.done() && below.to() == 0) {
      out.Drop(below.from());
      below.Take(1);
      continue;
    }
    if (outer.done() || below.done()) {
      if (outer.done() || outer.from() > 0) break;  // sizes that do not fit
      out.Append(0, outer.to(), outer.units());
      outer.Take(outer.units());
      continue;
    }
    if (outer.from() == 0) {
      out.Append(0, outer.to(), outer.units());
      outer.Take(outer.units());
      continue;
    }
    // Whole stretches at once where one of the two is made of single bytes, or both of like units.
    if (outer.from() == below.to() && outer.to() > 0) {
      const uint32_t units = std::min(outer.units(), below.units());
      out.Append(below.from(), outer.to(), units);
      outer.Take(units);
      below.Take(units);
      continue;
    }
    if (outer.from() == 1 && outer.to() == 1 && outer.units() >= below.to()) {
      const uint32_t units = std::min(outer.units() / below.to(), below.units());
      out.Append(below.from(), below.to(), units);
      outer.Take(units * below.to());
      below.Take(units);
      continue;
    }
    if (below.from() == 1 && below.to() == 1 && below.units() >= outer.from()) {
      const uint32_t units =
          outer.to() == 0 ? 1 : std::min(outer.units(), below.units() / outer.from());
      for (uint32_t i = 0; outer.to() == 0 && i < units; ++i) out.Drop(outer.from());
      if (outer.to() > 0) out.Append(outer.from(), outer.to(), units);
      const uint32_t bytes = units * outer.from();
      outer.Take(units);
      below.Take(bytes);
      continue;
    }
    // Units that overlap: the shortest stretch at whose end both have one is one unit.
    uint32_t from = 0;
    uint32_t to = 0;
    uint32_t behind_outer = 0;
    uint32_t behind_below = 0;
    do {
      if (behind_outer <= behind_below && !outer.done()) {
        behind_outer += outer.from();
        to += outer.to();
        outer.Take(1);
      } else if (!below.done()) {
        behind_below += below.to();
        from += below.from();
        below.Take(1);
      } else {
        break;
      }
    } while (behind_outer != behind_below);
    out.Replace(from, to);
  }
  return out;
}

}  // namespace qushu
