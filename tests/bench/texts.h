// What the bench reads: texts of the repository, repeated, and texts that nobody writes.
#ifndef QUSHU_TESTS_BENCH_TEXTS_H_
#define QUSHU_TESTS_BENCH_TEXTS_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace qushu::bench {

struct NamedText {
  std::string name;
  std::string text;
};

// `page`: the sample page; `known`: the annotated bulletins and reports, dense with figures; where
// the folder shared/ lies beside the repository also `seed` and `dev` of it. One copy of each.
std::vector<NamedText> PlainTexts();

// Pieces of which a text of nothing else may cost a careless program more than its length.
const std::vector<NamedText>& OddPieces();

// `piece` over and over, `bytes` long, cut between two characters.
std::string Repeat(std::string_view piece, size_t bytes);

}  // namespace qushu::bench

#endif  // QUSHU_TESTS_BENCH_TEXTS_H_
