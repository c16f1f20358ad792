// Why the fields of a figure read as they do.
#ifndef QUSHU_COMMON_FIGURES_EXPLAIN_H_
#define QUSHU_COMMON_FIGURES_EXPLAIN_H_

#include <string_view>
#include <vector>

#include "common/figures/figure.h"

namespace qushu {

// An entry for every field, in their order; the value has more for its sign, its multiplier
// and what its units did to it. `text` is what the spans of `figure` count in.
std::vector<Evidence> ExplainFigure(std::string_view text, const Figure& figure,
                                    const Reasons& reasons);

}  // namespace qushu

#endif  // QUSHU_COMMON_FIGURES_EXPLAIN_H_
