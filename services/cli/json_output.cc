#include "services/cli/json_output.h"

#include <google/protobuf/util/json_util.h>

#include <ostream>

#include "absl/status/status.h"
#include "services/cli/figure_text.h"
#include "services/cli/input.h"
#include "services/cli/json_writer.h"

namespace qushu::cli {

void AppendFigureLine(const v1::Figure& figure, const LineOptions& options, std::string& out) {
  JsonWriter json(out);
  json.StartObject();
  if (!options.file.empty()) json.Add("file", ValidUtf8(options.file));
  json.Add("start", figure.source_span().begin());
  json.Add("end", figure.source_span().end());
  json.Add("text", figure.text());
  json.Add("value", figure.value());
  if (figure.has_high()) json.Add("high", figure.high());
  json.Add("qualifier", EnumWord(figure.qualifier()));
  json.Add("unit", figure.unit());
  json.Add("kind", EnumWord(figure.kind()));
  json.Add("measure", figure.measure());
  json.Add("predicate", figure.predicate());
  json.Add("aspect", EnumWord(figure.aspect()));
  json.Add("place", figure.place());
  json.Add("district", DistrictCode(figure.district()));
  json.Add("scope", EnumWord(figure.scope()));
  json.Add("indicator", figure.indicator());
  json.Add("theme", figure.theme());
  json.Add("as_of", DateText(figure.as_of()));
  json.Add("sentence", figure.sentence());
  if (figure.sentence_cut()) {
    json.Key("sentence_cut");
    json.Bool(true);
  }
  if (!figure.article().empty()) {
    json.Add("article", figure.article());
    json.Add("publication_date", DateText(figure.publication_date()));
  }
  if (options.explain) {
    json.Add("confidence", EnumWord(figure.confidence()));
    if (!figure.candidates().empty()) {
      json.Key("candidates");
      json.StartArray();
      for (const v1::DistrictCandidate& candidate : figure.candidates()) {
        json.String(candidate.place());
      }
      json.EndArray();
    }
    json.Key("evidence");
    json.StartArray();
    for (const v1::Evidence& evidence : figure.evidence()) {
      json.StartObject();
      json.Add("field", evidence.field());
      json.Add("rule", evidence.rule());
      json.Add("words", evidence.words());
      json.Add("confidence", EnumWord(evidence.confidence()));
      if (evidence.has_source_span()) {
        json.Add("start", evidence.source_span().begin());
        json.Add("end", evidence.source_span().end());
      }
      json.EndObject();
    }
    json.EndArray();
  }
  json.EndObject();
}

void AppendSummaryLine(const v1::DistrictSummary& summary, const LineOptions& options,
                       std::string& out) {
  JsonWriter json(out);
  json.StartObject();
  if (!options.file.empty()) json.Add("file", ValidUtf8(options.file));
  json.Add("place", summary.place());
  json.Add("district", DistrictCode(summary.district()));
  json.Add("headline", summary.headline());
  json.Key("sentences");
  json.StartArray();
  for (const v1::Sentence& sentence : summary.sentences()) {
    json.StartObject();
    json.Add("start", sentence.source_span().begin());
    json.Add("end", sentence.source_span().end());
    json.Add("text", sentence.text());
    json.EndObject();
  }
  json.EndArray();
  json.EndObject();
}

absl::StatusOr<std::string> MessageJson(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  std::string json;
  auto status = google::protobuf::util::MessageToJsonString(message, &json, options);
  if (!status.ok()) return absl::InternalError("the answer cannot be written as JSON");
  while (json.ends_with('\n')) json.pop_back();
  return json;
}

absl::StatusOr<std::string> MessageLine(const google::protobuf::Message& message,
                                        std::string_view value, std::string_view key) {
  std::string json;
  auto status = google::protobuf::util::MessageToJsonString(message, &json);
  if (!status.ok()) return absl::InternalError("the answer cannot be written as JSON");
  std::string line = "{";
  JsonWriter(line).String(key);
  line += ':';
  JsonWriter(line).String(ValidUtf8(value));
  if (json != "{}") line += ",";
  return line.append(json, 1);
}

JsonValues::JsonValues(std::ostream& out, bool array) : out_(out), array_(array) {
  if (array_) out_ << '[';
}

void JsonValues::Add(std::string_view object, std::string_view file) {
  if (array_) out_ << (first_ ? "\n" : ",\n");
  first_ = false;
  if (!file.empty() && object.starts_with('{')) {
    const bool empty = object.find('"') == std::string_view::npos;
    std::string name;
    JsonWriter(name).String(ValidUtf8(file));
    out_ << "{\n \"file\": " << name << (empty ? "\n" : ",");
    object.remove_prefix(1);
  }
  out_ << object;
  if (!array_) out_ << '\n';
}

void JsonValues::Finish() {
  if (array_) out_ << (first_ ? "]\n" : "\n]\n");
}

}  // namespace qushu::cli
