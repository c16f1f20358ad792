// ReanalyzeArticles through a real channel, over a store that other versions wrote.
#include <atomic>
#include <filesystem>
#include <map>
#include <optional>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "common/analysis/analyzer.h"
#include "common/store/sqlite_check.h"
#include "common/store/sqlite_store.h"
#include "qushu/v1/ingest_service.grpc.pb.h"
#include "qushu/v1/query_service.grpc.pb.h"
#include "services/ingest/server.h"
#include "services/query/server.h"
#include "tests/services/running_server.h"
#include "tests/testing/encode.h"

namespace qushu {
namespace {

using ::qushu::testing::Call;
using ::qushu::testing::IsError;
using ::qushu::testing::IsFieldError;
using ::qushu::testing::RunningServer;

constexpr char kText[] =
    "洛阳日报\n2020年2月20日 星期四\n\n涧西区\n全区动员 群防群控\n"
    "涧西区设立卡口120个,排查居民3.5万人。截至2月19日,累计返工企业86家。\n";

std::string Numbered(int number) {
  return "老城区设立卡口" + std::to_string(number + 1) + "个,排查居民" +
         std::to_string(1000 + number) + "人,返岗职工" + std::to_string(2000 + number) + "人。";
}

class ReanalyzeTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK_AND_ASSIGN(analyzer_, Analyzer::Create());
    ingest::ServerOptions ingest_options = ingest::DefaultOptions();
    ingest_options.db = Db();
    ingest_server_.emplace(&ingest::RunServer, ingest_options);
    ingest_ = v1::IngestService::NewStub(ingest_server_->channel());
    query::ServerOptions query_options = query::DefaultOptions();
    query_options.db = Db();
    query_server_.emplace(&query::RunServer, query_options);
    query_ = v1::QueryService::NewStub(query_server_->channel());
    ASSERT_OK_AND_ASSIGN(store_, OpenSqliteStore({.path = Db()}));
    // The query service opens the store within a moment of its making.
    const absl::Time patience = absl::Now() + absl::Seconds(20);
    const v1::ListArticlesRequest list;
    while (!Call(*query_, &v1::QueryService::Stub::ListArticles, list).ok()) {
      ASSERT_LT(absl::Now(), patience);
      absl::SleepFor(absl::Milliseconds(20));
    }
  }
  std::string Db() const { return dir_.path() / "store.db"; }

  // Nothing is wrong with the store.
  void TearDown() override {
    CheckOptions check;
    check.path = Db();
    check.report = [](const CheckFinding& finding) {
      ADD_FAILURE() << finding.reason << " " << finding.table << " " << finding.subject << ": "
                    << finding.message;
    };
    EXPECT_OK(CheckSqliteStore(check));
  }

  v1::IngestArticleResponse Ingest(const v1::ArticleInput& input) {
    v1::IngestArticleRequest request;
    *request.mutable_article() = input;
    const auto stored = Call(*ingest_, &v1::IngestService::Stub::IngestArticle, request);
    EXPECT_OK(stored);
    return stored.ok() ? *stored : v1::IngestArticleResponse();
  }
  v1::Article Get(const std::string& name) {
    const auto article = store_->GetArticle(name.substr(name.find('/') + 1), nullptr);
    EXPECT_OK(article);
    return article.ok() ? *article : v1::Article();
  }
  // Stores what a version would have read that took figures for another number and knew no place
  // for them, and a day for another; its name.
  std::string PutOtherwise(const std::string& text) {
    v1::ArticleInput input;
    input.set_text(text);
    auto article = analyzer_->Analyze(input, {.summary_sentences = kMaxSummarySentences});
    EXPECT_OK(article);
    article->set_analyzer_version("0.0.1");
    article->mutable_hints();
    article->mutable_masthead()->mutable_publication_date()->set_year(1999);
    article->mutable_masthead()->mutable_publication_date()->set_month(1);
    article->mutable_masthead()->mutable_publication_date()->set_day(1);
    article->mutable_figures()->RemoveLast();
    article->mutable_figures(0)->set_value("999");
    article->mutable_figures(0)->clear_district();
    article->mutable_figures(0)->set_indicator("grain_output");
    article->clear_summaries();
    const auto put = store_->PutArticle(*article);
    EXPECT_OK(put);
    return put.ok() ? ArticleName(put->article) : "";
  }
  // Stores what another version read alike.
  std::string PutAlike(const std::string& text) {
    v1::ArticleInput input;
    input.set_text(text);
    auto article = analyzer_->Analyze(input, {.summary_sentences = kMaxSummarySentences});
    EXPECT_OK(article);
    article->set_analyzer_version("0.0.1");
    const auto put = store_->PutArticle(*article);
    EXPECT_OK(put);
    return put.ok() ? ArticleName(put->article) : "";
  }

