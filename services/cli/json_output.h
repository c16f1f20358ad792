// What the command line writes for programs.
#ifndef QUSHU_SERVICES_CLI_JSON_OUTPUT_H_
#define QUSHU_SERVICES_CLI_JSON_OUTPUT_H_

#include <iosfwd>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "qushu/v1/figure.pb.h"
#include "qushu/v1/summary.pb.h"

namespace qushu::cli {

struct LineOptions {
  std::string file;      // adds the key `file`, unless empty
  bool explain = false;  // adds `confidence`, `candidates` and `evidence`
};

// Appends one JSON object without a line break, Chinese unescaped. Keys, in order: start, end,
// text, value, high (ranges only), qualifier, unit, kind, measure, predicate, aspect, place,
// district (six digits), scope, indicator, theme, as_of, sentence; sentence_cut where it is not the
// whole sentence; article and publication_date for a stored figure. A key is there also where its
// value is empty. Spans are written as `figure` has them.
void AppendFigureLine(const v1::Figure& figure, const LineOptions& options, std::string& out);

// The same for a summary: place, district, headline, sentences (each start, end, text).
void AppendSummaryLine(const v1::DistrictSummary& summary, const LineOptions& options,
                       std::string& out);

// The protobuf JSON mapping with white space. Fails only where a string is not valid UTF-8.
absl::StatusOr<std::string> MessageJson(const google::protobuf::Message& message);

// The same on one line, with `value` under `key` before all else.
absl::StatusOr<std::string> MessageLine(const google::protobuf::Message& message,
                                        std::string_view value, std::string_view key = "file");

// Writes one value as it is, or several as a JSON array: what a command prints that was given one
// thing or many. `file` of a value is added to it as its first key, unless empty.
class JsonValues {
 public:
  JsonValues(std::ostream& out, bool array);
  // Values are JSON objects.
  void Add(std::string_view object, std::string_view file = "");
  // Ends the array.
  void Finish();

 private:
  std::ostream& out_;
  bool array_;
  bool first_ = true;
};

}  // namespace qushu::cli

#endif  // QUSHU_SERVICES_CLI_JSON_OUTPUT_H_
