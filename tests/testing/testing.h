// What every test needs: matchers for statuses, and the files that tests may use.
#ifndef QUSHU_TESTS_TESTING_TESTING_H_
#define QUSHU_TESTS_TESTING_TESTING_H_

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/error.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace qushu::testing {

inline const absl::Status& GetStatus(const absl::Status& status) { return status; }
template <typename T>
const absl::Status& GetStatus(const absl::StatusOr<T>& status) {
  return status.status();
}

MATCHER(IsOk, "is OK") {
  *result_listener << GetStatus(arg).ToString();
  return GetStatus(arg).ok();
}

// An error with this code and this reason of ErrorReason, without its prefix.
MATCHER_P2(IsError, code, reason, "") {
  *result_listener << GetStatus(arg).ToString();
  return GetStatus(arg).code() == code && ReasonOf(GetStatus(arg)) == reason;
}

// What T::Create(arguments) makes, the same for all tests of a program: for what never changes.
template <typename T, typename... Args>
const T& Shared(const Args&... arguments) {
  static const T& shared = *[&]() -> const T* {
    auto created = T::Create(arguments...);
    EXPECT_THAT(created, IsOk());
    if constexpr (std::is_same_v<typename decltype(created)::value_type, T>) {
      return new T(*std::move(created));
    } else {
      return created->release();
    }
  }();
  return shared;
}

// Root of the repository.
std::filesystem::path SourceDir();
// Folder of the built programs.
std::filesystem::path BinDir();
// The folder shared/ beside the repository, absent where the repository was cloned alone: tests
// that read it then skip themselves by name.
std::optional<std::filesystem::path> SharedDir();

// A new folder that is removed with all it holds when the object goes.
class TempDir {
 public:
  TempDir();
  ~TempDir();
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// The whole file; fails the test if it cannot be read.
std::string ReadFile(const std::filesystem::path& path);

}  // namespace qushu::testing

#define ASSERT_OK(expr) ASSERT_THAT(expr, ::qushu::testing::IsOk())
#define EXPECT_OK(expr) EXPECT_THAT(expr, ::qushu::testing::IsOk())
#define QUSHU_TEST_CONCAT_INNER(a, b) a##b
#define QUSHU_TEST_CONCAT(a, b) QUSHU_TEST_CONCAT_INNER(a, b)
// ASSERT_OK_AND_ASSIGN(auto x, F()): x is F()'s value, or the test fails.
#define ASSERT_OK_AND_ASSIGN(lhs, expr)           \
  auto QUSHU_TEST_CONCAT(or_, __LINE__) = (expr); \
  ASSERT_OK(QUSHU_TEST_CONCAT(or_, __LINE__));    \
  lhs = *std::move(QUSHU_TEST_CONCAT(or_, __LINE__))

#endif  // QUSHU_TESTS_TESTING_TESTING_H_