  // The last message of a run that goes to its end, with the errors of all.
  v1::ReanalyzeArticlesResponse Reanalyze(const v1::ReanalyzeArticlesRequest& request) {
    grpc::ClientContext context;
    const auto stream = ingest_->ReanalyzeArticles(&context, request);
    v1::ReanalyzeArticlesResponse response, last;
    google::protobuf::RepeatedPtrField<v1::ReanalyzeArticlesError> errors;
    while (stream->Read(&response)) {
      EXPECT_GE(response.done(), last.done());
      errors.MergeFrom(response.errors());
      last = response;
    }
    EXPECT_OK(rpc::FromGrpcStatus(stream->Finish()));
    *last.mutable_errors() = errors;
    return last;
  }
  v1::ReanalyzeArticlesResponse Outdated() {
    v1::ReanalyzeArticlesRequest request;
    request.set_only_outdated(true);
    return Reanalyze(request);
  }
  absl::Status StatusOf(const v1::ReanalyzeArticlesRequest& request) {
    grpc::ClientContext context;
    return rpc::FromGrpcStatus(ingest_->ReanalyzeArticles(&context, request)->Finish());
  }

  testing::TempDir dir_;
  std::unique_ptr<Analyzer> analyzer_;
  std::optional<RunningServer> ingest_server_;
  std::optional<RunningServer> query_server_;
  std::unique_ptr<v1::IngestService::Stub> ingest_;
  std::unique_ptr<v1::QueryService::Stub> query_;
  std::unique_ptr<Store> store_;
};

TEST_F(ReanalyzeTest, WhatAnotherVersionReadOtherwiseIsReadAnew) {
  const std::string name = PutOtherwise(kText);
  const std::string alike = PutAlike(Numbered(0));
  const v1::Article before = Get(name), alike_before = Get(alike);
  ASSERT_EQ(before.figures(0).value(), "999");
  ASSERT_OK_AND_ASSIGN(const int64_t revision, store_->Revision());

  const auto done = Outdated();
  EXPECT_EQ(done.done(), 2);
  EXPECT_EQ(done.total(), 2);
  EXPECT_EQ(done.changed(), 1);
  EXPECT_EQ(done.failed(), 0);
  EXPECT_EQ(done.without_hints(), 1);
  EXPECT_EQ(done.name(), alike);
  EXPECT_EQ(done.analyzer_version(), analyzer_->version());

  v1::Article after = Get(name);
  EXPECT_EQ(after.name(), name);
  EXPECT_EQ(after.create_time().DebugString(), before.create_time().DebugString());
  EXPECT_EQ(after.revision(), revision + 1);
  EXPECT_NE(after.etag(), before.etag());
  v1::ArticleInput input;
  input.set_text(kText);
  ASSERT_OK_AND_ASSIGN(const v1::Article fresh,
                       analyzer_->Analyze(input, {.summary_sentences = kMaxSummarySentences}));
  EXPECT_EQ(after.analyzer_version(), fresh.analyzer_version());
  ASSERT_EQ(after.figures_size(), fresh.figures_size());
  EXPECT_EQ(after.summaries_size(), fresh.summaries_size());
  EXPECT_EQ(after.masthead().DebugString(), fresh.masthead().DebugString());
  for (int i = 0; i < fresh.figures_size(); ++i) {
    EXPECT_EQ(after.figures(i).value(), fresh.figures(i).value());
    EXPECT_EQ(after.figures(i).district(), fresh.figures(i).district());
  }
  // Nobody hears of an article that says what it said.
  const v1::Article alike_after = Get(alike);
  EXPECT_EQ(alike_after.analyzer_version(), analyzer_->version());
  EXPECT_EQ(alike_after.revision(), alike_before.revision());
  EXPECT_EQ(alike_after.etag(), alike_before.etag());
  EXPECT_EQ(*store_->Revision(), revision + 1);

  EXPECT_EQ(Outdated().total(), 0);
  const auto all = Reanalyze({});
  EXPECT_EQ(all.total(), 2);
  EXPECT_EQ(all.changed(), 0);
  EXPECT_EQ(*store_->Revision(), revision + 1);
}

