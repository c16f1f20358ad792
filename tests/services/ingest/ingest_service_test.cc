// The ingest service through a real channel, with the query service beside it to see what is
// stored.
#include <atomic>
#include <optional>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "common/analysis/analyzer.h"
#include "common/store/sqlite_check.h"
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

constexpr auto kInvalidArgument = absl::StatusCode::kInvalidArgument;

constexpr char kText[] =
    "洛阳日报\n2020年2月20日 星期四\n\n涧西区\n全区动员 群防群控\n"
    "涧西区设立卡口120个,排查居民3.5万人。😀截至2月19日,累计返工企业86家。\n";

class IngestServiceTest : public ::testing::Test {
 protected:
  IngestServiceTest() {
    ingest::ServerOptions ingest_options = ingest::DefaultOptions();
    ingest_options.db = dir_.path() / "store.db";
    ingest_server_.emplace(&ingest::RunServer, ingest_options);
    ingest_ = v1::IngestService::NewStub(ingest_server_->channel());
    query::ServerOptions query_options = query::DefaultOptions();
    query_options.db = ingest_options.db;
    query_server_.emplace(&query::RunServer, query_options);
    query_ = v1::QueryService::NewStub(query_server_->channel());
  }

  absl::StatusOr<v1::IngestArticleResponse> Ingest(const v1::IngestArticleRequest& request) {
    return Call(*ingest_, &v1::IngestService::Stub::IngestArticle, request);
  }
  absl::StatusOr<v1::IngestArticleResponse> IngestText(const std::string& text) {
    v1::IngestArticleRequest request;
    request.mutable_article()->set_text(text);
    return Ingest(request);
  }
  absl::StatusOr<v1::AnalyzeArticleResponse> Analyze(const v1::AnalyzeArticleRequest& request) {
    return Call(*ingest_, &v1::IngestService::Stub::AnalyzeArticle, request);
  }

  // The query service opens the store within a moment of its making.
  int StoredArticles() {
    const absl::Time patience = absl::Now() + absl::Seconds(20);
    while (true) {
      const auto page = Call(*query_, &v1::QueryService::Stub::ListArticles,
                             v1::ListArticlesRequest::default_instance());
      if (page.ok()) return page->articles_size();
      if (absl::Now() > patience) {
        ADD_FAILURE() << page.status();
        return -1;
      }
      absl::SleepFor(absl::Milliseconds(20));
    }
  }

  testing::TempDir dir_;
  std::optional<RunningServer> ingest_server_;
  std::optional<RunningServer> query_server_;
  std::unique_ptr<v1::IngestService::Stub> ingest_;
  std::unique_ptr<v1::QueryService::Stub> query_;
};

TEST_F(IngestServiceTest, StoresAndAnswersWithTheName) {
  ASSERT_OK_AND_ASSIGN(const auto stored, IngestText(kText));
  EXPECT_EQ(stored.name().substr(0, 9), "articles/");
  EXPECT_GT(stored.revision(), 0);
  EXPECT_FALSE(stored.already_stored());
  EXPECT_EQ(StoredArticles(), 1);
  v1::GetArticleRequest get;
  get.set_name(stored.name());
  ASSERT_OK_AND_ASSIGN(const auto got, Call(*query_, &v1::QueryService::Stub::GetArticle, get));
  EXPECT_EQ(got.article().source_text(), kText);
  EXPECT_EQ(got.article().figures_size(), stored.figure_count());
}

TEST_F(IngestServiceTest, TheSameTextIsStoredOnce) {
  ASSERT_OK_AND_ASSIGN(const auto first, IngestText(kText));
  ASSERT_OK_AND_ASSIGN(const auto second, IngestText(kText));
  EXPECT_TRUE(second.already_stored());
  EXPECT_EQ(second.name(), first.name());
  EXPECT_EQ(second.revision(), first.revision());
  EXPECT_EQ(second.figure_count(), first.figure_count());
  EXPECT_EQ(StoredArticles(), 1);
}

TEST_F(IngestServiceTest, RequestIdMakesTheCallIdempotent) {
  v1::IngestArticleRequest request;
  request.mutable_article()->set_text(kText);
  request.set_request_id("0f8fad5b-d9cb-469f-a165-70867728950e");
  ASSERT_OK_AND_ASSIGN(const auto first, Ingest(request));
  ASSERT_OK_AND_ASSIGN(const auto second, Ingest(request));
  EXPECT_EQ(first.SerializeAsString(), second.SerializeAsString());

  request.mutable_article()->set_text("涧西区排查居民10人。");
  EXPECT_THAT(Ingest(request), IsError(kInvalidArgument, "REQUEST_ID_REUSED"));
  EXPECT_EQ(StoredArticles(), 1);

  request.set_request_id("涧西");
  EXPECT_THAT(Ingest(request), IsFieldError(kInvalidArgument, "INVALID_ARGUMENT", "request_id"));
}

