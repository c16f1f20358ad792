// Parts against the figure that they divide: 37例，其中甲区8例、乙区12例; 37例（男20例、女17例）.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/audit/checker.h"

namespace qushu {
namespace {

// What stands between two figures of a list, brackets apart.
struct Gap {
  bool ends = false;  // ；, 。, or the end of a bracket that was open before: another list begins
  bool opens = false;   // 其中 and the like
  bool digits = false;  // numbers that are no figures
  bool inside = false;  // the second stands in a bracket that opens between them
};

constexpr size_t kCharacter = 3;  // bytes of a Chinese character

}  // namespace

// Whether other figures stand where `figure` could: 甲4215人、乙6380人，其中 divides both;
// 比上年增加30户, 其中 divides what was named before.
bool Checker::IsSureTotal(int total, bool bracket) const {
  const Figure& f = figure(total);
  if (!exact(total) || f.kind == FigureKind::kPercent || f.kind == FigureKind::kOther ||
      f.kind == FigureKind::kAge || f.kind == FigureKind::kTemperature) {
    return false;
  }
  const std::string_view before = Before(total);
  const std::string_view clause = ClauseBefore(total);
  if ((Stands(total, AuditWord::kBase) && tables_.Has(clause, AuditWord::kBase)) ||
      (Stands(total, AuditWord::kRate) && tables_.Has(clause, AuditWord::kRate)) ||
      tables_.Has(f.measure, AuditWord::kRate)) {
    return false;
  }
  // A bracket divides the number right before it.
  const bool listed = !bracket && total > 0 && SameSentence(total - 1, total) &&
                      SameUnit(total - 1, total) && before.size() == clause.size() + kCharacter &&
                      before.starts_with("、");
  return !listed;
}

void Checker::CheckBreakdowns() {
  struct Group {
    int total;
    std::vector<int> parts;
    bool over = false;    // whatever follows is no part of that total
    bool digits = false;  // numbers stand in the list that are no figures
  };
  std::vector<Group> open;  // of one sentence, the innermost last
  auto close = [&](size_t keep) {
    while (open.size() > keep) {
      if (!open.back().parts.empty() && !open.back().over) {
        CheckParts(open.back().total, open.back().parts, open.back().digits);
      }
      open.pop_back();
    }
  };
  auto gap = [&](Span span) {
    const std::string_view text = Slice(text_, span);
    Gap found;
    int depth = 0;
    int lowest = 0;
    size_t outside = 0;  // begin of the stretch outside of brackets
    for (size_t i = 0; i < text.size(); ++i) {
      // The marks looked for begin with these bytes.
      if (text[i] != '\xE3' && text[i] != '\xEF' && (text[i] & 0x80) != 0) continue;
      const std::string_view at = text.substr(i, kCharacter);
      const bool opening = text[i] == '(' || at == "（";
      const bool closing = text[i] == ')' || at == "）";
      if (opening || closing) {
        if (opening && depth == 0) {
          found.opens |= tables_.Has(text.substr(outside, i - outside), AuditWord::kPart);
        }
        depth += opening ? 1 : -1;
        lowest = std::min(lowest, depth);
        outside = i + 1;
      }
      if (depth <= 0) {
        found.ends |= at == "；" || at == "。";
        found.digits |= text[i] >= '0' && text[i] <= '9';
      }
    }
    found.ends |= lowest < 0;
    found.inside = depth > 0;
    if (depth <= 0 && outside < text.size()) {
      found.opens |= tables_.Has(text.substr(outside), AuditWord::kPart);
    }
    return found;
  };
  for (int i = 0; i < size(); ++i) {
    if (i > 0 && !SameSentence(i - 1, i)) close(0);
    const int total = figure(i).total;
    if (total < 0 || total >= i || !SameUnit(i, total)) continue;
    size_t level = open.size();
    while (level > 0 && open[level - 1].total != total) --level;
    if (level == 0) {
      // A new total that is no part of the list before ends that list.
      if (!open.empty() && (open.back().parts.empty() || open.back().parts.back() != total)) {
        close(0);
      }
      open.push_back({total, {}});
      level = open.size();
      // A total in an earlier sentence is divided by this one's head only.
      const bool here = SameSentence(total, i);
      const uint32_t from = here ? figure(total).span.end : figure(i).sentence.begin;
      const Gap found = gap({std::min(from, figure(i).span.begin), figure(i).span.begin});
      open.back().over = found.ends || (!here && !found.opens) || !IsSureTotal(total, found.inside);
      open.back().digits = here && found.digits;
      open.back().parts.push_back(i);
      continue;
    }
    Group& group = open[level - 1];
    const int last = group.parts.empty() ? i - 1 : group.parts.back();
    const Gap found =
        gap({std::min(figure(last).span.end, figure(i).span.begin), figure(i).span.begin});
    close(level);
    if (found.ends || found.opens) {
      if (!group.over && !group.parts.empty()) CheckParts(total, group.parts, group.digits);
      group.parts.clear();
      group.over |= found.ends;
      group.digits = false;
    }
    group.digits |= found.digits;
    group.parts.push_back(i);
  }
  close(0);
}

bool Checker::AreDistricts(int total, std::span<const int> parts) const {
  const Place& whole = figure(total).place;
  if (whole.division == kNoDivision || !whole.zone.empty()) return false;
  std::vector<DivisionId> divisions;
  for (int i : parts) {
    const Place& place = figure(i).place;
    if (place.division == kNoDivision || !place.zone.empty() || place.division == whole.division ||
        !gazetteer_.IsWithin(place.division, whole.division)) {
      return false;
    }
    divisions.push_back(place.division);
  }
  std::ranges::sort(divisions);
  if (std::ranges::adjacent_find(divisions) != divisions.end()) return false;
  // None lies in another: 南京市8例、鼓楼区2例.
  for (DivisionId id : divisions) {
    for (DivisionId up = gazetteer_[id].parent; up != kNoDivision && up != whole.division;
         up = gazetteer_[up].parent) {
      if (std::ranges::binary_search(divisions, up)) return false;
    }
  }
  return true;
}

bool Checker::ArePartition(std::span<const int> parts, bool& all) const {
  std::vector<std::string> labels;
  labels.reserve(parts.size());
  for (int i : parts) labels.push_back(LabelOf(i));
  for (const Partition& partition : tables_.partitions()) {
    if (parts.size() > partition.members.size()) continue;
    std::vector<bool> seen(partition.members.size(), false);
    const bool fits = std::ranges::all_of(labels, [&](const std::string& label) {
      const int member = AuditTables::MemberOf(partition, label);
      if (member < 0 || seen[member]) return false;
      seen[member] = true;
      return true;
    });
    if (!fits) continue;
    all = partition.all && parts.size() == partition.members.size();
    return true;
  }
  return false;
}

// Whether the words before the list say that nothing is missing from it.
bool Checker::ClaimsAll(int total, std::span<const int> parts) const {
  if (parts.size() < 2) return false;
  const std::string_view rest = FirstClause(Behind(parts.back()));
  if (tables_.Has(rest, AuditWord::kRest)) return false;
  const std::string_view opening = Between(total, parts.front());
  if (tables_.Has(opening, AuditWord::kPart)) return false;
  if (tables_.Has(opening, AuditWord::kWhole)) return true;
  for (std::string_view mark : {"（", "(", "：", ":"}) {
    if (opening.find(mark) != std::string_view::npos) return true;
  }
  return false;
}

// Whether the parts make the total exactly, as most lists do: nothing is to be said of them.
bool Checker::Adds(int total, std::span<const int> parts) const {
  std::optional<Decimal> sum = Decimal(0);
  for (int i : parts) {
    if (figure(i).value > figure(total).value) return false;
    if (sum) sum = sum->Plus(figure(i).value);
  }
  return sum && *sum == figure(total).value;
}

void Checker::CheckParts(int total, std::span<const int> parts, bool digits) {
  if (totals_found_[total] || Adds(total, parts)) return;
  const Amount whole = AmountOf(total);
  std::vector<int> concerned(parts.begin(), parts.end());
  concerned.push_back(total);
  // One part alone. In brackets a verb of its own may make it another thing: 20人（联系300人）.
  const std::string_view opening = Between(total, parts.front());
  const bool part_of = tables_.Has(opening, AuditWord::kPart);
  for (int i : parts) {
    if (figure(i).value <= figure(total).value || !exact(i)) continue;
    // 温州市241例（全省599例）: what it is compared with.
    const Place& place = figure(i).place;
    if (place.division != figure(total).place.division &&
        !(place.division != kNoDivision && figure(total).place.division != kNoDivision &&
          gazetteer_.IsWithin(place.division, figure(total).place.division))) {
      continue;
    }
    if (!part_of && !figure(i).predicate.empty()) continue;
    const Amount part = AmountOf(i);
    if (!Exceeds(part, whole)) continue;
    totals_found_[total] = true;
    Add(v1::FINDING_REASON_PARTS_EXCEED_TOTAL,
        absl::StrCat(InMultiples(part.value, whole.multiplier), " is stated as a part of ",
                     InMultiples(whole.value, whole.multiplier)),
        {i, total});
    return;
  }
  if (parts.size() < 2 || !std::ranges::all_of(parts, [&](int i) { return exact(i); })) return;
  const std::vector<Amount> amounts = AmountsOf(parts);
  const std::optional<Amount> sum = Sum(amounts);
  if (!sum || MayEqual(*sum, whole)) return;
  const bool more = Exceeds(*sum, whole);
  bool all = false;
  const bool districts = AreDistricts(total, parts);
  if (!districts && !ArePartition(parts, all)) {
    // Other kinds may overlap; only a list that says so divides its total.
    if (more || !tables_.Has(opening, AuditWord::kWhole)) return;
  }
  all |= ClaimsAll(total, parts);
  if (!more && (!all || digits)) return;
  totals_found_[total] = true;
  Add(all ? v1::FINDING_REASON_SUM_DIFFERS : v1::FINDING_REASON_PARTS_EXCEED_TOTAL,
      SumText(amounts, *sum, whole, figure(total).unit), std::move(concerned));
}

}  // namespace qushu
