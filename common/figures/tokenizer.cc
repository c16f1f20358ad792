#include "common/figures/tokenizer.h"

#include <algorithm>

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

uint32_t Tokenizer::AddItem(TokenKind kind, size_t index) {
  items_.push_back({kind, static_cast<int16_t>(index)});
  return static_cast<uint32_t>(items_.size() - 1);
}

// Takes the token from `from` on where it is cheaper than what leads to its end so far.
inline void Tokenizer::Relax(uint32_t from, int cost, uint32_t size, uint32_t item) {
  ways_[from + size].Take(ways_[from].On(cost, size, item));
}

// Characters from the one at index `from` to the byte `end` of the text.
inline uint16_t Tokenizer::CharsTo(uint32_t from, uint32_t end) const {
  uint16_t count = 0;
  while (offsets_[from + count] < end) ++count;
  return count;
}

void Tokenizer::Decode(std::string_view text) {
  const uint32_t end = result_.span.end;
  char16_t* chars = chars_.data();
  uint32_t* offsets = offsets_.data();
  uint32_t count = 0;
  for (uint32_t at = result_.span.begin; at < end; ++count) {
    offsets[count] = at;
    if (LeadsHan(text[at])) {
      chars[count] = HanAt(text, at);
      at += 3;
    } else {
      chars[count] = ToUnit(CodePointAt(text, at));
      at += CharSize(text[at]);
    }
  }
  chars[count] = chars[count + 1] = 0;
  offsets[count] = end;
  size_ = count;
  std::fill_n(ways_.begin(), count + 1, Way::None());
  ways_[0] = Way::Start();
}

// Looks up each two characters. The memory that the lexicon fills is far away; here one look-up
// does not wait for another, and what longer words need is asked for.
void Tokenizer::LookUpPairs() {
  for (uint32_t i = 0; i < size_; ++i) {
    pairs_[i] = lexicon_.Next(lexicon_.First(chars_[i]), chars_[i + 1]);
    lexicon_.Prefetch(pairs_[i], chars_[i + 2]);
  }
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
    size_t index = 0;
    if (reading.kind == TokenKind::kNumber) {
      index = edges_.numbers.size();
      edges_.numbers.push_back(reading.number);
    } else if (reading.kind == TokenKind::kTime) {
      index = edges_.times.size();
      edges_.times.push_back(reading.time);
    }
    Relax(i, reading.cost, CharsTo(i, offsets_[i] + reading.size), AddItem(reading.kind, index));
    found = true;
  }
  return found && IsDigit(chars_[i]);
}

// The name of a place, found at `i`.
void Tokenizer::ReadName(std::string_view text, uint32_t i, const NameMatch& name) {
  // 洛北乡 is a township, not 洛北区.
  if (name.form == NameForm::kStem &&
      words_.MatchAt(text, offsets_[i] + name.size, kPartLocality) > 0) {
    return;
  }
  const uint16_t size = CharsTo(i, offsets_[i] + name.size);
  int cost = PlaceCost(name.form);
  if (name.form == NameForm::kFull && size == 2) cost = kShortNameCost;
  if (name.form == NameForm::kStem) {
    // A stem that is an everyday word too is as likely as that word.
    Word words[Lexicon::kMaxChars];
    const int count = lexicon_.MatchAt({chars_.data() + i, size_ - i}, words);
    for (int k = 0; k < count; ++k) {
      if (words[k].size != size) continue;
      cost = words[k].word_class == WordClass::kPlace ? std::min<int>(cost, words[k].cost - 2)
                                                      : words[k].cost + 4;
    }
  }
  Relax(i, cost, size, AddItem(TokenKind::kPlace, edges_.places.size()));
  edges_.places.push_back({name.form, name.divisions});
}

// The words that begin at `i`, and its character alone, whether that is a word or not.
inline void Tokenizer::ReadWords(uint32_t i) {
  const char16_t* chars = chars_.data() + i;
  Way* ways = ways_.data() + i;
  const Way from = *ways;
  const int cost = lexicon_.First(*chars).cost();
  ways[1].Take(from.On(cost != 0 ? cost : kUnknownCharCost, 1, kWordItem));
  Lexicon::Node node = pairs_[i];
  for (uint32_t size = 2;; ++size) {
    // Without a branch on whether it is a word, since nobody can guess it, the processor included.
    const Way way = from.On(node.cost(), size, kWordItem);
    ways[size].Take(node.cost() != 0 ? way : Way::None());
    if (!node.goes_on()) break;
    node = lexicon_.Next(node, chars[size]);
  }
}

