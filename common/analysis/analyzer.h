// The whole analysis: one text in, one Article out. It has no state but its tables and does no
// I/O; one Analyzer serves any number of threads.
#ifndef QUSHU_COMMON_ANALYSIS_ANALYZER_H_
#define QUSHU_COMMON_ANALYSIS_ANALYZER_H_

#include <cstddef>
#include <memory>
#include <string_view>

#include "absl/status/statusor.h"
#include "qushu/v1/article.pb.h"
#include "qushu/v1/ingest_service.pb.h"

namespace qushu {

class Catalogue;
class Gazetteer;

// Changes with every release that reads a text differently.
inline constexpr char kAnalyzerVersion[] = "1";

inline constexpr size_t kMaxTextBytes = 16 << 20;
inline constexpr int kDefaultSummarySentences = 3;
inline constexpr int kMaxSummarySentences = 50;

struct AnalyzeOptions {
  bool explain = false;                              // fills Figure.evidence
  int summary_sentences = kDefaultSummarySentences;  // 0 to kMaxSummarySentences
};

class Analyzer {
 public:
  // Reads the tables that are part of the program. `catalogue` names the series; the built-in one
  // where it is null. Fails only on a broken build.
  static absl::StatusOr<std::unique_ptr<Analyzer>> Create(
      std::shared_ptr<const Catalogue> catalogue = nullptr);

  Analyzer(const Analyzer&) = delete;
  Analyzer& operator=(const Analyzer&) = delete;
  ~Analyzer();

  // The article that `input` makes: unnamed, spans in UTF-8 bytes, with source and normalised
  // text. Takes time linear in the length of the text.
  //
  // Errors, each with its ErrorReason and the field at fault below `article.`:
  //   INVALID_ARGUMENT  EMPTY_TEXT, INVALID_UTF8, INVALID_BYTES, TEXT_TOO_LARGE,
  //                     UNSUPPORTED_ENCODING (encoding, content_type), HTML_TOO_COMPLEX,
  //                     INVALID_DATE_RANGE (no such day)
  //   NOT_FOUND         DISTRICT_NOT_FOUND (home_district)
  absl::StatusOr<v1::Article> Analyze(const v1::ArticleInput& input,
                                      const AnalyzeOptions& options = {}) const;

  const Catalogue& catalogue() const;
  const Gazetteer& gazetteer() const;

 private:
  struct Tables;
  explicit Analyzer(std::unique_ptr<const Tables> tables);

  std::unique_ptr<const Tables> tables_;
};

}  // namespace qushu

#endif  // QUSHU_COMMON_ANALYSIS_ANALYZER_H_
