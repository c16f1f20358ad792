// Lists of figures: every filter, alone and together, against a plain search through all figures.
#include <algorithm>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include "tests/common/store/store_conformance.h"

namespace qushu {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Expected {
  std::string date;  // of publication, empty if unknown
  int arrival = 0;   // of the article
  std::string article;
  int number = 0;
  v1::Figure figure;
};

std::optional<Date> Parsed(bool present, const v1::Date& date) {
  if (!present) return std::nullopt;
  return Date{date.year(), date.month(), date.day()};
}

bool Within(const DateWindow& window, const std::optional<Date>& date) {
  if (window.first && (!date || *date < *window.first)) return false;
  return !window.last || (date && *date <= *window.last);
}

bool IsBelow(const std::string& code, const std::string& above) {
  if (code.empty()) return false;
  if (above == "100000") return true;
  if (above.ends_with("0000")) return code.starts_with(above.substr(0, 2));
  if (above.ends_with("00")) return code.starts_with(above.substr(0, 4));
  return code == above;
}

bool Matches(const FigureQuery& query, const Expected& row) {
  const v1::Figure& figure = row.figure;
  const std::string code =
      figure.district().empty() ? "" : figure.district().substr(std::string("districts/").size());
  const Decimal value = Decimal::Parse(figure.value()).value();
  const auto in = [](const auto& list, auto item) {
    return list.empty() || std::find(list.begin(), list.end(), item) != list.end();
  };
  return (query.district.empty() || code == query.district ||
          (query.include_descendants && IsBelow(code, query.district))) &&
         (query.article.empty() || row.article == query.article) &&
         (query.unit.empty() || figure.unit() == query.unit) && in(query.kinds, figure.kind()) &&
         in(query.aspects, figure.aspect()) &&
         (query.scope == v1::SCOPE_UNSPECIFIED || figure.scope() == query.scope) &&
         (!query.min_value || value >= *query.min_value) &&
         (!query.max_value || value <= *query.max_value) &&
         Within(query.published, ParseDate(row.date)) &&
         Within(query.as_of, Parsed(figure.has_as_of(), figure.as_of())) &&
         (query.indicator.empty() || figure.indicator() == query.indicator) &&
         figure.measure().find(query.measure_contains) != std::string::npos;
}

// The figures of a list that was asked for as bytes, page by page.
std::vector<std::string> AllFiguresOfBytes(Store& store, FigureQuery query, int page_size) {
  query.as_bytes = true;
  query.limit = page_size;
  std::vector<std::string> all;
  while (true) {
    const auto page = store.ListFigures(query);
    EXPECT_OK(page);
    v1::ListFiguresResponse list;
    if (!page.ok() || !list.ParseFromString(page->list)) return {"no list"};
    EXPECT_TRUE(page->figures.empty());
    EXPECT_EQ(page->arrivals.size(), static_cast<size_t>(list.figures_size()));
    for (const v1::Figure& figure : list.figures()) all.push_back(figure.SerializeAsString());
    if (!page->next) return all;
    query.after = *page->next;
  }
}

// Many articles whose figures take every field from a few values.
class ManyFigures {
 public:
  ManyFigures() : random_(20200220) {}

  template <typename T>
  const T& Pick(const std::vector<T>& from) {
    return from[random_() % from.size()];
  }
  bool Chance(int in) { return random_() % in == 0; }

  const std::vector<std::string> codes = {"100000", "110105", "410000", "410300", "410302",
                                          "410305", "410306", "419001", "420000", "999999"};
  const std::vector<std::string> dates = {"2020-02-18", "2020-02-19", "2020-02-20", ""};
  const std::vector<std::string> values = {"-100", "-12.5", "-12.05", "-12",   "-0.5", "0",
                                           "0.05", "0.5",   "9",      "9.99",  "10",   "11",
                                           "99",   "100",   "100.0",  "810000"};
  const std::vector<std::string> units = {"个", "人", "%", ""};
  const std::vector<std::string> indicators = {"", "checkpoints", "screened"};
  const std::vector<std::string> measures = {"卡口", "管控卡点", "外地返洛人员", ""};

  ArticleBuilder Article(int index) {
    ArticleBuilder builder("第" + std::to_string(index) + "篇", Pick(dates));
    for (int left = static_cast<int>(random_() % 20); left > 0; --left) {
      v1::Figure& figure = builder.Figure(Chance(8) ? "" : Pick(codes), Pick(values), Pick(units));
      figure.set_indicator(Pick(indicators));
      figure.set_measure(Pick(measures));
      figure.set_kind(Chance(3) ? v1::KIND_MONEY : v1::KIND_OTHER);
      figure.set_aspect(Chance(3) ? v1::ASPECT_NEW : v1::ASPECT_CURRENT);
      figure.set_scope(Chance(3) ? v1::SCOPE_PART : v1::SCOPE_WHOLE);
      const std::string& as_of = Pick(dates);
      if (!as_of.empty()) *figure.mutable_as_of() = ProtoDate(as_of);
    }
    return builder;
  }

