#include "tests/bench/store/questions.h"

#include <utility>

#include "common/base/status_macros.h"
#include "common/rpc/calls/stream.h"

namespace qushu::bench {
namespace {

constexpr size_t kMaxSubjects = 2000;
constexpr int64_t kExportBytes = 4 << 20;
constexpr int64_t kWatchedArticles = 64;

template <typename T>
const T& Pick(const std::vector<T>& values, Random& random) {
  return values[random() % values.size()];
}

rpc::Call BenchCall() {
  return rpc::Call("bench", absl::InfiniteFuture(), [] { return false; });
}

std::string NameOf(const std::string& district) { return "districts/" + district; }

void SetDay(int year, int month, int day, v1::Date& date) {
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
}

// Days of one month, one year or more.
void SetRange(int first_year, int first_month, int last_year, int last_month,
              v1::DateRange& range) {
  SetDay(first_year, first_month, 1, *range.mutable_first());
  SetDay(last_year, last_month, 28, *range.mutable_last());
}

// A question that is one request of `Method`, filled by `fill`, whose rows `count` counts.
template <typename Request, typename Response, typename Fill, typename Count>
AskFn Unary(absl::Status (query::QueryCore::*method)(const rpc::Call&, const Request&, Response&)
                const,
            Fill fill, Count count) {
  return [=](const query::QueryCore& core, const Subjects& subjects,
             Random& random) -> absl::StatusOr<int64_t> {
    Request request;
    fill(request, subjects, random);
    Response response;
    QUSHU_RETURN_IF_ERROR((core.*method)(BenchCall(), request, response));
    return count(response);
  };
}

template <typename Fill>
AskFn Figures(Fill fill) {
  return Unary(
      &query::QueryCore::ListFigures,
      [fill](v1::ListFiguresRequest& request, const Subjects& subjects, Random& random) {
        request.set_page_size(20);
        fill(request, subjects, random);
      },
      [](const v1::ListFiguresResponse& response) { return response.figures_size(); });
}

template <typename Fill>
AskFn Articles(Fill fill) {
  return Unary(
      &query::QueryCore::ListArticles,
      [fill](v1::ListArticlesRequest& request, const Subjects& subjects, Random& random) {
        request.set_page_size(20);
        fill(request, subjects, random);
      },
      [](const v1::ListArticlesResponse& response) { return response.articles_size(); });
}

AskFn Search(std::vector<std::string> queries, bool newest = false, bool in_district = false) {
  return Unary(
      &query::QueryCore::SearchPassages,
      [=](v1::SearchPassagesRequest& request, const Subjects& subjects, Random& random) {
        request.set_query(Pick(queries, random));
        if (newest) request.set_order(v1::SEARCH_ORDER_NEWEST);
        if (in_district) request.set_district(NameOf(Pick(subjects.districts, random)));
      },
      [](const v1::SearchPassagesResponse& response) { return response.passages_size(); });
}

// Takes messages until `enough` says so.
template <typename Response>
class Taker final : public rpc::StreamWriter<Response> {
 public:
  explicit Taker(std::function<bool(const Response&)> enough) : enough_(std::move(enough)) {}

  absl::Status Write(const Response& response, absl::Duration) override {
    return enough_(response) ? absl::CancelledError() : absl::OkStatus();
  }
  absl::Status Sleep(absl::Duration) override { return absl::CancelledError(); }

