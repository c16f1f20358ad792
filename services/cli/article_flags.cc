#include "services/cli/article_flags.h"

#include <ostream>

#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "services/cli/errors.h"
#include "services/cli/input.h"
#include "services/cli/places.h"

namespace qushu::cli {
namespace {

void SetDate(const Date& from, v1::Date& to) {
  to.set_year(from.year);
  to.set_month(from.month);
  to.set_day(from.day);
}

}  // namespace

std::vector<Flag> ArticleFlags() {
  return {
      {.name = "home",
       .value = "DISTRICT",
       .help = "where the publication is at home, a code or a name: decides what 全市 means"},
      {.name = "date",
       .value = "YYYY-MM-DD",
       .help = "date of publication, where the text does not say it"},
      {.name = "encoding",
       .value = "NAME",
       .help = "encoding of the text: utf-8, gbk, big5; told by the text itself where not given"},
      {.name = "html", .value = "", .help = "FILE is HTML, whatever it looks like"},
      {.name = "plain", .value = "", .help = "FILE is plain text, whatever it looks like"}};
}

absl::Status ReadArticleFlags(const Args& args, const Gazetteer& gazetteer,
                              v1::ArticleInput& input) {
  QUSHU_ASSIGN_OR_RETURN(const std::optional<Date> date, args.GetDate("date"));
  if (date) SetDate(*date, *input.mutable_publication_date());
  input.set_encoding(ValidUtf8(args.Get("encoding")));
  if (args.Has("html") && args.Has("plain")) {
    return absl::InvalidArgumentError("--html and --plain exclude each other");
  }
  if (args.Has("html")) input.set_content_type("text/html");
  if (args.Has("plain")) input.set_content_type("text/plain");
  input.set_publication(ValidUtf8(args.Get("publication")));
  input.set_page(ValidUtf8(args.Get("page")));
  if (args.Has("home")) {
    QUSHU_ASSIGN_OR_RETURN(*input.mutable_home_district(),
                           ResolveDistrict(gazetteer, args.Get("home")));
  }
  return absl::OkStatus();
}

int PrintFlagError(std::string_view command, const absl::Status& status, std::ostream& err) {
  if (ReasonOf(status).empty()) {
    PrintWrongUsage(command, std::string(status.message()), err);
    return kWrongUsage;
  }
  PrintError("", status, err);
  return kFailed;
}

Flag OffsetsFlag() {
  return {.name = "offsets",
          .value = "UNIT",
          .help = "unit of offsets in json; bytes are those of the file as it is",
          .default_value = "utf8",
          .choices = {"utf8", "utf16", "utf32", "bytes"}};
}

v1::OffsetEncoding OffsetsOf(const Args& args) {
  const std::string unit = args.Get("offsets");
  if (unit == "utf16") return v1::OFFSET_ENCODING_UTF16;
  if (unit == "utf32") return v1::OFFSET_ENCODING_UTF32;
  if (unit == "bytes") return v1::OFFSET_ENCODING_SOURCE_BYTES;
  return v1::OFFSET_ENCODING_UTF8;
}

absl::Status ReadDateRange(const Args& args, std::string_view first, std::string_view last,
                           v1::DateRange& range) {
  QUSHU_ASSIGN_OR_RETURN(const std::optional<Date> from, args.GetDate(first));
  QUSHU_ASSIGN_OR_RETURN(const std::optional<Date> to, args.GetDate(last));
  if (from) SetDate(*from, *range.mutable_first());
  if (to) SetDate(*to, *range.mutable_last());
  return absl::OkStatus();
}

std::string ArticleName(std::string_view word) {
  std::string name = ValidUtf8(word);
  return name.empty() || name.find('/') != std::string::npos ? name : "articles/" + name;
}

}  // namespace qushu::cli
