// Sentences of a paragraph.
#ifndef QUSHU_COMMON_LAYOUT_SENTENCES_H_
#define QUSHU_COMMON_LAYOUT_SENTENCES_H_

#include <string_view>
#include <vector>

#include "common/base/span.h"

namespace qushu {

// Sentences of `block`, without white space at their edges. One ends behind 。！？ and the quotes
// and brackets that close there, and with the block; … ends one at the block's end only; ； ends
// none. A quotation belongs with who said it: `“……消毒一次。”疾控中心小夏说。` is one sentence.
std::vector<Span> SplitSentences(std::string_view text, Span block);

}  // namespace qushu

#endif  // QUSHU_COMMON_LAYOUT_SENTENCES_H_
