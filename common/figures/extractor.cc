#include "common/figures/extractor.h"

#include <algorithm>
#include <string>
#include <utility>

#include "common/base/status_macros.h"
#include "common/base/utf8.h"
#include "common/figures/institution.h"
#include "common/figures/number_reader.h"
#include "common/figures/passage.h"
#include "common/figures/place_context.h"
#include "common/figures/tokenizer.h"
#include "common/figures/units.h"
#include "common/figures/word_sets.h"
#include "common/lexicon/lexicon.h"

namespace qushu {

struct Extractor::Tables {
  const Gazetteer& gazetteer;
  Lexicon lexicon;
  UnitTable units;
  WordSets words;
};

namespace {

constexpr uint32_t kLongestUnitLine = 120;

// As much of a sentence as is read at once: to the end of a clause, if one ends in its second half.
Span FirstPiece(std::string_view text, Span sentence) {
  Span piece{sentence.begin, sentence.begin + Tokenizer::kMaxSentenceBytes};
  while (IsContinuation(text[piece.end])) --piece.end;
  for (size_t at = piece.end; at > piece.begin + Tokenizer::kMaxSentenceBytes / 2;) {
    at = PreviousChar(text, at);
    const std::string_view mark = text.substr(at, 3);
    if (mark == "，" || mark == "、" || mark == "；") {
      piece.end = static_cast<uint32_t>(at) + 3;
      break;
    }
  }
  return piece;
}

// The lines above the text proper: title, issuer, date.
std::string Lead(const Layout& layout) {
  constexpr uint32_t kLongestLine = 120;
  std::string lead;
  for (const Block& block : layout.blocks) {
    if (block.kind == BlockKind::kHeading || block.section >= 0) break;
    if (block.kind == BlockKind::kFurniture) continue;
    if (block.kind == BlockKind::kBody && block.span.size() > kLongestLine) break;
    lead += Slice(layout.reading.text, block.span);
    lead += '\n';
  }
  // A text of nothing but short lines is no lead.
  return lead.size() * 2 < layout.reading.text.size() ? lead : "";
}

// The first clause below a lead of `size` bytes.
std::string_view FirstClause(const Layout& layout, size_t size) {
  constexpr size_t kLongestClause = 120;
  for (const Block& block : layout.blocks) {
    if (block.kind != BlockKind::kBody || block.span.begin < size) continue;
    const std::string_view body = Slice(layout.reading.text, block.span).substr(0, kLongestClause);
    return body.substr(0, std::min(body.find("，"), body.find("。")));
  }
  return {};
}

// What is counted in all that a list or table holds: 单位：万剂.
std::optional<ListUnit> UnitSaid(std::string_view line, const UnitTable& units) {
  constexpr std::string_view kLabel = "单位";
  size_t p = line.find(kLabel);
  if (p == std::string_view::npos) return std::nullopt;
  p += kLabel.size();
  if (line.substr(p).starts_with("：")) {
    p += 3;
  } else if (line.substr(p).starts_with(":")) {
    ++p;
  } else {
    return std::nullopt;
  }
  while (p < line.size() && line[p] == ' ') ++p;
  ListUnit said;
  for (const auto& [word, factor] : {std::pair{"百", 100}, std::pair{"千", 1000},
                                     std::pair{"万", 10000}, std::pair{"亿", 100000000}}) {
    // 千瓦时 is a unit itself.
    const UnitMatch match = units.MatchAt(line, p + 3);
    if (line.substr(p).starts_with(word) && units.MatchAt(line, p).size == 0 && match.size > 0) {
      said.factor = Decimal(factor);
      p += 3;
      break;
    }
  }
  const UnitMatch match = units.MatchAt(line, p);
  if (match.size == 0 || match.ratio) return std::nullopt;
  said.unit = match.unit;
  return said;
}

// The division or zone that a section's heading names: 青山区（化工区）, 东湖开发区.
Place SectionPlace(std::string_view text, const Section& section, const PlaceContext& places) {
  const std::string_view name = Slice(text, section.name);
  Place best;
  bool whole = false;
  for (size_t p = 0; p < name.size();) {
    NameMatch match = places.gazetteer().MatchAt(name, p);
    if (match.size == 0) {
      p += CharSize(name[p]);
      continue;
    }
    // 襄阳高新区, 东部新区: 新区 is a district only where it is the whole name.
    if (match.size == 6 && match.size != name.size() &&
        name.substr(p, match.size).ends_with("区") &&
        !(p > 0 && best.known() && places.Supports(match.divisions[0], best))) {
      p += match.size;
      continue;
    }
    Place place = places.Resolve(match.divisions, best.known() ? best : places.home());
    // The name itself, one that ends it (洛阳市涧西区), or one in brackets beats a stem on the way.
    const bool ends = p + match.size == name.size() || name.substr(p + match.size, 3) == "）" ||
                      name.substr(p + match.size, 3) == "（" || name[p + match.size] == ')' ||
                      name[p + match.size] == '(';
    if (match.form != NameForm::kStem && ends && !whole) {
      best = place;
      whole = true;
    } else if (!whole && match.form != NameForm::kStem) {
      best = place;
    } else if (!best.known() && match.size == name.size()) {
      best = place;
      whole = true;
    }
    p += match.size;
  }
  if (!whole) {
    Place zone = places.home();
    if (best.known()) zone = best;
    zone.zone = std::string(name);
    return zone;
  }
  return best;
}

// What the text outside the sections is about, where they are of several districts and no title
// says it: the division around them all. Unknown otherwise.
Place AroundSections(const std::vector<Place>& sections, const PlaceContext& places) {
  const Gazetteer& gazetteer = places.gazetteer();
  Place around;
  for (const Place& section : sections) {
    if (section.division == kNoDivision) continue;
    if (around.division == kNoDivision) around.division = section.division;
    while (around.division != kNoDivision &&
           !gazetteer.IsWithin(section.division, around.division)) {
      around.division = gazetteer[around.division].parent;
    }
  }
  const DivisionId home = places.home().division;
  const bool deeper = home != kNoDivision && around.division != kNoDivision &&
                      home != around.division && gazetteer.IsWithin(home, around.division);
  return deeper && gazetteer[home].level == Level::kCounty &&
                 gazetteer[around.division].level > Level::kCountry
             ? around
             : Place{};
}

bool IsListLine(const Block& block) {
  return block.sentences.size() <= 1 && block.span.size() < 75;
}

// The first block from `at` on that is read for figures.
std::vector<Block>::const_iterator NextRead(const Layout& layout,
                                            std::vector<Block>::const_iterator at) {
  return std::find_if(at, layout.blocks.end(), [](const Block& block) {
    return block.kind != BlockKind::kFurniture && block.kind != BlockKind::kMasthead &&
           block.kind != BlockKind::kByline;
  });
}

// Whether a sentence has anything that can be a number, or that announces one. The last ones of a
// paragraph of prose mostly have not, and are passed over: they leave nothing to the next one.
bool MayMatter(std::string_view text, Span sentence) {
  if (sentence.size() > Tokenizer::kMaxSentenceBytes) return true;
  for (uint32_t at = sentence.begin; at < sentence.end; at += CharSize(text[at])) {
    const char32_t c = CodePointAt(text, at);
    if (BeginsNumber(c) || c == U'：') return true;
  }
  return false;
}

}  // namespace

Extractor::Extractor(std::unique_ptr<const Tables> tables) : tables_(std::move(tables)) {}
Extractor::~Extractor() = default;

absl::StatusOr<std::unique_ptr<Extractor>> Extractor::Create(const Gazetteer& gazetteer) {
  QUSHU_ASSIGN_OR_RETURN(Lexicon lexicon, Lexicon::Create());
  QUSHU_ASSIGN_OR_RETURN(UnitTable units, UnitTable::Create());
  QUSHU_ASSIGN_OR_RETURN(WordSets words, WordSets::Create());
  return std::unique_ptr<Extractor>(new Extractor(std::unique_ptr<const Tables>(
      new Tables{gazetteer, lexicon, std::move(units), std::move(words)})));
}

Extraction Extractor::Extract(const Layout& layout, const ExtractContext& context) const {
  const std::string_view text = layout.reading.text;
  std::string lead = Lead(layout);
  const bool institution = IsOfInstitution(text, lead);
  // 我院“家底”来了: the text begins with its name.
  if (institution) lead += FirstClause(layout, lead.size());
  const PlaceContext places(text, lead, tables_->gazetteer, context.date, context.home);
  Tokenizer tokenizer(tables_->lexicon, tables_->gazetteer, tables_->units, tables_->words);
  PassageReader passage(text, tables_->words, places, context.date, context.explain);

  Extraction result;
  result.sections.reserve(layout.sections.size());
  for (const Section& section : layout.sections) {
    result.sections.push_back(SectionPlace(text, section, places));
  }
  // About what a report has; to move all figures, again and again, would take longer.
  result.figures.reserve(text.size() / 100);
  const Place outside =
      context.home == kNoDivision ? AroundSections(result.sections, places) : Place{};
  // A zone beside districts is the city's, not that of one of them.
  for (size_t i = 0; outside.known() && i < result.sections.size(); ++i) {
    Place& place = result.sections[i];
    if (!place.zone.empty() && layout.sections[i].division.empty() &&
        place.division == places.home().division) {
      place.division = outside.division;
    }
  }
  int section = -2;
  for (auto at = NextRead(layout, layout.blocks.begin()); at != layout.blocks.end();) {
    const Block& block = *at;
    at = NextRead(layout, at + 1);
    if (block.section != section) {
      section = block.section;
      if (section < 0) {
        passage.BeginSection(outside, {}, institution);
      } else {
        passage.BeginSection(result.sections[section], layout.sections[section].name, false);
      }
    }
    passage.BeginBlock(IsListLine(block), block.kind == BlockKind::kSubheading);
    if (block.span.size() < kLongestUnitLine) {
      if (auto unit = UnitSaid(Slice(text, block.span), tables_->units)) passage.SetUnit(*unit);
    }
    const bool forgets =
        at == layout.blocks.end() || passage.Forgets(at->section != block.section, IsListLine(*at));
    size_t count = block.sentences.size();
    while (forgets && count > 0 && !MayMatter(text, block.sentences[count - 1])) --count;
    for (size_t i = 0; i < block.sentences.size(); ++i) {
      Span sentence = block.sentences[i];
      if (i >= count) {
        passage.Skip();
        continue;
      }
      bool cut = false;
      while (!sentence.empty()) {
        Span piece = sentence;
        const size_t first = result.figures.size();
        if (piece.size() > Tokenizer::kMaxSentenceBytes) piece = FirstPiece(text, piece);
        cut = cut || piece.end < sentence.end;
        sentence.begin = piece.end;
        passage.Read(tokenizer.Tokenize(text, piece), result.figures);
        for (size_t read = first; cut && read < result.figures.size(); ++read) {
          result.figures[read].in_piece = true;
        }
        if (result.figures.size() > context.max_figures) {
          result.stopped = piece;
          return result;
        }
      }
    }
  }
  return result;
}

}  // namespace qushu
