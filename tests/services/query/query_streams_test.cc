// WatchFigures and ExportFigures through the service.
#include <atomic>
#include <map>
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

// A page of 甲 that says `count` in one place: one is the corrected text of another.
v1::Article Version(int page, int count) {
  v1::Article article = MakeArticle("涧西区设立卡口若干处", 20, 1 + page);
  article.set_page("03");
  v1::Figure& figure = *article.mutable_figures(0);
  figure.set_value(std::to_string(1000 + count));
  article.set_source_text(article.source_text() + "共" + figure.value() + "人");
  article.set_normalized_text(article.source_text());
  return article;
}

// What a watcher has who takes in all that he is told.
class Replica {
 public:
  void Take(const v1::WatchFiguresResponse& message) {
    for (const v1::GoneArticle& gone : message.gone()) {
      std::erase_if(figures_, [&](const auto& entry) {
        return entry.first.rfind(gone.article() + "/", 0) == 0;
      });
    }
    for (const v1::Figure& figure : message.figures()) figures_[figure.name()] = figure.value();
  }
  const std::map<std::string, std::string>& figures() const { return figures_; }

 private:
  std::map<std::string, std::string> figures_;  // their values by name
};

// While articles come, are corrected, deleted and brought back, a watcher that is cut off again and
// again ends with what a list has.
TEST_F(QueryStreamsTest, WhatAWatcherHasIsWhatAListAnswers) {
  constexpr int kPages = 5;
  constexpr int kSteps = 150;
  for (const bool superseded : {false, true}) {
    SCOPED_TRACE(superseded);
    std::atomic<bool> done = false;
    std::thread writer([&] {
      std::mt19937 random(superseded ? 3 : 4);
      for (int i = 0; i < kSteps; ++i) {
        const v1::Article article =
            Version(static_cast<int>(random() % kPages), static_cast<int>(random() % 4));
        const std::string id = ArticleId(article.source_text());
        switch (random() % 4) {
          case 0:
            EXPECT_OK(writer_->DeleteArticle({id, "", absl::Now() + absl::Hours(1)}));
            break;
          case 1:
            writer_->UndeleteArticle(id).IgnoreError();  // it may not be deleted
            break;
          default:
            EXPECT_OK(writer_->PutArticle(article));
        }
      }
      done = true;
    });
    v1::ListFiguresRequest list;
    list.set_page_size(1000);
    list.set_superseded(superseded);
    Replica replica;
    v1::WatchFiguresRequest request;
    request.set_start_revision(1);
    request.set_superseded(superseded);
    std::mt19937 random(1);
    std::map<std::string, std::string> listed;
    const absl::Time patience = absl::Now() + absl::Seconds(60);
    do {
      grpc::ClientContext context;
      const auto stream = stub_->WatchFigures(&context, request);
      v1::WatchFiguresResponse message;
      for (int left = static_cast<int>(random() % 8); left >= 0 && stream->Read(&message); --left) {
        replica.Take(message);
        request.set_start_revision(message.revision() + 1);
        if (!done) continue;
        v1::ListFiguresResponse answer;
        grpc::ClientContext list_context;
        ASSERT_OK(rpc::FromGrpcStatus(stub_->ListFigures(&list_context, list, &answer)));
        listed.clear();
        for (const v1::Figure& figure : answer.figures()) listed[figure.name()] = figure.value();
        if (listed == replica.figures()) break;
      }
      context.TryCancel();
      stream->Finish();
    } while ((!done || listed != replica.figures()) && absl::Now() < patience);
    writer.join();
    EXPECT_EQ(replica.figures(), listed);
    EXPECT_FALSE(listed.empty());
  }
}

TEST_F(QueryStreamsTest, AWatcherIsToldWhatIsGone) {
  Put(Version(1, 7));
  v1::WatchFiguresRequest request;
  request.set_filter("value > 100000");  // of which there is none
  grpc::ClientContext context;
  const auto stream = stub_->WatchFigures(&context, request);
  v1::WatchFiguresResponse message;
  ASSERT_TRUE(stream->Read(&message));
  const std::string corrected = Put(Version(1, 7));
  const std::string correction = Put(Version(1, 8));
  ASSERT_TRUE(stream->Read(&message));
  ASSERT_EQ(message.gone_size(), 1);
  EXPECT_EQ(message.gone(0).article(), corrected);
  EXPECT_EQ(message.gone(0).replaced_by(), correction);
  ASSERT_OK(writer_->DeleteArticle(
      {ArticleId(Version(1, 8).source_text()), "", absl::Now() + absl::Hours(1)}));
  ASSERT_TRUE(stream->Read(&message));
  ASSERT_EQ(message.gone_size(), 1);
  EXPECT_EQ(message.gone(0).article(), correction);
  EXPECT_EQ(message.gone(0).replaced_by(), "");
  context.TryCancel();
  stream->Finish();
}

TEST_F(QueryStreamsTest, AnExportTakesInWhatIsSupersededIfAsked) {
  Put(Version(1, 7));
  Put(Version(1, 8));
  v1::ExportFiguresRequest request;
  EXPECT_EQ(Export(request).last.figure_count(), 20);
  request.set_superseded(true);
  EXPECT_EQ(Export(request).last.figure_count(), 40);
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
