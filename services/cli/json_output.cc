#include "services/cli/json_output.h"

#include <google/protobuf/util/json_util.h>

#include <nlohmann/json.hpp>
#include <ostream>

#include "absl/status/status.h"
#include "services/cli/figure_text.h"

namespace qushu::cli {
namespace {

using Json = nlohmann::ordered_json;

std::string Dump(const Json& json) {
  // File names are the only strings that may not be UTF-8.
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::string FigureLine(const v1::Figure& figure, const LineOptions& options) {
  Json json;
  if (!options.file.empty()) json["file"] = options.file;
  json["start"] = figure.source_span().begin();
  json["end"] = figure.source_span().end();
  json["text"] = figure.text();
  json["value"] = figure.value();
  if (figure.has_high()) json["high"] = figure.high();
  json["qualifier"] = EnumWord(v1::Qualifier_descriptor(), figure.qualifier());
  json["unit"] = figure.unit();
  json["kind"] = EnumWord(v1::Kind_descriptor(), figure.kind());
  json["measure"] = figure.measure();
  json["predicate"] = figure.predicate();
  json["aspect"] = EnumWord(v1::Aspect_descriptor(), figure.aspect());
  json["place"] = figure.place();
  json["district"] = DistrictCode(figure.district());
  json["scope"] = EnumWord(v1::Scope_descriptor(), figure.scope());
  json["indicator"] = figure.indicator();
  json["theme"] = figure.theme();
  json["as_of"] = DateText(figure.as_of());
  json["sentence"] = figure.sentence();
  if (!figure.article().empty()) {
    json["article"] = figure.article();
    json["publication_date"] = DateText(figure.publication_date());
  }
  if (options.explain) {
    json["confidence"] = EnumWord(v1::Confidence_descriptor(), figure.confidence());
    if (!figure.candidates().empty()) {
      json["candidates"] = Json::array();
      for (const v1::DistrictCandidate& candidate : figure.candidates()) {
        json["candidates"].push_back(candidate.place());
      }
    }
    json["evidence"] = Json::array();
    for (const v1::Evidence& evidence : figure.evidence()) {
      Json entry = {{"field", evidence.field()},
                    {"rule", evidence.rule()},
                    {"words", evidence.words()},
                    {"confidence", EnumWord(v1::Confidence_descriptor(), evidence.confidence())}};
      if (evidence.has_source_span()) {
        entry["start"] = evidence.source_span().begin();
        entry["end"] = evidence.source_span().end();
      }
      json["evidence"].push_back(std::move(entry));
    }
  }
  return Dump(json);
}

std::string SummaryLine(const v1::DistrictSummary& summary, const LineOptions& options) {
  Json json;
  if (!options.file.empty()) json["file"] = options.file;
  json["place"] = summary.place();
  json["district"] = DistrictCode(summary.district());
  json["headline"] = summary.headline();
  json["sentences"] = Json::array();
  for (const v1::Sentence& sentence : summary.sentences()) {
    json["sentences"].push_back({{"start", sentence.source_span().begin()},
                                 {"end", sentence.source_span().end()},
                                 {"text", sentence.text()}});
  }
  return Dump(json);
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

JsonValues::JsonValues(std::ostream& out, bool array) : out_(out), array_(array) {
  if (array_) out_ << '[';
}

void JsonValues::Add(std::string_view object, std::string_view file) {
  if (array_) out_ << (first_ ? "\n" : ",\n");
  first_ = false;
  if (!file.empty() && object.starts_with('{')) {
    const bool empty = object.find('"') == std::string_view::npos;
    out_ << "{\n \"file\": " << Dump(Json(file)) << (empty ? "\n" : ",");
    object.remove_prefix(1);
  }
  out_ << object;
  if (!array_) out_ << '\n';
}

void JsonValues::Finish() {
  if (array_) out_ << (first_ ? "]\n" : "\n]\n");
}

}  // namespace qushu::cli
