// Districts side by side, and one series over time, out of the figures that are stored. Functions
// of the figures alone.
#ifndef QUSHU_SERVICES_QUERY_COMPARISON_H_
#define QUSHU_SERVICES_QUERY_COMPARISON_H_

#include <string>
#include <vector>

#include "common/gazetteer/gazetteer.h"
#include "qushu/v1/comparison.pb.h"
#include "qushu/v1/figure.pb.h"

namespace qushu::query {

// What is stored of one series of one district, newest publication first.
struct DistrictFigures {
  DivisionId district = kNoDivision;
  std::vector<v1::Figure> figures = {};
  bool truncated = false;  // there are older ones
};

// The rows of one series: one for what is new, one each for what is cumulative and current. A
// figure whose text does not say stands with those whose text does, or where there are none, in a
// row of its own. Each cell has at most `max_figures`: the same wording before one near it, the
// whole division before a part, then the later day, then the later publication. A row has at least
// `min_cells` cells. `indicator` of the rows is left to the caller.
std::vector<v1::ComparisonRow> CompareSeries(const Gazetteer& gazetteer,
                                             const std::vector<DistrictFigures>& districts,
                                             int max_figures, int min_cells);

// One series of one district, by aspect and day, with what is odd in it. `figures` in any order.
std::vector<v1::AspectSeries> SeriesOf(std::vector<v1::Figure> figures);

// How well a figure compares with others of its series.
v1::Comparability ComparabilityOf(const v1::Figure& figure);

}  // namespace qushu::query

#endif  // QUSHU_SERVICES_QUERY_COMPARISON_H_
