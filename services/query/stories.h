// One story in several papers: articles worded alike, most of whose figures are the same, published
// within days of each other. What they all state is stated once.
#ifndef QUSHU_SERVICES_QUERY_STORIES_H_
#define QUSHU_SERVICES_QUERY_STORIES_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/store/store.h"
#include "qushu/v1/figure.pb.h"

namespace qushu::query {

// Publications of one story lie at most so many days behind the first.
inline constexpr int kDaysOfStory = 7;

// By the name of a figure that stands for others: the articles that they are from, first published
// first.
using AlsoReported = std::map<std::string, std::vector<std::string>>;

// Takes out of `figures`, in the store's order, those that state for the same day what an earlier
// article with the same story states. The article published first stands for all; of those of one
// day the one that came first.
absl::StatusOr<AlsoReported> CountStoriesOnce(Store& store, std::vector<v1::Figure>& figures);

}  // namespace qushu::query

#endif  // QUSHU_SERVICES_QUERY_STORIES_H_
