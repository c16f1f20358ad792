#include "common/rpc/auth/scopes.h"

#include <algorithm>
#include <iterator>

namespace qushu::rpc {
namespace {

struct Row {
  std::string_view method;
  Scopes scope;
};

// Whoever may make calls at all may ask what there is to call.
constexpr Scopes kNone = 0;

constexpr Row kTable[] = {
    {"grpc.reflection.v1.ServerReflection/ServerReflectionInfo", kNone},
    {"grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", kNone},
    {"qushu.v1.IngestService/AnalyzeArticle", kIngestWrite},
    {"qushu.v1.IngestService/DeleteArticle", kAdmin},
    {"qushu.v1.IngestService/IngestArticle", kIngestWrite},
    {"qushu.v1.IngestService/IngestArticles", kIngestWrite},
    {"qushu.v1.IngestService/ReanalyzeArticles", kAdmin},
    {"qushu.v1.IngestService/UndeleteArticle", kAdmin},
    {"qushu.v1.QueryService/CompareDistricts", kQueryRead},
    {"qushu.v1.QueryService/ExportFigures", kQueryRead},
    {"qushu.v1.QueryService/GetArticle", kQueryRead},
    {"qushu.v1.QueryService/GetDistrict", kQueryRead},
    {"qushu.v1.QueryService/GetDistrictSummary", kQueryRead},
    {"qushu.v1.QueryService/GetFigureSeries", kQueryRead},
    {"qushu.v1.QueryService/ListArticles", kQueryRead},
    {"qushu.v1.QueryService/ListDistricts", kQueryRead},
    {"qushu.v1.QueryService/ListFigures", kQueryRead},
    {"qushu.v1.QueryService/ListIndicators", kQueryRead},
    {"qushu.v1.QueryService/SearchPassages", kQueryRead},
    {"qushu.v1.QueryService/WatchFigures", kQueryRead},
};

const Row* Find(std::string_view method) {
  const auto* const found = std::find_if(std::begin(kTable), std::end(kTable),
                                         [&](const Row& row) { return row.method == method; });
  return found == std::end(kTable) ? nullptr : found;
}

}  // namespace

std::optional<Scopes> ScopeByName(std::string_view name) {
  if (name == "query.read") return kQueryRead;
  if (name == "ingest.write") return kIngestWrite;
  if (name == "admin") return kAdmin;
  return std::nullopt;
}

Scopes RequiredScope(std::string_view method) {
  const Row* row = Find(method);
  return row == nullptr ? kAdmin : row->scope;
}

bool HasRequiredScope(std::string_view method) { return Find(method) != nullptr; }

}  // namespace qushu::rpc
