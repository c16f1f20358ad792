// Pages of figures that fit a filter, in the store's order or in another.
#ifndef QUSHU_SERVICES_QUERY_FIGURE_PAGES_H_
#define QUSHU_SERVICES_QUERY_FIGURE_PAGES_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "common/rpc/requests/page_token.pb.h"
#include "common/store/store.h"
#include "services/query/figure_order.h"
#include "services/query/filter/figure_filter.h"

namespace qushu::query {

// Figures that one call looks through for those that fit: a page ends there, be it empty.
inline constexpr int kMaxScannedFigures = 20'000;
// Figures that one call looks through for those to be sorted.
inline constexpr int kMaxSortedFigures = 1'000'000;

struct FigureListing {
  FigureQuery query = {};  // `limit`: most figures of the page
  FigureFilter filter;
  FigureOrder order = {};
  SortKeys after_keys = {};  // of the last figure of the page before, with an order
};

struct ListedFigures {
  std::vector<v1::Figure> figures = {};
  std::optional<rpc::PagePosition> next = {};  // absent at the end
  int64_t revision = 0;
};

// Errors of Store::ListFigures(), and RESOURCE_EXHAUSTED (TOO_MANY_ROWS) if more than
// kMaxSortedFigures would have to be sorted.
absl::StatusOr<ListedFigures> ReadFigurePage(Store& store, const FigureListing& listing);

// Between a page token's position and the store's key.
rpc::PagePosition PositionOf(const ArticleKey& key);
rpc::PagePosition PositionOf(const FigureKey& key);
ArticleKey KeyAt(const rpc::PagePosition& position);

}  // namespace qushu::query

#endif  // QUSHU_SERVICES_QUERY_FIGURE_PAGES_H_
