// Readers and writers at the same time.
#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "tests/common/store/store_conformance.h"

namespace qushu {
namespace {

constexpr int kWriters = 2;
constexpr int kArticlesEach = 60;
constexpr int kFiguresEach = 5;

ArticleBuilder Numbered(int writer, int index) {
  ArticleBuilder article("第" + std::to_string(writer) + "-" + std::to_string(index) + "篇",
                         "2020-02-2" + std::to_string(index % 10));
  for (int i = 0; i < kFiguresEach; ++i) {
    article.Figure(std::to_string(410302 + i), std::to_string(index));
  }
  return article;
}

// Every article is a revision of its own, so that a page of all articles tells at which one it was
// read; districts and figures have to agree with it.
void ExpectOneMoment(Store& store) {
  ASSERT_OK_AND_ASSIGN(ArticlePage articles, store.ListArticles({.limit = 1000}));
  EXPECT_EQ(static_cast<int64_t>(articles.articles.size()), articles.revision);
  ASSERT_OK_AND_ASSIGN(FigurePage figures, store.ListFigures({.limit = 1000}));
  EXPECT_EQ(static_cast<int64_t>(figures.figures.size()), figures.revision * kFiguresEach);
  ASSERT_OK_AND_ASSIGN(DistrictPage districts, store.ListDistricts({.limit = 1000}));
  for (const DistrictStats& stats : districts.districts) {
    EXPECT_EQ(stats.article_count, districts.revision);
    EXPECT_EQ(stats.figure_count, districts.revision);
  }
}

TEST_P(StoreConformance, ReadersSeeWholeArticlesWhileOthersWrite) {
  ASSERT_OK_AND_ASSIGN(auto reader, backend().Open(/*read_only=*/true));
  std::atomic<int> writing = kWriters;
  std::atomic<int64_t> pages = 0;
  std::vector<std::thread> threads;
  for (int writer = 0; writer < kWriters; ++writer) {
    threads.emplace_back([&, writer] {
      for (int i = 0; i < kArticlesEach; ++i) EXPECT_OK(store().PutArticle(Numbered(writer, i)));
      --writing;
    });
  }
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&, i] {
      do {
        ExpectOneMoment(i % 2 == 0 ? *reader : store());
        ++pages;
      } while (writing > 0);
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_GE(pages, 4);
  ASSERT_OK_AND_ASSIGN(ArticlePage all, reader->ListArticles({.limit = 1000}));
  EXPECT_EQ(all.revision, kWriters * kArticlesEach);
  ExpectOneMoment(*reader);
}

TEST_P(StoreConformance, OneTextFromManyThreadsIsStoredOnce) {
  ASSERT_OK_AND_ASSIGN(auto other, backend().Open(/*read_only=*/false));
  std::atomic<int> stored = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      auto result = (i % 2 == 0 ? *other : store()).PutArticle(Numbered(0, 0), i < 4 ? "id" : "");
      EXPECT_OK(result);
      EXPECT_EQ(result->revision, 1);
      if (!result->already_stored && i >= 4) ++stored;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_LE(stored, 1);
  ExpectOneMoment(store());
}

TEST_P(StoreConformance, ReadOnlyStoreDoesNotWrite) {
  ASSERT_OK_AND_ASSIGN(auto reader, backend().Open(/*read_only=*/true));
  EXPECT_EQ(reader->PutArticle(Numbered(0, 0)).status().code(),
            absl::StatusCode::kFailedPrecondition);
  ExpectOneMoment(*reader);
}

}  // namespace
}  // namespace qushu
