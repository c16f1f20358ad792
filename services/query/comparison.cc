#include "services/query/comparison.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/absl_compat.h"
#include "common/base/date.h"
#include "common/base/decimal.h"
#include "services/query/answers.h"

namespace qushu::query {
namespace {

constexpr int kUndated = INT32_MIN;

int AsOf(const v1::Figure& figure) { return AsOfDay(figure).value_or(kUndated); }
int Published(const v1::Figure& figure) { return PublicationDay(figure).value_or(kUndated); }

// Whether two figures state the same.
bool SameStatement(const v1::Figure& a, const v1::Figure& b) {
  return a.value() == b.value() && a.high() == b.high() && a.qualifier() == b.qualifier() &&
         a.unit() == b.unit();
}

bool IsPerson(std::string_view unit) {
  return unit == "人" || unit == "名" || unit == "位" || unit == "例" || unit == "口";
}

// Units under which values can be set against each other: people are 人 and 名 alike, things are
// counted by many measure words.
std::string UnitClass(const v1::Figure& figure) {
  if (figure.kind() != v1::KIND_COUNT) return figure.unit();
  if (IsPerson(figure.unit())) return "people";
  if (figure.unit() == "户" || figure.unit() == "人次" || figure.unit() == "元") {
    return figure.unit();
  }
  return "things";
}

auto Rank(const v1::Figure& figure) {
  return std::tuple(ComparabilityOf(figure), -int64_t{AsOf(figure)}, -int64_t{Published(figure)});
}

std::string DayText(int day) {
  return day == kUndated ? "an unknown day" : FormatDate(FromDayNumber(day));
}

// Why `first` stands before `next`.
std::string ReasonFor(const v1::Figure& first, const v1::Figure* next) {
  if (next == nullptr) return "The only figure of this series.";
  const v1::Comparability here = ComparabilityOf(first);
  const v1::Comparability there = ComparabilityOf(*next);
  if (here != there) {
    return there == v1::COMPARABILITY_PART ? "The next one describes only a part of the division."
                                           : "The next one counts something near it.";
  }
  if (AsOf(first) != AsOf(*next)) {
    return absl::StrCat("It is stated for ", DayText(AsOf(first)), ", the next one for ",
                        DayText(AsOf(*next)), ".");
  }
  if (Published(first) != Published(*next)) {
    return absl::StrCat("It was published on ", DayText(Published(first)), ", the next one on ",
                        DayText(Published(*next)), ".");
  }
  return first.article() == next->article() ? "It stands before the next one in the same article."
                                            : "Both are of one day; articles stand as they came.";
}

void AddFinding(v1::ComparisonRow& row, std::string_view reason, std::string message) {
  v1::Finding& finding = *row.add_findings();
  finding.set_reason(std::string(reason));
  finding.set_message(std::move(message));
}

// The cell of one district out of its figures of one aspect.
v1::ComparisonCell CellOf(std::vector<const v1::Figure*> figures, int max_figures) {
  std::stable_sort(figures.begin(), figures.end(),
                   [](const v1::Figure* a, const v1::Figure* b) { return Rank(*a) < Rank(*b); });
  // The same statement again, in the article or in another: the best placed one stands for all.
  std::vector<const v1::Figure*> distinct;
  for (const v1::Figure* figure : figures) {
    const bool said = std::any_of(distinct.begin(), distinct.end(), [&](const v1::Figure* other) {
      return SameStatement(*figure, *other) && AsOf(*figure) == AsOf(*other) &&
             figure->measure() == other->measure();
    });
    if (!said) distinct.push_back(figure);
  }
  v1::ComparisonCell cell;
  for (size_t i = 0; i < distinct.size(); ++i) {
    if (cell.figures_size() == max_figures) {
      cell.set_truncated(true);
      break;
    }
    const v1::Figure& figure = *distinct[i];
    v1::ComparedFigure& compared = *cell.add_figures();
    *compared.mutable_figure() = figure;
    compared.set_comparability(ComparabilityOf(figure));
    compared.set_reason(ReasonFor(figure, i + 1 < distinct.size() ? distinct[i + 1] : nullptr));
    // Two articles that mean the same thing on the same day and do not agree.
    compared.set_disputed(
        std::any_of(distinct.begin(), distinct.end(), [&](const v1::Figure* other) {
          return other->article() != figure.article() && AsOf(*other) == AsOf(figure) &&
                 ComparabilityOf(*other) == ComparabilityOf(figure) &&
                 !SameStatement(*other, figure);
        }));
  }
  return cell;
}

// What a reader of the row has to know.
void AddFindings(const Gazetteer& gazetteer, const std::vector<DivisionId>& districts,
                 v1::ComparisonRow& row) {
  for (const DivisionId inner : districts) {
    for (const DivisionId outer : districts) {
      if (!gazetteer.IsWithin(inner, outer)) continue;
      AddFinding(row, "DISTRICT_WITHIN",
                 absl::StrCat(gazetteer.Path(inner), " lies within ", gazetteer.Path(outer),
                              ": its figure may be part of the other."));
    }
  }
  std::set<std::string> units;
  for (const v1::ComparisonCell& cell : row.cells()) {
    units.insert(UnitClass(cell.figures(0).figure()));
    // 南阳（含邓州）: the value takes in a division that may have a cell of its own.
    const v1::Figure& figure = cell.figures(0).figure();
    const std::string& sentence = figure.sentence();
    for (const std::string_view open : {"（含", "(含"}) {
      const size_t at = sentence.find(open);
      if (at == std::string::npos) continue;
      const NameMatch name = gazetteer.MatchAt(sentence, at + open.size());
      if (name.size == 0) continue;
      AddFinding(row, "INCLUDES_DISTRICT",
                 absl::StrCat("The sentence of ", cell.place(), " says that ",
                              sentence.substr(at + open.size(), name.size), " is included."));
    }
  }
  if (units.size() > 1) {
    AddFinding(row, "UNITS_DIFFER", "The figures are stated in different units.");
  }
}

}  // namespace

v1::Comparability ComparabilityOf(const v1::Figure& figure) {
  if (figure.scope() == v1::SCOPE_PART) return v1::COMPARABILITY_PART;
  return figure.indicator_match() == v1::INDICATOR_MATCH_SAME ? v1::COMPARABILITY_SAME
                                                              : v1::COMPARABILITY_NEAR;
}

std::vector<v1::ComparisonRow> CompareSeries(const Gazetteer& gazetteer,
                                             const std::vector<DistrictFigures>& districts,
                                             int max_figures, int min_cells) {
  std::set<v1::Aspect> said;  // cumulative, current, or both
  for (const DistrictFigures& district : districts) {
    for (const v1::Figure& figure : district.figures) {
      if (figure.aspect() == v1::ASPECT_CUMULATIVE || figure.aspect() == v1::ASPECT_CURRENT) {
        said.insert(figure.aspect());
      }
    }
  }
  std::vector<v1::Aspect> aspects = {v1::ASPECT_NEW};
  aspects.insert(aspects.end(), said.begin(), said.end());
  if (said.empty()) aspects.push_back(v1::ASPECT_NONE);

  std::vector<v1::ComparisonRow> rows;
  for (const v1::Aspect aspect : aspects) {
    v1::ComparisonRow row;
    row.set_aspect(aspect);
    std::vector<DivisionId> with_cell;
    for (const DistrictFigures& district : districts) {
      std::vector<const v1::Figure*> figures;
      bool own = false;  // says the aspect itself
      for (const v1::Figure& figure : district.figures) {
        const bool same = figure.aspect() == aspect;
        own |= same;
        if (same || (aspect != v1::ASPECT_NEW && figure.aspect() == v1::ASPECT_NONE)) {
          figures.push_back(&figure);
        }
      }
      // Where the district says it in words, what it leaves open does not stand beside it.
      if (own) {
        std::erase_if(figures, [&](const v1::Figure* f) {
          return f->aspect() != aspect && ComparabilityOf(*f) != v1::COMPARABILITY_SAME;
        });
      }
      if (figures.empty()) continue;
      v1::ComparisonCell& cell = *row.add_cells();
      cell = CellOf(std::move(figures), max_figures);
      cell.set_district(absl::StrCat("districts/", gazetteer[district.district].code));
      cell.set_place(gazetteer.Path(district.district));
      cell.set_truncated(cell.truncated() || district.truncated);
      with_cell.push_back(district.district);
    }
    if (row.cells_size() < std::max(min_cells, 1)) continue;
    AddFindings(gazetteer, with_cell, row);
    rows.push_back(std::move(row));
  }
  return rows;
}

namespace {

// The step between days that most points of a series have; 0 where there is none.
int UsualStep(const std::vector<int>& days) {
  std::vector<int> steps;
  for (size_t i = 1; i < days.size(); ++i) steps.push_back(days[i] - days[i - 1]);
  if (steps.size() < 2) return 0;
  std::sort(steps.begin(), steps.end());
  const int median = steps[steps.size() / 2];
  const auto usual = std::count(steps.begin(), steps.end(), median);
  return 2 * static_cast<size_t>(usual) > steps.size() ? median : 0;
}

void AddFindings(v1::AspectSeries& series) {
  const auto add = [&](std::string_view reason, std::string message, const v1::Figure& figure) {
    v1::Finding& finding = *series.add_findings();
    finding.set_reason(std::string(reason));
    finding.set_message(std::move(message));
    *finding.mutable_source_span() = figure.source_span();
  };
  std::vector<int> days;
  for (const v1::SeriesPoint& point : series.points()) {
    if (const auto day = FromProto(point.has_as_of(), point.as_of())) {
      days.push_back(ToDayNumber(*day));
    }
  }
  const int step = UsualStep(days);
  const v1::Figure* before = nullptr;
  int day_before = 0;
  for (const v1::SeriesPoint& point : series.points()) {
    const auto date = FromProto(point.has_as_of(), point.as_of());
    if (!date) continue;
    const int day = ToDayNumber(*date);
    const v1::Figure& figure = point.revisions(0);
    if (before != nullptr) {
      if (step > 0 && day - day_before > step) {
        add("SERIES_GAP",
            absl::StrCat("Nothing between ", DayText(day_before), " and ", DayText(day), "."),
            figure);
      }
      const Decimal value = Decimal::Parse(figure.value()).value_or(Decimal());
      const Decimal last = Decimal::Parse(before->value()).value_or(Decimal());
      if (UnitClass(figure) != UnitClass(*before)) {
        add("SERIES_UNIT_DIFFERS",
            absl::StrCat("The unit on ", DayText(day), " is another than the one before."), figure);
      } else if (series.aspect() == v1::ASPECT_CUMULATIVE && value < last) {
        add("SERIES_FALL",
            absl::StrCat("Cumulative, and yet ", value.ToString(), " on ", DayText(day), " after ",
                         last.ToString(), " on ", DayText(day_before), "."),
            figure);
      }
    }
    before = &figure;
    day_before = day;
  }
}

}  // namespace

std::vector<v1::AspectSeries> SeriesOf(std::vector<v1::Figure> figures) {
  // By aspect, day, and the last word first; what compares better before what compares worse.
  std::stable_sort(figures.begin(), figures.end(), [](const v1::Figure& a, const v1::Figure& b) {
    return std::tuple(a.aspect(), AsOf(a), ComparabilityOf(a), -int64_t{Published(a)}) <
           std::tuple(b.aspect(), AsOf(b), ComparabilityOf(b), -int64_t{Published(b)});
  });
  std::vector<v1::AspectSeries> all;
  for (v1::Figure& figure : figures) {
    if (all.empty() || all.back().aspect() != figure.aspect()) {
      all.emplace_back().set_aspect(figure.aspect());
    }
    v1::AspectSeries& series = all.back();
    const int points = series.points_size();
    if (points == 0 || AsOf(series.points(points - 1).revisions(0)) != AsOf(figure)) {
      v1::SeriesPoint& point = *series.add_points();
      if (figure.has_as_of()) *point.mutable_as_of() = figure.as_of();
    }
    v1::SeriesPoint& point = *series.mutable_points(series.points_size() - 1);
    // An article that says it twice says it once.
    const bool said = std::any_of(
        point.revisions().begin(), point.revisions().end(), [&](const v1::Figure& other) {
          return other.article() == figure.article() && SameStatement(other, figure);
        });
    if (said) continue;
    if (point.revisions_size() > 0 && !SameStatement(point.revisions(0), figure)) {
      point.set_corrected(true);
    }
    *point.add_revisions() = std::move(figure);
  }
  for (v1::AspectSeries& series : all) AddFindings(series);
  return all;
}

}  // namespace qushu::query