TEST_F(IngestServiceTest, BadTextsAreRefusedAndNothingIsStored) {
  for (const char* empty : {"", " \n\t", "　\r\n"}) {
    EXPECT_THAT(IngestText(empty), IsFieldError(kInvalidArgument, "EMPTY_TEXT", "article.text"));
  }
  const auto broken = IngestText("涧西区\xE6\xB6 120人");
  EXPECT_THAT(broken, IsFieldError(kInvalidArgument, "INVALID_UTF8", "article.text"));
  EXPECT_EQ(testing::MetadataOf(broken.status(), "byte_offset"), "9");
  const auto large = IngestText(std::string(kMaxTextBytes + 1, 'a'));
  EXPECT_THAT(large, IsFieldError(kInvalidArgument, "TEXT_TOO_LARGE", "article.text"));
  EXPECT_EQ(testing::MetadataOf(large.status(), "limit_bytes"), std::to_string(kMaxTextBytes));
  // gRPC itself refuses what is far over.
  EXPECT_TRUE(absl::IsResourceExhausted(IngestText(std::string(40 << 20, 'a')).status()));

  EXPECT_EQ(StoredArticles(), 0);
  EXPECT_OK(IngestText(kText));
  EXPECT_EQ(StoredArticles(), 1);
}

TEST_F(IngestServiceTest, HintsAreChecked) {
  v1::IngestArticleRequest request;
  request.mutable_article()->set_text(kText);
  request.mutable_article()->set_home_district("districts/999999");
  EXPECT_THAT(Ingest(request), IsFieldError(absl::StatusCode::kNotFound, "DISTRICT_NOT_FOUND",
                                            "article.home_district"));
  request.mutable_article()->clear_home_district();
  request.mutable_article()->mutable_publication_date()->set_year(2020);
  request.mutable_article()->mutable_publication_date()->set_month(2);
  request.mutable_article()->mutable_publication_date()->set_day(30);
  EXPECT_THAT(Ingest(request),
              IsFieldError(kInvalidArgument, "INVALID_DATE_RANGE", "article.publication_date"));
  request.mutable_article()->clear_publication_date();
  request.mutable_article()->set_publication(std::string(10000, 'x'));
  request.mutable_article()->set_source_uri(std::string(10000, 'x'));
  EXPECT_THAT(Ingest(request), IsFieldError(kInvalidArgument, "INVALID_ARGUMENT",
                                            "article.publication,article.source_uri"));
  EXPECT_EQ(StoredArticles(), 0);
}

// A page in GBK: its bytes are kept, and offsets lead back to them.
TEST_F(IngestServiceTest, PagesInOtherEncodings) {
  const std::string page =
      "<html><meta charset=gb2312><body><p>2020年2月20日</p>\n"
      "<p>涧西区设立卡口<b>7</b>27个，排查人员8368人。</p></body></html>";
  const std::string bytes = testing::Encode(page, "gb18030");
  ASSERT_OK_AND_ASSIGN(const auto stored, IngestText(bytes));
  EXPECT_EQ(stored.source_encoding(), "GB18030");
  EXPECT_EQ(stored.content_type(), "text/html");
  EXPECT_EQ(stored.figure_count(), 2);
  v1::GetArticleRequest get;
  get.set_name(stored.name());
  get.set_offset_encoding(v1::OFFSET_ENCODING_SOURCE_BYTES);
  ASSERT_OK_AND_ASSIGN(const auto got, Call(*query_, &v1::QueryService::Stub::GetArticle, get));
  const v1::Article& article = got.article();
  EXPECT_EQ(article.source_text(), page);
  EXPECT_EQ(article.source_bytes(), bytes);
  EXPECT_EQ(article.source_encoding(), "GB18030");
  ASSERT_EQ(article.figures_size(), 2);
  const auto cut = [&](const v1::Span& span) {
    return testing::Decoded(bytes.substr(span.begin(), span.end() - span.begin()), "gb18030");
  };
  EXPECT_EQ(cut(article.figures(0).source_span()), "7</b>27个");
  EXPECT_EQ(article.figures(0).text(), "727个");
  EXPECT_EQ(cut(article.figures(1).source_span()), "8368人");

  v1::ListFiguresRequest list;
  list.set_offset_encoding(v1::OFFSET_ENCODING_SOURCE_BYTES);
  ASSERT_OK_AND_ASSIGN(const auto figures,
                       Call(*query_, &v1::QueryService::Stub::ListFigures, list));
  ASSERT_EQ(figures.figures_size(), 2);
  EXPECT_EQ(cut(figures.figures(1).source_span()), "8368人");

  get.set_view(v1::ARTICLE_VIEW_BASIC);
  ASSERT_OK_AND_ASSIGN(const auto basic, Call(*query_, &v1::QueryService::Stub::GetArticle, get));
  EXPECT_EQ(basic.article().source_bytes(), "");
  EXPECT_EQ(basic.article().content_type(), "text/html");
}