// What the lexicon says of the `size` characters from the one at index `from` on.
inline Lexicon::Node Tokenizer::WordAt(uint32_t from, uint32_t size) const {
  if (size == 1) return lexicon_.First(chars_[from]);
  Lexicon::Node node = pairs_[from];
  for (uint32_t next = from + 2; next < from + size && node.goes_on(); ++next) {
    node = lexicon_.Next(node, chars_[next]);
  }
  return node;
}

// Takes the tokens of the best way over into the result.
void Tokenizer::Collect(std::string_view text) {
  size_t count = 0;
  for (uint32_t at = size_; at > 0; at -= ways_[at].size()) ++count;
  result_.tokens.resize(count);
  result_.parts = 0;
  for (uint32_t at = size_, size = 0; at > 0; at -= size) {
    size = ways_[at].size();
    const uint32_t begin = at - size;
    const uint32_t item = ways_[at].item();
    const char16_t first = chars_[begin];
    Token& token = result_.tokens[--count];
    token.span = {offsets_[begin], offsets_[at]};
    token.character = size == 1 ? first : u'\0';
    token.first = first;
    if (item != kWordItem) {
      token.kind = items_[item].kind;
      token.word_class = WordClass::kUnknown;
      token.index = items_[item].index;
      token.parts = 0;
      continue;
    }
    const Lexicon::Node word = WordAt(begin, size);
    token.kind = TokenKind::kWord;
    token.word_class = word.word_class();
    token.index = 0;
    token.parts = words_.PartsOfRow(word.row());
    result_.parts |= token.parts;
  }
  for (Token& token : result_.tokens) {
    if (token.kind == TokenKind::kNumber) {
      result_.numbers.push_back(edges_.numbers[token.index]);
      token.index = static_cast<int16_t>(result_.numbers.size() - 1);
    } else if (token.kind == TokenKind::kPlace) {
      result_.places.push_back(edges_.places[token.index]);
      token.index = static_cast<int16_t>(result_.places.size() - 1);
      token.parts = words_.PartsOf(Slice(text, token.span));
    } else if (token.kind == TokenKind::kTime) {
      result_.times.push_back(edges_.times[token.index]);
      token.index = static_cast<int16_t>(result_.times.size() - 1);
    }
  }
}

const TokenizedSentence& Tokenizer::Tokenize(std::string_view text, Span sentence) {
  for (TokenizedSentence* lists : {&edges_, &result_}) {
    lists->numbers.clear();
    lists->places.clear();
    lists->times.clear();
  }
  items_.assign({{TokenKind::kPunctuation, 0}, {TokenKind::kWord, 0}});
  result_.span = sentence;
  Decode(text);
  LookUpPairs();
  const std::string_view bounded = text.substr(0, sentence.end);
  for (uint32_t i = 0; i < size_; ++i) {
    if (!ways_[i].exists()) continue;
    const char16_t c = chars_[i];
    if (BeginsNumber(c) && ReadNumeral(text, i)) continue;
    if (IsPunctuation(c)) {
      Relax(i, 0, 1, kPunctuationItem);
    } else if (c < 0x80) {
      uint32_t size = 1;
      while (i + size < size_ && IsAsciiLetter(chars_[i + size])) ++size;
      Relax(i, kUnknownCharCost / 2, size, kLettersItem);
    } else {
      const NameMatch name = gazetteer_.MatchAt(bounded, offsets_[i]);
      if (name.size != 0) [[unlikely]]
        ReadName(bounded, i, name);
      // 密接者23人均已转运: no 人均 right behind digits.
      if (c == u'人' && chars_[i + 1] == u'均' && i > 0 &&
          (IsDigit(chars_[i - 1]) || IsIn(chars_[i - 1], U"余多万"))) {
        Relax(i, kUnknownCharCost, 1, kWordItem);
        continue;
      }
      ReadWords(i);
    }
  }
  Collect(text);
  return result_;
}

}  // namespace qushu
