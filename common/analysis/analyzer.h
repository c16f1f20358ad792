// The whole analysis: one text in, one Article out. It has no state but its tables and does no
// I/O; one Analyzer serves any number of threads.
#ifndef QUSHU_COMMON_ANALYSIS_ANALYZER_H_
#define QUSHU_COMMON_ANALYSIS_ANALYZER_H_

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "qushu/v1/article.pb.h"
#include "qushu/v1/ingest_service.pb.h"
#include "qushu/v1/span.pb.h"

namespace qushu {

class Catalogue;
class Gazetteer;
struct Stages;
struct StageTables;

inline constexpr size_t kMaxTextBytes = 16 << 20;         // of the services
inline constexpr size_t kMaxOfflineTextBytes = 64 << 20;  // where a program reads its own files
// Of the services. A figure takes some hundred bytes of memory, and a text can be nothing but
// figures; a yearbook of 16 MiB has a hundred thousand.
inline constexpr size_t kMaxFigures = 300'000;
inline constexpr int kDefaultSummarySentences = 3;
inline constexpr int kMaxSummarySentences = 50;

struct AnalyzeOptions {
  bool explain = false;                                   // fills Figure.evidence
  int summary_sentences = kDefaultSummarySentences;       // 0 to kMaxSummarySentences
  v1::OffsetEncoding offsets = v1::OFFSET_ENCODING_UTF8;  // what spans count in
  size_t max_text_bytes = kMaxTextBytes;
  size_t max_figures = kMaxFigures;
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

  // The article that `input` makes: unnamed, with source and normalised text. Takes time linear in
  // the length of the text.
  //
  // Errors, each with its ErrorReason and the field at fault below `article.`:
  //   INVALID_ARGUMENT  EMPTY_TEXT, INVALID_UTF8, INVALID_BYTES, TEXT_TOO_LARGE,
  //                     TOO_MANY_FIGURES (metadata `limit_figures`, `byte_offset`),
  //                     UNSUPPORTED_ENCODING (encoding, content_type), HTML_TOO_COMPLEX,
  //                     INVALID_DATE_RANGE (no such day)
  //   NOT_FOUND         DISTRICT_NOT_FOUND (home_district)
  absl::StatusOr<v1::Article> Analyze(const v1::ArticleInput& input,
                                      const AnalyzeOptions& options = {}) const;

  // The same into `article`, which is empty: on an arena it costs less.
  absl::Status Analyze(const v1::ArticleInput& input, const AnalyzeOptions& options,
                       v1::Article& article) const;

  // Only the figures, in the order of the text: calls `visit` with each. It is one message that is
  // filled again and again, so that a text of any length takes little memory. Fails as Analyze()
  // does, before the first call.
  absl::Status ForEachFigure(const v1::ArticleInput& input, const AnalyzeOptions& options,
                             absl::FunctionRef<void(const v1::Figure&)> visit) const;

  const Catalogue& catalogue() const;
  const Gazetteer& gazetteer() const;

  // Stands for all that decides how a text is read: `0.1.0-8d3c4fc5a3e1` is the version of the
  // program and a hash of code and tables; of a user's own table of series a hash follows behind
  // another `-`. Every article has the version that read it.
  const std::string& version() const;

 private:
  explicit Analyzer(std::unique_ptr<const StageTables> tables);

  absl::StatusOr<Stages> Read(const v1::ArticleInput& input, const AnalyzeOptions& options) const;

  std::unique_ptr<const StageTables> tables_;
};

}  // namespace qushu

#endif  // QUSHU_COMMON_ANALYSIS_ANALYZER_H_