TEST_F(IngestServiceTest, EncodingsAreChecked) {
  v1::AnalyzeArticleRequest request;
  request.mutable_article()->set_text(testing::Encode("涧西区设立卡口727个。", "gb18030"));
  request.mutable_article()->set_encoding("GBK");
  ASSERT_OK_AND_ASSIGN(const auto analyzed, Analyze(request));
  EXPECT_EQ(analyzed.article().figures_size(), 1);
  EXPECT_EQ(analyzed.article().source_bytes(), "") << "the caller has them";
  request.mutable_article()->set_encoding("koi8-r");
  EXPECT_THAT(Analyze(request),
              IsFieldError(kInvalidArgument, "UNSUPPORTED_ENCODING", "article.encoding"));
  // All bytes of it are of Big5 too, and none makes sense.
  request.mutable_article()->set_encoding("big5");
  ASSERT_OK_AND_ASSIGN(const auto wrong, Analyze(request));
  EXPECT_EQ(wrong.article().findings(wrong.article().findings_size() - 1).reason(),
            "ENCODING_DOUBTFUL");
  request.mutable_article()->mutable_text()->push_back('\xFF');
  const auto refused = Analyze(request);
  EXPECT_THAT(refused, IsFieldError(kInvalidArgument, "INVALID_BYTES", "article.text"));
  EXPECT_EQ(testing::MetadataOf(refused.status(), "encoding"), "Big5");
}

TEST_F(IngestServiceTest, AnalyzeStoresNothing) {
  v1::AnalyzeArticleRequest request;
  request.mutable_article()->set_text(kText);
  ASSERT_OK_AND_ASSIGN(const auto analyzed, Analyze(request));
  EXPECT_EQ(analyzed.article().source_text(), kText);
  EXPECT_EQ(analyzed.article().name(), "");
  EXPECT_GT(analyzed.article().figures_size(), 0);
  EXPECT_EQ(StoredArticles(), 0);
}

TEST_F(IngestServiceTest, AnalyzeExplainsEveryFieldWhenAsked) {
  v1::AnalyzeArticleRequest request;
  request.mutable_article()->set_text(kText);
  request.set_offset_encoding(v1::OFFSET_ENCODING_UTF32);
  const auto plain = Analyze(request);
  ASSERT_OK(plain);
  ASSERT_GE(plain->article().figures_size(), 3);
  for (const v1::Figure& figure : plain->article().figures()) {
    EXPECT_EQ(figure.evidence_size(), 0);
    EXPECT_NE(figure.confidence(), v1::CONFIDENCE_UNSPECIFIED);
  }
  request.set_explain(true);
  const auto explained = Analyze(request);
  ASSERT_OK(explained);
  for (const v1::Figure& figure : explained->article().figures()) {
    EXPECT_GE(figure.evidence_size(), 9);
    for (const v1::Evidence& evidence : figure.evidence()) {
      EXPECT_NE(evidence.rule(), "");
      EXPECT_NE(evidence.confidence(), v1::CONFIDENCE_UNSPECIFIED);
      EXPECT_EQ(evidence.words().empty(), !evidence.has_source_span());
    }
  }
  const auto& value = explained->article().figures(1).evidence(0);
  EXPECT_EQ(value.field(), "value");
  EXPECT_EQ(value.words(), "3.5万");
  EXPECT_EQ(value.source_span().begin(), explained->article().figures(1).source_span().begin());
}

