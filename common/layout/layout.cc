#include "common/layout/layout.h"

#include <algorithm>

#include "common/gazetteer/gazetteer.h"
#include "common/layout/blocks.h"
#include "common/layout/heading.h"
#include "common/layout/heads.h"
#include "common/layout/join.h"
#include "common/layout/lines.h"

namespace qushu {

Layout ReadLayout(std::string_view normalized, const Gazetteer& gazetteer) {
  std::vector<Line> lines = SplitLines(normalized);
  ClassifyLines(normalized, lines);
  const auto headings = FindHeadings(normalized, lines, gazetteer);
  for (size_t i = 0; i < lines.size(); ++i) {
    if (headings[i] && headings[i]->form != HeadingForm::kInline) {
      lines[i].kind = LineKind::kHeading;
    }
  }
  const std::vector<LineGroup> groups = GroupLines(normalized, lines);
  Layout layout;
  layout.reading = JoinLines(normalized, lines, groups);
  MakeBlocks(lines, groups, layout);
  std::vector<std::optional<DistrictHeading>> opened(groups.size());
  for (size_t g = 0; g < groups.size(); ++g) {
    // The joined line is read again: positions differ, and a headline may go on.
    if (!headings[groups[g].first]) continue;
    opened[g] = ReadHeading(layout.reading.text, layout.blocks[g].span, gazetteer);
    if (opened[g] && headings[groups[g].first]->form == HeadingForm::kInline) {
      opened[g]->form = HeadingForm::kInline;
      opened[g]->headline = {};
    }
  }
  MakeSections(opened, gazetteer, layout);
  NameBlocks(layout);
  ReadMasthead(layout);
  FindSentences(layout);
  FindHeads(gazetteer, layout);
  return layout;
}

}  // namespace qushu
