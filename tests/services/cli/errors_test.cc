#include "services/cli/errors.h"

#include <sstream>

#include "common/base/error.h"
#include "tests/testing/testing.h"

namespace qushu::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string Print(std::string_view subject, const absl::Status& status) {
  std::ostringstream err;
  PrintError(subject, status, err);
  return err.str();
}

TEST(ErrorsTest, NamesReasonFieldAndWhatToDo) {
  const absl::Status status = MakeError(
      absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_INVALID_UTF8, "text is not valid UTF-8",
      {.violations = {{"article.text", "text is not valid UTF-8"}},
       .metadata = {{"byte_offset", "17"}}});
  EXPECT_EQ(Print("页.txt", status),
            "qushu: 页.txt: text is not valid UTF-8 (INVALID_UTF8; article.text; byte_offset 17)\n"
            "  convert it first, for example: iconv -f GB18030 -t UTF-8 FILE\n");
}

TEST(ErrorsTest, ADescriptionThatSaysMoreGetsALine) {
  const absl::Status status =
      MakeError(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_INVALID_VALUE_RANGE,
                "bad range", {.violations = {{"min_value", "'x' is no decimal"}}, .metadata = {}});
  EXPECT_EQ(Print("", status),
            "qushu: bad range (INVALID_VALUE_RANGE; min_value)\n  'x' is no decimal\n");
}

TEST(ErrorsTest, WithoutDetailsTheCodeIsTheReason) {
  EXPECT_EQ(Print("a", absl::UnavailableError("no connection")),
            "qushu: a: no connection (UNAVAILABLE)\n"
            "  is the service running? --server=HOST:PORT says where to look for it\n");
  EXPECT_THAT(Print("a", absl::DeadlineExceededError("late")), HasSubstr("--timeout"));
}

TEST(ErrorsTest, WhatAServiceSaysCannotDriveTheTerminal) {
  EXPECT_THAT(Print("\x1b[2J", absl::InternalError("\x1b]0;x\x07 \xff")), Not(HasSubstr("\x1b")));
}

}  // namespace
}  // namespace qushu::cli
