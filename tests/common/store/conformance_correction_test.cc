// Versions of one text: the last one is in the answers, the others are kept.
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "common/store/pending_put.h"
#include "tests/common/store/store_conformance.h"

namespace qushu {
namespace {

// The page with so many checkpoints.
ArticleBuilder Page(int checkpoints) {
  ArticleBuilder article(
      absl::StrCat("涧西区设立卡口", checkpoints, "个,排查人员8368人,值守614人。"), "2020-02-20");
  article.Publication("洛阳日报", "03").Section("410305", "要闻").Summary("410305", "设立卡口。");
  article.Figure("410305", absl::StrCat(checkpoints)).set_indicator("checkpoints");
  article.Figure("410305", "8368", "人").set_indicator("people_screened");
  article.Figure("", "614", "人").set_indicator("people_on_duty");
  if (checkpoints % 2 == 0) article.Figure("410304", "1");
  return article;
}

std::string IdOf(int checkpoints) { return ArticleId(Page(checkpoints).article().source_text()); }
std::string NameOf(int checkpoints) { return ArticleName(IdOf(checkpoints)); }

// All that is answered without asking for what is superseded, but for the revisions themselves.
std::string Everything(Store& store) {
  std::string all;
  for (const v1::Figure& figure : AllFigures(store, {}, 1)) {
    absl::StrAppend(&all, figure.ShortDebugString(), "\n");
  }
  for (const ArticleQuery& query : std::vector<ArticleQuery>{
           {}, {.publication = "洛阳日报"}, {.district = "410305"}, {.district = "410304"}}) {
    for (const std::string& name : AllArticleNames(store, query, 1)) all += name + " ";
    all += "\n";
  }
  const auto districts = store.ListDistricts({.limit = 100});
  EXPECT_OK(districts);
  for (const DistrictStats& stats : districts->districts) {
    absl::StrAppend(&all, stats.code, " ", stats.article_count, " ", stats.figure_count, " ",
                    FormatDate(*stats.latest), "\n");
  }
  const auto summaries = store.ListSummaries({.district = "410305", .limit = 100});
  EXPECT_OK(summaries);
  for (const v1::ArticleSummary& one : summaries->summaries) all += one.ShortDebugString() + "\n";
  const auto series = store.ListIndicators({.limit = 100});
  EXPECT_OK(series);
  for (const IndicatorStats& stats : series->indicators) {
    absl::StrAppend(&all, stats.indicator, " ", stats.figure_count, "\n");
  }
  const auto found = store.SearchArticles({.limit = 100, .after = {}, .all = {{{"卡口"}}}});
  EXPECT_OK(found);
  for (const v1::Article& article : found->articles) all += article.name() + "\n";
  const auto changes = store.ListRevisions(0, 100);
  EXPECT_OK(changes);
  for (const Revision& change : changes->revisions) {
    if (!change.article.empty()) all += ArticleName(change.article) + "\n";
  }
  return all;
}

class Versions {
 public:
  explicit Versions(Store& store) : store_(store) {}

  std::string Put(int checkpoints) {
    auto put = store_.PutArticle(Page(checkpoints));
    EXPECT_OK(put);
    return put.ok() ? put->supersedes : "";
  }
  void Delete(int checkpoints) {
    const auto deleted =
        store_.DeleteArticle({IdOf(checkpoints), "", absl::Now() + absl::Hours(1)});
    EXPECT_OK(deleted);
    EXPECT_TRUE(deleted->deleted);
  }
  void Undelete(int checkpoints) { EXPECT_OK(store_.UndeleteArticle(IdOf(checkpoints))); }

  // `7 < 8 < 9`: the version before it, itself, and the one behind.
  std::string Links(int checkpoints) {
    const auto article = store_.GetArticle(IdOf(checkpoints), nullptr);
    EXPECT_OK(article);
    if (!article.ok()) return "";
    EXPECT_EQ(article->figures_size(), Page(checkpoints).article().figures_size());
    EXPECT_EQ(article->summaries_size(), 1);
    const auto number = [](const std::string& name) -> std::string {
      for (int i = 1; i < 10; ++i) {
        if (name == NameOf(i)) return absl::StrCat(i);
      }
      return name;
    };
    return absl::StrCat(number(article->supersedes()), "<", checkpoints, "<",
                        number(article->superseded_by()));
  }