TEST_F(ReanalyzeTest, AWatcherIsSentTheFiguresOfWhatChanged) {
  const std::string name = PutOtherwise(kText);
  PutAlike(Numbered(0));
  grpc::ClientContext context;
  v1::WatchFiguresRequest request;
  const auto stream = query_->WatchFigures(&context, request);
  v1::WatchFiguresResponse message;
  ASSERT_TRUE(stream->Read(&message));
  EXPECT_EQ(Outdated().changed(), 1);
  ASSERT_TRUE(stream->Read(&message));
  EXPECT_EQ(message.revision(), 3);
  ASSERT_EQ(message.figures_size(), Get(name).figures_size());
  EXPECT_EQ(message.figures(0).article(), name);
  EXPECT_EQ(message.figures(0).value(), "120");
  context.TryCancel();
}

TEST_F(ReanalyzeTest, WhatTheSenderSaidHolds) {
  v1::ArticleInput input;
  // GB18030 with a date, a home and an encoding that only the sender knows.
  input.set_text(testing::Encode("全市设立卡口120个,排查居民3.5万人。", "GB18030"));
  input.set_encoding("gbk");
  input.set_publication("洛阳日报");
  input.set_page("03");
  input.set_source_uri("三版");
  input.set_home_district("districts/410300");
  input.mutable_publication_date()->set_year(2020);
  input.mutable_publication_date()->set_month(2);
  input.mutable_publication_date()->set_day(20);
  std::vector<std::string> names = {Ingest(input).name()};
  input.Clear();
  input.set_text("<p>涧西区有<b>13</b>例确诊病例。</p>");
  input.set_content_type("text/html");
  names.push_back(Ingest(input).name());
  input.Clear();
  input.set_text("涧西区有<b>13</b>例确诊病例。");
  input.set_content_type("text/plain");
  names.push_back(Ingest(input).name());
  std::map<std::string, std::string> before;
  for (const std::string& name : names) before[name] = Get(name).SerializeAsString();

  auto done = Reanalyze({});
  EXPECT_EQ(done.done(), 3);
  EXPECT_EQ(done.changed(), 0);
  EXPECT_EQ(done.without_hints(), 0);
  for (const std::string& name : names) EXPECT_EQ(Get(name).SerializeAsString(), before[name]);
  EXPECT_EQ(Get(names[0]).hints().home_district(), "districts/410300");

  // Of an article from before this was kept, the date that it had holds, and how it was decoded.
  v1::Article old = Get(names[0]);
  ASSERT_OK(store_->DeleteArticle({.article = names[0].substr(9)}));
  old.clear_hints();
  old.set_analyzer_version("1");
  ASSERT_OK(store_->PutArticle(old));
  done = Outdated();
  EXPECT_EQ(done.done(), 1);
  EXPECT_EQ(done.without_hints(), 1);
  EXPECT_EQ(Get(names[0]).masthead().publication_date().day(), 20);
  EXPECT_EQ(Get(names[0]).source_encoding(), "GB18030");
  EXPECT_EQ(Get(names[0]).findings_size(), old.findings_size());
  EXPECT_FALSE(Get(names[0]).has_hints());
}

TEST_F(ReanalyzeTest, ATrialChangesNothing) {
  const std::string name = PutOtherwise(kText);
  const std::string before = Get(name).SerializeAsString();
  v1::ReanalyzeArticlesRequest request;
  request.set_validate_only(true);
  const auto done = Reanalyze(request);
  EXPECT_EQ(done.done(), 1);
  EXPECT_EQ(done.changed(), 1);
  EXPECT_EQ(Get(name).SerializeAsString(), before);
}

TEST_F(ReanalyzeTest, OneThatCannotBeReadStaysAndIsNamed) {
  v1::Article blank;
  blank.set_source_text(" \n ");
  blank.set_normalized_text(" \n ");
  blank.set_analyzer_version("0.0.1");
  ASSERT_OK_AND_ASSIGN(const PutResult put, store_->PutArticle(blank));
  const std::string name = PutOtherwise(kText);
  for (int i = 0; i < 2; ++i) {
    const auto done = Outdated();
    EXPECT_EQ(done.done(), 2 - i);
    EXPECT_EQ(done.changed(), 1 - i);
    EXPECT_EQ(done.failed(), 1);
    ASSERT_EQ(done.errors_size(), 1);
    EXPECT_EQ(done.errors(0).name(), ArticleName(put.article));
    EXPECT_EQ(done.errors(0).reason(), "EMPTY_TEXT");
    EXPECT_EQ(done.errors(0).code(), grpc::StatusCode::INVALID_ARGUMENT);
  }
  EXPECT_EQ(Get(ArticleName(put.article)).analyzer_version(), "0.0.1");
  EXPECT_EQ(Get(name).analyzer_version(), analyzer_->version());
}

