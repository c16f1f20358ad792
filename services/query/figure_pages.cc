#include "services/query/figure_pages.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>

#include "common/base/date.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "services/query/answers.h"

namespace qushu::query {
namespace {

// Figures read from the store at a time where not all of them may fit.
constexpr int kChunk = 1000;

// Calls `take` with every figure that fits, in the store's order, until it says no; returns whether
// there are more. `query.after` is left behind the last figure that was looked at.
template <typename Take>
absl::StatusOr<bool> Scan(Store& store, const FigureFilter& filter, int most, FigureQuery& query,
                          int64_t& revision, Take take) {
  int looked = 0;
  while (true) {
    QUSHU_ASSIGN_OR_RETURN(FigurePage page, store.ListFigures(query));
    if (revision == 0) revision = page.revision;
    for (v1::Figure& figure : page.figures) {
      FigureKey key{{FromProto(figure.has_publication_date(), figure.publication_date()),
                     std::string(IdInName(figure.article()))},
                    NumberInName(figure.name())};
      if (filter.Matches(figure) && !take(figure)) return true;
      query.after = std::move(key);
    }
    if (!page.next) return false;
    looked += static_cast<int>(page.figures.size());
    if (looked >= most) return true;
  }
}

absl::StatusOr<ListedFigures> ReadInStoreOrder(Store& store, const FigureListing& listing) {
  ListedFigures listed;
  FigureQuery query = listing.query;
  const size_t limit = static_cast<size_t>(query.limit);
  const size_t max_bytes = query.max_bytes;
  size_t bytes = 0;
  // Without a filter a figure more than the page tells whether there is a next one.
  query.limit = listing.filter.empty() ? query.limit + 1 : kChunk;
  QUSHU_ASSIGN_OR_RETURN(
      const bool more,
      Scan(store, listing.filter, kMaxScannedFigures, query, listed.revision,
           [&](v1::Figure& figure) {
             bytes += figure.ByteSizeLong();
             if (!listed.figures.empty() && (listed.figures.size() == limit || bytes > max_bytes)) {
               return false;
             }
             listed.figures.push_back(std::move(figure));
             return true;
           }));
  if (more) {
    listed.next = PositionOf(query.after.article);
    listed.next->set_figure(query.after.number);
  }
  return listed;
}

// A figure with all that it is sorted by.
struct Sorted {
  SortKeys keys;
  int64_t date_rank = 0;  // minus the day, undated last: as the store sorts
  v1::Figure figure;
};

absl::StatusOr<ListedFigures> ReadSorted(Store& store, const FigureListing& listing) {
  const auto rank = [](const v1::Figure& figure) {
    const auto date = FromProto(figure.has_publication_date(), figure.publication_date());
    return date ? -int64_t{ToDayNumber(*date)} : INT64_MAX;
  };
  const auto before = [&](const Sorted& a, const Sorted& b) {
    if (listing.order.Before(a.keys, b.keys)) return true;
    if (listing.order.Before(b.keys, a.keys)) return false;
    return std::tuple(a.date_rank, a.figure.article(), NumberInName(a.figure.name())) <
           std::tuple(b.date_rank, b.figure.article(), NumberInName(b.figure.name()));
  };
  Sorted after;  // the last figure of the page before
  const FigureKey& key = listing.query.after;
  const bool from_start = listing.after_keys.empty();
  if (!from_start) {
    after.keys = listing.after_keys;
    after.figure.set_article(ArticleName(key.article.article));
    after.figure.set_name(FigureName(key.article.article, key.number));
    after.date_rank = key.article.publication_date
                          ? -int64_t{ToDayNumber(*key.article.publication_date)}
                          : INT64_MAX;
  }

  // The first ones of those behind `after`, the last of them on top; one more than the page holds.
  std::vector<Sorted> first;
  const size_t wanted = static_cast<size_t>(listing.query.limit) + 1;
  ListedFigures listed;
  FigureQuery query = listing.query;
  query.after = {};
  query.limit = kChunk;
  QUSHU_ASSIGN_OR_RETURN(const bool more,
                         Scan(store, listing.filter, kMaxSortedFigures, query, listed.revision,
                              [&](v1::Figure& figure) {
                                Sorted sorted{listing.order.KeysOf(figure), rank(figure), {}};
                                sorted.figure.Swap(&figure);
                                if (!from_start && !before(after, sorted)) return true;
                                if (first.size() == wanted) {
                                  if (!before(sorted, first.front())) return true;
                                  std::pop_heap(first.begin(), first.end(), before);
                                  first.pop_back();
                                }
                                first.push_back(std::move(sorted));
                                std::push_heap(first.begin(), first.end(), before);
                                return true;
                              }));
  if (more) {
    return MakeError(
        absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_TOO_MANY_ROWS,
        "more figures than one call sorts; narrow the filter",
        {.violations = {}, .metadata = {{"limit", std::to_string(kMaxSortedFigures)}}});
  }
  std::sort_heap(first.begin(), first.end(), before);
  size_t bytes = 0;
  for (Sorted& sorted : first) {
    bytes += sorted.figure.ByteSizeLong();
    const bool full = listed.figures.size() + 1 == wanted ||
                      (!listed.figures.empty() && bytes > listing.query.max_bytes);
    if (full) {
      const v1::Figure& last = listed.figures.back();
      listed.next = PositionOf({FromProto(last.has_publication_date(), last.publication_date()),
                                std::string(IdInName(last.article()))});
      listed.next->set_figure(NumberInName(last.name()));
      for (const std::string& sort_key : listing.order.KeysOf(last)) {
        listed.next->add_sort_keys(sort_key);
      }
      break;
    }
    listed.figures.push_back(std::move(sorted.figure));
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
  return position;
}

ArticleKey KeyAt(const rpc::PagePosition& position) {
  return {ParseDate(position.publication_date()), position.article()};
}

}  // namespace qushu::query
