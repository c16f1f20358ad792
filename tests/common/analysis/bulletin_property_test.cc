// Bulletins made up by a program: totals, and their breakdown by district in brackets, behind 其中
// or behind a colon. Every figure comes back with its place, noun and aspect.
#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "common/analysis/analyzer.h"
#include "common/gazetteer/gazetteer.h"
#include "tests/common/analysis/article_invariants.h"
#include "tests/testing/testing.h"

namespace qushu {
namespace {

struct Expected {
  int value;
  std::string measure;
  v1::Aspect aspect;
  std::string place;
};

struct Bulletin {
  std::string text;
  std::vector<Expected> figures;
};

class BulletinPropertyTest : public ::testing::Test {
 protected:
  struct City {
    DivisionId id;
    std::vector<DivisionId> counties;
  };

  void SetUp() override {
    ASSERT_OK_AND_ASSIGN(analyzer_, Analyzer::Create());
    // All cities of 2020 with four counties or more, also where others bear their names.
    const Gazetteer& gazetteer = analyzer_->gazetteer();
    for (DivisionId id = 0; id < static_cast<DivisionId>(gazetteer.size()); ++id) {
      if (gazetteer[id].level != Level::kPrefecture || !gazetteer[id].valid_in(2020)) continue;
      City city{id, {}};
      for (DivisionId county = 0; county < static_cast<DivisionId>(gazetteer.size()); ++county) {
        if (gazetteer[county].level == Level::kCounty && gazetteer.IsWithin(county, id) &&
            gazetteer[county].valid_in(2020)) {
          city.counties.push_back(county);
        }
      }
      if (city.counties.size() >= 4) cities_.push_back(std::move(city));
    }
    ASSERT_GT(cities_.size(), 100u);
  }

  size_t Below(size_t limit) { return random_() % limit; }
  std::string NameOf(DivisionId id) const { return std::string(analyzer_->gazetteer()[id].name); }
  std::string PathOf(DivisionId id) const { return analyzer_->gazetteer().Path(id); }

  // A statement on `city`: `新增确诊病例9例，其中甲区4例、乙县5例。` and what it states.
  void State(const City& city, const std::string& before, const std::string& noun,
             const std::string& unit, v1::Aspect aspect, Bulletin& bulletin) {
    const size_t count = 2 + Below(3);
    std::vector<DivisionId> counties = city.counties;
    std::shuffle(counties.begin(), counties.end(), random_);
    counties.resize(count);
    std::vector<int> parts;
    int total = 0;
    for (size_t i = 0; i < count; ++i) {
      parts.push_back(2 + static_cast<int>(Below(200)));
      total += parts.back();
    }
    bulletin.text += before;
    bulletin.text +=
        Below(2) == 0 ? noun + std::to_string(total) + unit : std::to_string(total) + unit + noun;
    bulletin.figures.push_back({total, noun, aspect, PathOf(city.id)});
    const size_t form = Below(4);
    bulletin.text += std::vector<std::string>{"，其中", "（", "（其中", "："}[form];
    for (size_t i = 0; i < count; ++i) {
      if (i > 0) bulletin.text += form == 1 && Below(2) == 0 ? "，" : "、";
      bulletin.text += NameOf(counties[i]) + std::to_string(parts[i]) + unit;
      bulletin.figures.push_back({parts[i], noun, aspect, PathOf(counties[i])});
    }
    if (form == 1 || form == 2) bulletin.text += "）";
    bulletin.text += "。";
  }

  struct Topic {
    const char* noun;
    const char* unit;
  };

  // A province's total, its cities' and, in brackets, their counties'.
  void StateProvince(const std::string& noun, const std::string& unit, Bulletin& bulletin) {
    const Gazetteer& gazetteer = analyzer_->gazetteer();
    const DivisionId province =
        gazetteer.AtLevel(cities_[Below(cities_.size())].id, Level::kProvince);
    std::vector<const City*> cities;
    for (const City& city : cities_) {
      if (gazetteer.IsWithin(city.id, province)) cities.push_back(&city);
    }
    std::shuffle(cities.begin(), cities.end(), random_);
    cities.resize(std::min<size_t>(cities.size(), 3));
    int total = 0;
    std::string list;
    std::vector<Expected> items;
    for (const City* city : cities) {
      const int first = 2 + static_cast<int>(Below(50));
      const int second = 2 + static_cast<int>(Below(50));
      const DivisionId a = city->counties[Below(2)];
      const DivisionId b = city->counties[2 + Below(2)];
      total += first + second;
      list += (list.empty() ? "" : "，") + NameOf(city->id) + std::to_string(first + second) +
              unit + "（" + NameOf(a) + std::to_string(first) + unit + "、" + NameOf(b) +
              std::to_string(second) + unit + "）";
      items.push_back({first + second, noun, v1::ASPECT_NEW, PathOf(city->id)});
      items.push_back({first, noun, v1::ASPECT_NEW, PathOf(a)});
      items.push_back({second, noun, v1::ASPECT_NEW, PathOf(b)});
    }
    bulletin.text += "2020年2月19日0—24时，" + NameOf(province) + "新增" + noun +
                     std::to_string(total) + unit + "，其中" + list + "。";
    bulletin.figures.push_back({total, noun, v1::ASPECT_NEW, PathOf(province)});
    bulletin.figures.insert(bulletin.figures.end(), items.begin(), items.end());
  }

