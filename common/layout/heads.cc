#include "common/layout/heads.h"

#include <algorithm>

#include "absl/container/inlined_vector.h"
#include "common/gazetteer/gazetteer.h"
#include "common/layout/glyphs.h"
#include "common/layout/lines.h"
#include "common/layout/words.h"

namespace qushu {
namespace {

constexpr uint32_t kLongestHead = 32;  // characters
constexpr uint32_t kLongestPart = 14;
constexpr uint32_t kLeadReach = 60;  // characters in which an opening names its district

// The parts of a sentence between commas, as counts of characters, quotes left out.
struct Parts {
  absl::InlinedVector<uint32_t, 6> sizes;
  absl::InlinedVector<std::string_view, 6> texts;
  bool plain = true;  // nothing that a slogan does not have
};

Parts PartsOf(std::string_view sentence) {
  Parts parts;
  size_t begin = 0;
  uint32_t size = 0;
  auto end_part = [&](size_t at, size_t next) {
    if (size > 0) {
      parts.sizes.push_back(size);
      parts.texts.push_back(sentence.substr(begin, at - begin));
    }
    begin = next;
    size = 0;
  };
  ForEachChar(sentence, [&](char32_t c, size_t at) {
    if (IsDigit(c) || IsIn(c, U"；：（）…%《》")) parts.plain = false;
    if (c == U'，' || IsBlank(c)) {
      end_part(at, at + CharSize(sentence[at]));
    } else if (IsStop(c)) {
      end_part(at, sentence.size());
      return false;
    } else if (!IsIn(c, U"“”‘’、—")) {
      ++size;
    }
    return parts.plain && parts.sizes.size() < 5;
  });
  end_part(sentence.size(), sentence.size());
  return parts;
}

// `疫情发生后`, `在街道的统一指挥下`: says when or how, and a sentence follows it.
bool IsAdverbial(std::string_view part) {
  if (EndsWithAny(part, "以来", "后", "期间", "之际", "时候", "过程中", "同时")) return true;
  if (part.ends_with("时") && CountCodePoints(part) >= 6) return true;
  return part.starts_with("在") && (part.ends_with("下") || part.ends_with("中"));
}

// At most 16 characters without a digit.
bool IsShortPhrase(std::string_view text) {
  if (CountCodePoints(text) > 17) return false;
  return std::none_of(text.begin(), text.end(), [](char c) { return IsDigit(c); });
}

bool NamesDivision(std::string_view text, const Gazetteer& gazetteer) {
  bool named = false;
  ForEachChar(text, [&](char32_t, size_t at) {
    const NameMatch match = gazetteer.MatchAt(text, at);
    named = match.size > 0 && match.form <= NameForm::kAlias;
    return !named;
  });
  return named;
}

// Whether the paragraph reads as the opening of a report on `name`: one sentence or two without a
// digit, `……以来` or the like in front, and the district named behind it.
bool ReadsAsOpening(std::string_view text, const Block& block, std::string_view name,
                    std::string_view stem) {
  if (block.sentences.size() > 2) return false;
  const Span last = block.sentences.back();
  const std::string_view view = Slice(text, block.span);
  if (block.sentences.size() == 2 && !view.starts_with("“")) return false;
  // An opening quotation stands for itself; the formula comes behind it.
  const std::string_view opening = block.sentences.size() == 2 ? Slice(text, last) : view;
  size_t reach = 0;
  uint32_t glyphs = 0;
  ForEachChar(opening, [&](char32_t c, size_t at) {
    reach = at + CharSize(opening[at]);
    return ++glyphs < kLeadReach && !IsStop(c);
  });
  const std::string_view front = opening.substr(0, reach);
  const bool formula = LayoutWords::Get().Begins(WordClass::kOpening, front) > 0 ||
                       front.find("以来，") != front.npos;
  if (!formula ||
      (front.find(name) == front.npos && (stem.empty() || front.find(stem) == front.npos))) {
    return false;
  }
  const std::string_view said = view.substr(0, last.end - block.span.begin);
  return std::none_of(said.begin(), said.end(), [](char c) { return IsDigit(c); });
}

}  // namespace

bool IsSlogan(std::string_view sentence) {
  if (sentence.size() > 4 * kLongestHead) return false;
  const LayoutWords& words = LayoutWords::Get();
  const Parts parts = PartsOf(sentence);
  if (!parts.plain || parts.sizes.empty() || parts.sizes.size() > 4) return false;
  uint32_t total = 0;
  for (uint32_t size : parts.sizes) total += size;
  if (total < 4 || total > kLongestHead) return false;
  if (parts.sizes.size() == 1) {
    if (total > 12) return false;
  } else {
    const auto [least, most] = std::minmax_element(parts.sizes.begin(), parts.sizes.end());
    if (*least < 3 || *most > kLongestPart || *least * 2 + 1 < *most) return false;
    if (parts.sizes.size() > 2 && *most - *least > 2) return false;
    if (IsAdverbial(parts.texts.front())) return false;
  }
  if (words.Begins(WordClass::kNotHead, sentence) > 0) return false;
  for (std::string_view word : {"他", "她", "我们", "你们", "咱", "记者", "该区", "该市", "该县"}) {
    if (sentence.find(word) != sentence.npos) return false;
  }
  return true;
}

void FindHeads(const Gazetteer& gazetteer, Layout& layout) {
  const std::string_view text = layout.reading.text;
  auto section_of = [&](const Block& block) -> const Section* {
    return block.section < 0 ? nullptr : &layout.sections[block.section];
  };
  // Candidates first: one of a single part counts only beside others.
  std::vector<char> single(layout.blocks.size(), 0);
  int sure = 0;
  for (size_t i = 0; i < layout.blocks.size(); ++i) {
    Block& block = layout.blocks[i];
    if (block.kind != BlockKind::kBody || block.sentences.empty()) continue;
    const Span first = block.sentences[0];
    const std::string_view sentence = Slice(text, first);
    // An inline heading's first sentence begins with the district's name.
    if (first.begin != block.span.begin || !EndsSentence(sentence)) continue;
    // `（一）工业经济稳中有进。` heads its paragraph whatever its form.
    const std::string_view said = sentence.substr(MarkerOf(sentence).size);
    const bool marked =
        said.size() < sentence.size() && block.sentences.size() > 1 && IsShortPhrase(said);
    if (!marked && (said.size() < sentence.size() || !IsSlogan(sentence) ||
                    NamesDivision(sentence, gazetteer))) {
      continue;
    }
    if (sentence.find("。”") != sentence.npos) continue;  // somebody speaks
    const bool alone = block.sentences.size() == 1;
    const bool followed =
        i + 1 < layout.blocks.size() && layout.blocks[i + 1].kind == BlockKind::kBody &&
        layout.blocks[i + 1].section == block.section && layout.blocks[i + 1].sentences.size() > 1;
    if (alone && !followed) continue;
    block.run_in_head = first;
    single[i] = !marked && PartsOf(sentence).sizes.size() == 1;
    sure += !single[i];
  }
  for (size_t i = 0; i < layout.blocks.size(); ++i) {
    if (single[i] && sure < 2) layout.blocks[i].run_in_head = {};
  }
  for (size_t s = 0; s < layout.sections.size(); ++s) {
    const Section& section = layout.sections[s];
    const std::string_view name = Slice(text, section.name);
    std::string_view stem;
    const NameMatch match = gazetteer.Lookup(name);
    if (!match.divisions.empty()) stem = gazetteer[match.divisions[0]].stem;
    int body = 0;
    bool headed = false;
    for (int i = section.first_block; i < section.end_block; ++i) {
      Block& block = layout.blocks[i];
      if (block.kind != BlockKind::kBody || block.sentences.empty() ||
          section_of(block) == nullptr) {
        continue;
      }
      if (body++ == 0) {
        headed = !block.run_in_head.empty();
        continue;
      }
      if (headed && block.run_in_head.empty() && ReadsAsOpening(text, block, name, stem)) {
        block.displaced_lead = true;
        break;
      }
    }
  }
}

}  // namespace qushu