TEST_F(IngestServiceTest, SumsThatDifferAreFindingsOfBothCalls) {
  v1::AnalyzeArticleRequest request;
  request.mutable_article()->set_text(
      "2020年2月4日，江苏省新增确诊病例9例（南京市4例、苏州市6例）。");
  request.set_offset_encoding(v1::OFFSET_ENCODING_UTF32);
  const auto analyzed = Analyze(request);
  ASSERT_OK(analyzed);
  const v1::Finding* sum = nullptr;
  for (const v1::Finding& finding : analyzed->article().findings()) {
    if (finding.reason() == "SUM_DIFFERS") sum = &finding;
  }
  ASSERT_NE(sum, nullptr) << analyzed->DebugString();
  EXPECT_EQ(sum->message(), "4 + 6 = 10, stated 9");
  ASSERT_EQ(sum->figures_size(), 3);
  EXPECT_EQ(sum->figures(2), 1);
  EXPECT_EQ(sum->figure_spans(2).begin(), analyzed->article().figures(0).source_span().begin());
  const auto stored = IngestText(request.article().text());
  ASSERT_OK(stored);
  bool found = false;
  for (const v1::Finding& finding : stored->findings()) found |= finding.reason() == "SUM_DIFFERS";
  EXPECT_TRUE(found);
}

TEST_F(IngestServiceTest, AnalyzeChecksItsOptions) {
  v1::AnalyzeArticleRequest request;
  request.mutable_article()->set_text(kText);
  request.set_summary_sentences(-1);
  request.set_offset_encoding(static_cast<v1::OffsetEncoding>(9));
  EXPECT_THAT(Analyze(request), IsFieldError(kInvalidArgument, "INVALID_ARGUMENT",
                                             "offset_encoding,summary_sentences"));
}

// Cuts a span out of `text` as a program in another language would, by its own unit.
std::string CutUtf32(const std::string& text, const v1::Span& span) {
  std::string out;
  int64_t position = -1;
  for (const char c : text) {
    if ((c & 0xC0) != 0x80) ++position;
    if (position >= span.begin() && position < span.end()) out += c;
  }
  return out;
}

TEST_F(IngestServiceTest, OffsetsCountInTheUnitAskedFor) {
  v1::AnalyzeArticleRequest request;
  request.mutable_article()->set_text(kText);
  ASSERT_OK_AND_ASSIGN(const auto utf8, Analyze(request));
  request.set_offset_encoding(v1::OFFSET_ENCODING_UTF16);
  ASSERT_OK_AND_ASSIGN(const auto utf16, Analyze(request));
  request.set_offset_encoding(v1::OFFSET_ENCODING_UTF32);
  ASSERT_OK_AND_ASSIGN(const auto utf32, Analyze(request));
  ASSERT_GT(utf8.article().figures_size(), 0);
  ASSERT_EQ(utf32.article().figures_size(), utf8.article().figures_size());
  const size_t emoji = std::string(kText).find("😀");
  bool behind_emoji = false;
  for (int i = 0; i < utf8.article().figures_size(); ++i) {
    const v1::Figure& figure = utf8.article().figures(i);
    const v1::Span& bytes = figure.source_span();
    EXPECT_EQ(std::string(kText).substr(bytes.begin(), bytes.end() - bytes.begin()), figure.text());
    EXPECT_EQ(CutUtf32(kText, utf32.article().figures(i).source_span()), figure.text());
    EXPECT_EQ(
        CutUtf32(utf32.article().normalized_text(), utf32.article().figures(i).normalized_span()),
        figure.text());
    // The emoji takes two units of UTF-16.
    const bool behind = static_cast<size_t>(bytes.begin()) > emoji;
    behind_emoji |= behind;
    EXPECT_EQ(utf16.article().figures(i).source_span().begin(),
              utf32.article().figures(i).source_span().begin() + (behind ? 1 : 0));
  }
  EXPECT_TRUE(behind_emoji);
}

