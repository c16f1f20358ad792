// How SQLite answers every question that a store is asked: out of which index, and what it sorts.
// A change of a statement or of an index that makes it read a whole table shows here.
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/work_log.h"
#include "common/store/sqlite_db.h"
#include "common/store/sqlite_store.h"
#include "tests/common/store/store_conformance.h"

namespace qushu {
namespace {

using ::testing::UnorderedElementsAreArray;

struct Question {
  std::string name;
  std::function<absl::Status(Store& store)> ask;
  // Of the statements that it runs, each once.
  std::vector<std::string> plans;
};

// Plans that several questions have.
const std::string kFigure = "SEARCH f USING INTEGER PRIMARY KEY (rowid=?)";
const std::string kFiguresOfArticle = "SEARCH f USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)";
const std::string kOfDistricts =
    "CORRELATED SCALAR SUBQUERY 1; SEARCH d USING COVERING INDEX article_districts_by_article "
    "(article=? AND district>? AND district<?); " +
    kFiguresOfArticle;
const std::string kOfAll =
    "SEARCH a USING COVERING INDEX articles_by_date (date_rank>? AND date_rank<?); " + kOfDistricts;
const std::string kOfDay =
    "SEARCH a USING COVERING INDEX articles_by_date (date_rank=? AND rowid>?); " + kOfDistricts;
const std::string kOfDistrict =
    "SEARCH d USING PRIMARY KEY (district=? AND (date_rank,article)>(?,?) AND date_rank<?); " +
    kFiguresOfArticle;
const std::string kOfSeries =
    "SEARCH k USING PRIMARY KEY "
    "(indicator=? AND district=? AND (date_rank,place)>(?,?) AND date_rank<?); " +
    kFigure;
const std::string kOfDays =
    "CO-ROUTINE k; SEARCH d USING PRIMARY KEY (district=? AND as_of>? AND as_of<?); "
    "USE TEMP B-TREE FOR ORDER BY; SCAN k; " +
    kFigure;
const std::string kOfIndicator =
    "SEARCH k USING PRIMARY KEY (indicator=? AND (date_rank,place)>(?,?) AND date_rank<?); " +
    kFigure;
const std::string kIndicator =
    "SEARCH indicators USING COVERING INDEX sqlite_autoindex_indicators_1 (id=?)";
const std::string kDistricts = "SEARCH districts USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)";
const std::string kDistrictsOfSeries =
    "SEARCH d USING INTEGER PRIMARY KEY (rowid>? AND rowid<?); CORRELATED SCALAR SUBQUERY 1; "
    "SEARCH i USING PRIMARY KEY (district=? AND indicator=?)";
const std::string kNumberOfArticle =
    "SEARCH articles USING COVERING INDEX sqlite_autoindex_articles_1 (id=?)";
// The versions before and behind an article's text.
const std::string kVersions =
    "; CORRELATED SCALAR SUBQUERY 1; SEARCH c USING INTEGER PRIMARY KEY (rowid=?); "
    "CORRELATED SCALAR SUBQUERY 2; SEARCH c USING INDEX articles_by_correction (superseded_by=?)";
const std::string kRowOfArticle = "SEARCH articles USING INDEX sqlite_autoindex_articles_1 (id=?)";
const std::string kArticle = "SEARCH a USING INDEX sqlite_autoindex_articles_1 (id=?)" + kVersions;
const std::string kArticles =
    "SEARCH a USING INDEX articles_by_date (date_rank>? AND date_rank<?)" + kVersions;
const std::string kArticlesOfDistrict =
    "SEARCH d USING PRIMARY KEY (district=? AND (date_rank,article)>(?,?) AND date_rank<?); "
    "SEARCH a USING INTEGER PRIMARY KEY (rowid=?)" +
    kVersions;
const std::string kBody =
    "SEARCH b USING INTEGER PRIMARY KEY (rowid=?); SEARCH o USING INTEGER PRIMARY KEY (rowid=?) "
    "LEFT-JOIN";
const std::string kSummaryOfBody = "SEARCH summaries USING INTEGER PRIMARY KEY (rowid=?)";
const std::string kSummaries =
    "SEARCH d USING PRIMARY KEY (district=? AND date_rank>? AND date_rank<?); "
    "SEARCH s USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)";
// The articles of a district are counted up to some thousands.
const std::string kCount =
    "CO-ROUTINE (subquery-1); SEARCH article_districts USING PRIMARY KEY (district>? AND "
    "district<?); SCAN (subquery-1)";
const std::string kTerms = "SCAN t VIRTUAL TABLE INDEX 64:M1><; ";
const std::string kFound = kTerms + "SEARCH a USING INTEGER PRIMARY KEY (rowid=?)";
const std::string kFoundOfFew =
    kTerms +
    "LIST SUBQUERY 1; SEARCH article_districts USING PRIMARY KEY (district>? AND district<?); "
    "SEARCH a USING INTEGER PRIMARY KEY (rowid=?)";
const std::string kFoundOfMany =
    kTerms +
    "CORRELATED SCALAR SUBQUERY 1; SEARCH d USING COVERING INDEX article_districts_by_article "
    "(article=? AND district>? AND district<?); SEARCH a USING INTEGER PRIMARY KEY (rowid=?)";
const std::string kText = "SEARCH article_bodies USING INTEGER PRIMARY KEY (rowid=?)";

class QueryPlansTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK_AND_ASSIGN(store_, OpenSqliteStore({.path = dir_.path() / "store.db"}));
    // So many districts that they are not merged one by one.
    for (int i = 0; i < 40; ++i) {
      ArticleBuilder article(absl::StrCat("第", i, "篇说卡口"),
                             absl::StrCat("2020-02-", 10 + i % 10));
      article.Publication("洛阳日报").Section("410305", "头").Summary("410305", "句。");
      for (int n = 0; n < 2; ++n) {
        article.Figure(std::to_string(410301 + 2 * i + n), "1").set_indicator("checkpoints");
      }
      article.Figure("410305", "1");
      // Of a province of so many that they are not gathered.
      for (int n = 0; n < 206; ++n) article.Section(std::to_string(500101 + n), "头");
      ASSERT_OK_AND_ASSIGN(const PutResult put, store_->PutArticle(article));
      id_ = put.article;
    }
    ArticleBuilder of_few("北京");
    of_few.Figure("110101", "1");
    of_few.Figure("110102", "1");
    ASSERT_OK(store_->PutArticle(of_few));
  }

