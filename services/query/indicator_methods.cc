// QueryCore::ListIndicators(), CompareDistricts() and GetFigureSeries().
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "services/query/answers.h"
#include "services/query/arguments.h"
#include "services/query/comparison.h"
#include "services/query/query_core.h"
#include "services/query/stories.h"

namespace qushu::query {
namespace {

constexpr int kMaxDistricts = 100;
constexpr int kMaxIndicators = 200;
// Figures of one series of one district that a comparison looks at: those published last.
constexpr int kFiguresOfCell = 50;
// Figures that one answer of a series holds.
constexpr int kMaxFiguresOfSeries = 5000;

v1::Indicator ToProto(const Indicator& indicator, int64_t figure_count) {
  v1::Indicator proto;
  proto.set_id(std::string(indicator.id));
  proto.set_display_name(std::string(indicator.chinese));
  proto.set_english_name(std::string(indicator.english));
  proto.set_kind(indicator.kind);
  proto.set_domain(std::string(indicator.domain));
  proto.set_figure_count(figure_count);
  for (const std::string_view word : indicator.same) proto.add_wordings(std::string(word));
  for (const std::string_view word : indicator.near) proto.add_near_wordings(std::string(word));
  return proto;
}

// How many figures of each series are stored about a district, or about any where it is empty.
absl::StatusOr<std::map<std::string, int64_t>> CountsOf(Store& store, std::string_view district,
                                                        const CancelledFn& cancelled,
                                                        int64_t& revision) {
  std::map<std::string, int64_t> counts;
  IndicatorQuery query{
      .limit = 1000, .after = {}, .district = std::string(district), .cancelled = cancelled};
  while (true) {
    QUSHU_ASSIGN_OR_RETURN(const IndicatorPage page, store.ListIndicators(query));
    if (revision == 0) revision = page.revision;
    for (const IndicatorStats& stats : page.indicators) {
      counts[stats.indicator] = stats.figure_count;
    }
    if (!page.more) return counts;
    query.after = page.indicators.back().indicator;
  }
}

// The articles that report the figure too, behind those that are there.
void AddReports(const AlsoReported& also, const v1::Figure& figure,
                google::protobuf::RepeatedPtrField<std::string>& articles) {
  const auto found = also.find(figure.name());
  if (found == also.end()) return;
  for (const std::string& article : found->second) articles.Add(std::string(article));
}

}  // namespace

absl::Status QueryCore::ListIndicators(const rpc::Call& call,
                                       const v1::ListIndicatorsRequest& request,
                                       v1::ListIndicatorsResponse& response) const {
  rpc::FieldErrors errors;
  const int page_size = rpc::PageSize(request.page_size(), 100, 1000, errors);
  const std::string district = CodeOf(
      gazetteer_, DistrictFromName(gazetteer_, request.district(), "district", false, errors));
  auto position = tokens_.Decode("ListIndicators", request, request.page_token());
  errors.Add(position.status());
  QUSHU_RETURN_IF_ERROR(errors.ToStatus());

  int64_t revision = 0;
  QUSHU_ASSIGN_OR_RETURN(const auto counts,
                         CountsOf(store_, district, CancelledBy(call), revision));
  const std::string after = *position ? (*position)->indicator() : "";
  for (const Indicator& indicator : catalogue_.indicators()) {
    if (indicator.id <= after) continue;
    if (!request.domain().empty() && indicator.domain != request.domain()) continue;
    const auto count = counts.find(std::string(indicator.id));
    if (count == counts.end() && !request.include_unused()) continue;
    if (response.indicators_size() == page_size) {
      rpc::PagePosition next;
      next.set_indicator(response.indicators(page_size - 1).id());
      response.set_next_page_token(tokens_.Encode("ListIndicators", request, next));
      break;
    }
    *response.add_indicators() = ToProto(indicator, count == counts.end() ? 0 : count->second);
  }
  response.set_read_revision(revision);
  return absl::OkStatus();
}

absl::Status QueryCore::CompareDistricts(const rpc::Call& call,
                                         const v1::CompareDistrictsRequest& request,
                                         v1::CompareDistrictsResponse& response) const {
  rpc::FieldErrors errors;
  std::vector<DivisionId> districts;
  if (request.districts().empty() || request.districts_size() > kMaxDistricts) {
    errors.Add(v1::ERROR_REASON_INVALID_ARGUMENT, "districts", "from 1 to 100 districts");
  } else {
    for (int i = 0; i < request.districts_size(); ++i) {
      const std::string field = absl::StrCat("districts[", i, "]");
      const DivisionId id = DistrictFromName(gazetteer_, request.districts(i), field, true, errors);
      if (std::find(districts.begin(), districts.end(), id) != districts.end()) {
        errors.Add(v1::ERROR_REASON_INVALID_ARGUMENT, field, "the district is there twice");
      }
      districts.push_back(id);
    }
  }
  if (request.indicators_size() > kMaxIndicators) {
    errors.Add(v1::ERROR_REASON_INVALID_ARGUMENT, "indicators", "at most 200 series");
  } else {
    for (int i = 0; i < request.indicators_size(); ++i) {
      IndicatorFromId(catalogue_, request.indicators(i), absl::StrCat("indicators[", i, "]"), true,
                      errors);
    }
  }
  const int max_figures = rpc::Limit(request.max_figures(), 3, 20, "max_figures", errors);
  FigureQuery query{.limit = kFiguresOfCell};
  query.published = WindowFromRange(request.publication_dates(), "publication_dates", errors);
  query.as_of = WindowFromRange(request.as_of_dates(), "as_of_dates", errors);
  rpc::CheckEnum(v1::OffsetEncoding_IsValid(request.offset_encoding()), "offset_encoding", errors);
  QUSHU_RETURN_IF_ERROR(errors.ToStatus());

  query.cancelled = CancelledBy(call);
  int64_t revision = 0;
  std::set<std::string> wanted(request.indicators().begin(), request.indicators().end());
  const bool all = wanted.empty();
  if (all) {
    std::map<std::string, int> stated_by;  // how many of the districts
    for (const DivisionId district : districts) {
      QUSHU_ASSIGN_OR_RETURN(const auto counts, CountsOf(store_, CodeOf(gazetteer_, district),
                                                         query.cancelled, revision));
      for (const auto& [indicator, count] : counts) ++stated_by[indicator];
    }
    for (const auto& [indicator, count] : stated_by) {
      if (count > 1) wanted.insert(indicator);
    }
  }
  std::vector<v1::ComparisonRow> rows;
  for (const std::string& id : wanted) {
    // The store may know series that were written with another catalogue.
    const Indicator* indicator = catalogue_.ById(id);
    if (indicator == nullptr) continue;
    std::vector<DistrictFigures> stated;
    AlsoReported also;
    int64_t count = 0;
    for (const DivisionId district : districts) {
      query.indicator = id;
      query.district = CodeOf(gazetteer_, district);
      QUSHU_ASSIGN_OR_RETURN(FigurePage page, store_.ListFigures(query));
      if (revision == 0) revision = page.revision;
      count += static_cast<int64_t>(page.figures.size());
      QUSHU_ASSIGN_OR_RETURN(AlsoReported reported, CountStoriesOnce(store_, page.figures));
      also.merge(reported);
      stated.push_back({district, std::move(page.figures), page.next.has_value()});
    }
    for (v1::ComparisonRow& row : CompareSeries(gazetteer_, stated, max_figures, all ? 2 : 1)) {
      *row.mutable_indicator() = ToProto(*indicator, count);
      for (v1::ComparisonCell& cell : *row.mutable_cells()) {
        for (v1::ComparedFigure& compared : *cell.mutable_figures()) {
          AddReports(also, compared.figure(), *compared.mutable_also_reported_by());
        }
      }
      rows.push_back(std::move(row));
    }
  }
  const auto same_cells = [](const v1::ComparisonRow& row) {
    return std::count_if(row.cells().begin(), row.cells().end(),
                         [](const v1::ComparisonCell& cell) {
                           return cell.figures(0).comparability() == v1::COMPARABILITY_SAME;
                         });
  };
  std::stable_sort(
      rows.begin(), rows.end(), [&](const v1::ComparisonRow& a, const v1::ComparisonRow& b) {
        return std::pair(same_cells(a), a.cells_size()) > std::pair(same_cells(b), b.cells_size());
      });
  for (v1::ComparisonRow& row : rows) {
    for (v1::ComparisonCell& cell : *row.mutable_cells()) {
      for (v1::ComparedFigure& compared : *cell.mutable_figures()) {
        QUSHU_RETURN_IF_ERROR(ConvertSpansOf(store_, IdInName(compared.figure().article()),
                                             request.offset_encoding(),
                                             *compared.mutable_figure()));
      }
    }
    *response.add_rows() = std::move(row);
  }
  response.set_read_revision(revision);
  return absl::OkStatus();
}

absl::Status QueryCore::GetFigureSeries(const rpc::Call& call,
                                        const v1::GetFigureSeriesRequest& request,
                                        v1::GetFigureSeriesResponse& response) const {
  rpc::FieldErrors errors;
  FigureQuery query{.limit = 1000};
  query.district = CodeOf(
      gazetteer_, DistrictFromName(gazetteer_, request.district(), "district", true, errors));
  const Indicator* indicator =
      IndicatorFromId(catalogue_, request.indicator(), "indicator", true, errors);
  query.as_of = WindowFromRange(request.as_of_dates(), "as_of_dates", errors);
  if (request.has_as_known_on()) {
    v1::DateRange known;
    *known.mutable_last() = request.as_known_on();
    query.published = WindowFromRange(known, "as_known_on", errors);
  }
  rpc::CheckEnum(v1::OffsetEncoding_IsValid(request.offset_encoding()), "offset_encoding", errors);
  QUSHU_RETURN_IF_ERROR(errors.ToStatus());

  query.indicator = request.indicator();
  query.cancelled = CancelledBy(call);
  std::vector<v1::Figure> figures;
  int64_t revision = 0;
  while (true) {
    QUSHU_ASSIGN_OR_RETURN(FigurePage page, store_.ListFigures(query));
    if (revision == 0) revision = page.revision;
    for (v1::Figure& figure : page.figures) {
      if (!request.include_near() && ComparabilityOf(figure) != v1::COMPARABILITY_SAME) continue;
      if (figures.size() == kMaxFiguresOfSeries) {
        return MakeError(
            absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_TOO_MANY_ROWS,
            "more figures than one answer holds; narrow as_of_dates",
            {.violations = {}, .metadata = {{"limit", std::to_string(kMaxFiguresOfSeries)}}});
      }
      figures.push_back(std::move(figure));
    }
    if (!page.next) break;
    query.after = *page.next;
  }
  *response.mutable_indicator() = ToProto(*indicator, static_cast<int64_t>(figures.size()));
  QUSHU_ASSIGN_OR_RETURN(const AlsoReported also, CountStoriesOnce(store_, figures));
  for (v1::AspectSeries& series : SeriesOf(std::move(figures))) {
    for (v1::SeriesPoint& point : *series.mutable_points()) {
      for (const v1::Figure& figure : point.revisions()) {
        AddReports(also, figure, *point.mutable_also_reported_by());
      }
      QUSHU_RETURN_IF_ERROR(
          ConvertSpansOf(store_, request.offset_encoding(), *point.mutable_revisions()));
    }
    *response.add_series() = std::move(series);
  }
  response.set_read_revision(revision);
  return absl::OkStatus();
}

}  // namespace qushu::query
