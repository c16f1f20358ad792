#include "services/query/figure_pages.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>

#include "common/base/date.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"

namespace qushu::query {
namespace {

absl::StatusOr<ListedFigures> ReadInStoreOrder(Store& store, const FigureListing& listing) {
  ListedFigures listed;
  if (listing.filter.empty()) {
    QUSHU_ASSIGN_OR_RETURN(FigurePage page, store.ListFigures(listing.query));
    listed.figures = std::move(page.figures);
    listed.revision = page.revision;
    if (page.next) listed.next = PositionOf(*page.next);
    return listed;
  }
  FigureQuery query = listing.query;
  query.max_scanned = kMaxScannedFigures;
  const auto limit = static_cast<size_t>(query.limit);
  size_t bytes = 0;
  FigureKey last;  // that fits
  bool more = false;
  QUSHU_ASSIGN_OR_RETURN(
      const FigureScan scan,
      store.ScanFigures(query, [&](const FigureRowView& row) -> absl::StatusOr<bool> {
        QUSHU_ASSIGN_OR_RETURN(v1::Figure figure, row.Read());
        if (!listing.filter.Matches(figure)) return true;
        bytes += figure.ByteSizeLong();
        // A figure more than the page tells that there is a next one.
        more =
            !listed.figures.empty() && (listed.figures.size() == limit || bytes > query.max_bytes);
        if (more) return false;
        listed.figures.push_back(std::move(figure));
        last = row.key();
        return true;
      }));
  listed.revision = scan.revision;
  if (more) {
    listed.next = PositionOf(last);
  } else if (scan.next) {
    listed.next = PositionOf(*scan.next);
  }
  return listed;
}

// A figure with all that it is sorted by: the keys, then its place in the store's order.
struct Sorted {
  SortKeys keys = {};
  int64_t date_rank = 0;  // minus the day, undated last: as the store sorts
  FigureKey key = {};
  v1::Figure figure = {};
};

int64_t RankOf(const std::optional<Date>& date) {
  return date ? -int64_t{ToDayNumber(*date)} : INT64_MAX;
}

absl::StatusOr<ListedFigures> ReadSorted(Store& store, const FigureListing& listing) {
  const auto before = [&](const Sorted& a, const Sorted& b) {
    if (listing.order.Before(a.keys, b.keys)) return true;
    if (listing.order.Before(b.keys, a.keys)) return false;
    return std::tuple(a.date_rank, a.key.article.arrival, a.key.number) <
           std::tuple(b.date_rank, b.key.article.arrival, b.key.number);
  };
  // The last figure of the page before.
  const bool from_start = listing.after_keys.empty();
  const Sorted after{.keys = listing.after_keys,
                     .date_rank = RankOf(listing.query.after.article.publication_date),
                     .key = listing.query.after};

  // The first ones of those behind `after`, the last of them on top; one more than the page holds.
  std::vector<Sorted> first;
  const size_t wanted = static_cast<size_t>(listing.query.limit) + 1;
  ListedFigures listed;
  FigureQuery query = listing.query;
  query.after = {};
  query.max_scanned = kMaxSortedFigures;
  QUSHU_ASSIGN_OR_RETURN(
      const FigureScan scan,
      store.ScanFigures(query, [&](const FigureRowView& row) -> absl::StatusOr<bool> {
        Sorted sorted{.keys = listing.order.KeysOf(row)};
        // Most figures are none of the first by their keys alone; only the others are read.
        const bool full = first.size() == wanted;
        if (full && listing.order.Before(first.front().keys, sorted.keys)) return true;
        if (!from_start && listing.order.Before(sorted.keys, after.keys)) return true;
        sorted.key = row.key();
        sorted.date_rank = RankOf(sorted.key.article.publication_date);
        if (!from_start && !before(after, sorted)) return true;
        if (full && !before(sorted, first.front())) return true;
        QUSHU_ASSIGN_OR_RETURN(sorted.figure, row.Read());
        if (!listing.filter.Matches(sorted.figure)) return true;
        if (full) {
          std::pop_heap(first.begin(), first.end(), before);
          first.pop_back();
        }
        first.push_back(std::move(sorted));
        std::push_heap(first.begin(), first.end(), before);
        return true;
      }));
  listed.revision = scan.revision;
  if (scan.next) {
    return MakeError(
        absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_TOO_MANY_ROWS,
        "more figures than one call looks through to sort; narrow the query",
        {.violations = {}, .metadata = {{"limit", std::to_string(kMaxSortedFigures)}}});
  }
  std::sort_heap(first.begin(), first.end(), before);
  size_t bytes = 0;
  for (size_t i = 0; i < first.size(); ++i) {
    bytes += first[i].figure.ByteSizeLong();
    const bool full = i + 1 == wanted || (i > 0 && bytes > listing.query.max_bytes);
    if (full) {
      const Sorted& last = first[i - 1];
      listed.next = PositionOf(last.key);
      for (const std::string& key : last.keys) listed.next->add_sort_keys(key);
      break;
    }
    listed.figures.push_back(std::move(first[i].figure));
  }
  return listed;
}

}  // namespace

absl::StatusOr<ListedFigures> ReadFigurePage(Store& store, const FigureListing& listing) {
  return listing.order.empty() ? ReadInStoreOrder(store, listing) : ReadSorted(store, listing);
}

rpc::PagePosition PositionOf(const ArticleKey& key) {
  rpc::PagePosition position;
  if (key.publication_date) position.set_publication_date(FormatDate(*key.publication_date));
  position.set_article(key.article);
  position.set_arrival(key.arrival);
  return position;
}

rpc::PagePosition PositionOf(const FigureKey& key) {
  rpc::PagePosition position = PositionOf(key.article);
  position.set_figure(key.number);
  return position;
}

ArticleKey KeyAt(const rpc::PagePosition& position) {
  return {ParseDate(position.publication_date()), position.article(), position.arrival()};
}

}  // namespace qushu::query
