#include "services/cli/errors.h"

#include <map>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/error.h"
#include "google/rpc/error_details.pb.h"
#include "services/cli/display_width.h"
#include "services/cli/input.h"

namespace qushu::cli {
namespace {

constexpr std::string_view kClient = "qushu";

struct Advice {
  std::string_view reason;
  std::string_view text;
};

constexpr Advice kByReason[] = {
    {"EMPTY_TEXT", "give a text with something to read in it"},
    {"INVALID_UTF8", "convert it first, for example: iconv -f GB18030 -t UTF-8 FILE"},
    {"TEXT_TOO_LARGE", "divide it: one article may have at most 16 MiB"},
    {"DISTRICT_NOT_FOUND", "give a six-digit code, or an official name such as 涧西区"},
    {"ARTICLE_NOT_FOUND", "`qushu ingest` prints the names of the articles that it stores"},
    {"INVALID_NAME", "write articles as articles/ID and districts as a code or a name"},
    {"STORE_UNAVAILABLE", "try again in a moment"},
    {"DISK_FULL", "the service's operator has to make room"},
    {"DEADLINE", "allow more time with --timeout"},
};

std::string_view AdviceFor(const absl::Status& status, std::string_view reason) {
  for (const Advice& advice : kByReason) {
    if (advice.reason == reason) return advice.text;
  }
  if (!reason.empty()) return "";
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
      return "is the service running? --server=HOST:PORT says where to look for it";
    case absl::StatusCode::kDeadlineExceeded:
      return "allow more time with --timeout";
    case absl::StatusCode::kUnimplemented:
      return "the service at that address does not offer this method";
    default:
      return "";
  }
}

template <typename T>
T Payload(const absl::Status& status, const char* url) {
  T message;
  if (auto payload = status.GetPayload(url)) message.ParseFromString(std::string(*payload));
  return message;
}

}  // namespace

void PrintError(std::string_view subject, const absl::Status& status, std::ostream& err,
                std::string_view program) {
  const auto info = Payload<google::rpc::ErrorInfo>(status, kErrorInfoUrl);
  const auto bad = Payload<google::rpc::BadRequest>(status, kBadRequestUrl);
  std::vector<std::string> details;
  std::vector<std::string> lines;
  details.push_back(info.reason().empty() ? absl::StatusCodeToString(status.code())
                                          : info.reason());
  const std::string message(status.message());
  for (const auto& violation : bad.field_violations()) {
    if (details.back() != violation.field()) details.push_back(violation.field());
    if (violation.description() != message) lines.push_back(violation.description());
  }
  const std::map<std::string, std::string> sorted(info.metadata().begin(), info.metadata().end());
  for (const auto& [key, value] : sorted) details.push_back(absl::StrCat(key, " ", value));

  err << program << ": ";
  if (!subject.empty()) err << Printable(ValidUtf8(subject)) << ": ";
  err << Printable(ValidUtf8(message)) << " (" << Printable(absl::StrJoin(details, "; ")) << ")\n";
  for (const std::string& line : lines) err << "  " << Printable(line) << '\n';
  // Those who look after a store are not the clients of a service.
  if (program != kClient) return;
  const std::string_view advice = AdviceFor(status, info.reason());
  if (!advice.empty()) err << "  " << advice << '\n';
}

void PrintWrongUsage(std::string_view command, std::string_view message, std::ostream& err,
                     std::string_view program) {
  err << program << (command.empty() ? "" : " ") << command << ": " << Printable(ValidUtf8(message))
      << "\n  " << program << (command.empty() ? "" : " ") << command
      << " --help says what it takes\n";
}

}  // namespace qushu::cli
