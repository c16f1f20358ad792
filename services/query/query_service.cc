#include "services/query/query_service.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "qushu/v1/query_service.grpc.pb.h"
#include "services/query/answers.h"

namespace qushu::query {
namespace {

// More rows than this are not read out of memory in microseconds.
constexpr int kQuickRows = 100;

bool IsQuickGet(const v1::GetDistrictRequest&) { return true; }

// The newest figures of one district, which one index gives in their order.
bool IsQuickList(const v1::ListFiguresRequest& request) {
  return IsUtf8(request.offset_encoding()) && !request.district().empty() &&
         !request.include_descendants() && request.page_size() <= kQuickRows &&
         request.filter().empty() && request.order_by().empty() && request.unit().empty() &&
         request.kinds().empty() && request.aspects().empty() &&
         request.scope() == v1::SCOPE_UNSPECIFIED && request.min_value().empty() &&
         request.max_value().empty() && request.measure_contains().empty() &&
         !request.has_as_of_dates();
}

}  // namespace

rpc::ByteMethods MethodsOf(const QueryCore& core) {
  rpc::ByteMethods methods;
  const auto name = [](const char* method) {
    return absl::StrCat(v1::QueryService::service_full_name(), "/", method);
  };
  methods.AddUnary(name("GetArticle"), core, &QueryCore::GetArticle);
  methods.AddUnary(name("ListArticles"), core, &QueryCore::ListArticles);
  methods.AddUnary(name("GetDistrict"), core, &QueryCore::GetDistrict, IsQuickGet);
  methods.AddUnary(name("ListDistricts"), core, &QueryCore::ListDistricts);
  methods.AddUnary(name("GetDistrictSummary"), core, &QueryCore::GetDistrictSummary);
  methods.AddUnary(name("ListFigures"), core, &QueryCore::ListFiguresAsBytes, IsQuickList);
  methods.AddUnary(name("ListIndicators"), core, &QueryCore::ListIndicators);
  methods.AddUnary(name("CompareDistricts"), core, &QueryCore::CompareDistricts);
  methods.AddUnary(name("GetFigureSeries"), core, &QueryCore::GetFigureSeries);
  methods.AddUnary(name("SearchPassages"), core, &QueryCore::SearchPassages);
  methods.AddStream(name("WatchFigures"), core, &QueryCore::WatchFigures);
  methods.AddStream(name("ExportFigures"), core, &QueryCore::ExportFigures);
  return methods;
}

}  // namespace qushu::query
