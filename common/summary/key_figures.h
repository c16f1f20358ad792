// The figures that say most of a district.
#ifndef QUSHU_COMMON_SUMMARY_KEY_FIGURES_H_
#define QUSHU_COMMON_SUMMARY_KEY_FIGURES_H_

#include <span>
#include <vector>

#include "common/figures/figure.h"

namespace qushu {

inline constexpr size_t kMaxKeyFigures = 8;

// Indices of at most kMaxKeyFigures of `candidates`, in text order. `candidates` are indices of
// `figures`, in text order, of figures about one district. Only those about the whole of it; each
// thing that is counted once before any a second time; totals and what stands before what is new,
// and counts and money before durations; else what is said first. Takes time n log n.
std::vector<int> ChooseKeyFigures(const std::vector<Figure>& figures,
                                  std::span<const int> candidates);

}  // namespace qushu

#endif  // QUSHU_COMMON_SUMMARY_KEY_FIGURES_H_
