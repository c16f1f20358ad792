// Cuts a sentence into tokens: of all ways to cut it into known words, place names, numbers with
// units, times and single characters, the likeliest.
#ifndef QUSHU_COMMON_FIGURES_TOKENIZER_H_
#define QUSHU_COMMON_FIGURES_TOKENIZER_H_

#include <string_view>

#include "common/figures/token.h"
#include "common/figures/units.h"
#include "common/figures/word_sets.h"
#include "common/gazetteer/gazetteer.h"
#include "common/lexicon/lexicon.h"

namespace qushu {

class Tokenizer {
 public:
  // All must outlive the tokenizer.
  Tokenizer(const Lexicon& lexicon, const Gazetteer& gazetteer, const UnitTable& units,
            const WordSets& words)
      : lexicon_(lexicon), gazetteer_(gazetteer), units_(units), words_(words) {}

  // Takes time linear in the sentence. `sentence` lies in `text`; the characters around it are
  // looked at where they tell what a number is.
  TokenizedSentence Tokenize(std::string_view text, Span sentence) const;

 private:
  const Lexicon& lexicon_;
  const Gazetteer& gazetteer_;
  const UnitTable& units_;
  const WordSets& words_;
};

}  // namespace qushu

#endif  // QUSHU_COMMON_FIGURES_TOKENIZER_H_
