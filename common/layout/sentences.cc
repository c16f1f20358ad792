#include "common/layout/sentences.h"

#include <string>

#include "common/layout/glyphs.h"

namespace qushu {
namespace {

constexpr size_t kLongestSpeaker = 40;  // characters from the quotation's end to the full stop

// Whether `text` begins with who said what stands before: `区卫健委副主任凌加年说。`
bool IsAttribution(std::string_view text) {
  std::string speaker;
  bool ends = false;
  size_t seen = 0;
  ForEachChar(text, [&](char32_t c, size_t) {
    if (IsStop(c)) {
      ends = true;
      return false;
    }
    if (IsIn(c, U",，、;；:：“”‘’…") || ++seen > kLongestSpeaker) return false;
    if (!IsBlank(c)) AppendUtf8(c, speaker);
    return true;
  });
  if (!ends) return false;
  for (std::string_view verb : {"说", "表示", "介绍", "告诉记者", "坦言", "说道", "写道", "答道"}) {
    if (speaker.size() > verb.size() && speaker.ends_with(verb)) return true;
  }
  return false;
}

}  // namespace

std::vector<Span> SplitSentences(std::string_view text, Span block) {
  std::vector<Span> sentences;
  auto add = [&](uint32_t begin, uint32_t end) {
    while (begin < end && IsBlank(text[begin])) ++begin;
    while (end > begin && IsBlank(text[end - 1])) --end;
    if (begin < end) sentences.push_back({begin, end});
  };
  uint32_t begin = block.begin;
  uint32_t at = block.begin;
  while (at < block.end) {
    if (LeadsHan(text[at])) {
      at += 3;
      continue;
    }
    const char32_t c = CodePointAt(text, at);
    if (!MayBeMark(c) || !IsStop(c)) {
      at += CharSize(text[at]);
      continue;
    }
    while (at < block.end && IsStop(CodePointAt(text, at))) at += CharSize(text[at]);
    const uint32_t behind_stop = at;
    while (at < block.end && IsCloser(CodePointAt(text, at))) at += CharSize(text[at]);
    if (at > behind_stop && IsAttribution(text.substr(at, block.end - at))) continue;
    add(begin, at);
    begin = at;
  }
  add(begin, block.end);
  return sentences;
}

}  // namespace qushu
