#include "common/layout/heading.h"

#include <algorithm>

#include "common/gazetteer/gazetteer.h"
#include "common/layout/dates.h"
#include "common/layout/glyphs.h"
#include "common/layout/signature.h"
#include "common/layout/words.h"

namespace qushu {
namespace {

constexpr uint32_t kLongestHeadline = 50;  // characters
constexpr uint32_t kLongestZone = 14;

struct Name {
  Span span;
  Span division;
  NameForm form = NameForm::kFull;
};

bool IsDistrict(const NameMatch& match, const Gazetteer& gazetteer) {
  for (DivisionId id : match.divisions) {
    const Level level = gazetteer[id].level;
    if (level != Level::kForeign && level != Level::kCountry) return true;
  }
  return false;
}

// `武汉东湖开发区`: Han up to a zone's ending, with nothing but Han before it.
uint32_t ZoneSize(std::string_view text, size_t at) {
  size_t end = at;
  for (uint32_t i = HanRun(text, at, kLongestZone + 1); i > 0; --i) end += CharSize(text[end]);
  const std::string_view run = text.substr(at, end - at);
  if (HanRun(text, at, kLongestZone + 1) > kLongestZone) return 0;
  const size_t ending = LayoutWords::Get().Ends(WordClass::kZone, run);
  return ending > 0 && run.size() >= ending + 6 ? run.size() : 0;
}

// The name at `at`. Of `洛阳市涧西区` it is the last part.
std::optional<Name> NameAt(std::string_view text, size_t at, const Gazetteer& gazetteer) {
  const uint32_t zone = ZoneSize(text, at);
  Name name;
  size_t p = at;
  for (NameMatch match = gazetteer.MatchAt(text, p); match.size > 0 && p < at + 60;
       match = gazetteer.MatchAt(text, p)) {
    if (!IsDistrict(match, gazetteer)) break;
    name.span = {static_cast<uint32_t>(p), static_cast<uint32_t>(p + match.size)};
    name.form = match.form;
    p += match.size;
  }
  name.division = name.span;
  if (zone > 0 && at + zone > p) {  // 武汉开发区 begins with a name, and is another one
    name.span = {static_cast<uint32_t>(at), static_cast<uint32_t>(at + zone)};
    name.division = {};
    name.form = NameForm::kFull;
  } else if (p == at) {
    return std::nullopt;
  }
  // （化工区）, （汉南区）
  p = name.span.end;
  if (p < text.size() && (CodePointAt(text, p) == U'（' || text[p] == '(')) {
    const size_t inner = p + CharSize(text[p]);
    size_t close = inner;
    for (uint32_t i = HanRun(text, inner, 12); i > 0; --i) close += CharSize(text[close]);
    if (close > inner && close < text.size() && IsIn(CodePointAt(text, close), U"）)")) {
      const uint32_t end = close + CharSize(text[close]);
      const NameMatch match = gazetteer.MatchAt(text.substr(0, close), inner);
      if (name.division.empty() && match.size == close - inner && IsDistrict(match, gazetteer)) {
        name.division = {static_cast<uint32_t>(inner), static_cast<uint32_t>(close)};
      }
      name.span.end = end;
    }
  }
  return name;
}

// Whether `text` can be a headline: no sentence, mostly Han, no figure in front.
bool IsHeadline(std::string_view text) {
  uint32_t han = 0;
  uint32_t all = 0;
  bool stop = false;
  ForEachChar(text, [&](char32_t c, size_t) {
    han += IsHan(c);
    stop = c == U'。' || c == U'；';
    return !stop && ++all <= kLongestHeadline;
  });
  return !stop && all <= kLongestHeadline && han >= 4 && han * 2 > all;
}

Span Trimmed(std::string_view text, uint32_t begin, uint32_t end) {
  begin = SkipBlanks(text.substr(0, end), begin);
  return {begin, end};
}

// Behind `2月20日` at `at`; nothing if no day stands there.
std::optional<size_t> DayAt(std::string_view text, size_t at) {
  size_t p = at;
  for (char32_t unit : {U'月', U'日'}) {
    const size_t digits = p;
    while (p < text.size() && p < digits + 2 && IsDigit(text[p])) ++p;
    if (p == digits || p >= text.size() || CodePointAt(text, p) != unit) return std::nullopt;
    p += CharSize(text[p]);
  }
  return p;
}

std::optional<DistrictHeading> ReadDateline(std::string_view text, Span span,
                                            const Gazetteer& gazetteer) {
  const std::string_view view = text.substr(0, span.end);
  size_t at = span.begin;
  if (CodePointAt(view, at) == U'（') at += CharSize(view[at]);
  const bool paper = BeginsWithAny(view.substr(at), "本报", "本台", "本网", "本刊", "本站");
  if (paper) at += std::string_view("本报").size();
  const NameMatch match = gazetteer.MatchAt(view, at);
  if (match.size == 0 || !IsDistrict(match, gazetteer)) return std::nullopt;
  size_t behind = SkipBlanks(view, at + match.size);
  // 涧西2月20日讯
  if (const auto date = DayAt(view, behind)) behind = SkipBlanks(view, *date);
  if (behind >= view.size() || CodePointAt(view, behind) != U'讯') return std::nullopt;
  if (!paper) {
    const size_t next = behind + CharSize(view[behind]);
    if (next >= view.size() || !(IsBlank(view[next]) || IsIn(CodePointAt(view, next), U"（(")))
      return std::nullopt;
  }
  DistrictHeading heading;
  heading.form = HeadingForm::kInline;
  heading.name =
      heading.division = {static_cast<uint32_t>(at), static_cast<uint32_t>(at + match.size)};
  heading.marked = true;
  return heading;
}

}  // namespace

std::optional<DistrictHeading> ReadHeading(std::string_view text, Span span,
                                           const Gazetteer& gazetteer) {
  if (span.empty()) return std::nullopt;
  if (auto dateline = ReadDateline(text, span, gazetteer)) return dateline;
  const std::string_view view = text.substr(0, span.end);
  DistrictHeading heading;
  size_t at = span.begin;
  const Marker marker = MarkerOf(view.substr(at));
  if (marker.size > 0) {
    heading.series = marker.form;
    heading.marked = marker.form >= 0x2000 && marker.form < 0x3000;  // a bullet
    at = SkipBlanks(view, at + marker.size);
  }
  const bool bracket = at < view.size() && IsIn(CodePointAt(view, at), U"【[〖");
  if (bracket) at += CharSize(view[at]);
  const auto name = NameAt(view, at, gazetteer);
  if (!name) return std::nullopt;
  at = name->span.end;
  if (bracket) {
    if (at >= view.size() || !IsIn(CodePointAt(view, at), U"】]〗")) return std::nullopt;
    at += CharSize(view[at]);
    heading.marked = true;
  }
  heading.name = name->span;
  heading.division = name->division;
  const size_t behind = SkipBlanks(view, at);
  const bool blank = behind > at;
  const char32_t sign = behind < view.size() ? CodePointAt(view, behind) : 0;
  const bool colon = sign == U'：' || sign == ':';
  const bool dash = IsIn(sign, U"|丨—");
  if (name->form == NameForm::kStem && !(bracket || (heading.marked && colon))) {
    if (!colon && !dash) return std::nullopt;
    heading.weak = true;
  }
  if (sign == 0) return heading;
  if (!blank && !colon && !dash && !bracket) return std::nullopt;
  uint32_t rest = behind;
  while (rest < span.end && (colon || dash) && IsIn(CodePointAt(view, rest), U"：:|丨—")) {
    rest += CharSize(view[rest]);
  }
  heading.headline = Trimmed(view, rest, span.end);
  if (heading.headline.empty()) return heading;
  // `涧西区：复工企业44家，`
  const std::string_view said = Slice(view, heading.headline);
  heading.counted = colon && std::any_of(said.begin(), said.end(), IsDigit);
  const bool item =
      colon && (said.ends_with("，") ||
                (heading.counted && (EndsSentence(said) || said.find("，") != said.npos)));
  if (!item && IsHeadline(said) && (colon || !IsDigit(said[0]))) {
    heading.form = HeadingForm::kHeadline;
    return heading;
  }
  if ((!colon && !bracket) || heading.weak) return std::nullopt;
  heading.form = HeadingForm::kInline;
  heading.headline = {};
  return heading;
}

std::vector<std::optional<DistrictHeading>> FindHeadings(std::string_view text,
                                                         const std::vector<Line>& lines,
                                                         const Gazetteer& gazetteer) {
  std::vector<std::optional<DistrictHeading>> found(lines.size());
  size_t colons = 0;  // lines of the form `某某区：……`
  for (size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].kind != LineKind::kText) continue;
    found[i] = ReadHeading(text, lines[i].span, gazetteer);
  }
  // `涧西区：复工企业44家` on lines behind one another are items; alone it is a headline.
  std::vector<char> items(lines.size(), 0);
  for (size_t i = 0; i < lines.size(); ++i) {
    auto counted = [&](size_t k) { return k < lines.size() && found[k] && found[k]->counted; };
    items[i] = counted(i) && (counted(i + 1) || (i > 0 && counted(i - 1)));
  }
  for (size_t i = 0; i < lines.size(); ++i) {
    if (found[i] && items[i]) found[i]->form = HeadingForm::kInline;
    if (found[i] && found[i]->form == HeadingForm::kInline && !found[i]->marked) ++colons;
  }
  std::vector<char> drop(lines.size(), 0);
  bool any_division = false;
  size_t sure = 0;
  size_t weak = 0;
  for (size_t i = 0; i < lines.size(); ++i) {
    if (!found[i]) {
      sure += lines[i].kind == LineKind::kText && lines[i].glyphs <= 60 &&
              ReadSignature(text, lines[i].span, gazetteer).has_value();
      continue;
    }
    (found[i]->weak ? weak : sure) += 1;
  }
  for (size_t i = 0; i < lines.size(); ++i) {
    if (!found[i]) continue;
    const bool last = i + 1 == lines.size();
    if (found[i]->form == HeadingForm::kInline) {
      drop[i] = !found[i]->marked && colons < 2;
    } else {
      const bool before = i > 0 && found[i - 1] && found[i - 1]->form == found[i]->form;
      const bool behind = !last && found[i + 1] && found[i + 1]->form == found[i]->form;
      // A list of names, rows of a table, or a signature at the foot.
      drop[i] = last || before || behind || lines[i + 1].kind == LineKind::kDate ||
                lines[i + 1].kind == LineKind::kCredits;
    }
    any_division = any_division || (!drop[i] && !found[i]->division.empty());
  }
  for (size_t i = 0; i < lines.size(); ++i) {
    if (!found[i]) continue;
    // A zone alone, `加快建设新区`, may be any heading: only beside those of divisions it is a
    // name.
    const bool zone = found[i]->division.empty();
    const bool named = gazetteer.MatchAt(text, found[i]->name.begin).size > 0;
    const bool alone = found[i]->weak && sure == 0 && weak < 2;
    if (drop[i] || alone || (zone && !any_division && !named)) found[i].reset();
  }
  return found;
}

}  // namespace qushu
