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

constexpr uint32_t kAhead = 4;  // characters; by the time they are read the memory has answered

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

bool IsDigit(char32_t c) { return c >= '0' && c <= '9'; }

bool IsAsciiLetter(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool IsPunctuation(char32_t c) {
  if (c >= 0x3400 && c < 0xFF00) return false;  // Han, nearly always
  if (c < 0x80) return !IsDigit(c) && !IsAsciiLetter(c);
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
  // Without a branch, since nobody can guess it, the processor included.
  const Node* const ways[] = {&node, &edge};
  node = *ways[edge.cost < node.cost];
}

// Characters from the one at index `from` to the byte `end` of the text.
inline uint16_t Tokenizer::CharsTo(uint32_t from, uint32_t end) const {
  uint16_t count = 0;
  while (offsets_[from + count] < end) ++count;
  return count;
}

void Tokenizer::Decode(std::string_view text) {
  chars_.clear();
  offsets_.clear();
  uint32_t at = result_.span.begin;
  for (; at < result_.span.end; at += CharSize(text[at])) {
    chars_ += ToUnit(CodePointAt(text, at));
    offsets_.push_back(at);
  }
  offsets_.push_back(at);
  nodes_.assign(offsets_.size(), {kNoCost, 0, TokenKind::kWord, WordClass::kUnknown, 0, -1});
  nodes_[0].cost = 0;
}

// The numbers and times that begin at `i`. Whether nothing else does.
bool Tokenizer::ReadNumeral(std::string_view text, uint32_t i) {
  const Span sentence = result_.span;
  const int count = ReadNumber(text, offsets_[i], sentence, units_, words_, readings_);
  bool found = false;
  for (int k = 0; k < count; ++k) {
    const NumericReading& reading = readings_[k];
    if (reading.size == 0 || offsets_[i] + reading.size > sentence.end) continue;
    // 两江新区, 七里河区: a numeral in the name of a district.
    if (reading.kind == TokenKind::kOther) {
      const NameMatch name = gazetteer_.MatchAt(text, offsets_[i]);
      if (name.size >= reading.size && name.form != NameForm::kStem) continue;
    }
    int32_t index = -1;
    if (reading.kind == TokenKind::kNumber) {
      index = static_cast<int32_t>(edges_.numbers.size());
      edges_.numbers.push_back(reading.number);
    } else if (reading.kind == TokenKind::kTime) {
      index = static_cast<int32_t>(edges_.times.size());
      edges_.times.push_back(reading.time);
    }
    Relax(i, {reading.cost, CharsTo(i, offsets_[i] + reading.size), reading.kind, {}, 0, index});
    found = true;
  }
  return found && IsDigit(chars_[i]);
}

// The names and words that begin at `i`.
void Tokenizer::ReadWords(std::string_view text, uint32_t i) {
  Word words[Lexicon::kMaxChars];
  const int count = lexicon_.MatchAt(std::u16string_view(chars_).substr(i), words);
  const NameMatch name = gazetteer_.MatchAt(text, offsets_[i]);
  // 洛北乡 is a township, not 洛北区.
  const bool township = name.size != 0 && name.form == NameForm::kStem &&
                        words_.MatchAt(text, offsets_[i] + name.size, kPartLocality) > 0;
  if (name.size != 0 && !township) {
    const uint16_t size = CharsTo(i, offsets_[i] + name.size);
    int cost = PlaceCost(name.form);
    if (name.form == NameForm::kFull && size == 2) cost = kShortNameCost;
    if (name.form == NameForm::kStem) {
      // A stem that is an everyday word too is as likely as that word.
      for (int k = 0; k < count; ++k) {
        if (words[k].size != size) continue;
        cost = words[k].word_class == WordClass::kPlace ? std::min<int>(cost, words[k].cost - 2)
                                                        : words[k].cost + 4;
      }
    }
    Relax(i, {cost, size, TokenKind::kPlace, {}, 0, static_cast<int32_t>(edges_.places.size())});
    edges_.places.push_back({name.form, name.divisions});
  }
  for (int k = 0; k < count; ++k) {
    const Word& word = words[k];
    Relax(i, {word.cost, word.size, TokenKind::kWord, word.word_class, word.row, -1});
  }
  if (count == 0 || words[0].size != 1) {
    Relax(i, {kUnknownCharCost, 1, TokenKind::kWord, WordClass::kUnknown, lexicon_.RowOf(chars_[i]),
              -1});
  }
}

// Takes the tokens of the best way over into the result.
void Tokenizer::Collect(std::string_view text) {
  size_t count = 0;
  for (size_t at = chars_.size(); at > 0; at -= nodes_[at].size) ++count;
  result_.tokens.resize(count);
  for (size_t at = chars_.size(); at > 0; at -= nodes_[at].size) {
    const Node& node = nodes_[at];
    result_.tokens[--count] = {
        {offsets_[at - node.size], offsets_[at]}, node.kind,  node.word_class,
        node.size == 1 ? chars_[at - 1] : u'\0',  node.index, words_.PartsOfRow(node.row)};
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
  Decode(text);
  const std::string_view bounded = text.substr(0, sentence.end);
  const uint32_t size = static_cast<uint32_t>(chars_.size());
  for (uint32_t i = 0; i < size; ++i) {
    if (i + kAhead + 1 < size) lexicon_.Prefetch(chars_[i + kAhead], chars_[i + kAhead + 1]);
    if (nodes_[i].cost == kNoCost) continue;
    const char16_t c = chars_[i];
    if (BeginsNumber(c) && ReadNumeral(text, i)) continue;
    if (IsPunctuation(c)) {
      Relax(i, {0, 1, TokenKind::kPunctuation, {}, 0, -1});
    } else if (c < 0x80) {
      uint16_t length = 1;
      while (i + length < size && IsAsciiLetter(chars_[i + length])) ++length;
      Relax(i, {kUnknownCharCost / 2, length, TokenKind::kWord, WordClass::kUnknown, 0, -1});
    } else {
      ReadWords(bounded, i);
    }
  }
  Collect(text);
  return result_;
}

}  // namespace qushu
