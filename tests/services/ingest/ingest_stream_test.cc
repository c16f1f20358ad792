// IngestArticles through a real channel, with the query service beside it to see what is stored.
#include <atomic>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "common/analysis/analyzer.h"
#include "common/store/sqlite_db.h"
#include "common/store/sqlite_store.h"
#include "qushu/v1/ingest_service.grpc.pb.h"
#include "services/ingest/server.h"
#include "tests/services/running_server.h"

namespace qushu {
namespace {

using ::qushu::testing::IsError;
using ::qushu::testing::RunningServer;

using Stream = grpc::ClientReaderWriter<v1::IngestArticlesRequest, v1::IngestArticlesResponse>;

std::string Text(int number) {
  return "2020年2月20日\n涧西区设立卡口" + std::to_string(number + 1) + "个,排查居民3.5万人。\n";
}

v1::IngestArticlesRequest Request(int64_t sequence, const std::string& text) {
  v1::IngestArticlesRequest request;
  request.set_sequence(sequence);
  request.mutable_request()->mutable_article()->set_text(text);
  return request;
}

class IngestStreamTest : public ::testing::Test {
 protected:
  IngestStreamTest() { options_.db = dir_.path() / "store.db"; }

  void Start() {
    server_.emplace(&ingest::RunServer, options_);
    stub_ = v1::IngestService::NewStub(server_->channel());
  }
  std::unique_ptr<Stream> Open(grpc::ClientContext& context) {
    if (!server_) Start();
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(100));
    return stub_->IngestArticles(&context);
  }
  std::unique_ptr<Store> Reader() {
    auto reader = OpenSqliteStore({.path = options_.db, .read_only = true});
    EXPECT_OK(reader);
    return *std::move(reader);
  }
  size_t Stored() {
    ArticleQuery query;
    query.limit = 100'000;
    const auto page = Reader()->ListArticles(query);
    EXPECT_OK(page);
    return page.ok() ? page->articles.size() : 0;
  }

