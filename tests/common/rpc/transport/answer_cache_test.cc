#include "common/rpc/transport/answer_cache.h"

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "common/base/error.h"
#include "tests/testing/testing.h"

namespace qushu::rpc {
namespace {

using ::testing::HasSubstr;

// A method that answers with its request and how often it was asked; `moves` is what it does to the
// store meanwhile.
class AnswerCacheTest : public ::testing::Test {
 protected:
  ByteMethod Counting(bool quick = true) {
    return {.name = "s/m",
            .type = CallType::kUnary,
            .unary = [this, quick](Place place, const Call&, const grpc::ByteBuffer& request,
                                   grpc::ByteBuffer& response) -> std::optional<absl::Status> {
              if (place == Place::kTransport && !quick) return std::nullopt;
              if (fails_) return absl::NotFoundError("none");
              revision_ += moves_;
              response = ToByteBuffer(BytesOf(request) + " " + std::to_string(++asked_) + padding_);
              return absl::OkStatus();
            }};
  }
  AnswerCache Cache(size_t max_bytes) {
    return AnswerCache(
        max_bytes,
        [this]() -> absl::StatusOr<int64_t> {
          if (revision_ < 0) return absl::UnavailableError("no store");
          return revision_.load();
        },
        metrics_);
  }
  // "-" where the method has to be asked on the pool.
  static std::string Ask(const ByteMethod& method, const std::string& request,
                         Place place = Place::kTransport) {
    const Call call("id", absl::InfiniteFuture(), [] { return false; });
    grpc::ByteBuffer response;
    const auto status = method.unary(place, call, ToByteBuffer(request), response);
    if (!status) return "-";
    return status->ok() ? BytesOf(response) : std::string(status->message());
  }

  Metrics metrics_;
  std::atomic<int64_t> revision_ = 1;
  int asked_ = 0;
  int moves_ = 0;
  bool fails_ = false;
  std::string padding_;
};

TEST_F(AnswerCacheTest, AnAnswerIsGivenAgainAtItsRevisionOnly) {
  AnswerCache cache = Cache(1 << 20);
  const ByteMethod method = cache.Keep(Counting());
  EXPECT_EQ(Ask(method, "a"), "a 1");
  EXPECT_EQ(Ask(method, "a"), "a 1");
  EXPECT_EQ(Ask(method, "b"), "b 2");
  EXPECT_EQ(Ask(method, "a"), "a 1");
  revision_ = 2;
  EXPECT_EQ(Ask(method, "a"), "a 3");
  EXPECT_EQ(Ask(method, "a"), "a 3");
  EXPECT_THAT(metrics_.ToText(), HasSubstr("qushu_answers_total{from=\"cache\"} 3"));
  EXPECT_THAT(metrics_.ToText(), HasSubstr("qushu_answers_total{from=\"store\"} 3"));
}

TEST_F(AnswerCacheTest, MethodsWithTheSameRequestAreApart) {
  AnswerCache cache = Cache(1 << 20);
  const ByteMethod one = cache.Keep(Counting());
  const ByteMethod other = cache.Keep(Counting());
  EXPECT_EQ(Ask(one, ""), " 1");
  EXPECT_EQ(Ask(other, ""), " 2");
  EXPECT_EQ(Ask(one, ""), " 1");
}

TEST_F(AnswerCacheTest, WhatWasReadWhileTheStoreMovedIsNotKept) {
  AnswerCache cache = Cache(1 << 20);
  const ByteMethod method = cache.Keep(Counting());
  moves_ = 1;
  EXPECT_EQ(Ask(method, "a"), "a 1");
  moves_ = 0;
  EXPECT_EQ(Ask(method, "a"), "a 2");
  EXPECT_EQ(Ask(method, "a"), "a 2");
}

TEST_F(AnswerCacheTest, NeitherErrorsNorAnswersWithoutARevisionAreKept) {
  AnswerCache cache = Cache(1 << 20);
  const ByteMethod method = cache.Keep(Counting());
  fails_ = true;
  EXPECT_EQ(Ask(method, "a"), "none");
  fails_ = false;
  EXPECT_EQ(Ask(method, "a"), "a 1");
  revision_ = -1;
  EXPECT_EQ(Ask(method, "a"), "a 2");
  EXPECT_EQ(Ask(method, "a"), "a 3");
}

TEST_F(AnswerCacheTest, WhatThePoolMadeIsGivenOnTheTransport) {
  AnswerCache cache = Cache(1 << 20);
  const ByteMethod method = cache.Keep(Counting(/*quick=*/false));
  EXPECT_EQ(Ask(method, "a"), "-");
  EXPECT_EQ(Ask(method, "a", Place::kPool), "a 1");
  EXPECT_EQ(Ask(method, "a"), "a 1");
}

TEST_F(AnswerCacheTest, ThoseAskedForLongestAgoMakeRoom) {
  padding_.assign(1000, 'x');
  AnswerCache cache = Cache(4000);
  const ByteMethod method = cache.Keep(Counting());
  for (const char* request : {"a", "b", "c"}) Ask(method, request);
  EXPECT_EQ(Ask(method, "a").substr(0, 3), "a 1");
  Ask(method, "d");
  EXPECT_LE(cache.bytes(), 4000u);
  EXPECT_EQ(Ask(method, "a").substr(0, 3), "a 1");
  EXPECT_EQ(Ask(method, "b").substr(0, 3), "b 5");
  padding_.assign(5000, 'x');
  Ask(method, "large");
  EXPECT_LE(cache.bytes(), 4000u);
}

TEST_F(AnswerCacheTest, ManyThreadsShareIt) {
  AnswerCache cache = Cache(20'000);
  const ByteMethod method =
      cache.Keep({.name = "s/m",
                  .type = CallType::kUnary,
                  .unary = [this](Place, const Call&, const grpc::ByteBuffer& request,
                                  grpc::ByteBuffer& response) -> std::optional<absl::Status> {
                    response =
                        ToByteBuffer(BytesOf(request) + " " + std::to_string(revision_.load()));
                    return absl::OkStatus();
                  }});
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&] {
      for (int i = 0; i < 3000; ++i) {
        const int64_t before = revision_;
        const std::string answer = Ask(method, std::to_string(i % 97));
        const int64_t after = revision_;
        const int64_t told = std::stoll(answer.substr(answer.find(' ') + 1));
        ASSERT_EQ(answer.substr(0, answer.find(' ')), std::to_string(i % 97));
        ASSERT_GE(told, before);
        ASSERT_LE(told, after);
        if (i % 50 == 0) ++revision_;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace qushu::rpc
