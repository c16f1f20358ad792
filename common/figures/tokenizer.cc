#include "common/figures/tokenizer.h"

#include <algorithm>
#include <limits>

#include "common/base/utf8.h"
#include "common/figures/number_reader.h"
#include "common/figures/numeral.h"

namespace qushu {
namespace {

// Costs in eighths of a nat, as in the lexicon.
constexpr int kFullNameCost = 60;
constexpr int kShortNameCost = 84;  // 代县 of two characters, against 代|县长
constexpr int kAliasCost = 68;
constexpr int kStemCost = 92;
constexpr int kUnknownCharCost = 130;

constexpr int kNoCost = std::numeric_limits<int>::max();

int PlaceCost(NameForm form) {
  switch (form) {
    case NameForm::kFull:
      return kFullNameCost;
    case NameForm::kAlias:
      return kAliasCost;
    default:
      return kStemCost;
  }
}

bool IsAsciiLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool IsPunctuation(char32_t c) {
  if (c >= 0x3400 && c < 0xFF00) return false;  // Han, nearly always
  if (c < 0x80)
    return !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'));
  if (IsHan(c)) return false;
  return (c >= 0x2000 && c <= 0x206F) || (c >= 0x3000 && c <= 0x303F) ||
         (c >= 0xFF00 && c <= 0xFFEF) || c == U'·' || (c >= 0x25A0 && c <= 0x27BF);
}

}  // namespace

int TokenizedSentence::TokenAt(uint32_t position) const {
  auto found =
      std::lower_bound(tokens.begin(), tokens.end(), position,
                       [](const Token& token, uint32_t p) { return token.span.begin < p; });
  return static_cast<int>(found - tokens.begin());
}

inline void Tokenizer::Relax(uint32_t from, Node edge) {
  Node& node = nodes_[from + edge.size];
  edge.cost += nodes_[from].cost;
  if (edge.cost < node.cost) node = edge;
}

// The numbers and times that begin at `i`. Whether nothing else does.
bool Tokenizer::ReadNumeral(std::string_view text, uint32_t i, char32_t c) {
  const Span sentence = result_.span;
  const int count = ReadNumber(text, sentence.begin + i, sentence, units_, words_, readings_);
  bool found = false;
  for (int k = 0; k < count; ++k) {
    const NumericReading& reading = readings_[k];
    if (reading.size == 0 || i + reading.size > sentence.size()) continue;
    int32_t index = -1;
    if (reading.kind == TokenKind::kNumber) {
      index = static_cast<int32_t>(edges_.numbers.size());
      edges_.numbers.push_back(reading.number);
    } else if (reading.kind == TokenKind::kTime) {
      index = static_cast<int32_t>(edges_.times.size());
      edges_.times.push_back(reading.time);
    }
    Relax(i, {reading.cost, static_cast<uint16_t>(reading.size), reading.kind, {}, 0, index});
    found = true;
  }
  return found && c >= '0' && c <= '9';
}

// The names and words that begin at `i`.
void Tokenizer::ReadWords(std::string_view text, uint32_t i) {
  const uint32_t p = result_.span.begin + i;
  Word words[Lexicon::kMaxChars];
  const int count = lexicon_.MatchAt(text, p, words);
  const NameMatch name = gazetteer_.MatchAt(text, p);
  // 洛北乡 is a township, not 洛北区.
  const bool township = name.size != 0 && name.form == NameForm::kStem &&
                        words_.MatchAt(text, p + name.size, kPartLocality) > 0;
  if (name.size != 0 && !township) {
    int cost = PlaceCost(name.form);
    if (name.form == NameForm::kFull && name.size == 6) cost = kShortNameCost;
    if (name.form == NameForm::kStem) {
      // A stem that is an everyday word too is as likely as that word.
      for (int k = 0; k < count; ++k) {
        if (words[k].size != name.size) continue;
        cost = words[k].word_class == WordClass::kPlace ? std::min<int>(cost, words[k].cost - 2)
                                                        : words[k].cost + 4;
      }
    }
    Relax(i, {cost,
              static_cast<uint16_t>(name.size),
              TokenKind::kPlace,
              {},
              0,
              static_cast<int32_t>(edges_.places.size())});
    edges_.places.push_back({name.form, name.divisions});
  }
  for (int k = 0; k < count; ++k) {
    Relax(i, {words[k].cost, static_cast<uint16_t>(words[k].size), TokenKind::kWord,
              words[k].word_class, words[k].row, -1});
  }
  const uint32_t char_size = CharSize(text[p]);
  if (count == 0 || words[0].size != char_size) {
    Relax(i, {kUnknownCharCost, static_cast<uint16_t>(char_size), TokenKind::kWord,
              WordClass::kUnknown, lexicon_.RowOf(CodePointAt(text, p)), -1});
  }
}

// Takes the tokens of the best way over into the result.
void Tokenizer::Collect(std::string_view text) {
  size_t count = 0;
  for (uint32_t at = result_.span.size(); at > 0; at -= nodes_[at].size) ++count;
  result_.tokens.resize(count);
  for (uint32_t at = result_.span.size(); at > 0; at -= nodes_[at].size) {
    const Node& node = nodes_[at];
    const uint32_t end = result_.span.begin + at;
    result_.tokens[--count] = {{end - node.size, end},
                               node.kind,
                               node.word_class,
                               node.index,
                               words_.PartsOfRow(node.row)};
  }
  for (Token& token : result_.tokens) {
    if (token.kind == TokenKind::kNumber) {
      result_.numbers.push_back(edges_.numbers[token.index]);
      token.index = static_cast<int32_t>(result_.numbers.size()) - 1;
    } else if (token.kind == TokenKind::kPlace) {
      result_.places.push_back(edges_.places[token.index]);
      token.index = static_cast<int32_t>(result_.places.size()) - 1;
      token.parts = words_.PartsOf(Slice(text, token.span));
    } else if (token.kind == TokenKind::kTime) {
      result_.times.push_back(edges_.times[token.index]);
      token.index = static_cast<int32_t>(result_.times.size()) - 1;
    }
  }
}

const TokenizedSentence& Tokenizer::Tokenize(std::string_view text, Span sentence) {
  for (TokenizedSentence* lists : {&edges_, &result_}) {
    lists->numbers.clear();
    lists->places.clear();
    lists->times.clear();
  }
  result_.span = sentence;
  const uint32_t size = sentence.size();
  nodes_.assign(size + 1, {kNoCost, 0, TokenKind::kWord, WordClass::kUnknown, 0, -1});
  nodes_[0].cost = 0;
  const std::string_view bounded = text.substr(0, sentence.end);
  uint32_t step = 0;
  for (uint32_t i = 0; i < size; i += step) {
    const uint32_t p = sentence.begin + i;
    step = CharSize(text[p]);
    if (nodes_[i].cost == kNoCost) continue;
    const char32_t c = CodePointAt(text, p);
    if (BeginsNumber(c) && ReadNumeral(text, i, c)) continue;
    if (IsPunctuation(c)) {
      Relax(i, {0, static_cast<uint16_t>(step), TokenKind::kPunctuation, {}, 0, -1});
    } else if (c < 0x80) {
      uint32_t length = 1;
      while (i + length < size && IsAsciiLetter(text[p + length])) ++length;
      Relax(i, {kUnknownCharCost / 2, static_cast<uint16_t>(length), TokenKind::kWord,
                WordClass::kUnknown, 0, -1});
    } else {
      ReadWords(bounded, i);
    }
  }
  Collect(text);
  return result_;
}

}  // namespace qushu
