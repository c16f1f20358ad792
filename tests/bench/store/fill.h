// Stores filled with synthetic pages.
#ifndef QUSHU_TESTS_BENCH_STORE_FILL_H_
#define QUSHU_TESTS_BENCH_STORE_FILL_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"

namespace qushu::bench {

// Stores pages of `seed` in the store at `path` until it has `articles`. A store that has some of
// them already gets the rest: an interrupted fill goes on. Prints how far it is.
absl::Status Fill(const std::string& path, int64_t articles, uint64_t seed);

// Prints what the store's tables and indices take, in all and a figure.
absl::Status PrintSizes(const std::string& path);

}  // namespace qushu::bench

#endif  // QUSHU_TESTS_BENCH_STORE_FILL_H_