  DateWindow Window() {
    DateWindow window;
    if (Chance(2)) window.first = ParseDate(Pick(dates));
    if (Chance(2)) window.last = ParseDate(Pick(dates));
    if (window.first && window.last && *window.last < *window.first) window.last.reset();
    return window;
  }

  FigureQuery Query(const std::vector<std::string>& articles) {
    FigureQuery query;
    if (Chance(2)) query.district = Pick(codes);
    query.include_descendants = Chance(2);
    if (Chance(6)) query.article = Pick(articles);
    if (Chance(6)) query.unit = Pick(units);
    if (Chance(6)) query.kinds = {v1::KIND_MONEY, v1::KIND_COUNT};
    if (Chance(6)) query.aspects = {v1::ASPECT_NEW};
    if (Chance(6)) query.scope = v1::SCOPE_PART;
    if (Chance(4)) query.min_value = Decimal::Parse(Pick(values));
    if (Chance(4)) query.max_value = Decimal::Parse(Pick(values));
    if (query.min_value && query.max_value && *query.max_value < *query.min_value) {
      std::swap(query.min_value, query.max_value);
    }
    if (Chance(3)) query.published = Window();
    if (Chance(6)) query.as_of = Window();
    if (Chance(3)) query.indicator = Pick(indicators);
    if (Chance(6)) query.measure_contains = Chance(2) ? "卡" : "返洛";
    return query;
  }

