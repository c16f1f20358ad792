// Errors that are longer than what gRPC carries: a client of gRPC 1.51 drops a status whose
// trailers take more than 8 KB, its code included, and may fail the next call too. See
// traps_test.py.
#include <string>

#include "common/base/error.h"
#include "tests/common/rpc/test_server.h"

namespace qushu::rpc {
namespace {

using ::qushu::testing::IsError;

// `n` times a character, which travels as nine bytes in a message.
std::string Chinese(int n) {
  std::string text;
  for (int i = 0; i < n; ++i) text += "涧";
  return text;
}

// A text that somebody put into an error as it came.
absl::Status EchoOf(const std::string& text) {
  return MakeError(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_INVALID_NAME, text);
}

absl::Status WithDetails(int bytes) {
  absl::Status status = EchoOf("short");
  status.SetPayload("type.googleapis.com/google.rpc.DebugInfo",
                    absl::Cord(std::string(bytes, 'x')));
  return status;
}

TEST(LongErrorsTest, T02_LongErrorsArriveAsWhatTheyAre) {
  absl::Status error;
  TestServer server({}, [&](const Call&) { return error; });
  const auto stub = server.NewStub();
  for (const int length : {1, 300, 900, 3000, 30000}) {
    error = EchoOf(Chinese(length));
    EXPECT_THAT(CallUnary(*stub), IsError(absl::StatusCode::kInvalidArgument, "INVALID_NAME"))
        << length;
    error = WithDetails(length);
    EXPECT_THAT(CallUnary(*stub), IsError(absl::StatusCode::kInvalidArgument, "INVALID_NAME"))
        << length << " bytes of details";
  }
}

TEST(LongErrorsTest, T03_TheCallBehindALongErrorSucceeds) {
  bool good = false;
  const absl::Status error = EchoOf(Chinese(30000));
  TestServer server({}, [&](const Call&) { return good ? absl::OkStatus() : error; });
  const auto stub = server.NewStub();
  for (int pair = 0; pair < 200; ++pair) {
    good = false;
    EXPECT_FALSE(CallUnary(*stub).ok());
    good = true;
    ASSERT_OK(CallUnary(*stub)) << "pair " << pair;
  }
}

}  // namespace
}  // namespace qushu::rpc
