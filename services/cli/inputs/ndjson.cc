#include "services/cli/inputs/ndjson.h"

#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <algorithm>
#include <array>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/absl_compat.h"
#include "common/base/date.h"
#include "common/base/utf8.h"
#include "common/text/encoding.h"

namespace qushu::cli {
namespace {

enum Field {
  kText,
  kPublication,
  kPage,
  kSourceUri,
  kDate,
  kHomeDistrict,
  kEncoding,
  kContentType,
  kFieldCount,
  kUnknown
};

struct FieldName {
  std::string_view name;
  std::string_view camel;
};
constexpr std::array<FieldName, kFieldCount> kNames = {{{"text", "text"},
                                                        {"publication", "publication"},
                                                        {"page", "page"},
                                                        {"source_uri", "sourceUri"},
                                                        {"publication_date", "publicationDate"},
                                                        {"home_district", "homeDistrict"},
                                                        {"encoding", "encoding"},
                                                        {"content_type", "contentType"}}};

constexpr std::string_view kDateParts[] = {"year", "month", "day"};

// Names are quoted in errors only as far as a line of a terminal goes.
std::string Quoted(std::string_view name) {
  constexpr size_t kMost = 60;
  if (name.size() > kMost) {
    size_t end = kMost;
    while (end > 0 && IsContinuation(name[end])) --end;
    return absl::StrCat("'", ToAbsl(name.substr(0, end)), "…'");
  }
  return absl::StrCat("'", ToAbsl(name), "'");
}

// Called by the parser with what it meets; false ends it with the message in `fault`.
class Handler {
 public:
  Handler(bool ignore_unknown, v1::ArticleInput& input)
      : ignore_unknown_(ignore_unknown), input_(input) {}

  std::string fault;

  bool has_text() const { return seen_[kText]; }
  // The date as its parts say; checked once all are there.
  bool SetDate() {
    if (!in_parts_) return true;
    return PutDate({parts_[0], parts_[1], parts_[2]});
  }

  bool Null() {
    if (depth_ == 0) return NoObject();
    if (skipped_ > 0) return true;
    if (depth_ == 1 && field_ < kFieldCount) seen_[field_] = field_ != kText && seen_[field_];
    return true;
  }
  bool Bool(bool) { return Other("true or false"); }
  bool Int(int value) { return Number(value); }
  bool Uint(unsigned value) { return Number(value); }
  bool Int64(int64_t value) { return Number(value); }
  bool Uint64(uint64_t) { return Other("a number"); }
  bool Double(double) { return Other("a number"); }
  bool RawNumber(const char*, rapidjson::SizeType, bool) { return Other("a number"); }

  bool String(const char* data, rapidjson::SizeType size, bool) {
    if (depth_ == 0) return NoObject();
    if (skipped_ > 0 || field_ == kUnknown) return true;
    const std::string_view value(data, size);
    if (depth_ == 2) return Other("a string");
    switch (field_) {
      case kText:
        input_.set_text(data, size);
        return true;
      case kPublication:
        input_.set_publication(data, size);
        return true;
      case kPage:
        input_.set_page(data, size);
        return true;
      case kSourceUri:
        input_.set_source_uri(data, size);
        return true;
      case kHomeDistrict:
        input_.set_home_district(data, size);
        return true;
      case kContentType:
        input_.set_content_type(data, size);
        return true;
      case kEncoding:
        // JSON is UTF-8, and so is a text in it, whatever it was in before.
        input_.clear_encoding();
        if (FindEncoding(value) == Encoding::kUtf8) return true;
        return Fail("'encoding' is that of the text here, which is UTF-8");
      default: {
        const std::optional<Date> date = ParseDate(value);
        return date ? PutDate(*date) : Fail("'publication_date' is no day such as 2020-02-20");
      }
    }
  }

