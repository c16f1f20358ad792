// The series that figures belong to, whatever words their text uses: `checkpoints` are 卡口, 卡点
// and 管控卡点, and 流动卡点 are near it.
//
// The catalogue is data/indicators.tsv; a user's own file of the same columns goes on top of it.
#ifndef QUSHU_COMMON_INDICATORS_CATALOGUE_H_
#define QUSHU_COMMON_INDICATORS_CATALOGUE_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "qushu/v1/figure.pb.h"

namespace qushu {

// One series.
struct Indicator {
  std::string_view id;
  v1::Kind kind = v1::KIND_UNSPECIFIED;
  std::string_view chinese;
  std::string_view english;
  std::string_view domain;                   // epidemic, economy, farming ...
  std::vector<std::string_view> units = {};  // empty: any of its kind
  std::vector<std::string_view> same = {};   // wordings, as in the file
  std::vector<std::string_view> near = {};
};

// Immutable; one serves any number of threads.
class Catalogue {
 public:
  struct Match {
    const Indicator* indicator = nullptr;  // null: no series
    v1::IndicatorMatch match = v1::INDICATOR_MATCH_UNSPECIFIED;
    std::string_view wording;  // that fits, as in the file
  };

  // What a figure says of what it counts; the names are those of qushu.v1.Figure.
  struct Counted {
    std::string_view measure = {};
    std::string_view predicate = {};
    std::string_view unit = {};
    v1::Kind kind = v1::KIND_UNSPECIFIED;
  };

  // `own` is a user's table, empty for none, and `own_name` its file, for errors.
  //
  // INVALID_ARGUMENT, with file, line and cause: a row of it cannot be used.
  static absl::StatusOr<std::unique_ptr<const Catalogue>> Create(std::string own = "",
                                                                 std::string_view own_name = "");
  // The same with the table in the file `own_path`; the built-in catalogue for an empty path.
  // INVALID_ARGUMENT too if the file cannot be read.
  static absl::StatusOr<std::unique_ptr<const Catalogue>> FromFile(const std::string& own_path);
  Catalogue(const Catalogue&) = delete;
  Catalogue& operator=(const Catalogue&) = delete;

  // The series that a figure belongs to. The longest wording that its measure ends with decides,
  // SAME before NEAR; what stands before it makes it NEAR unless it is a word of modifiers.tsv.
  //   {.measure = "管控卡点", .unit = "个", .kind = v1::KIND_COUNT}  SAME checkpoints
  //   {.measure = "人员", .predicate = "返岗", .unit = "人", ...}   SAME workers_returned
  Match Find(const Counted& counted) const;

  // The user's table; empty for none.
  std::string_view own() const { return own_; }
  // Null: no such series.
  const Indicator* ById(std::string_view id) const;
  const std::vector<Indicator>& indicators() const { return indicators_; }  // by id
  // The ids and names most like `word`, for errors; at most `limit`.
  std::vector<std::string_view> Nearest(std::string_view word, size_t limit) const;

 private:
  enum class Sort : uint8_t { kSame, kNear, kNot };
  struct Wording {
    std::string_view text;  // as in the file
    std::string_view head;  // before `*`; empty where there is none
    std::string_view tail;  // behind it, or all
    int indicator = 0;
    Sort sort = Sort::kSame;
  };
  struct Fit {
    const Wording* wording = nullptr;
    size_t size = 0;  // bytes of the measure that it covers
  };

  Catalogue() = default;
  absl::Status Read(std::string_view name, std::string_view table);
  absl::Status Index();
  Fit Longest(std::string_view phrase, const Counted& counted) const;
  bool OnlyModifiers(std::string_view words) const;

  std::string own_;
  std::vector<Indicator> indicators_;
  std::vector<std::vector<std::string_view>> not_;  // an entry an indicator
  absl::flat_hash_map<std::string_view, int> by_id_;
  // By kind and the last character of the tail; the longest first.
  absl::flat_hash_map<uint64_t, std::vector<Wording>> wordings_;
  absl::flat_hash_set<std::string_view> modifiers_;
};

}  // namespace qushu

#endif  // QUSHU_COMMON_INDICATORS_CATALOGUE_H_
