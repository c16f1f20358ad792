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
  if (c < 0x80)
    return !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'));
  if (IsHan(c)) return false;
  return (c >= 0x2000 && c <= 0x206F) || (c >= 0x3000 && c <= 0x303F) ||
         (c >= 0xFF00 && c <= 0xFFEF) || c == U'·' || (c >= 0x25A0 && c <= 0x27BF);
}

// The best way to reach a position.
struct Node {
  int cost = kNoCost;
  uint32_t from = 0;
  Token token;
};

// What a lattice holds beside the nodes: numbers and places of edges that may not be taken.
struct Lattice {
  std::vector<Node> nodes;
  std::vector<Number> numbers;
  std::vector<PlaceName> places;
  std::vector<TimeExpression> times;
};

}  // namespace

int TokenizedSentence::TokenAt(uint32_t position) const {
  auto found =
      std::lower_bound(tokens.begin(), tokens.end(), position,
                       [](const Token& token, uint32_t p) { return token.span.begin < p; });
  return static_cast<int>(found - tokens.begin());
}

TokenizedSentence Tokenizer::Tokenize(std::string_view text, Span sentence) const {
  Lattice lattice;
  const uint32_t size = sentence.size();
  lattice.nodes.resize(size + 1);
  lattice.nodes[0].cost = 0;
  const std::string_view bounded = text.substr(0, sentence.end);

  auto relax = [&](uint32_t from, uint32_t length, int cost, const Token& token) {
    Node& node = lattice.nodes[from + length];
    const int total = lattice.nodes[from].cost + cost;
    if (total < node.cost) {
      node.cost = total;
      node.from = from;
      node.token = token;
    }
  };

  for (uint32_t i = 0; i < size; ++i) {
    if (lattice.nodes[i].cost == kNoCost) continue;
    const uint32_t p = sentence.begin + i;
    const char32_t c = CodePointAt(text, p);
    const uint32_t char_size = CharSize(text[p]);
    auto span_of = [&](uint32_t length) { return Span{p, p + length}; };

    if (IsPunctuation(c)) {
      relax(i, char_size, 0, {span_of(char_size), TokenKind::kPunctuation, {}, -1, 0});
      continue;
    }
    bool only_numeric = false;
    if (BeginsNumeral(c)) {
      NumericReading readings[kMaxNumericReadings];
      const int count = ReadNumber(text, p, sentence, units_, words_, readings);
      for (int k = 0; k < count; ++k) {
        NumericReading& reading = readings[k];
        if (reading.size == 0 || i + reading.size > size) continue;
        Token token{span_of(reading.size), reading.kind, {}, -1, 0};
        if (reading.kind == TokenKind::kNumber) {
          token.index = static_cast<int32_t>(lattice.numbers.size());
          lattice.numbers.push_back(std::move(reading.number));
        } else if (reading.kind == TokenKind::kTime) {
          token.index = static_cast<int32_t>(lattice.times.size());
          lattice.times.push_back(reading.time);
        }
        relax(i, reading.size, reading.cost, token);
        only_numeric |= c >= '0' && c <= '9';
      }
    }
    if (only_numeric) continue;
    if (c < 0x80) {
      uint32_t length = 1;
      while (i + length < size && IsAsciiLetter(text[p + length])) ++length;
      relax(i, length, kUnknownCharCost / 2,
            {span_of(length), TokenKind::kWord, WordClass::kUnknown, -1, 0});
      continue;
    }
    NameMatch name = gazetteer_.MatchAt(bounded, p);
    // 洛北乡 is a township, not 洛北区.
    const bool township = name.size != 0 && name.form == NameForm::kStem &&
                          words_.MatchAt(bounded, p + name.size, kPartLocality) > 0;
    if (name.size != 0 && !township) {
      Token token{span_of(name.size),
                  TokenKind::kPlace,
                  {},
                  static_cast<int32_t>(lattice.places.size()),
                  0};
      lattice.places.push_back({name.form, name.divisions});
      int cost = PlaceCost(name.form);
      if (name.form == NameForm::kFull && name.size == 6) cost = kShortNameCost;
      if (name.form == NameForm::kStem) {
        // A stem that is an everyday word too is as likely as that word.
        const Word word = lexicon_.Lookup(text.substr(p, name.size));
        if (word.size != 0) {
          cost = word.word_class == WordClass::kPlace ? std::min<int>(cost, word.cost - 2)
                                                      : word.cost + 4;
        }
      }
      relax(i, name.size, cost, token);
    }
    Word words[Lexicon::kMaxChars];
    const int count = lexicon_.MatchAt(bounded, p, words);
    for (int k = 0; k < count; ++k) {
      if (words[k].size == 0) continue;
      relax(i, words[k].size, words[k].cost,
            {span_of(words[k].size), TokenKind::kWord, words[k].word_class, -1, 0});
    }
    if (count == 0 || words[0].size == 0) {
      relax(i, char_size, kUnknownCharCost,
            {span_of(char_size), TokenKind::kWord, WordClass::kUnknown, -1, 0});
    }
  }

  TokenizedSentence result;
  result.span = sentence;
  for (uint32_t at = size; at > 0; at = lattice.nodes[at].from) {
    result.tokens.push_back(lattice.nodes[at].token);
  }
  std::reverse(result.tokens.begin(), result.tokens.end());
  for (Token& token : result.tokens) {
    token.parts = words_.PartsOf(Slice(text, token.span));
    if (token.kind == TokenKind::kNumber) {
      result.numbers.push_back(std::move(lattice.numbers[token.index]));
      token.index = static_cast<int32_t>(result.numbers.size()) - 1;
    } else if (token.kind == TokenKind::kPlace) {
      result.places.push_back(lattice.places[token.index]);
      token.index = static_cast<int32_t>(result.places.size()) - 1;
    } else if (token.kind == TokenKind::kTime) {
      result.times.push_back(lattice.times[token.index]);
      token.index = static_cast<int32_t>(result.times.size()) - 1;
    }
  }
  return result;
}

}  // namespace qushu
