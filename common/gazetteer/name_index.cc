#include "common/gazetteer/name_index.h"

#include <algorithm>
#include <span>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/absl_compat.h"
#include "common/base/utf8.h"

namespace qushu {
namespace {

// Long names before short ones, so that the first that fits is the longest.
bool Before(const NameIndex::Entry& a, const NameIndex::Entry& b) {
  if (a.name.size() != b.name.size()) return a.name.size() > b.name.size();
  const int rest = a.name.compare(b.name);
  if (rest != 0) return rest < 0;
  return a.division != b.division ? a.division < b.division : a.form < b.form;
}

}  // namespace

absl::Status NameIndex::Build(std::vector<Entry> entries) {
  for (const Entry& entry : entries) {
    const std::string_view name = entry.name;
    if (name.size() < 3 || CharSize(name[0]) != 3 ||
        (name.size() > 3 && (name.size() < kPrefixBytes || CharSize(name[3]) != 3))) {
      return absl::InvalidArgumentError(
          absl::StrCat("a name does not begin with Chinese characters: ", ToAbsl(name)));
    }
  }
  const auto longer = std::partition(entries.begin(), entries.end(),
                                     [](const Entry& e) { return e.name.size() < kPrefixBytes; });
  std::sort(entries.begin(), longer, [](const Entry& a, const Entry& b) {
    return a.name != b.name ? a.name < b.name : a.division < b.division;
  });
  SortByPrefix(std::span(longer, entries.end()));

  std::string_view last;
  size_t group_count = 0;
  for (auto entry = entries.begin(); entry != entries.end(); ++entry) {
    std::vector<Name>& names = entry < longer ? initials_ : names_;
    const bool is_new = entry->name != last || names.empty();
    if (is_new) {
      if (entry >= longer &&
          (names.empty() || Prefix(names.back().text.data()) != Prefix(entry->name.data()))) {
        ++group_count;
      }
      names.push_back({.text = entry->name,
                       .form = entry->form,
                       .first = static_cast<uint32_t>(divisions_.size())});
      last = entry->name;
    }
    Name& name = names.back();
    name.form = std::min(name.form, entry->form);
    if (name.count > 0 && divisions_.back() == entry->division) continue;
    divisions_.push_back(entry->division);
    ++name.count;
  }

  for (group_bits_ = 4; (size_t{1} << group_bits_) < 2 * group_count;) ++group_bits_;
  groups_.assign(size_t{1} << group_bits_, {});
  for (uint32_t i = 0; i < names_.size();) {
    const char* at = names_[i].text.data();
    Group group{.prefix = Prefix(at), .first = i};
    while (i < names_.size() && Prefix(names_[i].text.data()) == group.prefix) ++i;
    group.count = i - group.first;
    const uint64_t hash = Hash(at);
    const uint64_t bit = hash >> (64 - kFilterBits);
    filter_[bit / 64] |= uint64_t{1} << (bit % 64);
    size_t slot = hash >> (64 - group_bits_);
    while (groups_[slot].count != 0) slot = (slot + 1) & (groups_.size() - 1);
    groups_[slot] = group;
  }
  return absl::OkStatus();
}

void NameIndex::SortByPrefix(std::span<Entry> entries) {
  // Names lie all over memory: what mostly decides is fetched once.
  std::vector<std::pair<uint64_t, uint32_t>> order(entries.size());
  for (uint32_t i = 0; i < order.size(); ++i) order[i] = {Prefix(entries[i].name.data()), i};
  std::sort(order.begin(), order.end(), [&](const auto& a, const auto& b) {
    return a.first != b.first ? a.first < b.first : Before(entries[a.second], entries[b.second]);
  });
  std::vector<Entry> sorted;
  sorted.reserve(entries.size());
  for (const auto& [prefix, i] : order) sorted.push_back(entries[i]);
  std::copy(sorted.begin(), sorted.end(), entries.begin());
}

const NameIndex::Group* NameIndex::FindGroup(const char* at, uint64_t hash) const {
  if (group_bits_ == 0) return nullptr;
  const uint64_t prefix = Prefix(at);
  for (size_t slot = hash >> (64 - group_bits_);; slot = (slot + 1) & (groups_.size() - 1)) {
    const Group& group = groups_[slot];
    if (group.count == 0) return nullptr;
    if (group.prefix == prefix) return &group;
  }
}

NameMatch NameIndex::ToMatch(const Name& name) const {
  return {.size = static_cast<uint32_t>(name.text.size()),
          .form = name.form,
          .divisions = std::span(divisions_).subspan(name.first, name.count)};
}

NameMatch NameIndex::MatchBehindFilter(std::string_view text, uint64_t hash) const {
  const Group* group = FindGroup(text.data(), hash);
  if (group == nullptr) return {};
  for (uint32_t i = group->first; i < group->first + group->count; ++i) {
    if (text.starts_with(names_[i].text)) return ToMatch(names_[i]);
  }
  return {};
}

NameMatch NameIndex::Find(std::string_view name) const {
  if (name.size() < kPrefixBytes) {
    for (const Name& initial : initials_) {
      if (initial.text == name) return ToMatch(initial);
    }
    return {};
  }
  const Group* group = FindGroup(name.data(), Hash(name.data()));
  if (group == nullptr) return {};
  for (uint32_t i = group->first; i < group->first + group->count; ++i) {
    if (names_[i].text == name) return ToMatch(names_[i]);
  }
  return {};
}

}  // namespace qushu