TEST_F(ReanalyzeTest, GoesOnBehindAnArticle) {
  EXPECT_EQ(Reanalyze({}).total(), 0);
  std::vector<std::string> names;
  for (int i = 0; i < 5; ++i) names.push_back(PutOtherwise(Numbered(i)));
  v1::ReanalyzeArticlesRequest request;
  request.set_resume_after("none");
  EXPECT_THAT(StatusOf(request),
              IsFieldError(absl::StatusCode::kInvalidArgument, "INVALID_NAME", "resume_after"));
  request.set_resume_after("articles/" + std::string(32, '0'));
  EXPECT_THAT(StatusOf(request), IsError(absl::StatusCode::kNotFound, "ARTICLE_NOT_FOUND"));
  request.set_resume_after(names[2]);
  const auto done = Reanalyze(request);
  EXPECT_EQ(done.done(), 2);
  EXPECT_EQ(done.name(), names[4]);
  EXPECT_EQ(Get(names[2]).analyzer_version(), "0.0.1");
  EXPECT_EQ(Get(names[3]).analyzer_version(), analyzer_->version());
}

// Two runs, one that is cut off, articles that come in and go, and readers, all at once.
TEST_F(ReanalyzeTest, OthersGoOnAndSeeWholeArticles) {
  constexpr int kArticles = 600;
  std::vector<std::string> names;
  for (int i = 0; i < kArticles; ++i) names.push_back(PutOtherwise(Numbered(i)));
  std::atomic<bool> stop = false;
  std::atomic<int> reads = 0;
  std::vector<std::thread> others;
  for (int r = 0; r < 2; ++r) {
    others.emplace_back([&, r] {
      for (size_t i = static_cast<size_t>(r); !stop; i += 7) {
        v1::GetArticleRequest get;
        get.set_name(names[i % names.size()]);
        const auto got = Call(*query_, &v1::QueryService::Stub::GetArticle, get);
        if (!got.ok()) continue;  // deleted
        const v1::Article& article = got->article();
        const bool old = article.analyzer_version() == "0.0.1";
        EXPECT_EQ(article.figures_size(), old ? 2 : 3) << article.name();
        EXPECT_EQ(article.figures(0).value() == "999", old);
        EXPECT_EQ(article.masthead().publication_date().year() == 1999, old);
        EXPECT_EQ(article.summaries_size(), old ? 0 : 1);
        ++reads;
      }
    });
  }
  others.emplace_back([&] {
    for (int i = 0; !stop; ++i) {
      v1::ArticleInput input;
      input.set_text("西工区设立卡口" + std::to_string(i + 1) + "个。");
      EXPECT_FALSE(Ingest(input).name().empty());
    }
  });
  for (const int index : {3, 300, 590}) {
    v1::DeleteArticleRequest request;
    request.set_name(names[index]);
    EXPECT_OK(Call(*ingest_, &v1::IngestService::Stub::DeleteArticle, request));
  }
  {
    grpc::ClientContext context;
    v1::ReanalyzeArticlesRequest request;
    request.set_only_outdated(true);
    const auto stream = ingest_->ReanalyzeArticles(&context, request);
    v1::ReanalyzeArticlesResponse response;
    EXPECT_TRUE(stream->Read(&response));
    EXPECT_EQ(response.total(), kArticles - 3);
    context.TryCancel();
    EXPECT_FALSE(stream->Finish().ok());
  }
  std::thread second([&] { Outdated(); });
  const auto done = Outdated();
  second.join();
  EXPECT_EQ(done.failed(), 0);
  stop = true;
  for (std::thread& other : others) other.join();
  EXPECT_GT(reads, 0);
  EXPECT_EQ(Outdated().total(), 0);
  for (int i = 0; i < kArticles; ++i) {
    if (i == 3 || i == 300 || i == 590) continue;
    EXPECT_EQ(Get(names[i]).figures_size(), 3);
  }
  // What was deleted comes back as it was, and is read when it is there again.
  ASSERT_OK(store_->UndeleteArticle(names[3].substr(9)));
  EXPECT_EQ(Get(names[3]).analyzer_version(), "0.0.1");
  EXPECT_EQ(Outdated().changed(), 1);
}

}  // namespace
}  // namespace qushu
