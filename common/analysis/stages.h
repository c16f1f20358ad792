// What the stages know beforehand, and what they found in one text: all that messages are made of.
#ifndef QUSHU_COMMON_ANALYSIS_STAGES_H_
#define QUSHU_COMMON_ANALYSIS_STAGES_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "common/audit/audit.h"
#include "common/base/date.h"
#include "common/figures/extractor.h"
#include "common/gazetteer/gazetteer.h"
#include "common/indicators/catalogue.h"
#include "common/layout/layout.h"
#include "common/summary/summary.h"
#include "common/text/decode.h"
#include "common/text/text.h"

namespace qushu {

// Immutable; one serves any number of threads.
struct StageTables {
  std::shared_ptr<const Catalogue> catalogue;
  std::unique_ptr<const Gazetteer> gazetteer;
  std::unique_ptr<const Extractor> extractor;
  std::unique_ptr<const Auditor> auditor;
  std::unique_ptr<const Summarizer> summarizer;
  std::string version = {};  // Analyzer::version()
};

struct Stages {
  // The text that spans count in; of HTML the markup.
  std::string_view source() const { return decoded.text(); }
  // What a reader sees of it; of plain text all.
  std::string_view printed() const { return seen ? seen->text : decoded.text(); }

  Decoded decoded;
  std::optional<Text> seen = {};  // of HTML; its map leads to the source
  Text normalized = {};           // from what is printed
  bool traditional = false;       // what is printed has traditional characters
  Layout layout = {};
  std::optional<Date> date = {};  // of publication: as given, else as the masthead says
  Extraction extraction = {};
};

}  // namespace qushu

#endif  // QUSHU_COMMON_ANALYSIS_STAGES_H_
