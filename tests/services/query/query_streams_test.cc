// WatchFigures and ExportFigures through the service.
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "common/rpc/calls/status.h"
#include "tests/services/query/stored_articles.h"

namespace qushu::query {
namespace {

using ::qushu::testing::IsError;

class QueryStreamsTest : public QueryServiceTest {
 protected:
  // The error that a watch ends with at once.
  absl::Status WatchError(const v1::WatchFiguresRequest& request) {
    grpc::ClientContext context;
    const auto stream = stub_->WatchFigures(&context, request);
    v1::WatchFiguresResponse message;
    EXPECT_FALSE(stream->Read(&message));
    return rpc::FromGrpcStatus(stream->Finish());
  }

  struct Exported {
    std::string text;
    v1::ExportFiguresResponse last;
  };
  Exported Export(const v1::ExportFiguresRequest& request) {
    grpc::ClientContext context;
    const auto stream = stub_->ExportFigures(&context, request);
    Exported exported;
    v1::ExportFiguresResponse message;
    while (stream->Read(&message)) {
      exported.text += message.chunk();
      exported.last = message;
    }
    EXPECT_OK(rpc::FromGrpcStatus(stream->Finish()));
    return exported;
  }
};

TEST_F(QueryStreamsTest, WatchSendsWhatIsStoredFromNowOn) {
  Put(MakeArticle("一", 2, 20));
  v1::WatchFiguresRequest request;
  request.set_district("districts/410305");
  grpc::ClientContext context;
  const auto stream = stub_->WatchFigures(&context, request);
  v1::WatchFiguresResponse message;
  ASSERT_TRUE(stream->Read(&message));
  EXPECT_EQ(message.figures_size(), 0);
  const int64_t before = message.revision();
  EXPECT_GT(before, 0);
  Put(MakeArticle("二", 3, 21));
  ASSERT_TRUE(stream->Read(&message));
  EXPECT_EQ(message.revision(), before + 1);
  ASSERT_EQ(message.figures_size(), 2) << "the first and the third";
  EXPECT_EQ(message.figures(1).value(), "3");
  EXPECT_FALSE(message.figures(0).article().empty());
  context.TryCancel();
  stream->Finish();
}

TEST_F(QueryStreamsTest, WatchFromTheBeginningWithAFilter) {
  Put(MakeArticle("一", 2, 20));
  Put(MakeArticle("二", 4, 21));
  v1::WatchFiguresRequest request;
  request.set_start_revision(1);
  request.set_filter("value >= 3");
  grpc::ClientContext context;
  const auto stream = stub_->WatchFigures(&context, request);
  v1::WatchFiguresResponse message;
  ASSERT_TRUE(stream->Read(&message));
  EXPECT_EQ(message.revision(), 0);
  ASSERT_TRUE(stream->Read(&message));
  EXPECT_EQ(message.figures_size(), 2);
  EXPECT_EQ(message.revision(), 2);
  context.TryCancel();
  stream->Finish();
}

// Cut off at random and taken up again, a watcher sees each figure once and in order.
TEST_F(QueryStreamsTest, AWatcherThatIsCutOffMissesNothing) {
  constexpr int kArticles = 1000;
  std::thread writer([&] {
    // In groups of random size, as streams store them.
    std::mt19937 random(2);
    for (int i = 0; i < kArticles; ++i) {
      const bool last = random() % 8 == 0;
      PutRequest request{.article = MakeArticle(std::to_string(i), 3, 1 + i % 28)};
      if (last) {
        EXPECT_OK(writer_->PutArticle(std::move(request)));
      } else {
        writer_->PutArticle(std::move(request), PutTime::kSoon,
                            [](const absl::StatusOr<PutResult>& result) { EXPECT_OK(result); });
      }
    }
  });
  std::mt19937 random(1);
  std::vector<std::string> seen;
  v1::WatchFiguresRequest request;
  request.set_start_revision(1);
  const absl::Time patience = absl::Now() + absl::Seconds(60);
  while (seen.size() < 3 * kArticles && absl::Now() < patience) {
    grpc::ClientContext context;
    const auto stream = stub_->WatchFigures(&context, request);
    v1::WatchFiguresResponse message;
    for (int left = static_cast<int>(random() % 8); left >= 0 && stream->Read(&message); --left) {
      for (const v1::Figure& figure : message.figures()) seen.push_back(figure.name());
      request.set_start_revision(message.revision() + 1);
      if (seen.size() == 3 * kArticles) break;
    }
    context.TryCancel();
    stream->Finish();
  }
  writer.join();
  ASSERT_EQ(seen.size(), 3u * kArticles);
  for (size_t i = 0; i < seen.size(); ++i) {
    const int article = static_cast<int>(i) / 3;
    const std::string text =
        MakeArticle(std::to_string(article), 3, 1 + article % 28).source_text();
    ASSERT_EQ(seen[i], FigureName(ArticleId(text), static_cast<int>(i) % 3 + 1)) << i;
  }
}

TEST_F(QueryStreamsTest, WatchErrors) {
  v1::WatchFiguresRequest request;
  request.set_start_revision(5);
  EXPECT_THAT(WatchError(request), IsError(absl::StatusCode::kOutOfRange, "REVISION_UNKNOWN"));
  request.set_start_revision(-1);
  EXPECT_THAT(WatchError(request), IsError(absl::StatusCode::kInvalidArgument, "INVALID_ARGUMENT"));
  request.set_start_revision(0);
  request.set_filter("(");
  EXPECT_THAT(WatchError(request), IsError(absl::StatusCode::kInvalidArgument, "INVALID_FILTER"));
}

TEST_F(QueryStreamsTest, AStoppingServiceEndsItsWatchers) {
  grpc::ClientContext context;
  const auto stream = stub_->WatchFigures(&context, {});
  v1::WatchFiguresResponse message;
  ASSERT_TRUE(stream->Read(&message));
  std::thread stopping([&] { server_.reset(); });
  while (stream->Read(&message)) {
  }
  EXPECT_THAT(rpc::FromGrpcStatus(stream->Finish()),
              IsError(absl::StatusCode::kUnavailable, "STOPPING"));
  stopping.join();
}

TEST_F(QueryStreamsTest, ExportsEverythingOnce) {
  for (int day = 1; day <= 20; ++day) Put(MakeArticle(std::to_string(day), 100, day));
  v1::ExportFiguresRequest request;
  request.add_columns("name");
  request.add_columns("value");
  const Exported all = Export(request);
  EXPECT_TRUE(all.last.complete());
  EXPECT_FALSE(all.last.truncated());
  EXPECT_EQ(all.last.figure_count(), 2000);
  EXPECT_EQ(std::count(all.text.begin(), all.text.end(), '\n'), 2001);
  EXPECT_EQ(all.text.rfind("name,value\r\n", 0), 0u);

  request.set_max_figures(7);
  request.set_filter("value > 50");
  const Exported few = Export(request);
  EXPECT_TRUE(few.last.complete());
  EXPECT_TRUE(few.last.truncated());
  EXPECT_EQ(few.last.figure_count(), 7);
}

TEST_F(QueryStreamsTest, AnExportGoesOnAndLeavesOutWhatIsNew) {
  for (int day = 1; day <= 10; ++day) Put(MakeArticle(std::to_string(day), 1000, day));
  v1::ExportFiguresRequest request;
  std::string text;
  v1::ExportFiguresResponse message;
  {
    grpc::ClientContext context;
    const auto stream = stub_->ExportFigures(&context, request);
    ASSERT_TRUE(stream->Read(&message));
    ASSERT_FALSE(message.complete()) << "too little to be cut in two";
    text = message.chunk();
    context.TryCancel();
    stream->Finish();
  }
  Put(MakeArticle("new", 5, 28));
  Put(MakeArticle("new and old", 5, 1));
  request.set_resume_token(message.resume_token());
  const Exported rest = Export(request);
  EXPECT_TRUE(rest.last.complete());
  EXPECT_EQ(rest.last.figure_count(), 10000);
  text += rest.text;
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 10001);

  request.set_filter("value > 1");
  grpc::ClientContext context;
  const auto stream = stub_->ExportFigures(&context, request);
  EXPECT_FALSE(stream->Read(&message));
  EXPECT_THAT(rpc::FromGrpcStatus(stream->Finish()),
              IsError(absl::StatusCode::kInvalidArgument, "PAGE_TOKEN_MISMATCH"));
}

TEST_F(QueryStreamsTest, AnEmptyExportIsComplete) {
  const Exported none = Export({});
  EXPECT_TRUE(none.last.complete());
  EXPECT_EQ(none.last.figure_count(), 0);
  EXPECT_EQ(none.text.rfind("name,", 0), 0u);
}

}  // namespace
}  // namespace qushu::query
