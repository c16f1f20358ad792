#include "common/layout/blocks.h"

#include <algorithm>

#include "common/base/utf8.h"
#include "common/layout/credits.h"
#include "common/layout/dates.h"
#include "common/layout/glyphs.h"
#include "common/layout/sentences.h"
#include "common/layout/words.h"

namespace qushu {
namespace {

constexpr uint32_t kLongestTitle = 50;  // characters
constexpr uint32_t kLongestSubheading = 30;
constexpr uint32_t kLongestNotice = 120;

// Buttons and menus, or a line that begins or ends as notices do.
bool IsFurniture(std::string_view line) {
  const LayoutWords& words = LayoutWords::Get();
  if (words.IsIn(WordClass::kFurniturePart, line)) return true;
  if (const size_t size = words.Begins(WordClass::kFurnitureStart, line); size > 0) {
    // 相关链接：据市农业局统计，全市已播种……。
    const bool report =
        (line.substr(0, size).ends_with("：") || line.substr(size).starts_with("：")) &&
        EndsSentence(line) && std::any_of(line.begin(), line.end(), IsDigit);
    return !report;
  }
  // 首页 > 新闻中心 > 要闻
  const size_t arrow = line.find('>');
  if (arrow != line.npos &&
      (words.Begins(WordClass::kFurniture, line) > 0 || line.find('>', arrow + 1) != line.npos)) {
    return line.find("。") == line.npos;
  }
  bool any = false;
  for (size_t at = 0; at < line.size();) {
    const char32_t c = CodePointAt(line, at);
    if (IsBlank(c) || IsIn(c, U"|丨/>[]【】（）()·-—:：") || IsDigit(c)) {
      at += CharSize(line[at]);
      continue;
    }
    const size_t size = words.Begins(WordClass::kFurniture, line.substr(at));
    if (size == 0) return false;
    any = true;
    at += size;
  }
  return any;
}

// Three short words or more, one of them a menu's: `首页 政务公开 互动交流`.
bool IsMenu(std::string_view line) {
  const LayoutWords& words = LayoutWords::Get();
  size_t entries = 0;
  bool known = false;
  for (size_t at = 0; at < line.size();) {
    const char32_t c = CodePointAt(line, at);
    if (IsBlank(c) || IsIn(c, U"|丨")) {
      at += CharSize(line[at]);
      continue;
    }
    size_t end = at;
    while (end < line.size() && !IsBlank(line[end]) && line[end] != '|') {
      if (IsDigit(line[end]) || IsIn(CodePointAt(line, end), U"，。：；！？、")) return false;
      end += CharSize(line[end]);
    }
    if (end - at > 24) return false;
    ++entries;
    known = known || words.Begins(WordClass::kFurniture, line.substr(at, end - at)) == end - at;
    at = end;
  }
  return known && entries >= 3;
}

// Cells parted by blanks, a third of them numbers; or nothing but numbers.
bool IsRow(std::string_view line) {
  size_t cells = 0;
  size_t numbers = 0;
  bool in_cell = false;
  bool number = true;
  bool tab = false;
  bool prose = false;
  auto end_cell = [&] {
    cells += in_cell;
    numbers += in_cell && number;
    in_cell = false;
    number = true;
  };
  ForEachChar(line, [&](char32_t c, size_t) {
    if (IsBlank(c)) {
      end_cell();
      tab = tab || c == '\t';
      return true;
    }
    in_cell = true;
    number = number && (IsDigit(c) || IsIn(c, U".,%+-/—"));
    prose = prose || IsIn(c, U"。，；！？");
    return !prose;
  });
  end_cell();
  if (prose || numbers == 0) return false;
  return numbers == cells || (cells >= 2 && tab) || (cells >= 3 && numbers * 3 >= cells);
}

LineKind KindOf(std::string_view text, const Line& line) {
  if (line.glyphs > kLongestNotice) return LineKind::kText;
  const std::string_view view = Slice(text, line.span);
  if (LayoutWords::Get().Begins(WordClass::kCaption, view) > 0) return LineKind::kCaption;
  if (IsFurniture(view) || IsMenu(view)) return LineKind::kFurniture;
  if (IsDateLine(view)) return LineKind::kDate;
  if (ReadByline(text, line.span)) return LineKind::kByline;
  if (IsSourceLine(view) || !ReadCredits(text, line.span).empty()) return LineKind::kCredits;
  if (IsRow(view)) return LineKind::kRow;
  return LineKind::kText;
}

// Whether there is a number in `text` other than a year: `2021年主要任务` is a heading.
bool HasNumber(std::string_view text) {
  for (size_t at = 0; at < text.size(); ++at) {
    if (!IsDigit(text[at])) continue;
    size_t end = at;
    while (end < text.size() && IsDigit(text[end])) ++end;
    if (end - at != 4 || !text.substr(end).starts_with("年")) return true;
    at = end;
  }
  return false;
}

// The name of a paper or page above its date: `某某日报`, `要闻 A3版`.
bool IsPaper(std::string_view line) {
  for (std::string_view ending : {"报", "版", "特刊", "周刊", "专刊", "专版"}) {
    if (line.ends_with(ending) && CountCodePoints(line) <= 16) return true;
  }
  return line.find("日报") != line.npos && CountCodePoints(line) <= 16;
}

// Whether the block can be a heading: short, and neither a sentence nor the beginning of one.
bool IsShortLine(std::string_view view, uint32_t longest) {
  return view.size() <= 4 * longest && CountCodePoints(view) <= longest && !view.ends_with("。") &&
         !view.ends_with("。”") && !IsIn(CodePointBefore(view, view.size()), U"，、；：…");
}

}  // namespace

void ClassifyLines(std::string_view text, std::vector<Line>& lines) {
  for (Line& line : lines) line.kind = KindOf(text, line);
}

void MakeBlocks(const std::vector<Line>& lines, const std::vector<LineGroup>& groups,
                Layout& layout) {
  layout.blocks.reserve(groups.size());
  const std::string& text = layout.reading.text;
  uint32_t begin = 0;
  for (const LineGroup& group : groups) {
    Block block;
    const size_t end = text.find('\n', begin);
    block.span = {begin, static_cast<uint32_t>(end == text.npos ? text.size() : end)};
    begin = block.span.end + 1;
    switch (lines[group.first].kind) {
      case LineKind::kDate:
      case LineKind::kCredits:
        block.kind = BlockKind::kMasthead;
        break;
      case LineKind::kFurniture:
        block.kind = BlockKind::kFurniture;
        break;
      case LineKind::kCaption:
        block.kind = BlockKind::kCaption;
        break;
      case LineKind::kHeading:
        block.kind = BlockKind::kHeading;
        break;
      case LineKind::kByline:
        block.kind = BlockKind::kByline;
        break;
      case LineKind::kText:
      case LineKind::kRow:
        block.kind = BlockKind::kBody;
        break;
    }
    layout.blocks.push_back(block);
  }
}

void NameBlocks(Layout& layout) {
  const std::string_view text = layout.reading.text;
  auto& blocks = layout.blocks;
  bool at_head = true;
  for (size_t i = 0; i < blocks.size(); ++i) {
    Block& block = blocks[i];
    if (block.kind == BlockKind::kMasthead || block.kind == BlockKind::kFurniture ||
        block.kind == BlockKind::kByline) {
      continue;
    }
    const bool first = at_head;
    at_head = false;
    if (block.kind != BlockKind::kBody) continue;
    const std::string_view view = Slice(text, block.span);
    const Block* next = nullptr;
    for (size_t k = i + 1; k < blocks.size() && next == nullptr; ++k) {
      if (blocks[k].kind != BlockKind::kFurniture && blocks[k].kind != BlockKind::kMasthead &&
          blocks[k].kind != BlockKind::kByline) {
        next = &blocks[k];
      }
      if (k > i + 8) break;
    }
    if (next == nullptr) continue;
    const Marker marker = MarkerOf(view);
    if (first && marker.size == 0 && block.section < 0 && IsShortLine(view, kLongestTitle)) {
      if (IsPaper(view) && i + 1 < blocks.size() && blocks[i + 1].kind == BlockKind::kMasthead) {
        block.kind = BlockKind::kMasthead;
        at_head = true;
        continue;
      }
      block.kind = BlockKind::kTitle;
      layout.masthead.title = block.span;
      continue;
    }
    if (next->section != block.section || next->kind != BlockKind::kBody) continue;
    const std::string_view said = view.substr(marker.size);
    const bool before_prose = EndsSentence(Slice(text, next->span));
    if (IsShortLine(view, kLongestSubheading) && !EndsSentence(view) && !HasNumber(said) &&
        (marker.size > 0 || before_prose)) {
      block.kind = BlockKind::kSubheading;
    }
  }
}

void FindSentences(Layout& layout) {
  const std::string_view text = layout.reading.text;
  for (Block& block : layout.blocks) {
    if (block.kind == BlockKind::kFurniture) continue;
    Span span = block.span;
    if (block.kind == BlockKind::kBody) {
      if (const auto byline = BylineBehind(text, span)) span.end = byline->span.begin;
    }
    block.sentences = SplitSentences(text, span);
  }
}

}  // namespace qushu