TEST_F(IngestServiceTest, ArticlesAreDeletedAndBroughtBack) {
  v1::IngestArticleRequest put;
  put.mutable_article()->set_text(kText);
  put.set_request_id("0f8fad5b-d9cb-469f-a165-70867728950e");
  ASSERT_OK_AND_ASSIGN(const auto stored, Ingest(put));
  ASSERT_OK(IngestText("涧西区设立卡口7个。"));
  EXPECT_EQ(StoredArticles(), 2);
  v1::GetArticleRequest get;
  get.set_name(stored.name());
  ASSERT_OK_AND_ASSIGN(const auto got, Call(*query_, &v1::QueryService::Stub::GetArticle, get));

  const auto remove = [&](const v1::DeleteArticleRequest& request) {
    return Call(*ingest_, &v1::IngestService::Stub::DeleteArticle, request);
  };
  v1::DeleteArticleRequest request;
  EXPECT_THAT(remove(request), IsFieldError(kInvalidArgument, "INVALID_NAME", "name"));
  request.set_name(stored.name());
  request.set_etag("\"0\"");
  EXPECT_THAT(remove(request), IsError(absl::StatusCode::kAborted, "ETAG_MISMATCH"));
  request.set_etag(got.article().etag());
  ASSERT_OK_AND_ASSIGN(const auto deleted, remove(request));
  EXPECT_EQ(deleted.revision(), 3);
  const absl::Time purge = absl::FromUnixSeconds(deleted.purge_time().seconds());
  EXPECT_GT(purge, absl::Now() + absl::Hours(24 * 29));
  EXPECT_EQ(StoredArticles(), 1);
  EXPECT_THAT(Call(*query_, &v1::QueryService::Stub::GetArticle, get),
              IsError(absl::StatusCode::kNotFound, "ARTICLE_NOT_FOUND"));
  EXPECT_THAT(remove(request), IsError(absl::StatusCode::kNotFound, "ARTICLE_NOT_FOUND"));
  request.set_allow_missing(true);
  ASSERT_OK_AND_ASSIGN(const auto again, remove(request));
  EXPECT_EQ(again.SerializeAsString(), deleted.SerializeAsString());
  // The request was carried out, whatever became of the article.
  ASSERT_OK_AND_ASSIGN(const auto replay, Ingest(put));
  EXPECT_EQ(replay.SerializeAsString(), stored.SerializeAsString());

  v1::UndeleteArticleRequest undelete;
  undelete.set_name("articles/none");
  const auto back = [&] {
    return Call(*ingest_, &v1::IngestService::Stub::UndeleteArticle, undelete);
  };
  EXPECT_THAT(back(), IsFieldError(kInvalidArgument, "INVALID_NAME", "name"));
  undelete.set_name("articles/" + std::string(32, '0'));
  EXPECT_THAT(back(), IsError(absl::StatusCode::kNotFound, "ARTICLE_NOT_FOUND"));
  undelete.set_name(stored.name());
  EXPECT_EQ(back()->revision(), 4);
  EXPECT_THAT(back(), IsError(absl::StatusCode::kAlreadyExists, "ARTICLE_NOT_DELETED"));
  EXPECT_EQ(StoredArticles(), 2);
  ASSERT_OK_AND_ASSIGN(const auto after, Call(*query_, &v1::QueryService::Stub::GetArticle, get));
  EXPECT_EQ(after.article().figures_size(), got.article().figures_size());

  request.clear_etag();  // it is another since it is back
  // Nothing of it is left behind in any table.
  ASSERT_OK(remove(request));
  CheckOptions check;
  check.path = dir_.path() / "store.db";
  check.report = [](const CheckFinding& finding) {
    ADD_FAILURE() << finding.reason << " " << finding.table << " " << finding.subject << ": "
                  << finding.message;
  };
  EXPECT_OK(CheckSqliteStore(check));
}

TEST_F(IngestServiceTest, ManyCallersAtOnce) {
  std::vector<std::thread> callers;
  std::atomic<int> stored = 0;
  for (int c = 0; c < 8; ++c) {
    callers.emplace_back([&, c] {
      for (int i = 0; i < 20; ++i) {
        // Every text is sent by two callers.
        const int n = c / 2 * 20 + i;
        const auto answer = IngestText("涧西区设立卡口" + std::to_string(n + 1) + "个。");
        EXPECT_OK(answer);
        if (answer.ok() && !answer->already_stored()) ++stored;
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(stored, 80);
  v1::ListArticlesRequest request;
  request.set_page_size(500);
  ASSERT_EQ(StoredArticles(), 50);  // the default page
  ASSERT_OK_AND_ASSIGN(const auto page,
                       Call(*query_, &v1::QueryService::Stub::ListArticles, request));
  EXPECT_EQ(page.articles_size(), 80);
}

TEST_F(IngestServiceTest, DeadlineOfOneMillisecondIsHonoured) {
  v1::IngestArticleRequest request;
  std::string text;
  while (text.size() < (4 << 20)) text += "涧西区排查居民3.5万人。\n";
  request.mutable_article()->set_text(text);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(1));
  v1::IngestArticleResponse response;
  EXPECT_EQ(ingest_->IngestArticle(&context, request, &response).error_code(),
            grpc::StatusCode::DEADLINE_EXCEEDED);
  EXPECT_OK(IngestText(kText));
}

}  // namespace
}  // namespace qushu
