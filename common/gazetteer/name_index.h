// A set of names, found at any place of a text: what Gazetteer::MatchAt() stands on.
#ifndef QUSHU_COMMON_GAZETTEER_NAME_INDEX_H_
#define QUSHU_COMMON_GAZETTEER_NAME_INDEX_H_

#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "common/gazetteer/name_match.h"

namespace qushu {

// Read-only after Build(), and then safe for any number of threads.
class NameIndex {
 public:
  // One bearer of a name. The text must outlive the index.
  struct Entry {
    std::string_view name;
    NameForm form = NameForm::kFull;
    DivisionId division = kNoDivision;
  };

  // A name and all that bear it.
  struct Name {
    std::string_view text;
    NameForm form = NameForm::kFull;  // the surest of its bearers'
    uint32_t first = 0;               // in divisions()
    uint32_t count = 0;
  };

  // Entries may repeat each other. INVALID_ARGUMENT if the first two characters of a name are not
  // three bytes long each, or if a name of one character is not.
  absl::Status Build(std::vector<Entry> entries);

  // The longest name of two characters or more at `position`; size 0 if there is none.
  NameMatch MatchAt(std::string_view text, size_t position) const {
    if (position > text.size() || text.size() - position < kPrefixBytes) return {};
    const char* at = text.data() + position;
    if (static_cast<unsigned char>(*at) < 0xE0) return {};
    const uint64_t hash = Hash(at);
    const uint64_t bit = hash >> (64 - kFilterBits);
    if ((filter_[bit / 64] >> (bit % 64) & 1) == 0) return {};
    return MatchBehindFilter(text.substr(position), hash);
  }

  // Exactly this name, of one character too.
  NameMatch Find(std::string_view name) const;

  // All names, in no useful order.
  const std::vector<Name>& names() const { return names_; }

 private:
  static constexpr size_t kPrefixBytes = 6;  // two Han characters
  static constexpr int kFilterBits = 18;     // 32 KiB: it stays in the first-level cache

  // The names that share their first two characters: names_[first, first + count), longest first.
  struct Group {
    uint64_t prefix = 0;
    uint32_t first = 0;
    uint32_t count = 0;
  };

  static uint64_t Prefix(const char* at) {
    // Not one memcpy of six bytes: g++ builds that in memory, and the read of it stalls.
    uint32_t low = 0;
    uint16_t high = 0;
    std::memcpy(&low, at, sizeof(low));
    std::memcpy(&high, at + sizeof(low), sizeof(high));
    return low | static_cast<uint64_t>(high) << 32;
  }
  // Names with the same first two characters together, the long ones first.
  static void SortByPrefix(std::span<Entry> entries);
  static uint64_t Hash(const char* at) { return Prefix(at) * 0x9E3779B97F4A7C15u; }

  const Group* FindGroup(const char* at, uint64_t hash) const;
  NameMatch MatchBehindFilter(std::string_view text, uint64_t hash) const;
  NameMatch ToMatch(const Name& name) const;

  std::vector<Name> names_;
  std::vector<DivisionId> divisions_;
  std::vector<uint64_t> filter_ = std::vector<uint64_t>((1u << kFilterBits) / 64);
  std::vector<Group> groups_ = std::vector<Group>(1);  // open addressing; a power of two
  int group_bits_ = 0;
  std::vector<Name> initials_;  // names of one character
};

}  // namespace qushu

#endif  // QUSHU_COMMON_GAZETTEER_NAME_INDEX_H_
