// What holds of the article that any text makes.
#ifndef QUSHU_TESTS_COMMON_ANALYSIS_ARTICLE_INVARIANTS_H_
#define QUSHU_TESTS_COMMON_ANALYSIS_ARTICLE_INVARIANTS_H_

#include <string>
#include <string_view>

#include "qushu/v1/article.pb.h"

namespace qushu::testing {

// Says what is wrong with `article`, which `source` made, or nothing. Spans are UTF-8 bytes.
std::string ArticleFault(std::string_view source, const v1::Article& article);

}  // namespace qushu::testing

#endif  // QUSHU_TESTS_COMMON_ANALYSIS_ARTICLE_INVARIANTS_H_
