// Which division a name means in one text.
#ifndef QUSHU_COMMON_FIGURES_PLACE_CONTEXT_H_
#define QUSHU_COMMON_FIGURES_PLACE_CONTEXT_H_

#include <optional>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "common/base/date.h"
#include "common/figures/figure.h"
#include "common/figures/token.h"
#include "common/gazetteer/gazetteer.h"

namespace qushu {

// Made once for a text. A name that several divisions bear is decided, in this order, by the years
// in which they were valid, by the place that the passage is about, by the home of the publication,
// and by what else the text names: its parents first, its neighbours next.
class PlaceContext {
 public:
  // Looks through `text` for names that can mean one division only. `lead` are the lines above the
  // text proper, title and issuer: what they name last is its home, unless `home` is given.
  PlaceContext(std::string_view text, std::string_view lead, const Gazetteer& gazetteer,
               std::optional<Date> date, DivisionId home);

  // What `divisions`, all that bear a name, mean in a passage about `around`. Candidates are filled
  // when nothing decides between two or more.
  Place Resolve(std::span<const DivisionId> divisions, const Place& around) const;

  // Whether a name without its level can be trusted to mean `id`: 四方 is a word, unless the
  // passage is about the city that 四方区 lies in.
  bool Supports(DivisionId id, const Place& around) const;

  // What 全市, 该县, 我省, 市本级 mean in a passage about `around`: the division of that level that
  // `around` is or lies in. Unknown if there is none.
  Place ResolveRelative(std::string_view word, const Place& around) const;

  // The home of the publication, or what the lead names, or the division that takes in most of what
  // the text names; unknown if there is none.
  const Place& home() const { return home_; }

  const Gazetteer& gazetteer() const { return gazetteer_; }

 private:
  bool IsRenumbered(DivisionId id, std::span<const DivisionId> divisions) const;
  DivisionId CountyOf(std::string_view text, DivisionId above) const;
  DivisionId NamedIn(std::string_view lead) const;
  // The lowest division that takes in at least half of all votes.
  DivisionId MostNamed(int total) const;
  int Score(DivisionId id, const Place& around) const;

  const Gazetteer& gazetteer_;
  int year_ = 0;  // 0: unknown
  Place home_;
  absl::flat_hash_map<DivisionId, int> votes_;  // how often the text names it or a place in it
};

}  // namespace qushu

#endif  // QUSHU_COMMON_FIGURES_PLACE_CONTEXT_H_
