// Flags that say what a text does not say of itself, and flags about stored articles.
#ifndef QUSHU_SERVICES_CLI_ARTICLE_FLAGS_H_
#define QUSHU_SERVICES_CLI_ARTICLE_FLAGS_H_

#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "common/gazetteer/gazetteer.h"
#include "qushu/v1/ingest_service.pb.h"
#include "qushu/v1/span.pb.h"
#include "services/cli/args.h"

namespace qushu::cli {

// --home, --date, --encoding, --html, --plain.
std::vector<Flag> ArticleFlags();

// Fills in `input` what ArticleFlags(), --publication and --page give.
//
// Errors: those of ResolveDistrict() with their reasons; wrong usage has none.
absl::Status ReadArticleFlags(const Args& args, const Gazetteer& gazetteer,
                              v1::ArticleInput& input);

// Prints an error of a flag's value and returns the exit status for it: kFailed where it carries a
// reason (an unknown district), kWrongUsage otherwise.
int PrintFlagError(std::string_view command, const absl::Status& status, std::ostream& err);

// --offsets for json.
Flag OffsetsFlag();
v1::OffsetEncoding OffsetsOf(const Args& args);

// Sets `range` to the days that two flags give; leaves it alone where neither was given.
absl::Status ReadDateRange(const Args& args, std::string_view first, std::string_view last,
                           v1::DateRange& range);

// `articles/{id}` for an id with or without its prefix; empty for an empty one.
std::string ArticleName(std::string_view word);

}  // namespace qushu::cli

#endif  // QUSHU_SERVICES_CLI_ARTICLE_FLAGS_H_
