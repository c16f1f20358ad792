#include "common/rpc/config/text_proto.h"

#include <fstream>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"

namespace qushu::rpc {
namespace {

constexpr std::streamsize kMaxBytes = 1 << 20;

// Keeps the first error.
class FirstError final : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, int column, const std::string& message) override {
    if (text_.empty()) text_ = absl::StrCat(line + 1, ":", column + 1, ": ", message);
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

}  // namespace

absl::StatusOr<std::string> ReadSmallFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::string content(kMaxBytes + 1, '\0');
  in.read(content.data(), kMaxBytes + 1);
  if (!in.is_open() || in.bad()) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": cannot be read"));
  }
  if (in.gcount() > kMaxBytes) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": has more than 1 MiB"));
  }
  content.resize(static_cast<size_t>(in.gcount()));
  return content;
}

absl::Status ReadTextProto(const std::string& path, google::protobuf::Message& message) {
  QUSHU_ASSIGN_OR_RETURN(const std::string text, ReadSmallFile(path));
  FirstError error;
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&error);
  if (parser.ParseFromString(text, &message)) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(path, ":", error.text()));
}

}  // namespace qushu::rpc
