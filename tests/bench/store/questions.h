// What the store bench asks: every method of the query service, in the forms that differ in cost.
#ifndef QUSHU_TESTS_BENCH_STORE_QUESTIONS_H_
#define QUSHU_TESTS_BENCH_STORE_QUESTIONS_H_

#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/query/query_core.h"

namespace qushu::bench {

// What a question may be about: taken from the smallest store, so that every store is asked the
// same, and each has an answer of about the same length.
struct Subjects {
  struct Series {
    std::string district;  // code
    std::string indicator;
  };
  std::vector<std::string> articles = {};   // names
  std::vector<std::string> districts = {};  // codes of counties with many figures
  std::vector<Series> series = {};          // with many figures
  std::vector<std::string> publications = {};
};
absl::StatusOr<Subjects> ChooseSubjects(Store& smallest);

using Random = std::mt19937_64;

// Asks one thing about something chosen at random; returns how many rows the answer has.
using AskFn = std::function<absl::StatusOr<int64_t>(const query::QueryCore& core,
                                                    const Subjects& subjects, Random& random)>;

struct Question {
  std::string name;
  bool point = false;  // its cost shall not depend on how much is stored
  AskFn ask;
};

std::vector<Question> Questions();

}  // namespace qushu::bench

#endif  // QUSHU_TESTS_BENCH_STORE_QUESTIONS_H_
