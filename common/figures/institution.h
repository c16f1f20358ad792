// Texts in which an institution or a township speaks of itself: a hospital's year, a library's
// report.
#ifndef QUSHU_COMMON_FIGURES_INSTITUTION_H_
#define QUSHU_COMMON_FIGURES_INSTITUTION_H_

#include <string_view>

namespace qushu {

// Whether `text`, headed by the lines of `lead`, is about one institution: it calls itself 我院 or
// 本馆, or its title is that of an institution's report.
bool IsOfInstitution(std::string_view text, std::string_view lead);

}  // namespace qushu

#endif  // QUSHU_COMMON_FIGURES_INSTITUTION_H_
