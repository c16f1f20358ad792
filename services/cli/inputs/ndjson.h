// Articles as lines of NDJSON: a JSON object a line, with a text and what is known of it.
//
//   {"text": "洛阳日报\n…", "publication": "洛阳日报", "page": "03", "source_uri": "…",
//    "publication_date": "2020-02-20", "home_district": "districts/410300"}
#ifndef QUSHU_SERVICES_CLI_INPUTS_NDJSON_H_
#define QUSHU_SERVICES_CLI_INPUTS_NDJSON_H_

#include <string_view>

#include "absl/status/status.h"
#include "qushu/v1/ingest_service.pb.h"

namespace qushu::cli {

// Sets what `line` says in `input`, whose other fields stay. Names are those of ArticleInput, also
// as `publicationDate`; `text` is required, the date a string or an object with year, month and
// day; null is as if the field were not there. `page` may be a whole number.
//
// INVALID_ARGUMENT, with the field or the column: no JSON object, not valid UTF-8, a field that
// ArticleInput has not (unless `ignore_unknown`) or that is there twice, a value of another type.
absl::Status ParseNdjsonLine(std::string_view line, bool ignore_unknown, v1::ArticleInput& input);

}  // namespace qushu::cli

#endif  // QUSHU_SERVICES_CLI_INPUTS_NDJSON_H_
