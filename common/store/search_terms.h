// The terms by which a text is found. Chinese is written without spaces, and one cannot know where
// a reader will cut it: every pair of Han characters side by side is a term, and so is the last one
// of a run, so that a single character is found as the beginning of a term. Letters and digits in a
// row are a term.
//
//   SearchTerms("设立卡口７27个") == "设立 立卡 卡口 口 727 个"
//
// Letters are folded to lower case, full-width forms to half-width ones.
#ifndef QUSHU_COMMON_STORE_SEARCH_TERMS_H_
#define QUSHU_COMMON_STORE_SEARCH_TERMS_H_

#include <string>
#include <string_view>
#include <vector>

namespace qushu {

// The terms of `text`, valid UTF-8, separated by spaces, each once.
std::string SearchTerms(std::string_view text);

// The terms that a text with `words` in it must have; one that ends with `*` is the beginning of a
// term. Empty if `words` has neither Han characters nor letters nor digits.
//   RequiredTerms("管控卡口") == {"管控", "控卡", "卡口"}
//   RequiredTerms("口") == {"口*"}
//   RequiredTerms("N95") == {"n95*"}
std::vector<std::string> RequiredTerms(std::string_view words);

// `c` as it is compared: lower case, half width.
char32_t FoldForSearch(char32_t c);

}  // namespace qushu

#endif  // QUSHU_COMMON_STORE_SEARCH_TERMS_H_
