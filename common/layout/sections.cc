#include <algorithm>
#include <iterator>

#include "common/gazetteer/gazetteer.h"
#include "common/layout/blocks.h"
#include "common/layout/credits.h"
#include "common/layout/glyphs.h"
#include "common/layout/signature.h"

namespace qushu {
namespace {

constexpr uint32_t kLongestSignature = 30;  // characters

// Closes the section at `end`: what is no text at its end is outside.
void Close(Layout& layout, int end) {
  Section& section = layout.sections.back();
  while (end > section.first_block + 1) {
    const BlockKind kind = layout.blocks[end - 1].kind;
    if (kind != BlockKind::kMasthead && kind != BlockKind::kFurniture) break;
    --end;
  }
  section.end_block = end;
  section.span = {layout.blocks[section.first_block].span.begin, layout.blocks[end - 1].span.end};
  for (int i = section.first_block; i < end; ++i) {
    layout.blocks[i].section = static_cast<int>(layout.sections.size()) - 1;
  }
}

bool IsAboutAll(std::string_view paragraph) {
  return BeginsWithAny(paragraph, "全市", "全省", "全国", "合计", "总计", "各区", "各县", "各地");
}

// Whether the paragraph begins by speaking of a division around that of `section`, one of a list of
// paragraphs with a district's name in front: `生活物资保障方面，全市12家商超…`. Of a city 全市 is
// itself, unless every district before it has one paragraph and no more.
bool IsAboutMore(std::string_view text, std::string_view paragraph, const Layout& layout) {
  constexpr size_t kNear = 60;  // bytes
  const std::string_view begin = paragraph.substr(0, kNear);
  const std::string_view name = Slice(text, layout.sections.back().name);
  for (std::string_view all : {"全市", "全省", "全州"}) {
    if (begin.find(all) == begin.npos) continue;
    if (!name.ends_with(all.substr(3))) return true;
    const auto last = layout.sections.end() - 1;
    const bool topic = begin.find("方面") != begin.npos;
    return last - layout.sections.begin() >= (topic ? 1 : 2) &&
           std::all_of(layout.sections.begin(), last,
                       [](const Section& s) { return s.end_block == s.first_block + 1; });
  }
  return false;
}

// What stands behind the reports of a page and belongs to none of them.
bool IsAside(std::string_view paragraph) {
  return BeginsWithAny(paragraph, "相关链接", "新闻链接", "背景链接", "又讯", "另讯", "另据",
                       "另悉", "编后");
}

// A headline on the line below the district's name.
void FindHeadlineBelow(Layout& layout, Section& section) {
  const std::string_view text = layout.reading.text;
  const int at = section.first_block + 1;
  if (at + 1 >= section.end_block || layout.blocks[at].kind != BlockKind::kBody) return;
  const std::string_view view = Slice(text, layout.blocks[at].span);
  const std::string_view below = Slice(text, layout.blocks[at + 1].span);
  if (view.size() > 4 * 40 || EndsSentence(view) || !EndsSentence(below)) return;
  if (MarkerOf(view).size > 0 || IsIn(CodePointBefore(view, view.size()), U"，；：")) return;
  if (CountCodePoints(view) < 6) return;
  section.headline = layout.blocks[at].span;
  layout.blocks[at].kind = BlockKind::kHeading;
}

void FindByline(Layout& layout, Section& section) {
  const std::string_view text = layout.reading.text;
  for (int i = section.end_block - 1, seen = 0; i >= section.first_block && seen < 3; --i) {
    const Block& block = layout.blocks[i];
    std::optional<Byline> byline;
    if (block.kind == BlockKind::kByline) {
      byline = ReadByline(text, block.span);
    } else if (block.kind == BlockKind::kBody) {
      byline = BylineBehind(text, block.span);
      ++seen;
    }
    if (!byline) continue;
    section.byline = byline->people;
    section.byline_role = byline->role;
    // Below the headline it ends nothing.
    const auto first = layout.blocks.begin() + section.first_block;
    if (std::none_of(first, first + (i - section.first_block + 1),
                     [](const Block& b) { return b.kind == BlockKind::kBody; }))
      return;
    // What follows the byline and names the district no more is no part of the report.
    std::string_view name = Slice(text, section.name);
    if (CountCodePoints(name) > 2)
      name.remove_suffix(name.size() - PreviousChar(name, name.size()));
    for (int k = i + 1; k < section.end_block; ++k) {
      if (Slice(text, layout.blocks[k].span).find(name) != std::string_view::npos) return;
    }
    for (int k = i + 1; k < section.end_block; ++k) layout.blocks[k].section = -1;
    section.end_block = i + 1;
    section.span.end = block.span.end;
    return;
  }
}

// `本报涧西讯（记者王一）`, `本报讯（记者 王一 通讯员 李二）` in front of the first paragraph.
void FindBylineInFront(Layout& layout, Section& section) {
  const std::string_view text = layout.reading.text;
  int at = section.first_block;
  while (at < section.end_block && layout.blocks[at].kind != BlockKind::kBody) ++at;
  if (at == section.end_block) return;
  const Span span = layout.blocks[at].span;
  const std::string_view front = text.substr(span.begin, std::min<uint32_t>(span.size(), 200));
  const size_t open = front.find("（");
  const size_t close = front.find("）");
  if (open == front.npos || close == front.npos || close < open || open > 60) return;
  if (front.substr(0, open).find("讯") == front.npos) return;
  const auto byline = ReadByline(text, {span.begin + static_cast<uint32_t>(open),
                                        span.begin + static_cast<uint32_t>(close) + 3});
  if (byline && section.byline.empty()) section.byline = byline->people;
}

// A text without headings that its district signs: `某某区疫情防控指挥部`, and perhaps a date.
void FindSignature(const Gazetteer& gazetteer, Layout& layout) {
  const std::string_view text = layout.reading.text;
  auto& blocks = layout.blocks;
  int at = static_cast<int>(blocks.size()) - 1;
  while (at >= 0 &&
         (blocks[at].kind == BlockKind::kMasthead || blocks[at].kind == BlockKind::kFurniture)) {
    --at;
  }
  if (at < 1 || blocks[at].kind != BlockKind::kBody) return;
  const Span span = blocks[at].span;
  const std::string_view view = Slice(text, span);
  if (view.size() > 4 * kLongestSignature || CountCodePoints(view) > kLongestSignature) return;
  bool organ = false;
  for (std::string_view ending :
       {"委", "委员会", "政府", "指挥部", "办公室", "局", "部", "小组", "中心", "厅"}) {
    organ = organ || view.ends_with(ending);
  }
  if (!organ || !EndsSentence(Slice(text, blocks[at - 1].span))) return;
  Section section;
  uint32_t p = span.begin;
  for (NameMatch match = gazetteer.MatchAt(text, p); match.size > 0 && p < span.end;
       match = gazetteer.MatchAt(text, p)) {
    const Level level = gazetteer[match.divisions[0]].level;
    if (level == Level::kForeign || level == Level::kCountry) break;
    // A stem is part of an office's name as often as of a district's.
    if (match.form > NameForm::kAlias) break;
    section.name = section.division = {p, p + match.size};
    p += match.size;
  }
  if (section.name.empty()) return;
  int first = 0;
  while (first < at && (blocks[first].kind != BlockKind::kBody ||
                        !EndsSentence(Slice(text, blocks[first].span)))) {
    ++first;
  }
  if (first == at) return;
  section.first_block = first;
  layout.sections.push_back(section);
  Close(layout, at + 1);
}

// Whether a report can begin with the block: a line of its own that is no sentence.
bool IsHeadline(std::string_view text, const Block& block) {
  const std::string_view view = Slice(text, block.span);
  return block.kind == BlockKind::kBody && view.size() <= 4 * 50 && CountCodePoints(view) <= 50 &&
         !EndsSentence(view) && !IsIn(CodePointBefore(view, view.size()), U"，；：、") &&
         MarkerOf(view).size == 0;
}

// Where the report begins that ends before block `end`: at its headline, or at its first paragraph.
// Not before `from`.
int ReportBegin(std::string_view text, const std::vector<Block>& blocks, int from, int end) {
  while (from < end && blocks[from].kind != BlockKind::kBody) ++from;
  // Of several lines above the text, those before the last are of the page.
  while (from + 1 < end && IsHeadline(text, blocks[from]) && IsHeadline(text, blocks[from + 1])) {
    ++from;
  }
  return from;
}

// Reports that name their district behind them are sections as those with headings are.
void FindSignedReports(const Gazetteer& gazetteer, Layout& layout) {
  const std::string_view text = layout.reading.text;
  std::vector<Section> found;
  std::vector<Section> merged;
  int from = 0;
  size_t next = 0;  // section by heading
  for (int i = 0; i < static_cast<int>(layout.blocks.size()); ++i) {
    while (next < layout.sections.size() && layout.sections[next].end_block <= i) {
      from = std::max(from, layout.sections[next].end_block);
      ++next;
    }
    const Block& block = layout.blocks[i];
    if (block.kind != BlockKind::kBody && block.kind != BlockKind::kByline &&
        block.kind != BlockKind::kMasthead) {
      continue;
    }
    const auto signature = ReadSignature(text, block.span, gazetteer);
    if (!signature) continue;
    if (block.section >= 0) {
      from = i + 1;
      continue;
    }
    const int first = ReportBegin(text, layout.blocks, from, i + !signature->alone);
    from = i + 1;
    bool prose = false;
    for (int k = first; k < i + !signature->alone; ++k) {
      prose |= EndsSentence(Slice(text, layout.blocks[k].span)) || k == i;
    }
    if (!prose) continue;
    Section section;
    section.name = section.division = signature->name;
    section.first_block = first;
    section.end_block = i + 1;
    if (IsHeadline(text, layout.blocks[first]) && first + 1 < i) {
      section.headline = layout.blocks[first].span;
    }
    found.push_back(section);
    if (signature->alone) layout.blocks[i].kind = BlockKind::kByline;
  }
  if (found.empty()) return;
  std::merge(found.begin(), found.end(), layout.sections.begin(), layout.sections.end(),
             std::back_inserter(merged),
             [](const Section& a, const Section& b) { return a.first_block < b.first_block; });
  layout.sections = std::move(merged);
  for (size_t s = 0; s < layout.sections.size(); ++s) {
    Section& section = layout.sections[s];
    section.span = {layout.blocks[section.first_block].span.begin,
                    layout.blocks[section.end_block - 1].span.end};
    for (int i = section.first_block; i < section.end_block; ++i) {
      layout.blocks[i].section = static_cast<int>(s);
    }
    if (!section.headline.empty()) {
      layout.blocks[section.first_block].kind = BlockKind::kHeading;
    }
  }
}

}  // namespace

void MakeSections(const std::vector<std::optional<DistrictHeading>>& opened,
                  const Gazetteer& gazetteer, Layout& layout) {
  const std::string_view text = layout.reading.text;
  char32_t series = 0;
  std::u32string outer;  // marks of the heads that stand above those of the districts
  bool open = false;
  std::vector<HeadingForm> forms;
  for (size_t i = 0; i < layout.blocks.size(); ++i) {
    if (!opened[i]) {
      // `二、下一步工作` ends `一、涧西区`; `全市合计94家` ends a list of items by district.
      const std::string_view view = Slice(text, layout.blocks[i].span);
      const char32_t mark = MarkerOf(view).form;
      if (mark != 0 && layout.sections.empty() && !open) outer += mark;
      const bool next = mark != 0 && (mark == series || outer.find(mark) != outer.npos);
      const bool total = open && forms.back() == HeadingForm::kInline &&
                         (IsAboutAll(view) || IsAboutMore(text, view, layout));
      if (open && (next || total || IsAside(view))) {
        Close(layout, static_cast<int>(i));
        open = false;
      }
      continue;
    }
    if (open) Close(layout, static_cast<int>(i));
    open = true;
    const DistrictHeading& heading = *opened[i];
    series = heading.series;
    forms.push_back(heading.form);
    Section section;
    section.name = heading.name;
    section.division = heading.division;
    section.headline = heading.headline;
    section.first_block = static_cast<int>(i);
    layout.sections.push_back(section);
    layout.blocks[i].kind =
        heading.form == HeadingForm::kInline ? BlockKind::kBody : BlockKind::kHeading;
  }
  if (open) Close(layout, static_cast<int>(layout.blocks.size()));
  for (size_t s = 0; s < layout.sections.size(); ++s) {
    if (forms[s] == HeadingForm::kAlone) FindHeadlineBelow(layout, layout.sections[s]);
    FindByline(layout, layout.sections[s]);
    FindBylineInFront(layout, layout.sections[s]);
  }
  FindSignedReports(gazetteer, layout);
  if (layout.sections.empty()) FindSignature(gazetteer, layout);
}

}  // namespace qushu
