// Run-in heads and opening paragraphs that a page moved down.
#ifndef QUSHU_COMMON_LAYOUT_HEADS_H_
#define QUSHU_COMMON_LAYOUT_HEADS_H_

#include <string_view>

#include "common/layout/layout.h"

namespace qushu {

// Whether `sentence` has the form of a slogan: two or three parts of like length, or one short one;
// no digit, no pronoun, no time of day.
bool IsSlogan(std::string_view sentence);

// Fills run_in_head and displaced_lead of the blocks, which have their sentences and sections.
void FindHeads(const Gazetteer& gazetteer, Layout& layout);

}  // namespace qushu

#endif  // QUSHU_COMMON_LAYOUT_HEADS_H_
