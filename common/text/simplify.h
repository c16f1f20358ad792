// Traditional characters to simplified ones: data/traditional.tsv.
#ifndef QUSHU_COMMON_TEXT_SIMPLIFY_H_
#define QUSHU_COMMON_TEXT_SIMPLIFY_H_

#include <cstdint>
#include <string>

namespace qushu {

// The simplified form of `c`, or `c` itself: `萬` becomes `万`. What simplified texts use too
// (乾, 著) stays.
char32_t Simplify(char32_t c);

// The same for all of a text of valid UTF-8; returns whether there was one. Sizes do not change:
// positions stay what they are.
bool SimplifyText(std::string& text);

}  // namespace qushu

#endif  // QUSHU_COMMON_TEXT_SIMPLIFY_H_