  testing::TempDir dir_;
  ingest::ServerOptions options_ = ingest::DefaultOptions();
  std::optional<RunningServer> server_;
  std::unique_ptr<v1::IngestService::Stub> stub_;
};

TEST_F(IngestStreamTest, EveryArticleIsAnsweredInOrderOnceItIsThere) {
  constexpr int kArticles = 500;
  grpc::ClientContext context;
  const auto stream = Open(context);
  const auto reader = Reader();
  std::thread writer([&] {
    for (int i = 0; i < kArticles; ++i) EXPECT_TRUE(stream->Write(Request(i * 3, Text(i))));
    EXPECT_TRUE(stream->WritesDone());
  });
  v1::IngestArticlesResponse response;
  std::set<int64_t> revisions;
  for (int i = 0; i < kArticles; ++i) {
    ASSERT_TRUE(stream->Read(&response));
    EXPECT_EQ(response.sequence(), i * 3);
    ASSERT_TRUE(response.has_stored());
    const v1::IngestArticleResponse& stored = response.stored();
    EXPECT_EQ(stored.name(), ArticleName(ArticleId(Text(i))));
    EXPECT_EQ(stored.figure_count(), 2);
    EXPECT_EQ(stored.content_type(), "text/plain");
    EXPECT_FALSE(stored.already_stored());
    revisions.insert(stored.revision());
    const auto got = reader->GetArticle(stored.name().substr(9), nullptr);
    ASSERT_OK(got);
    EXPECT_EQ(got->source_text(), Text(i));
    EXPECT_EQ(got->revision(), stored.revision());
  }
  EXPECT_EQ(revisions.size(), size_t{kArticles});
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_TRUE(stream->Finish().ok());
  writer.join();
}

TEST_F(IngestStreamTest, AStreamWithoutArticlesEndsWell) {
  grpc::ClientContext context;
  const auto stream = Open(context);
  EXPECT_TRUE(stream->WritesDone());
  v1::IngestArticlesResponse response;
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_TRUE(stream->Finish().ok());
}

TEST_F(IngestStreamTest, AClientThatWaitsForEachAnswerGetsIt) {
  grpc::ClientContext context;
  const auto stream = Open(context);
  v1::IngestArticlesResponse response;
  for (int i = 0; i < 40; ++i) {
    ASSERT_TRUE(stream->Write(Request(i, Text(i))));
    ASSERT_TRUE(stream->Read(&response));
    EXPECT_EQ(response.sequence(), i);
  }
  EXPECT_TRUE(stream->WritesDone());
  EXPECT_TRUE(stream->Finish().ok());
}

TEST_F(IngestStreamTest, BadArticlesHaveTheirOwnErrorsAndTheStreamGoesOn) {
  std::vector<v1::IngestArticlesRequest> requests;
  std::vector<std::string> want;
  const auto add = [&](const std::string& text, const std::string& outcome) {
    requests.push_back(Request(static_cast<int64_t>(requests.size()), text));
    want.push_back(outcome);
    return requests.back().mutable_request();
  };
  add(Text(1), "stored");
  add("", "EMPTY_TEXT");
  add("涧西区\xE6\xB6 120人", "INVALID_UTF8");
  add(Text(1), "already");
  add(std::string(kMaxTextBytes + 1, 'a'), "TEXT_TOO_LARGE");
  add(Text(2), "INVALID_ARGUMENT")->set_request_id("涧西");
  add(Text(2), "stored")->set_request_id("0f8fad5b-d9cb-469f-a165-70867728950e");
  add(Text(3), "REQUEST_ID_REUSED")->set_request_id("0f8fad5b-d9cb-469f-a165-70867728950e");
  // As it was answered the first time.
  add(Text(2), "stored")->set_request_id("0f8fad5b-d9cb-469f-a165-70867728950e");
  add(Text(4), "DISTRICT_NOT_FOUND")->mutable_article()->set_home_district("districts/999999");
  requests.emplace_back();  // without an article
  requests.back().set_sequence(static_cast<int64_t>(requests.size()) - 1);
  want.push_back("EMPTY_TEXT");
  add(Text(5), "stored");

  grpc::ClientContext context;
  const auto stream = Open(context);
  std::thread writer([&] {
    for (const v1::IngestArticlesRequest& request : requests) stream->Write(request);
    stream->WritesDone();
  });
  v1::IngestArticlesResponse response;
  for (size_t i = 0; i < requests.size(); ++i) {
    ASSERT_TRUE(stream->Read(&response)) << i;
    EXPECT_EQ(response.sequence(), requests[i].sequence());
    if (response.has_stored()) {
      EXPECT_EQ(response.stored().already_stored() ? "already" : "stored", want[i]) << i;
      EXPECT_EQ(response.stored().figure_count(), 2);
      continue;
    }
    EXPECT_EQ(response.error().reason(), want[i]) << i;
    EXPECT_EQ(response.error().code(), want[i] == "DISTRICT_NOT_FOUND"
                                           ? grpc::StatusCode::NOT_FOUND
                                           : grpc::StatusCode::INVALID_ARGUMENT);
    EXPECT_NE(response.error().message(), "");
  }
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_TRUE(stream->Finish().ok());
  writer.join();
  EXPECT_EQ(Stored(), 3u);
}

TEST_F(IngestStreamTest, SequencesHaveToAscend) {
  for (int64_t second : {7, 6, -8}) {
    grpc::ClientContext context;
    const auto stream = Open(context);
    EXPECT_TRUE(stream->Write(Request(7, Text(1))));
    EXPECT_TRUE(stream->Write(Request(second, Text(2))));
    stream->Write(Request(100, Text(3)));
    v1::IngestArticlesResponse response;
    EXPECT_TRUE(stream->Read(&response));
    EXPECT_EQ(response.sequence(), 7);
    EXPECT_FALSE(stream->Read(&response));
    const absl::Status status = rpc::FromGrpcStatus(stream->Finish());
    EXPECT_THAT(status, testing::IsFieldError(absl::StatusCode::kInvalidArgument,
                                              "INVALID_ARGUMENT", "sequence"));
  }
  EXPECT_EQ(Stored(), 1u);
}

TEST_F(IngestStreamTest, ACutStreamIsResumedFromTheLastAnswer) {
  constexpr int kArticles = 300;
  int next = 0;
  for (int cut : {1, 50, 120, kArticles}) {
    grpc::ClientContext context;
    const auto stream = Open(context);
    std::thread writer([&, first = next] {
      for (int i = first; i < kArticles && stream->Write(Request(i, Text(i))); ++i) {
      }
      stream->WritesDone();
    });
    v1::IngestArticlesResponse response;
    while (next < cut && stream->Read(&response)) {
      EXPECT_EQ(response.sequence(), next);
      EXPECT_TRUE(response.has_stored());
      ++next;
    }
    if (cut < kArticles) context.TryCancel();
    writer.join();
    stream->Finish();
    EXPECT_GE(Stored(), static_cast<size_t>(next));
  }
  EXPECT_EQ(next, kArticles);
  EXPECT_EQ(Stored(), size_t{kArticles});
}

TEST_F(IngestStreamTest, WhoDoesNotReadAnswersIsHeldUp) {
  options_.intake.stream_articles = 8;
  Start();
  // Without it the client's side of HTTP/2 takes in some ten megabytes of answers by itself.
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
  stub_ = v1::IngestService::NewStub(
      grpc::CreateCustomChannel(server_->address(), grpc::InsecureChannelCredentials(), arguments));
  constexpr int kArticles = 20'000;
  grpc::ClientContext context;
  const auto stream = Open(context);
  std::atomic<int> written = 0;
  std::thread writer([&] {
    for (int i = 0; i < kArticles; ++i) {
      // Refused, so that nothing but the stream itself can hold it up.
      EXPECT_TRUE(stream->Write(Request(i, std::string(2000, ' '))));
      ++written;
    }
    EXPECT_TRUE(stream->WritesDone());
  });
  int before = -1;
  for (int quiet = 0; quiet < 10; quiet = before == written ? quiet + 1 : 0) {
    before = written;
    absl::SleepFor(absl::Milliseconds(100));
  }
  // What the window of HTTP/2 and gRPC's buffers hold, of requests and of answers.
  EXPECT_LT(written, kArticles / 2);
  v1::IngestArticlesResponse response;
  for (int i = 0; i < kArticles; ++i) ASSERT_TRUE(stream->Read(&response));
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_TRUE(stream->Finish().ok());
  writer.join();
}

TEST_F(IngestStreamTest, ManyStreamsShareAFewPlaces) {
  options_.intake.articles = 3;
  options_.intake.analysers = 2;
  Start();
  constexpr int kStreams = 8;
  constexpr int kArticles = 40;
  std::vector<std::thread> clients;
  std::atomic<int> answered = 0;
  for (int c = 0; c < kStreams; ++c) {
    clients.emplace_back([&, c] {
      grpc::ClientContext context;
      const auto stream = Open(context);
      std::thread writer([&] {
        for (int i = 0; i < kArticles; ++i) stream->Write(Request(i, Text(c * kArticles + i)));
        stream->WritesDone();
      });
      v1::IngestArticlesResponse response;
      while (stream->Read(&response)) answered += response.has_stored() ? 1 : 0;
      EXPECT_TRUE(stream->Finish().ok());
      writer.join();
    });
  }
  {
    grpc::ClientContext context;
    const auto stream = Open(context);
    stream->Write(Request(1, Text(0)));
    context.TryCancel();
    EXPECT_FALSE(stream->Finish().ok());
  }
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(answered, kStreams * kArticles);
  EXPECT_EQ(Stored(), size_t{kStreams * kArticles});
}

TEST_F(IngestStreamTest, AServiceThatStopsAnswersWhatItRead) {
  grpc::ClientContext context;
  const auto stream = Open(context);
  std::thread writer([&] {
    for (int i = 0; stream->Write(Request(i, Text(i))); ++i) {
    }
  });
  v1::IngestArticlesResponse response;
  std::vector<std::string> names;
  std::thread stop;
  while (stream->Read(&response)) {
    EXPECT_EQ(response.sequence(), static_cast<int64_t>(names.size()));
    names.push_back(response.stored().name());
    if (names.size() == 20) stop = std::thread([&] { server_.reset(); });
  }
  EXPECT_THAT(rpc::FromGrpcStatus(stream->Finish()),
              IsError(absl::StatusCode::kUnavailable, "STOPPING"));
  writer.join();
  stop.join();
  EXPECT_GE(names.size(), 20u);
  EXPECT_EQ(Stored(), names.size()) << "stored and not answered";
  const auto reader = Reader();
  for (const std::string& name : names) EXPECT_OK(reader->GetArticle(name.substr(9), nullptr));
}

TEST_F(IngestStreamTest, TheDeadlineOfTheClientEndsAStream) {
  Start();
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(300));
  const auto stream = stub_->IngestArticles(&context);
  v1::IngestArticlesResponse response;
  EXPECT_TRUE(stream->Write(Request(1, Text(1))));
  EXPECT_TRUE(stream->Read(&response));
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
}

