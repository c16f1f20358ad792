#include "common/text/offset_map.h"

#include <random>
#include <string>

#include "tests/testing/testing.h"

namespace qushu {

void PrintTo(Span span, std::ostream* out) { *out << "[" << span.begin << "," << span.end << ")"; }

namespace {

TEST(OffsetMap, LeadsBothWays) {
  OffsetMap map;  // 共３ 例 -> 共3例
  map.Keep(3);
  map.Replace(3, 1);
  map.Drop(1);
  map.Keep(3);
  EXPECT_EQ(map.derived_size(), 7u);
  EXPECT_EQ(map.origin_size(), 10u);
  EXPECT_EQ(map.ToOrigin({0, 3}), (Span{0, 3}));
  EXPECT_EQ(map.ToOrigin({3, 4}), (Span{3, 6}));
  EXPECT_EQ(map.ToOrigin({3, 7}), (Span{3, 10}));
  EXPECT_EQ(map.ToOrigin({4, 7}), (Span{7, 10}));
  EXPECT_EQ(map.ToDerived({3, 6}), (Span{3, 4}));
  EXPECT_EQ(map.ToDerived({3, 7}), (Span{3, 4}));
  EXPECT_EQ(map.ToDerived({6, 7}), (Span{4, 4}));
  EXPECT_EQ(map.ToDerived({6, 10}), (Span{4, 7}));
}

TEST(OffsetMap, WhatIsLeftOutAtAnEdgeIsOutside) {
  OffsetMap map;
  map.Drop(3);
  map.Keep(2);
  map.Drop(4);
  EXPECT_EQ(map.ToOrigin({0, 2}), (Span{3, 5}));
  EXPECT_EQ(map.ToDerived({0, 9}), (Span{0, 2}));
  EXPECT_EQ(map.ToDerived({0, 3}), (Span{0, 0}));
  EXPECT_EQ(map.ToDerived({5, 9}), (Span{2, 2}));
}

TEST(OffsetMap, EmptySpansStayEmpty) {
  OffsetMap map;
  EXPECT_EQ(map.ToOrigin({0, 0}), (Span{0, 0}));
  EXPECT_EQ(map.ToDerived({0, 0}), (Span{0, 0}));
  map.Drop(2);
  map.Keep(3);
  EXPECT_TRUE(map.ToOrigin({0, 0}).empty());
  EXPECT_EQ(map.ToOrigin({1, 1}), (Span{3, 3}));
  EXPECT_TRUE(map.ToOrigin({3, 3}).empty());
  EXPECT_TRUE(map.ToDerived({5, 5}).empty());
}

TEST(OffsetMap, UnitsAreNotSplit) {
  OffsetMap map;
  map.Keep(1);
  map.Replace(5, 2);
  map.Keep(1);
  EXPECT_EQ(map.ToOrigin({2, 3}), (Span{1, 6}));
  EXPECT_EQ(map.ToDerived({3, 4}), (Span{1, 3}));
}

TEST(OffsetMap, LikeUnitsInARowAreOneRun) {
  OffsetMap map;
  for (int i = 0; i < 1000; ++i) map.Replace(3, 1);
  for (int i = 0; i < 1000; ++i) map.Keep(3);
  for (int i = 0; i < 1000; ++i) map.Drop(2);
  EXPECT_EQ(map.runs(), 3u);
  EXPECT_EQ(map.ToOrigin({500, 501}), (Span{1500, 1503}));
  EXPECT_EQ(map.ToDerived({1500, 1503}), (Span{500, 501}));
  EXPECT_EQ(map.ToDerived({1499, 1504}), (Span{499, 502}));
}

// A map as plain pairs of spans, one a unit: slow and plain to see.
struct Units {
  struct Unit {
    Span derived, origin;
  };
  std::vector<Unit> units;
  uint32_t derived = 0, origin = 0;

