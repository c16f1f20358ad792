#include <algorithm>

#include "common/base/utf8.h"
#include "common/layout/blocks.h"
#include "common/layout/credits.h"
#include "common/layout/dates.h"
#include "common/layout/words.h"

namespace qushu {
namespace {

constexpr size_t kBodiesWithDateline = 3;
constexpr size_t kLongestDateline = 150;  // bytes before 讯

bool IsLabelled(std::string_view text, const Block& block, Span date) {
  const std::string_view before = text.substr(block.span.begin, date.begin - block.span.begin);
  for (size_t at = 0; at < before.size(); at += CharSize(before[at])) {
    if (LayoutWords::Get().Begins(WordClass::kDateLabel, before.substr(at)) > 0) return true;
  }
  return false;
}

// `——2021年1月28日在……会议上`, `（2021年1月28日）` below a title.
bool IsSubtitle(std::string_view line) {
  return line.size() <= 180 && (line.starts_with("—") || line.starts_with("（")) &&
         line.find("。") == line.npos;
}

// `长江网2020年3月17日讯`: a date within a dateline, with its year.
std::optional<PrintedDate> DateInDateline(std::string_view text, Span block) {
  const std::string_view front = Slice(text, block).substr(0, kLongestDateline);
  const size_t end = std::min(front.find("讯"), front.find("电"));
  if (end == front.npos) return std::nullopt;
  return FindDate(text, {block.begin, block.begin + static_cast<uint32_t>(end)});
}

}  // namespace

void ReadMasthead(Layout& layout) {
  const std::string_view text = layout.reading.text;
  LayoutMasthead& masthead = layout.masthead;
  std::optional<PrintedDate> best;
  int best_rank = 0;  // 3 labelled, 2 on a line of its own, 1 in a dateline
  size_t bodies = 0;
  for (const Block& block : layout.blocks) {
    std::optional<PrintedDate> date;
    int rank = 0;
    if (block.kind == BlockKind::kMasthead) {
      for (const PrintedCredit& credit : ReadCredits(text, block.span)) {
        masthead.credits.push_back({credit.role, credit.person});
      }
      date = FindDate(text, block.span);
      if (date) rank = IsLabelled(text, block, date->span) ? 3 : 2;
    } else if (block.kind == BlockKind::kFurniture && best_rank < 3) {
      date = FindDate(text, block.span);
      if (date && IsLabelled(text, block, date->span)) rank = 3;
    } else if (block.kind == BlockKind::kBody || block.kind == BlockKind::kSubheading) {
      if (++bodies <= kBodiesWithDateline) {
        date = IsSubtitle(Slice(text, block.span)) ? FindDate(text, block.span)
                                                   : DateInDateline(text, block.span);
      }
      if (date) rank = 1;
    }
    if (block.kind == BlockKind::kBody || block.kind == BlockKind::kByline) {
      // Reporters of a text outside the sections are named nowhere else.
      if (block.section < 0) {
        const auto byline = block.kind == BlockKind::kByline ? ReadByline(text, block.span)
                                                             : BylineBehind(text, block.span);
        if (byline) {
          for (const PrintedCredit& credit : ReadCredits(text, byline->span)) {
            masthead.credits.push_back({credit.role, credit.person});
          }
        }
      }
    }
    if (date && rank > best_rank) {
      best = date;
      best_rank = rank;
    }
  }
  if (!best) return;
  masthead.date = best->date;
  masthead.date_span = best->span;
  masthead.weekday = best->weekday;
}

}  // namespace qushu