  std::vector<std::string> PlansOf(const Question& question) {
    WorkLog work(absl::ZeroDuration());
    {
      const WorkLog::Scope scope(&work);
      EXPECT_OK(question.ask(*store_));
    }
    std::vector<std::string> plans;
    for (const WorkLog::Statement& statement : work.statements()) {
      // What a transaction begins with is not the question's.
      const std::string& sql = statement.sql;
      if (sql == "BEGIN" || sql == "ROLLBACK" || sql.starts_with("PRAGMA ") ||
          sql == "SELECT revision FROM store") {
        continue;
      }
      plans.push_back(statement.plan);
    }
    return plans;
  }

  std::vector<Question> Questions() const;

  testing::TempDir dir_;
  std::unique_ptr<Store> store_;
  std::string id_;
};

Question Figures(std::string name, std::vector<std::string> plans, FigureQuery query) {
  query.limit = 2;
  return {std::move(name), [=](Store& store) { return store.ListFigures(query).status(); },
          std::move(plans)};
}

Question Articles(std::string name, std::vector<std::string> plans, ArticleQuery query) {
  query.limit = 2;
  return {std::move(name), [=](Store& store) { return store.ListArticles(query).status(); },
          std::move(plans)};
}

Question Districts(std::string name, std::vector<std::string> plans, DistrictQuery query) {
  query.limit = 2;
  return {std::move(name), [=](Store& store) { return store.ListDistricts(query).status(); },
          std::move(plans)};
}

Question Summaries(std::string name, std::vector<std::string> plans, SummaryQuery query) {
  query.limit = 2;
  return {std::move(name), [=](Store& store) { return store.ListSummaries(query).status(); },
          std::move(plans)};
}

Question Search(std::string name, std::vector<std::string> plans, SearchQuery query) {
  query.limit = 2;
  query.all = {{{"卡口"}}};
  return {std::move(name), [=](Store& store) { return store.SearchArticles(query).status(); },
          std::move(plans)};
}