  Bulletin Make() {
    static const std::vector<Topic> kTopics = {
        {"确诊病例", "例"}, {"疑似病例", "例"},      {"无症状感染者", "例"}, {"复工企业", "家"},
        {"受灾群众", "人"}, {"志愿者", "名"},        {"倒塌房屋", "间"},     {"公益性岗位", "个"},
        {"贫困户", "户"},   {"农民专业合作社", "家"}};
    const City& city = cities_[Below(cities_.size())];
    Bulletin bulletin;
    if (Below(4) == 0) {
      const Topic topic = kTopics[Below(kTopics.size())];
      StateProvince(topic.noun, topic.unit, bulletin);
      return bulletin;
    }
    const std::string name = NameOf(city.id);
    const Topic first = kTopics[Below(kTopics.size())];
    const Topic second = kTopics[Below(kTopics.size())];
    bulletin.text = "2020年2月19日，" + name;
    State(city, "新增", first.noun, first.unit, v1::ASPECT_NEW, bulletin);
    bulletin.text += "截至2月19日24时，" + (Below(2) == 0 ? name : std::string("全市"));
    State(city, Below(2) == 0 ? "累计报告" : "累计有", first.noun, first.unit,
          v1::ASPECT_CUMULATIVE, bulletin);
    bulletin.text += "目前，" + (Below(2) == 0 ? name : std::string("全市"));
    State(city, "现有", second.noun, second.unit, v1::ASPECT_CURRENT, bulletin);
    return bulletin;
  }

  std::unique_ptr<Analyzer> analyzer_;
  std::vector<City> cities_;
  std::mt19937 random_{20200220};
};

TEST_F(BulletinPropertyTest, EveryItemComesBackWithItsFields) {
  constexpr int kBulletins = 400;
  int all = 0, found = 0, place = 0, measure = 0, aspect = 0, printed = 0;
  for (int round = 0; round < kBulletins; ++round) {
    const Bulletin bulletin = Make();
    v1::ArticleInput input;
    input.set_text(bulletin.text);
    ASSERT_OK_AND_ASSIGN(const v1::Article article, analyzer_->Analyze(input));
    ASSERT_EQ(testing::ArticleFault(bulletin.text, article), "") << bulletin.text;
    bool wrong = false;
    int next = 0;
    for (const Expected& expected : bulletin.figures) {
      ++all;
      while (next < article.figures_size() &&
             article.figures(next).value() != std::to_string(expected.value)) {
        ++next;
      }
      if (next == article.figures_size()) {
        wrong = true;
        next = 0;
        continue;
      }
      const v1::Figure& figure = article.figures(next++);
      ++found;
      place += figure.place() == expected.place;
      measure += figure.measure() == expected.measure;
      aspect += figure.aspect() == expected.aspect;
      if (figure.place() != expected.place || figure.measure() != expected.measure ||
          figure.aspect() != expected.aspect) {
        wrong = true;
        if (printed < 60) {
          printf("  %d: %s %s %s, not %s %s %s\n", expected.value, figure.place().c_str(),
                 figure.measure().c_str(), v1::Aspect_Name(figure.aspect()).substr(7).c_str(),
                 expected.place.c_str(), expected.measure.c_str(),
                 v1::Aspect_Name(expected.aspect).substr(7).c_str());
        }
      }
    }
    if (wrong && ++printed < 60) printf("%s\n", bulletin.text.c_str());
  }
  printf("%d figures: %d found, %d with their place, %d with their noun, %d with their aspect\n",
         all, found, place, measure, aspect);
  EXPECT_EQ(found, all);
  EXPECT_GE(place, 0.99 * all);
  EXPECT_GE(measure, 0.99 * all);
  EXPECT_GE(aspect, 0.99 * all);
}

}  // namespace
}  // namespace qushu