  bool StartObject() {
    ++depth_;
    if (depth_ == 1 || skipped_ > 0) {
      skipped_ += skipped_ > 0 ? 1 : 0;
      return true;
    }
    if (depth_ == 2 && field_ == kDate) {
      in_parts_ = true;
      return true;
    }
    return Skip("an object");
  }
  bool Key(const char* data, rapidjson::SizeType size, bool) {
    if (skipped_ > 0) return true;
    const std::string_view name(data, size);
    if (depth_ == 2) {
      part_ = static_cast<size_t>(std::find(std::begin(kDateParts), std::end(kDateParts), name) -
                                  std::begin(kDateParts));
      if (part_ < parts_.size()) return true;
      return Fail(absl::StrCat("'publication_date' has no ", Quoted(name)));
    }
    const auto found = std::find_if(kNames.begin(), kNames.end(), [&](const FieldName& known) {
      return name == known.name || name == known.camel;
    });
    if (found == kNames.end()) {
      field_ = kUnknown;
      return ignore_unknown_ || Fail(absl::StrCat("an article has no field ", Quoted(name)));
    }
    field_ = static_cast<Field>(found - kNames.begin());
    if (std::exchange(seen_[field_], true)) {
      return Fail(absl::StrCat("the field ", Quoted(name), " is there twice"));
    }
    return true;
  }
  bool EndObject(rapidjson::SizeType) {
    --depth_;
    skipped_ -= skipped_ > 0 ? 1 : 0;
    return true;
  }
  bool StartArray() {
    ++depth_;
    if (depth_ == 1) return NoObject();
    if (skipped_ > 0) {
      ++skipped_;
      return true;
    }
    return Skip("a list");
  }
  bool EndArray(rapidjson::SizeType) { return EndObject(0); }

 private:
  bool Fail(std::string message) {
    fault = std::move(message);
    return false;
  }
  bool NoObject() { return Fail("not a JSON object"); }
  bool Other(std::string_view what) {
    if (depth_ == 0) return NoObject();
    if (skipped_ > 0 || field_ == kUnknown) return true;
    return Fail(absl::StrCat("'", ToAbsl(kNames[field_].name), "' cannot be ", ToAbsl(what)));
  }
  // Goes into a value that nobody asked for.
  bool Skip(std::string_view what) {
    if (field_ != kUnknown) return Other(what);
    skipped_ = 1;
    return true;
  }
  bool Number(int64_t value) {
    if (skipped_ == 0 && depth_ == 2 && field_ == kDate) {
      parts_[part_] = static_cast<int>(std::clamp<int64_t>(value, -1, 100'000));
      return true;
    }
    if (skipped_ == 0 && depth_ == 1 && field_ == kPage) {
      input_.set_page(std::to_string(value));
      return true;
    }
    return Other("a number");
  }
  bool PutDate(const Date& date) {
    if (!IsValid(date)) return Fail("'publication_date' is no day of the calendar");
    v1::Date& to = *input_.mutable_publication_date();
    to.set_year(date.year);
    to.set_month(date.month);
    to.set_day(date.day);
    return true;
  }

  const bool ignore_unknown_;
  v1::ArticleInput& input_;
  int depth_ = 0;
  int skipped_ = 0;  // depth inside a value that is passed over; 0 outside
  Field field_ = kUnknown;
  std::array<bool, kFieldCount> seen_ = {};
  bool in_parts_ = false;
  size_t part_ = 0;
  std::array<int, 3> parts_ = {};
};

}  // namespace

absl::Status ParseNdjsonLine(std::string_view line, bool ignore_unknown, v1::ArticleInput& input) {
  // The parser takes NUL for the end.
  if (const size_t nul = line.find('\0'); nul != line.npos) {
    return absl::InvalidArgumentError(absl::StrCat("not JSON: a NUL byte in column ", nul + 1));
  }
  Handler handler(ignore_unknown, input);
  rapidjson::MemoryStream stream(line.data(), line.size());
  rapidjson::Reader reader;
  constexpr unsigned kFlags =
      rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag;
  const rapidjson::ParseResult result = reader.Parse<kFlags>(stream, handler);
  if (!handler.fault.empty()) return absl::InvalidArgumentError(handler.fault);
  if (result.IsError()) {
    absl::string_view what = rapidjson::GetParseError_En(result.Code());
    absl::ConsumeSuffix(&what, ".");
    return absl::InvalidArgumentError(
        absl::StrCat("not JSON: ", what, " in column ", result.Offset() + 1));
  }
  if (!handler.has_text()) return absl::InvalidArgumentError("it has no field 'text'");
  if (!handler.SetDate()) return absl::InvalidArgumentError(handler.fault);
  return absl::OkStatus();
}

}  // namespace qushu::cli