  void Add(uint32_t from, uint32_t to) {
    units.push_back({{derived, derived + to}, {origin, origin + from}});
    derived += to;
    origin += from;
  }
  Span ToOrigin(Span span) const {
    uint32_t begin = origin, end = 0;
    for (const Unit& unit : units) {
      if (!unit.derived.overlaps(span)) continue;
      begin = std::min(begin, unit.origin.begin);
      end = std::max(end, unit.origin.end);
    }
    return {begin, end};
  }
};

TEST(OffsetMap, AgreesWithAPlainOneOnRandomEdits) {
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    OffsetMap map;
    Units plain;
    for (int i = random() % 30; i >= 0; --i) {
      const uint32_t from = random() % 4;
      const uint32_t to = random() % 4;
      if (random() % 2 == 0) {
        map.Keep(from);
        for (uint32_t k = 0; k < from; ++k) plain.Add(1, 1);
      } else {
        map.Replace(from, to);
        plain.Add(from, to);
      }
    }
    ASSERT_EQ(map.derived_size(), plain.derived);
    ASSERT_EQ(map.origin_size(), plain.origin);
    for (uint32_t begin = 0; begin < plain.derived; ++begin) {
      for (uint32_t end = begin + 1; end <= plain.derived; ++end) {
        ASSERT_EQ(map.ToOrigin({begin, end}), plain.ToOrigin({begin, end}));
      }
    }
    for (uint32_t begin = 0; begin <= plain.origin; ++begin) {
      for (uint32_t end = begin; end <= plain.origin; ++end) {
        const Span derived = map.ToDerived({begin, end});
        ASSERT_LE(derived.begin, derived.end);
        ASSERT_LE(derived.end, plain.derived);
      }
    }
  }
}

TEST(OffsetMap, OneOverAnotherLeadsAsTheTwoInTurn) {
  std::mt19937 random(11);
  for (int round = 0; round < 500; ++round) {
    OffsetMap inner;
    for (int i = random() % 20; i >= 0; --i) {
      random() % 3 == 0 ? inner.Replace(random() % 4, random() % 4) : inner.Keep(random() % 6);
    }
    OffsetMap outer;
    while (outer.origin_size() < inner.derived_size()) {
      const uint32_t left = inner.derived_size() - outer.origin_size();
      const uint32_t from = std::min<uint32_t>(left, 1 + random() % 5);
      random() % 2 == 0 ? outer.Keep(from) : outer.Replace(from, random() % 4);
    }
    const OffsetMap both = outer.Over(inner);
    ASSERT_EQ(both.derived_size(), outer.derived_size());
    ASSERT_EQ(both.origin_size(), inner.origin_size());
    for (uint32_t i = 0; i < both.derived_size(); ++i) {
      // Where units overlap the result is one unit around both; elsewhere they are the same.
      const Span step = inner.ToOrigin(outer.ToOrigin({i, i + 1}));
      ASSERT_TRUE(both.ToOrigin({i, i + 1}).contains(step)) << round << " " << i;
    }
  }
}

TEST(OffsetMap, OverIsExactWhereUnitsDoNotOverlap) {
  OffsetMap inner;  // full-width digits, a space left out, Han
  inner.Replace(3, 1);
  inner.Replace(3, 1);
  inner.Drop(1);
  inner.Keep(9);
  OffsetMap outer;  // a line break left out inside
  outer.Keep(5);
  outer.Drop(3);
  outer.Keep(3);
  const OffsetMap both = outer.Over(inner);
  EXPECT_EQ(both.ToOrigin({0, 1}), (Span{0, 3}));
  EXPECT_EQ(both.ToOrigin({1, 2}), (Span{3, 6}));
  EXPECT_EQ(both.ToOrigin({2, 5}), (Span{7, 10}));
  EXPECT_EQ(both.ToOrigin({5, 8}), (Span{13, 16}));
  EXPECT_EQ(both.ToOrigin({1, 8}), (Span{3, 16}));
}

TEST(OffsetLookup, AgreesWithTheMapInAnyOrder) {
  std::mt19937 random(7);
  OffsetMap map;
  for (int i = 0; i < 500; ++i) {
    map.Keep(random() % 4);
    map.Replace(1 + random() % 3, random() % 3);
  }
  OffsetLookup lookup(map);
  for (int i = 0; i < 5000; ++i) {
    const uint32_t begin = random() % (map.derived_size() + 1);
    const uint32_t end = begin + random() % (map.derived_size() + 1 - begin);
    EXPECT_EQ(lookup.ToOrigin({begin, end}), map.ToOrigin({begin, end})) << begin << " " << end;
  }
}

}  // namespace
}  // namespace qushu
