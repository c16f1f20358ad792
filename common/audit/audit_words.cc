#include "common/audit/audit_words.h"

#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/base/absl_compat.h"
#include "common/base/status_macros.h"
#include "common/base/utf8.h"
#include "common/data/table.h"

extern "C" const char qushu_audit_words_tsv[], qushu_audit_words_tsv_end[];
extern "C" const char qushu_partitions_tsv[], qushu_partitions_tsv_end[];

namespace qushu {
namespace {

constexpr std::string_view kNames[kAuditWords] = {"base",  "each", "earlier", "from",  "gain",
                                                  "loss",  "of",   "part",    "rate",  "rest",
                                                  "share", "sum",  "to",      "whole", "yearly"};

constexpr size_t kCharacter = 3;  // bytes of a Chinese character
constexpr size_t kSlots = 1 << 12;

std::vector<std::string_view> Split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const size_t end = std::min(text.find(separator), text.size());
    if (end > 0) parts.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

absl::Status RowError(std::string_view file, const TableRow& row) {
  return absl::InternalError(absl::StrCat(ToAbsl(file), ":", row.line, ": ", ToAbsl(row.cells[0])));
}

}  // namespace

absl::StatusOr<AuditTables> AuditTables::Create() {
  AuditTables tables;
  QUSHU_ASSIGN_OR_RETURN(
      const Table words,
      ParseTable("audit_words.tsv", {qushu_audit_words_tsv, qushu_audit_words_tsv_end},
                 {"word", "kind"}));
  const TableRow* before = nullptr;
  for (const TableRow& row : words.rows) {
    const auto* kind = std::ranges::find(kNames, row.cells[1]);
    const bool twice = before != nullptr && before->cells == row.cells;
    if (kind == std::end(kNames) || row.cells[0].empty() || twice) {
      return RowError("audit_words.tsv", row);
    }
    if (row.cells[0].size() < kCharacter || row.cells[0][0] >= 0) {
      return RowError("audit_words.tsv", row);
    }
    const auto index = static_cast<int>(kind - std::begin(kNames));
    tables.words_[index].push_back(row.cells[0]);
    tables.entries_.push_back({row.cells[0], static_cast<AuditWord>(index)});
    before = &row;
  }
  auto slot = [](const Entry& entry) { return Slot(entry.word, 0); };
  std::ranges::stable_sort(tables.entries_, {}, slot);
  tables.bounds_.resize(kSlots + 1);
  for (const Entry& entry : tables.entries_) ++tables.bounds_[slot(entry) + 1];
  for (size_t i = 0; i < kSlots; ++i) tables.bounds_[i + 1] += tables.bounds_[i];
  QUSHU_ASSIGN_OR_RETURN(
      const Table partitions,
      ParseTable("partitions.tsv", {qushu_partitions_tsv, qushu_partitions_tsv_end},
                 {"name", "all", "members", "together"}));
  for (const TableRow& row : partitions.rows) {
    Partition partition;
    partition.all = row.cells[1] == "yes";
    for (std::string_view member : Split(row.cells[2], ' ')) {
      partition.members.push_back(Split(member, '/'));
    }
    partition.together = Split(row.cells[3], '/');
    if (partition.members.size() < 2 || (!partition.all && row.cells[1] != "no")) {
      return RowError("partitions.tsv", row);
    }
    tables.partitions_.push_back(std::move(partition));
  }
  return tables;
}

uint32_t AuditTables::KindsIn(std::string_view text) const {
  uint32_t kinds = 0;
  for (size_t i = 0; i + kCharacter <= text.size();) {
    const size_t size = CharSize(text[i]);
    if (size == kCharacter) {
      const size_t slot = Slot(text, i);
      for (size_t k = bounds_[slot]; k < bounds_[slot + 1]; ++k) {
        if (text.substr(i).starts_with(entries_[k].word)) {
          kinds |= 1U << static_cast<int>(entries_[k].kind);
        }
      }
    }
    i += size;
  }
  return kinds;
}

size_t AuditTables::Last(std::string_view text, AuditWord kind) const {
  size_t last = std::string_view::npos;
  for (std::string_view word : words_[static_cast<int>(kind)]) {
    const size_t at = text.rfind(word);
    if (at == std::string_view::npos) continue;
    last = last == std::string_view::npos ? at + word.size() : std::max(last, at + word.size());
  }
  return last;
}

bool AuditTables::Is(std::string_view text, AuditWord kind) const {
  return std::ranges::binary_search(words_[static_cast<int>(kind)], text);
}

bool AuditTables::Begins(std::string_view text, AuditWord kind) const {
  return std::ranges::any_of(words_[static_cast<int>(kind)],
                             [&](std::string_view word) { return text.starts_with(word); });
}

int AuditTables::MemberOf(const Partition& partition, std::string_view label) {
  int found = -1;
  size_t longest = 0;
  size_t at_found = 0;
  for (size_t i = 0; i < partition.members.size(); ++i) {
    for (std::string_view wording : partition.members[i]) {
      const size_t at = label.find(wording);
      if (at == std::string_view::npos) continue;
      // 危重型 holds 重型: the longer one counts.
      const bool inside = found >= 0 && at >= at_found && at < at_found + longest;
      const bool around = found >= 0 && at_found >= at && at_found < at + wording.size();
      if (found >= 0 && !inside && !around && found != static_cast<int>(i)) return -1;
      if (wording.size() > longest) {
        found = static_cast<int>(i);
        longest = wording.size();
        at_found = at;
      }
    }
  }
  return found;
}

}  // namespace qushu
