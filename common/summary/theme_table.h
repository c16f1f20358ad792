// What a sentence is about: 排查, 复工复产, 志愿服务, 财政 ...
#ifndef QUSHU_COMMON_SUMMARY_THEME_TABLE_H_
#define QUSHU_COMMON_SUMMARY_THEME_TABLE_H_

#include <string_view>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "absl/status/statusor.h"
#include "common/summary/word_table.h"

namespace qushu {

// A theme that words of a sentence speak for.
struct ThemeHit {
  int theme = 0;     // for ThemeTable::name() and weight()
  int strength = 0;  // characters of its words, each word counted once
};

// Immutable; one serves any number of threads.
class ThemeTable {
 public:
  // Fails only on a broken build.
  static absl::StatusOr<ThemeTable> Create();

  // The themes of a sentence, the strongest first, the one named earlier before its equals. Takes
  // time linear in its length.
  std::vector<ThemeHit> Find(std::string_view sentence) const;

  // The name of the strongest theme; empty where no word of the table occurs.
  //   ThemeOf("全区已复产工业企业44家") == "复工复产"
  std::string_view ThemeOf(std::string_view sentence) const;

  std::string_view name(int theme) const { return themes_[theme].name; }
  // How much a summary gains by it, 0 to 1.
  double weight(int theme) const { return themes_[theme].weight; }
  int size() const { return static_cast<int>(themes_.size()); }

 private:
  struct Theme {
    std::string_view name;
    double weight = 0;
  };

  using Hits = absl::InlinedVector<ThemeHit, 8>;

  ThemeTable() = default;

  // By first mention.
  Hits Collect(std::string_view sentence) const;
  double Score(const ThemeHit& hit) const { return hit.strength * weight(hit.theme); }

  std::vector<Theme> themes_;
  WordTable words_;
};

}  // namespace qushu

#endif  // QUSHU_COMMON_SUMMARY_THEME_TABLE_H_