TEST_F(IngestStreamTest, AStoreThatCannotBeWrittenEndsTheStreamAndItGoesOnLater) {
  {
    grpc::ClientContext context;
    const auto stream = Open(context);
    v1::IngestArticlesResponse response;
    EXPECT_TRUE(stream->Write(Request(0, Text(0))));
    EXPECT_TRUE(stream->Read(&response));
    ASSERT_OK_AND_ASSIGN(const auto other, SqliteDb::Open(options_.db, false, absl::Seconds(5)));
    ASSERT_OK_AND_ASSIGN(const auto lock, Transaction::Begin(*other, Transaction::Mode::kWrite));
    EXPECT_TRUE(stream->Write(Request(1, "")));
    EXPECT_TRUE(stream->Write(Request(2, Text(2))));
    EXPECT_TRUE(stream->Write(Request(3, "")));
    EXPECT_TRUE(stream->Read(&response));
    EXPECT_EQ(response.sequence(), 1);
    EXPECT_FALSE(stream->Read(&response)) << "what comes behind is not answered";
    EXPECT_THAT(rpc::FromGrpcStatus(stream->Finish()),
                IsError(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE"));
  }
  grpc::ClientContext context;
  const auto stream = Open(context);
  v1::IngestArticlesResponse response;
  EXPECT_TRUE(stream->Write(Request(2, Text(2))));
  EXPECT_TRUE(stream->Read(&response));
  EXPECT_TRUE(response.has_stored());
  EXPECT_TRUE(stream->WritesDone());
  EXPECT_TRUE(stream->Finish().ok());
  EXPECT_EQ(Stored(), 2u);
}

}  // namespace
}  // namespace qushu
