// The words of data/, by what they say of the numbers beside them; private to this folder.
#ifndef QUSHU_COMMON_AUDIT_AUDIT_WORDS_H_
#define QUSHU_COMMON_AUDIT_AUDIT_WORDS_H_

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace qushu {

// As in data/audit_words.tsv, in byte order of their names there.
enum class AuditWord : int {
  kBase,
  kEach,
  kEarlier,
  kFrom,
  kGain,
  kLoss,
  kOf,
  kPart,
  kRate,
  kRest,
  kShare,
  kSum,
  kTo,
  kWhole,
  kYearly,
};
inline constexpr int kAuditWords = 15;

// Things that exclude each other: men and women, the three industries.
struct Partition {
  bool all = false;  // there are no others
  std::vector<std::vector<std::string_view>> members;
  std::vector<std::string_view> together;  // wordings that name all of them at once
};

class AuditTables {
 public:
  static absl::StatusOr<AuditTables> Create();

  // The kinds of which `text` has a word, a bit each (1 << kind): one pass for all.
  uint32_t KindsIn(std::string_view text) const;
  bool Has(std::string_view text, AuditWord kind) const {
    return Last(text, kind) != std::string_view::npos;
  }
  // Byte behind the last word of that kind in `text`; npos if there is none.
  size_t Last(std::string_view text, AuditWord kind) const;
  bool Is(std::string_view text, AuditWord kind) const;
  bool Begins(std::string_view text, AuditWord kind) const;
  const std::vector<Partition>& partitions() const { return partitions_; }

  // The member of `partition` that `label` names; -1 if it names none, or two.
  static int MemberOf(const Partition& partition, std::string_view label);

 private:
  struct Entry {
    std::string_view word;
    AuditWord kind;
  };
  static size_t Slot(std::string_view text, size_t position) {
    return (static_cast<size_t>(text[position + 1]) & 0x3F) << 6 |
           (static_cast<size_t>(text[position + 2]) & 0x3F);
  }

  std::array<std::vector<std::string_view>, kAuditWords> words_;
  // All words by the slot of their first character, for which bounds_[slot] is the first.
  std::vector<Entry> entries_;
  std::vector<uint16_t> bounds_;
  std::vector<Partition> partitions_;
};

}  // namespace qushu

#endif  // QUSHU_COMMON_AUDIT_AUDIT_WORDS_H_
