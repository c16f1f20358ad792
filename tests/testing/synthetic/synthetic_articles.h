// Analysed synthetic pages, faster than the analysis makes them: to fill a store with a million.
//
// The first ones are read by the analysis; every later one is a copy of one of them with another
// date and other people in its masthead, of the same length, so that every span stays right. Its
// text is no other's.
#ifndef QUSHU_TESTS_TESTING_SYNTHETIC_SYNTHETIC_ARTICLES_H_
#define QUSHU_TESTS_TESTING_SYNTHETIC_SYNTHETIC_ARTICLES_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "common/analysis/analyzer.h"
#include "qushu/v1/article.pb.h"
#include "tests/testing/synthetic/synthetic_pages.h"

namespace qushu::testing {

class SyntheticArticles {
 public:
  // Pages that are read by the analysis; each may have kVariants copies.
  static constexpr uint64_t kRead = 20'000;
  static constexpr uint64_t kVariants = 2000;

  // `analyzer` outlives the object.
  SyntheticArticles(const Analyzer& analyzer, uint64_t seed)
      : analyzer_(analyzer), pages_(analyzer.gazetteer(), seed), read_(kRead) {}

  // Article `index`, as IngestArticle stores it: below kRead * kVariants. Used by one thread.
  absl::StatusOr<v1::Article> Article(uint64_t index);

 private:
  const Analyzer& analyzer_;
  const SyntheticPages pages_;
  std::vector<v1::Article> read_;  // those that were asked for
};

}  // namespace qushu::testing

#endif  // QUSHU_TESTS_TESTING_SYNTHETIC_SYNTHETIC_ARTICLES_H_