std::vector<Question> QueryPlansTest::Questions() const {
  const std::string id = id_;
  const DateWindow days{Date{2020, 2, 12}, Date{2020, 2, 15}};
  const ArticleKey after{Date{2020, 2, 19}, id};
  const std::string one = "410305";
  const std::string all = "410300";  // the districts of a city
  const std::string series = "checkpoints";
  return {
      Figures("all", {kOfAll}, {}),
      Figures("of days", {kOfAll}, {.published = days}),
      Figures("next page", {kNumberOfArticle, kOfDay, kOfAll}, {.after = {after, 1}}),
      Figures("of a district", {kOfDistrict}, {.district = one}),
      Figures("of a district and days", {kOfDistrict}, {.district = one, .published = days}),
      Figures("of a district about days", {kOfDays}, {.district = one, .as_of = days}),
      Figures("of a series about days", {kIndicator, kOfSeries},
              {.district = one, .as_of = days, .indicator = series}),
      Figures("of a district about many days", {kOfDistrict},
              {.district = one, .as_of = {Date{2000, 1, 1}, Date{2020, 1, 1}}}),
      Figures("of a series", {kIndicator, kOfSeries}, {.district = one, .indicator = series}),
      Figures("of an indicator", {kIndicator, kOfIndicator}, {.indicator = series}),
      Figures("of an article", {kRowOfArticle, kFiguresOfArticle}, {.article = id}),
      Figures("below a city", {kDistricts, kOfAll}, {.district = all, .include_descendants = true}),
      Figures("below a city of few districts", {kDistricts, kOfDistrict},
              {.district = "110100", .include_descendants = true}),
      Figures("of an indicator below a city", {kIndicator, kDistrictsOfSeries, kOfIndicator},
              {.district = all, .include_descendants = true, .indicator = series}),
      Articles("articles", {kArticles}, {}),
      Articles("next page of articles", {kNumberOfArticle, kArticles}, {.after = after}),
      Articles("articles of a district", {kArticlesOfDistrict}, {.district = one}),
      Articles("articles of a paper",
               {"SEARCH a USING INDEX articles_by_publication "
                "(publication=? AND date_rank>? AND date_rank<?)" +
                kVersions},
               {.publication = "洛阳日报"}),
      Articles("whole articles", {kArticles, kBody, kFiguresOfArticle, kSummaryOfBody},
               {.full = true}),
      {"an article",
       [id](Store& store) {
         int64_t revision;
         return store.GetArticle(id, &revision).status();
       },
       {kArticle, kBody, kFiguresOfArticle, kSummaryOfBody}},
      {"a source",
       [id](Store& store) { return store.GetSource(id).status(); },
       {kNumberOfArticle + "; SEARCH article_bodies USING INTEGER PRIMARY KEY (rowid=?)"}},
      Districts("districts", {kDistricts}, {}),
      Districts("one district", {kDistricts}, {.codes = {one}}),
      Districts("districts below a city", {kDistricts}, {.parent = all}),
      Districts("districts of an article",
                {"SEARCH a USING COVERING INDEX article_districts_by_article "
                 "(article=? AND district>? AND district<?); SCALAR SUBQUERY 1; " +
                 kNumberOfArticle + "; SEARCH d USING INTEGER PRIMARY KEY (rowid=?) LEFT-JOIN"},
                {.article = id}),
      Summaries("summaries", {kSummaries}, {.district = one}),
      Summaries("a summary", {kRowOfArticle, kSummaries}, {.district = one, .article = id}),
      {"indicators",
       [](Store& store) { return store.ListIndicators({.limit = 2}).status(); },
       {"SEARCH indicator_counts USING PRIMARY KEY (district=? AND indicator>?)"}},
      // The largest number is the last row.
      {"revisions",
       [](Store& store) { return store.ListRevisions(3, 2).status(); },
       {"SEARCH articles",
        "MERGE (UNION ALL); LEFT; SEARCH articles USING INDEX sqlite_autoindex_articles_2 "
        "(revision>?); RIGHT; SEARCH d USING INDEX departures_by_revision (revision>?); "
        "CORRELATED SCALAR SUBQUERY 2; SEARCH a USING INDEX sqlite_autoindex_articles_2 "
        "(revision=?)"}},
      Search("search", {kText, kFound}, {}),
      Search("search in a district", {kCount, kText, kFoundOfFew}, {.district = one}),
      Search("search in a province", {kCount, kText, kFoundOfMany},
             {.district = "500000", .include_descendants = true}),
  };
}

TEST_F(QueryPlansTest, EveryStatementHasItsIndex) {
  for (const Question& question : Questions()) {
    SCOPED_TRACE(question.name);
    EXPECT_THAT(PlansOf(question), UnorderedElementsAreArray(question.plans));
  }
}

// What the test above rests on: that a plan which is none of an index looks different.
TEST_F(QueryPlansTest, AScanAndASortShow) {
  ASSERT_OK_AND_ASSIGN(const auto db, SqliteDb::Open(dir_.path() / "store.db", true, {}));
  EXPECT_OK(db->Prepare("SELECT measure FROM figures ORDER BY measure").Run());
  WorkLog work(absl::ZeroDuration());
  db->NoteWork(work);
  ASSERT_EQ(work.statements().size(), 1u);
  EXPECT_EQ(work.statements()[0].plan, "SCAN figures; USE TEMP B-TREE FOR ORDER BY");
  EXPECT_EQ(work.statements()[0].runs, 1);
  EXPECT_GT(work.statements()[0].steps, 120) << "figures";
  db->ForgetWork();
  EXPECT_OK(db->Prepare("SELECT revision FROM store").Run());
  db->NoteWork(work);
  EXPECT_EQ(work.statements().size(), 2u);
}

}  // namespace
}  // namespace qushu
