// All figures of a text: the third stage of the analysis.
#ifndef QUSHU_COMMON_FIGURES_EXTRACTOR_H_
#define QUSHU_COMMON_FIGURES_EXTRACTOR_H_

#include <cstddef>
#include <limits>
#include <memory>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/date.h"
#include "common/figures/figure.h"
#include "common/gazetteer/gazetteer.h"
#include "common/layout/layout.h"

namespace qushu {

// What is known of a text beside its words.
struct ExtractContext {
  std::optional<Date> date;       // of publication
  DivisionId home = kNoDivision;  // of the publication
  bool explain = false;
  size_t max_figures = std::numeric_limits<size_t>::max();  // then reading stops
};

struct Extraction {
  std::vector<Place> sections;  // what each section of the layout is about
  std::vector<Figure> figures;  // in text order
  // Where reading stopped for more than `max_figures`: the sentence, in the reading text.
  std::optional<Span> stopped;
};

// Immutable; one serves any number of threads.
class Extractor {
 public:
  // `gazetteer` must outlive the extractor. Fails only on a broken build.
  static absl::StatusOr<std::unique_ptr<Extractor>> Create(const Gazetteer& gazetteer);
  Extractor(const Extractor&) = delete;
  Extractor& operator=(const Extractor&) = delete;
  ~Extractor();

  // Takes time linear in the length of the reading text.
  Extraction Extract(const Layout& layout, const ExtractContext& context) const;

 private:
  struct Tables;
  explicit Extractor(std::unique_ptr<const Tables> tables);

  std::unique_ptr<const Tables> tables_;
};

}  // namespace qushu

#endif  // QUSHU_COMMON_FIGURES_EXTRACTOR_H_
