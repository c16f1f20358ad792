// Numbers at every place of a text, and the sentence cut into tokens.
#include "common/figures/numeral.h"

#include <algorithm>

#include "common/figures/tokenizer.h"
#include "tests/common/text/text_invariants.h"
#include "tests/fuzz/fuzz.h"

namespace qushu {
namespace {

using fuzz::Expect;

void CheckDecimal(const Decimal& value) {
  const auto parsed = Decimal::Parse(value.ToString());
  Expect(parsed && *parsed == value, "a decimal does not read back as itself");
}

void CheckNumerals(std::string_view text) {
  for (size_t at = 0; at < text.size(); at += CharSize(text[at])) {
    const Numeral numeral = ParseNumeral(text, at);
    Expect(numeral.size == 0 || BeginsNumeral(CodePointAt(text, at)), "begins with no digit");
    Expect(testing::CutsCharacters(
               text, {static_cast<uint32_t>(at), static_cast<uint32_t>(at + numeral.size)}),
           "a number ends inside a character");
    CheckDecimal(numeral.value);
    CheckDecimal(numeral.coefficient);
    Expect(!(numeral.value < Decimal()), "a negative number without a sign");
    if (!numeral.high) continue;
    CheckDecimal(*numeral.high);
    Expect(numeral.value < *numeral.high, "a range that does not rise");
  }
}

struct Tables {
  std::unique_ptr<Gazetteer> gazetteer = fuzz::Made(Gazetteer::Create());
  std::unique_ptr<Lexicon> lexicon = std::make_unique<Lexicon>(fuzz::Made(Lexicon::Create()));
  UnitTable units = fuzz::Made(UnitTable::Create());
  WordSets words = fuzz::Made(WordSets::Create());
};

void CheckTokens(std::string_view text) {
  static const Tables& tables = *new Tables;
  Tokenizer tokenizer(*tables.lexicon, *tables.gazetteer, tables.units, tables.words);
  const auto size = static_cast<uint32_t>(text.size());
  const TokenizedSentence sentence = tokenizer.Tokenize(text, {0, size});
  uint32_t behind = 0;
  for (const Token& token : sentence.tokens) {
    Expect(token.span.begin == behind && !token.span.empty(), "tokens leave a gap");
    Expect(testing::CutsCharacters(text, token.span), "a token cuts a character");
    behind = token.span.end;
    const auto index = static_cast<size_t>(token.index);
    Expect(token.kind != TokenKind::kNumber ||
               (index < sentence.numbers.size() && sentence.numbers[index].span == token.span),
           "a number is not its token");
    Expect(token.kind != TokenKind::kPlace || index < sentence.places.size(), "no such place");
    Expect(token.kind != TokenKind::kTime || index < sentence.times.size(), "no such time");
  }
  Expect(behind == size, "tokens end before the sentence");
  for (const Number& number : sentence.numbers) {
    CheckDecimal(number.value);
    if (number.high) Expect(number.value < *number.high, "a range that does not rise");
    Expect(number.high.has_value() == (number.qualifier == Qualifier::kRange), "no range");
  }
}

}  // namespace
}  // namespace qushu

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  // What is longer is no sentence.
  size = std::min<size_t>(size, qushu::Tokenizer::kMaxSentenceBytes);
  const std::string text = qushu::fuzz::ValidText(data, size);
  qushu::CheckNumerals(text);
  qushu::CheckTokens(text);
  return 0;
}
