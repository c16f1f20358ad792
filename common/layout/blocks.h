// The steps of ReadLayout() behind one another; each fills its part of the layout.
#ifndef QUSHU_COMMON_LAYOUT_BLOCKS_H_
#define QUSHU_COMMON_LAYOUT_BLOCKS_H_

#include <optional>
#include <string_view>
#include <vector>

#include "common/layout/heading.h"
#include "common/layout/join.h"
#include "common/layout/layout.h"
#include "common/layout/lines.h"

namespace qushu {

// Fills Line::kind of all that a line alone can show: not kHeading.
void ClassifyLines(std::string_view text, std::vector<Line>& lines);

// One block for each group, with its span and what the kind of its first line says.
void MakeBlocks(const std::vector<Line>& lines, const std::vector<LineGroup>& groups,
                Layout& layout);

// Sections, from the headings that blocks open with (one for each block). Bylines too.
void MakeSections(const std::vector<std::optional<DistrictHeading>>& opened,
                  const Gazetteer& gazetteer, Layout& layout);

// Tells titles and subheadings from paragraphs.
void NameBlocks(Layout& layout);

void ReadMasthead(Layout& layout);

// Sentences of each block. A byline behind a paragraph is none.
void FindSentences(Layout& layout);

}  // namespace qushu

#endif  // QUSHU_COMMON_LAYOUT_BLOCKS_H_
