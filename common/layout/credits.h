// Who made a page or wrote a report, as lines and the ends of paragraphs say.
#ifndef QUSHU_COMMON_LAYOUT_CREDITS_H_
#define QUSHU_COMMON_LAYOUT_CREDITS_H_

#include <optional>
#include <string_view>
#include <vector>

#include "common/base/span.h"

namespace qushu {

struct PrintedCredit {
  Span role;
  Span person;
};

// What `span` of `text` says if it says nothing else than who did what: `编辑：王一 校对：李二`,
// `（记者王一 通讯员李二 张三 制图|赵四）`. Empty if it says anything else. A role with several
// names gives a credit for each.
std::vector<PrintedCredit> ReadCredits(std::string_view text, Span span);

// Whether `line` names where the text was taken from: `来源：某某发布`.
bool IsSourceLine(std::string_view line);

struct Byline {
  Span span;  // of all of it
  std::vector<Span> people;
  Span role;  // `文/图`; empty if none is printed
};

// The byline that is all of `span`: names, then what they did (`王一 李二 文/图`), or credits of
// reporters (`记者 王一`), in brackets or not.
std::optional<Byline> ReadByline(std::string_view text, Span span);

// The byline behind the last sentence of a paragraph: `……安全有序。 王一 文/图`,
// `……名单。（记者王一）`.
std::optional<Byline> BylineBehind(std::string_view text, Span block);

}  // namespace qushu

#endif  // QUSHU_COMMON_LAYOUT_CREDITS_H_
