#include "tests/bench/rpc/workload.h"

#include <algorithm>
#include <random>
#include <utility>

#include "common/base/status_macros.h"
#include "common/rpc/calls/status.h"
#include "grpcpp/client_context.h"

namespace qushu::bench {
namespace {

using Stub = v1::QueryService::Stub;

template <typename Request, typename Response>
using Method = grpc::Status (Stub::*)(grpc::ClientContext*, const Request&, Response*);

template <typename Request, typename Response>
absl::StatusOr<Response> Call(Stub& stub, Method<Request, Response> method,
                              const Request& request) {
  grpc::ClientContext context;
  Response response;
  const grpc::Status status = (stub.*method)(&context, request, &response);
  if (!status.ok()) return rpc::FromGrpcStatus(status);
  return response;
}

struct Series {
  std::string district;  // resource name
  std::string indicator;
};

// What the store holds, as far as requests are made of it.
struct Contents {
  std::vector<std::string> districts;
  std::vector<Series> series;
  std::vector<std::string> articles;
  std::vector<std::string> words;  // that figures count
};

constexpr size_t kMostArticles = 2000;

absl::StatusOr<Contents> ReadContents(Stub& stub, size_t most, std::mt19937& random) {
  Contents contents;
  v1::ListDistrictsRequest districts;
  districts.set_page_size(1000);
  do {
    QUSHU_ASSIGN_OR_RETURN(auto page, Call(stub, &Stub::ListDistricts, districts));
    for (const v1::District& district : page.districts()) {
      if (district.figure_count() > 0) contents.districts.push_back(district.name());
    }
    districts.set_page_token(page.next_page_token());
  } while (!districts.page_token().empty());
  std::shuffle(contents.districts.begin(), contents.districts.end(), random);

  for (const std::string& district : contents.districts) {
    if (contents.series.size() >= 4 * most) break;
    v1::ListIndicatorsRequest indicators;
    indicators.set_page_size(1000);
    indicators.set_district(district);
    QUSHU_ASSIGN_OR_RETURN(auto page, Call(stub, &Stub::ListIndicators, indicators));
    for (const v1::Indicator& indicator : page.indicators()) {
      contents.series.push_back({district, indicator.id()});
    }
  }
  std::shuffle(contents.series.begin(), contents.series.end(), random);

  v1::ListArticlesRequest articles;
  articles.set_page_size(500);
  do {
    QUSHU_ASSIGN_OR_RETURN(auto page, Call(stub, &Stub::ListArticles, articles));
    for (const v1::Article& article : page.articles()) contents.articles.push_back(article.name());
    articles.set_page_token(page.next_page_token());
  } while (!articles.page_token().empty() && contents.articles.size() < kMostArticles);
  std::shuffle(contents.articles.begin(), contents.articles.end(), random);

  for (size_t i = 0; i < std::min<size_t>(20, contents.districts.size()); ++i) {
    v1::ListFiguresRequest figures;
    figures.set_district(contents.districts[i]);
    QUSHU_ASSIGN_OR_RETURN(auto page, Call(stub, &Stub::ListFigures, figures));
    for (const v1::Figure& figure : page.figures()) {
      if (!figure.measure().empty()) contents.words.push_back(figure.measure());
    }
  }
  std::sort(contents.words.begin(), contents.words.end());
  contents.words.erase(std::unique(contents.words.begin(), contents.words.end()),
                       contents.words.end());
  std::shuffle(contents.words.begin(), contents.words.end(), random);
  if (contents.series.empty() || contents.articles.empty() || contents.words.empty()) {
    return absl::FailedPreconditionError("the store holds too little to ask for");
  }
  return contents;
}

// A request for each of `items`, at most `most`, as `fill` makes it, with the service's answers.
template <typename Request, typename Response, typename Item, typename Fill>
absl::StatusOr<Workload> Make(Stub& stub, Method<Request, Response> method, std::string name,
                              std::string path, const std::vector<Item>& items, size_t most,
                              Fill fill) {
  Workload workload;
  workload.name = std::move(name);
  workload.method = "/qushu.v1.QueryService/" + std::move(path);
  for (size_t i = 0; i < std::min(most, items.size()); ++i) {
    Request request;
    fill(items[i], request);
    QUSHU_ASSIGN_OR_RETURN(const Response response, Call(stub, method, request));
    workload.requests.push_back(request.SerializeAsString());
    workload.answers.push_back(response.SerializeAsString());
  }
  return workload;
}

}  // namespace

absl::StatusOr<std::vector<Workload>> MakeWorkloads(Stub& stub, int most_requests,
                                                    const WantedFn& wanted) {
  const auto most = static_cast<size_t>(most_requests);
  std::mt19937 random(20200220);
  QUSHU_ASSIGN_OR_RETURN(const Contents contents, ReadContents(stub, most, random));
  std::vector<Workload> all;
  const auto add = [&](auto method, std::string name, std::string path, const auto& items,
                       auto fill) -> absl::Status {
    const bool point_query = name == "GetDistrict" || name == "ListFigures district+indicator";
    if (!wanted(name, point_query)) return absl::OkStatus();
    QUSHU_ASSIGN_OR_RETURN(Workload made, Make(stub, method, name, path, items, most, fill));
    made.point_query = point_query;
    all.push_back(std::move(made));
    return absl::OkStatus();
  };
  const auto set_series = [](const Series& series, auto& request) {
    request.set_district(series.district);
    request.set_indicator(series.indicator);
  };
  QUSHU_RETURN_IF_ERROR(add(&Stub::GetDistrict, "GetDistrict", "GetDistrict", contents.districts,
                            [](const std::string& district, v1::GetDistrictRequest& request) {
                              request.set_name(district);
                            }));
  QUSHU_RETURN_IF_ERROR(add(
      &Stub::ListFigures, "ListFigures district+indicator", "ListFigures", contents.series,
      [&](const Series& series, v1::ListFiguresRequest& request) { set_series(series, request); }));
  QUSHU_RETURN_IF_ERROR(add(&Stub::ListFigures, "ListFigures district+indicator BASIC",
                            "ListFigures", contents.series,
                            [&](const Series& series, v1::ListFiguresRequest& request) {
                              set_series(series, request);
                              request.set_view(v1::FIGURE_VIEW_BASIC);
                            }));
  QUSHU_RETURN_IF_ERROR(add(&Stub::ListFigures, "ListFigures district", "ListFigures",
                            contents.districts,
                            [](const std::string& district, v1::ListFiguresRequest& request) {
                              request.set_district(district);
                            }));
  QUSHU_RETURN_IF_ERROR(add(&Stub::ListFigures, "ListFigures filter", "ListFigures",
                            contents.districts,
                            [](const std::string& district, v1::ListFiguresRequest& request) {
                              request.set_district(district);
                              request.set_filter("value > 100 AND unit = 人");
                            }));
  QUSHU_RETURN_IF_ERROR(add(&Stub::GetArticle, "GetArticle", "GetArticle", contents.articles,
                            [](const std::string& article, v1::GetArticleRequest& request) {
                              request.set_name(article);
                            }));
  QUSHU_RETURN_IF_ERROR(add(&Stub::ListArticles, "ListArticles district", "ListArticles",
                            contents.districts,
                            [](const std::string& district, v1::ListArticlesRequest& request) {
                              request.set_district(district);
                            }));
  QUSHU_RETURN_IF_ERROR(add(&Stub::ListDistricts, "ListDistricts parent", "ListDistricts",
                            contents.districts,
                            [](const std::string& district, v1::ListDistrictsRequest& request) {
                              request.set_parent(district.substr(0, district.size() - 4) + "0000");
                            }));
  QUSHU_RETURN_IF_ERROR(
      add(&Stub::GetDistrictSummary, "GetDistrictSummary", "GetDistrictSummary", contents.districts,
          [](const std::string& district, v1::GetDistrictSummaryRequest& request) {
            request.set_name(district);
          }));
  QUSHU_RETURN_IF_ERROR(add(&Stub::ListIndicators, "ListIndicators district", "ListIndicators",
                            contents.districts,
                            [](const std::string& district, v1::ListIndicatorsRequest& request) {
                              request.set_district(district);
                            }));
  size_t other = 0;
  QUSHU_RETURN_IF_ERROR(add(&Stub::CompareDistricts, "CompareDistricts 2", "CompareDistricts",
                            contents.series,
                            [&](const Series& series, v1::CompareDistrictsRequest& request) {
                              request.add_indicators(series.indicator);
                              request.add_districts(series.district);
                              const std::string* beside = &series.district;
                              while (*beside == series.district && contents.districts.size() > 1) {
                                beside = &contents.districts[other++ % contents.districts.size()];
                              }
                              if (*beside != series.district) request.add_districts(*beside);
                            }));
  QUSHU_RETURN_IF_ERROR(add(&Stub::GetFigureSeries, "GetFigureSeries", "GetFigureSeries",
                            contents.series,
                            [&](const Series& series, v1::GetFigureSeriesRequest& request) {
                              set_series(series, request);
                            }));
  QUSHU_RETURN_IF_ERROR(add(&Stub::SearchPassages, "SearchPassages", "SearchPassages",
                            contents.words,
                            [](const std::string& word, v1::SearchPassagesRequest& request) {
                              request.set_query("\"" + word + "\"");
                            }));
  return all;
}

}  // namespace qushu::bench