 private:
  std::mt19937 random_;
};

TEST_P(StoreConformance, FiltersFiguresAsAPlainSearchDoes) {
  ManyFigures many;
  std::vector<Expected> rows;
  std::vector<std::string> ids;
  for (int i = 0; i < 60; ++i) {
    const ArticleBuilder builder = many.Article(i);
    const v1::Article& article = builder.article();
    ids.push_back(Put(article));
    const bool dated = article.masthead().has_publication_date();
    for (int n = 0; n < article.figures_size(); ++n) {
      Expected row{"", i, ids.back(), n + 1, article.figures(n)};
      row.figure.set_name(FigureName(row.article, row.number));
      row.figure.set_article(ArticleName(row.article));
      if (dated) {
        const v1::Date& date = article.masthead().publication_date();
        row.date = FormatDate({date.year(), date.month(), date.day()});
        *row.figure.mutable_publication_date() = date;
      }
      rows.push_back(std::move(row));
    }
  }
  std::sort(rows.begin(), rows.end(), [](const Expected& a, const Expected& b) {
    if (a.date != b.date) return a.date > b.date;
    return std::tie(a.arrival, a.number) < std::tie(b.arrival, b.number);
  });
  ASSERT_GT(rows.size(), 400u);

  size_t found = 0;
  for (int i = 0; i < 600; ++i) {
    const FigureQuery query = many.Query(ids);
    std::vector<std::string> expected;
    for (const Expected& row : rows) {
      if (Matches(query, row)) expected.push_back(row.figure.SerializeAsString());
    }
    std::vector<std::string> got;
    for (const v1::Figure& figure : AllFigures(store(), query, i % 7 == 0 ? 1000 : 1 + i % 13)) {
      got.push_back(figure.SerializeAsString());
    }
    found += got.size();
    ASSERT_EQ(AllFiguresOfBytes(store(), query, 1 + i % 17), got);
    ASSERT_EQ(got, expected) << "query " << i << ": district " << query.district << " with below "
                             << query.include_descendants << " article " << query.article
                             << " indicator " << query.indicator;
  }
  EXPECT_GT(found, 5000u) << "the queries find too little to show anything";
}

// As above, with more districts below one than a backend may want to look at one by one.
TEST_P(StoreConformance, ListsADivisionOfManyDistricts) {
  ArticleBuilder article("a", "2020-02-20");
  for (int i = 0; i < 300; ++i) {
    const int code = (i % 3 == 0 ? 420000 : 410000) + i;
    article.Figure(std::to_string(code), "1").set_indicator(i % 2 == 0 ? "checkpoints" : "");
  }
  const std::string id = Put(article);
  const auto numbers = [&](FigureQuery query) {
    query.include_descendants = true;
    std::vector<std::string> all;
    for (const v1::Figure& figure : AllFigures(store(), query, 7)) all.push_back(figure.name());
    return all;
  };
  std::vector<std::string> henan;
  std::vector<std::string> checkpoints;
  for (int i = 0; i < 300; ++i) {
    if (i % 3 == 0) continue;
    henan.push_back(FigureName(id, i + 1));
    if (i % 2 == 0) checkpoints.push_back(FigureName(id, i + 1));
  }
  EXPECT_EQ(numbers({.district = "410000"}), henan);
  EXPECT_EQ(numbers({.district = "410000", .indicator = "checkpoints"}), checkpoints);
  EXPECT_EQ(numbers({.district = "100000"}).size(), 300u);
}

TEST_P(StoreConformance, ValueRangesAreExact) {
  ArticleBuilder article("a");
  const std::vector<std::string> values = {"-999999999999999999999999999999999999",
                                           "-2",
                                           "-1.00000000000000000000000000000000001",
                                           "-1",
                                           "-0.1",
                                           "0",
                                           "0.000000000000000000000000000000000001",
                                           "0.1",
                                           "0.10000001",
                                           "1",
                                           "123456789012345678901234567890123456",
                                           "999999999999999999999999999999999999"};
  for (const std::string& value : values) article.Figure("410305", value);
  Put(article);
  for (size_t low = 0; low < values.size(); ++low) {
    for (size_t high = low; high < values.size(); ++high) {
      FigureQuery query{.min_value = Decimal::Parse(values[low]),
                        .max_value = Decimal::Parse(values[high])};
      std::vector<std::string> got;
      for (const v1::Figure& figure : AllFigures(store(), query, 100))
        got.push_back(figure.value());
      EXPECT_EQ(got, std::vector<std::string>(values.begin() + low, values.begin() + high + 1));
    }
  }
}

TEST_P(StoreConformance, PagesOfFiguresEndAtTheirSize) {
  ArticleBuilder article("a");
  for (int i = 0; i < 10; ++i) article.Figure("410305", "1").set_sentence(std::string(1000, 'x'));
  Put(article);
  FigureQuery query{.limit = 100, .max_bytes = 3500};
  ASSERT_OK_AND_ASSIGN(auto page, store().ListFigures(query));
  EXPECT_EQ(page.figures.size(), 3u);
  ASSERT_TRUE(page.next);
  EXPECT_EQ(page.next->number, 3);
  query.as_bytes = true;
  ASSERT_OK_AND_ASSIGN(page, store().ListFigures(query));
  v1::ListFiguresResponse list;
  ASSERT_TRUE(list.ParseFromString(page.list));
  EXPECT_EQ(list.figures_size(), 3);
  ASSERT_TRUE(page.next);
  EXPECT_EQ(page.next->number, 3);
  query.as_bytes = false;
  query.max_bytes = 1;
  EXPECT_EQ(AllFigures(store(), query, 100).size(), 10u);
  EXPECT_EQ(AllFiguresOfBytes(store(), query, 100).size(), 10u);
}

TEST_P(StoreConformance, PagesGoOnBehindFiguresThatAreGone) {
  ArticleBuilder article("a", "2020-02-20");
  for (int i = 0; i < 3; ++i) article.Figure("410305", std::to_string(i));
  Put(ArticleBuilder("before"));
  const std::string id = Put(article);
  const auto values = [&](FigureQuery query, FigureKey after) {
    query.after = std::move(after);
    std::vector<std::string> all;
    for (const v1::Figure& figure : AllFigures(store(), query, 2)) all.push_back(figure.value());
    return all;
  };
  const Date feb20{2020, 2, 20};
  const std::string low(32, '0');
  const std::string high(32, 'f');
  for (const FigureQuery& query :
       {FigureQuery{}, FigureQuery{.article = id}, FigureQuery{.district = "410305"},
        FigureQuery{.district = "410000", .include_descendants = true}}) {
    EXPECT_THAT(values(query, {{feb20, id}, 1}), ElementsAre("1", "2"));
    EXPECT_THAT(values(query, {{feb20, id, 2}, 1}), ElementsAre("1", "2"));
    EXPECT_THAT(values(query, {{feb20, id}, 3}), IsEmpty());
    EXPECT_THAT(values(query, {{feb20, low, 1}, 9}), ElementsAre("0", "1", "2"));
    EXPECT_THAT(values(query, {{feb20, high, 3}, 0}), IsEmpty());
    EXPECT_THAT(values(query, {{feb20, high}, 9}), ElementsAre("0", "1", "2")) << "the day again";
    EXPECT_THAT(values(query, {{Date{2020, 2, 21}, high}, 9}), ElementsAre("0", "1", "2"));
    EXPECT_THAT(values(query, {{Date{2020, 2, 19}, low}, 0}), IsEmpty());
    EXPECT_THAT(values(query, {{std::nullopt, low}, 0}), IsEmpty());
  }
}

}  // namespace
}  // namespace qushu