 private:
  const std::function<bool(const Response&)> enough_;
};

absl::StatusOr<int64_t> UnlessFailed(const absl::Status& status, int64_t rows) {
  if (!status.ok() && !absl::IsCancelled(status)) return status;
  return rows;
}

absl::StatusOr<int64_t> Export(const query::QueryCore& core, const Subjects&, Random&) {
  int64_t bytes = 0;
  int64_t figures = 0;
  Taker<v1::ExportFiguresResponse> taker([&](const v1::ExportFiguresResponse& message) {
    bytes += static_cast<int64_t>(message.chunk().size());
    figures = message.figure_count();
    return bytes >= kExportBytes;
  });
  return UnlessFailed(core.ExportFigures(BenchCall(), {}, taker), figures);
}

absl::StatusOr<int64_t> Watch(const query::QueryCore& core, const Subjects&, Random& random) {
  v1::WatchFiguresRequest request;
  request.set_start_revision(static_cast<int64_t>(1 + random() % 5000));
  int64_t figures = 0;
  Taker<v1::WatchFiguresResponse> taker([&](const v1::WatchFiguresResponse& message) {
    figures += message.figures_size();
    return message.revision() >= request.start_revision() + kWatchedArticles - 1;
  });
  return UnlessFailed(core.WatchFigures(BenchCall(), request, taker), figures);
}

}  // namespace

absl::StatusOr<Subjects> ChooseSubjects(Store& smallest) {
  Subjects subjects;
  ArticleQuery articles{.limit = 500};
  while (subjects.articles.size() < kMaxSubjects) {
    QUSHU_ASSIGN_OR_RETURN(const ArticlePage page, smallest.ListArticles(articles));
    for (const v1::Article& article : page.articles) {
      subjects.articles.push_back(article.name());
      subjects.publications.push_back(article.publication());
    }
    if (!page.next) break;
    articles.after = *page.next;
  }
  DistrictQuery districts{.limit = 1000};
  while (true) {
    QUSHU_ASSIGN_OR_RETURN(const DistrictPage page, smallest.ListDistricts(districts));
    for (const DistrictStats& stats : page.districts) {
      if (stats.figure_count < 200 || stats.code.ends_with("00")) continue;
      subjects.districts.push_back(stats.code);
      IndicatorQuery indicators{.limit = 1000, .after = {}, .district = stats.code};
      QUSHU_ASSIGN_OR_RETURN(const IndicatorPage series, smallest.ListIndicators(indicators));
      for (const IndicatorStats& one : series.indicators) {
        if (one.figure_count >= 20) subjects.series.push_back({stats.code, one.indicator});
      }
    }
    if (!page.more) break;
    districts.after_code = page.districts.back().code;
  }
  if (subjects.articles.empty() || subjects.districts.empty() || subjects.series.empty()) {
    return absl::FailedPreconditionError("the smallest store is too small to ask about");
  }
  return subjects;
}

std::vector<Question> Questions() {
  using Core = query::QueryCore;
  const auto figures_of_series = [](v1::ListFiguresRequest& request, const Subjects& subjects,
                                    Random& random) {
    const auto& series = Pick(subjects.series, random);
    request.set_district(NameOf(series.district));
    request.set_indicator(series.indicator);
  };
  const auto figures_of_district = [](v1::ListFiguresRequest& request, const Subjects& subjects,
                                      Random& random) {
    request.set_district(NameOf(Pick(subjects.districts, random)));
  };
  // A division above a county, with all below it.
  const auto figures_above = [](size_t digits) {
    return [digits](v1::ListFiguresRequest& request, const Subjects& subjects, Random& random) {
      const auto& series = Pick(subjects.series, random);
      request.set_district(NameOf(series.district.substr(0, digits) +
                                  std::string(series.district.size() - digits, '0')));
      request.set_include_descendants(true);
    };
  };

  std::vector<Question> all;
  const auto add = [&](std::string name, bool point, AskFn ask) {
    all.push_back({std::move(name), point, std::move(ask)});
  };
  add("GetArticle", true,
      Unary(
          &Core::GetArticle,
          [](v1::GetArticleRequest& request, const Subjects& subjects, Random& random) {
            request.set_name(Pick(subjects.articles, random));
          },
          [](const v1::GetArticleResponse& response) {
            return response.article().figures_size();
          }));
  add("ListArticles", true, Articles([](auto&, const Subjects&, Random&) {}));
  add("ListArticles of a district", true,
      Articles([](auto& request, const Subjects& subjects, Random& random) {
        request.set_district(NameOf(Pick(subjects.districts, random)));
      }));
  add("ListArticles of a paper", true,
      Articles([](auto& request, const Subjects& subjects, Random& random) {
        request.set_publication(Pick(subjects.publications, random));
      }));
  add("ListArticles full", true, Articles([](auto& request, const Subjects&, Random&) {
        request.set_view(v1::ARTICLE_VIEW_FULL);
      }));
  add("GetDistrict", true,
      Unary(
          &Core::GetDistrict,
          [](v1::GetDistrictRequest& request, const Subjects& subjects, Random& random) {
            request.set_name(NameOf(Pick(subjects.districts, random)));
          },
          [](const v1::GetDistrictResponse&) { return 1; }));
  const auto districts_listed = [](const v1::ListDistrictsResponse& response) {
    return response.districts_size();
  };
  add("ListDistricts", true,
      Unary(
          &Core::ListDistricts, [](v1::ListDistrictsRequest&, const Subjects&, Random&) {},
          districts_listed));
  add("ListDistricts of an article", true,
      Unary(
          &Core::ListDistricts,
          [](v1::ListDistrictsRequest& request, const Subjects& subjects, Random& random) {
            request.set_article(Pick(subjects.articles, random));
          },
          districts_listed));
  add("GetDistrictSummary", true,
      Unary(
          &Core::GetDistrictSummary,
          [](v1::GetDistrictSummaryRequest& request, const Subjects& subjects, Random& random) {
            request.set_name(NameOf(Pick(subjects.districts, random)));
          },
          [](const v1::GetDistrictSummaryResponse& response) {
            return response.summaries_size();
          }));

  add("ListFigures", true, Figures([](auto&, const Subjects&, Random&) {}));
  add("ListFigures of a district", true, Figures(figures_of_district));
  add("ListFigures of a series", true, Figures(figures_of_series));
  add("ListFigures of an article", true,
      Figures([](auto& request, const Subjects& subjects, Random& random) {
        request.set_article(Pick(subjects.articles, random));
      }));
  add("ListFigures of an indicator", true,
      Figures([](auto& request, const Subjects& subjects, Random& random) {
        request.set_indicator(Pick(subjects.series, random).indicator);
      }));
  add("ListFigures below a city", true, Figures(figures_above(4)));
  add("ListFigures below a province", true, Figures(figures_above(2)));
  add("ListFigures, series below a province", true,
      Figures([=](auto& request, const Subjects& subjects, Random& random) {
        figures_above(2)(request, subjects, random);
        request.set_indicator(Pick(subjects.series, random).indicator);
      }));
  add("ListFigures of a month", true, Figures([](auto& request, const Subjects&, Random& random) {
        const int year = static_cast<int>(2011 + random() % 10);
        SetRange(year, 3, year, 3, *request.mutable_publication_dates());
      }));
  add("ListFigures, filter in a district", true,
      Figures([=](auto& request, const Subjects& subjects, Random& random) {
        figures_of_district(request, subjects, random);
        request.set_filter("value > 100 AND unit = 人");
      }));
  add("ListFigures, filter for one in 5,000", true,
      Figures([](auto& request, const Subjects&, Random&) { request.set_filter("value = 7777"); }));
  add("ListFigures, a day and a district", true,
      Figures([=](auto& request, const Subjects& subjects, Random& random) {
        figures_of_district(request, subjects, random);
        SetDay(2015, 3, 9, *request.mutable_as_of_dates()->mutable_first());
        SetDay(2015, 3, 12, *request.mutable_as_of_dates()->mutable_last());
      }));
  add("ListFigures, a series by value", false,
      Figures([=](auto& request, const Subjects& subjects, Random& random) {
        figures_of_series(request, subjects, random);
        request.set_order_by("value desc");
      }));
  add("ListFigures, a district by value", false,
      Figures([=](auto& request, const Subjects& subjects, Random& random) {
        figures_of_district(request, subjects, random);
        request.set_order_by("value desc");
      }));
  add("ListFigures, a district's year by value", false,
      Figures([=](auto& request, const Subjects& subjects, Random& random) {
        figures_of_district(request, subjects, random);
        SetRange(2015, 1, 2015, 12, *request.mutable_publication_dates());
        request.set_order_by("value desc");
      }));

  const auto indicators_listed = [](const v1::ListIndicatorsResponse& response) {
    return response.indicators_size();
  };
  add("ListIndicators", true,
      Unary(
          &Core::ListIndicators, [](v1::ListIndicatorsRequest&, const Subjects&, Random&) {},
          indicators_listed));
  add("ListIndicators of a district", true,
      Unary(
          &Core::ListIndicators,
          [](v1::ListIndicatorsRequest& request, const Subjects& subjects, Random& random) {
            request.set_district(NameOf(Pick(subjects.districts, random)));
          },
          indicators_listed));
  const auto rows_of = [](const v1::CompareDistrictsResponse& response) {
    return response.rows_size();
  };
  add("CompareDistricts, 2", false,
      Unary(
          &Core::CompareDistricts,
          [](v1::CompareDistrictsRequest& request, const Subjects& subjects, Random& random) {
            const size_t first = random() % (subjects.districts.size() - 1);
            request.add_districts(NameOf(subjects.districts[first]));
            request.add_districts(NameOf(subjects.districts[first + 1]));
          },
          rows_of));
  add("CompareDistricts, 4 x 2 indicators", false,
      Unary(
          &Core::CompareDistricts,
          [](v1::CompareDistrictsRequest& request, const Subjects& subjects, Random& random) {
            const size_t first = random() % (subjects.districts.size() - 3);
            for (size_t i = first; i < first + 4; ++i) {
              request.add_districts(NameOf(subjects.districts[i]));
            }
            request.add_indicators(Pick(subjects.series, random).indicator);
            request.add_indicators("checkpoints");
          },
          rows_of));
  const auto series_asked = [](int years) {
    return [years](v1::GetFigureSeriesRequest& request, const Subjects& subjects, Random& random) {
      const auto& series = Pick(subjects.series, random);
      request.set_district(NameOf(series.district));
      request.set_indicator(series.indicator);
      request.set_include_near(true);
      const int year = static_cast<int>(2012 + random() % 5);
      SetRange(year, 1, year + years - 1, 12, *request.mutable_as_of_dates());
    };
  };
  const auto points_of = [](const v1::GetFigureSeriesResponse& response) {
    int64_t points = 0;
    for (const v1::AspectSeries& series : response.series()) points += series.points_size();
    return points;
  };
  add("GetFigureSeries of a year", false,
      Unary(&Core::GetFigureSeries, series_asked(1), points_of));
  add("GetFigureSeries of 3 years", false,
      Unary(&Core::GetFigureSeries, series_asked(3), points_of));

  add("Search, 1 character, common", false, Search({"人", "的", "区"}));
  add("Search, 1 character, rare", false, Search({"荻", "栗", "鸡"}));
  add("Search, 2 characters, common", false, Search({"卡口", "干部", "企业", "群众"}));
  add("Search, 2 characters, rare", false, Search({"茶亭", "猫儿", "守拙", "沈扶"}));
  add("Search, 3 characters", false, Search({"志愿者", "负责人", "游客人"}));
  add("Search, 4 characters", false, Search({"地区生产", "劝返居民", "固定资产", "良种下田"}));
  add("Search, 2 terms", false, Search({"卡口 茶亭", "贫困 养了", "荻 栗"}));
  add("Search, phrase never said", false, Search({"口卡管控", "车游客", "药业集团"}));
  add("Search, newest", false, Search({"卡口", "志愿者", "茶亭"}, true));
  add("Search in a district", false, Search({"卡口", "志愿者", "茶亭"}, false, true));
  add("ExportFigures, 4 MB", false, Export);
  add("WatchFigures, 64 articles", true, Watch);
  return all;
}

}  // namespace qushu::bench