  void ExpectAsIfOnly(Store& fresh, int checkpoints) {
    ASSERT_OK(fresh.PutArticle(Page(checkpoints)));
    EXPECT_EQ(Everything(store_), Everything(fresh));
  }

 private:
  Store& store_;
};

// The store answers as one that has had only this version.
#define EXPECT_AS_IF_ONLY(checkpoints)                            \
  do {                                                            \
    SCOPED_TRACE(checkpoints);                                    \
    auto fresh_backend = GetParam()();                            \
    ASSERT_OK_AND_ASSIGN(auto fresh, fresh_backend->Open(false)); \
    versions.ExpectAsIfOnly(*fresh, checkpoints);                 \
  } while (false)

TEST_P(StoreConformance, ACorrectedTextStandsInThePlaceOfTheOneBefore) {
  Versions versions(store());
  EXPECT_EQ(versions.Put(7), "");
  EXPECT_EQ(versions.Put(8), IdOf(7));
  EXPECT_AS_IF_ONLY(8);
  EXPECT_EQ(versions.Put(9), IdOf(8));
  EXPECT_AS_IF_ONLY(9);
  EXPECT_EQ(versions.Links(7), "<7<8");
  EXPECT_EQ(versions.Links(8), "7<8<9");
  EXPECT_EQ(versions.Links(9), "8<9<");
  // The text of old is no correction of the newer one.
  ASSERT_OK_AND_ASSIGN(const PutResult again, store().PutArticle(Page(8)));
  EXPECT_TRUE(again.already_stored);
  EXPECT_EQ(again.supersedes, IdOf(7));
  EXPECT_AS_IF_ONLY(9);
}

TEST_P(StoreConformance, WhoAsksForWhatIsSupersededIsGivenIt) {
  Versions versions(store());
  versions.Put(8);
  versions.Put(9);
  EXPECT_EQ(AllArticleNames(store(), {.superseded = true}, 1),
            (std::vector<std::string>{NameOf(8), NameOf(9)}));
  EXPECT_EQ(AllArticleNames(store(), {.district = "410304", .superseded = true}, 1),
            std::vector<std::string>{NameOf(8)});
  EXPECT_EQ(AllFigures(store(), {.superseded = true}, 2).size(), 7u);
  EXPECT_EQ(AllFigures(store(), {}, 2).size(), 3u);
  EXPECT_EQ(AllFigures(store(), {.article = IdOf(8)}, 2).size(), 4u);
  ASSERT_OK_AND_ASSIGN(
      const SummaryPage summaries,
      store().ListSummaries(
          {.district = "410305", .article = IdOf(8), .published = {}, .limit = 9}));
  EXPECT_EQ(summaries.summaries.size(), 1u);
  ASSERT_OK_AND_ASSIGN(const DistrictPage districts,
                       store().ListDistricts({.limit = 9, .article = IdOf(8)}));
  ASSERT_EQ(districts.districts.size(), 2u);
  EXPECT_EQ(districts.districts[0].code, "410304");
  EXPECT_EQ(districts.districts[0].article_count, 0);
  EXPECT_EQ(districts.districts[0].latest, std::nullopt);
  // As of before it was corrected.
  EXPECT_EQ(AllFigures(store(), {.last_arrival = 1}, 2).size(), 4u);
}

TEST_P(StoreConformance, ADeletedCorrectionLetsTheTextBeforeBeSeenAgain) {
  Versions versions(store());
  versions.Put(7);
  versions.Put(8);
  versions.Put(9);
  versions.Delete(9);
  EXPECT_AS_IF_ONLY(8);
  EXPECT_EQ(versions.Links(8), "7<8<");
  ASSERT_OK_AND_ASSIGN(const RevisionPage changes, store().ListRevisions(3, 9));
  ASSERT_EQ(changes.revisions.size(), 2u);
  EXPECT_EQ(changes.revisions[0].gone, IdOf(9));
  EXPECT_EQ(changes.revisions[0].replaced_by, "");
  EXPECT_EQ(changes.revisions[1].article, IdOf(8)) << "it is told as news";
  EXPECT_EQ(changes.revisions[1].gone, "");

  versions.Undelete(9);
  EXPECT_AS_IF_ONLY(9);
  EXPECT_EQ(versions.Links(8), "7<8<9");
  // From the middle, and back.
  versions.Delete(8);
  EXPECT_AS_IF_ONLY(9);
  EXPECT_EQ(versions.Links(7), "<7<9");
  EXPECT_EQ(versions.Links(9), "7<9<");
  versions.Undelete(8);
  EXPECT_AS_IF_ONLY(9);
  EXPECT_EQ(versions.Links(7), "<7<8");
  EXPECT_EQ(versions.Links(8), "7<8<9");
  // All of them, and back in another order.
  for (const int i : {7, 9, 8}) versions.Delete(i);
  EXPECT_EQ(AllFigures(store(), {.superseded = true}, 9).size(), 0u);
  versions.Undelete(7);
  EXPECT_AS_IF_ONLY(7);
  versions.Undelete(9);
  EXPECT_AS_IF_ONLY(9);
  versions.Undelete(8);
  EXPECT_AS_IF_ONLY(9);
  EXPECT_EQ(versions.Links(8), "7<8<9");
}

TEST_P(StoreConformance, ACorrectedTextLeavesWhenItsCorrectionComes) {
  Versions versions(store());
  versions.Put(7);
  versions.Put(8);
  ASSERT_OK_AND_ASSIGN(const RevisionPage changes, store().ListRevisions(0, 9));
  ASSERT_EQ(changes.revisions.size(), 1u) << "both in one revision";
  EXPECT_EQ(changes.revisions[0].revision, 2);
  EXPECT_EQ(changes.revisions[0].article, IdOf(8));
  EXPECT_EQ(changes.revisions[0].gone, IdOf(7));
  EXPECT_EQ(changes.revisions[0].replaced_by, IdOf(8));
  // For who takes in what is superseded it is there as before.
  ASSERT_OK_AND_ASSIGN(const RevisionPage all, store().ListRevisions(0, 9, /*superseded=*/true));
  ASSERT_EQ(all.revisions.size(), 2u);
  EXPECT_EQ(all.revisions[0].article, IdOf(7));
  EXPECT_EQ(all.revisions[1].article, IdOf(8));
  EXPECT_EQ(all.revisions[1].gone, "");
  versions.Delete(7);
  ASSERT_OK_AND_ASSIGN(const RevisionPage rest, store().ListRevisions(2, 9, /*superseded=*/true));
  ASSERT_EQ(rest.revisions.size(), 1u);
  EXPECT_EQ(rest.revisions[0].gone, IdOf(7));
}

TEST_P(StoreConformance, ADeletedVersionThatIsPutAgainIsTheLast) {
  Versions versions(store());
  versions.Put(7);
  versions.Put(8);
  versions.Delete(7);
  EXPECT_EQ(versions.Put(7), IdOf(8));
  EXPECT_AS_IF_ONLY(7);
  EXPECT_EQ(versions.Links(7), "8<7<");
  EXPECT_EQ(versions.Links(8), "<8<7");
}

TEST_P(StoreConformance, WhatIsPurgedIsNoVersionAnyMore) {
  Versions versions(store());
  versions.Put(7);
  versions.Put(8);
  ASSERT_OK(store().DeleteArticle({.article = IdOf(8), .purge_time = absl::Now()}));
  ASSERT_OK(store().DeleteArticle({.article = IdOf(1)}));  // purges
  EXPECT_AS_IF_ONLY(7);
  EXPECT_EQ(versions.Put(9), IdOf(7));
  EXPECT_AS_IF_ONLY(9);
}

TEST_P(StoreConformance, ASupersededArticleThatIsReadAnewStaysSuperseded) {
  Versions versions(store());
  versions.Put(8);
  versions.Put(9);
  ASSERT_OK_AND_ASSIGN(v1::Article stored, store().GetArticle(IdOf(8), nullptr));
  v1::Article reread = Page(8);
  reread.set_analyzer_version("next");
  reread.mutable_figures(0)->set_indicator("another");
  reread.mutable_figures(3)->set_district("districts/410303");
  ASSERT_OK_AND_ASSIGN(auto put, PrepareReread({std::move(stored), reread}));
  absl::Notification done;
  put.done = [&](absl::StatusOr<PutResult> result) {
    EXPECT_OK(result);
    done.Notify();
  };
  store().PutArticle(std::move(put));
  done.WaitForNotification();
  EXPECT_AS_IF_ONLY(9);
  versions.Delete(9);
  ASSERT_OK_AND_ASSIGN(const DistrictPage districts, store().ListDistricts({.limit = 9}));
  ASSERT_EQ(districts.districts.size(), 2u);
  EXPECT_EQ(districts.districts[0].code, "410303");
  ASSERT_OK_AND_ASSIGN(const IndicatorPage series, store().ListIndicators({.limit = 1}));
  EXPECT_EQ(series.indicators[0].indicator, "another");
}

TEST_P(StoreConformance, CorrectionsInOneGroup) {
  Versions versions(store());
  std::vector<absl::Notification> done(3);
  for (int i = 0; i < 3; ++i) {
    store().PutArticle({.article = Page(7 + i)}, PutTime::kSoon,
                       [&done, i](absl::StatusOr<PutResult> put) {
                         EXPECT_OK(put);
                         EXPECT_EQ(put->supersedes, i == 0 ? "" : IdOf(6 + i));
                         done[static_cast<size_t>(i)].Notify();
                       });
  }
  for (absl::Notification& one : done) one.WaitForNotification();
  EXPECT_AS_IF_ONLY(9);
  EXPECT_EQ(versions.Links(8), "7<8<9");
}

// A form filled in for every district, by one publisher on one day, is no correction of another.
TEST_P(StoreConformance, FormsOfOneDayAreNotTakenForCorrections) {
  const auto bulletin = [](int i, const char* page) {
    const std::string numbers[] = {absl::StrCat(100 + 7 * i), absl::StrCat(3 + i),
                                   absl::StrCat(2000 + 31 * i)};
    ArticleBuilder article(
        absl::StrCat(page, "本区设立卡口", numbers[0], "个,新增确诊", numbers[1], "例,排查人员",
                     numbers[2], "人,其余各项工作按照市里的统一部署有序开展。"),
        "2020-02-20");
    article.Publication("洛阳发布", page);
    for (const std::string& number : numbers) {
      article.Figure(absl::StrCat(410302 + i % 10), number);
    }
    return article;
  };
  for (int i = 0; i < 40; ++i) {
    ASSERT_OK_AND_ASSIGN(const PutResult put, store().PutArticle(bulletin(i, "")));
    EXPECT_EQ(put.supersedes, "") << i;
  }
  // On one page of a newspaper those of other districts are others too.
  for (int i = 0; i < 10; ++i) {
    ASSERT_OK_AND_ASSIGN(const PutResult put, store().PutArticle(bulletin(i, "03")));
    EXPECT_EQ(put.supersedes, "") << i;
  }
  EXPECT_EQ(AllArticleNames(store(), {}, 100).size(), 50u);
}

TEST_P(StoreConformance, OtherPagesDaysAndPublicationsAreNotCorrected) {
  Put(Page(7));
  const auto other = [](int i, std::string_view publication, std::string_view page,
                        std::string_view date) {
    v1::Article article = Page(i).Publication(publication, page);
    article.mutable_masthead()->clear_publication_date();
    if (!date.empty()) {
      *article.mutable_masthead()->mutable_publication_date() = ProtoDate(date);
    }
    return article;
  };
  int i = 10;
  for (const auto& [publication, page, date] :
       std::vector<std::tuple<const char*, const char*, const char*>>{
           {"洛阳日报", "04", "2020-02-20"},
           {"洛阳日报", "", "2020-02-20"},
           {"洛阳晚报", "03", "2020-02-20"},
           {"洛阳日报", "03", "2020-02-21"},
           {"洛阳日报", "03", ""},
           {"", "03", "2020-02-20"},
           {"", "03", "2020-02-20"}}) {
    ASSERT_OK_AND_ASSIGN(const PutResult put,
                         store().PutArticle(other(++i, publication, page, date)));
    EXPECT_EQ(put.supersedes, "") << publication << page << date;
  }
  EXPECT_EQ(AllArticleNames(store(), {}, 100).size(), 8u);
}

}  // namespace
}  // namespace qushu
