// What a user gives to the command line: NDJSON, archives, compressed files, on standard input. The
// first byte of an input says which flags are given.
#include <sstream>
#include <string>

#include "common/base/date.h"
#include "common/base/error.h"
#include "services/cli/inputs/documents.h"
#include "services/cli/inputs/lines.h"
#include "tests/fuzz/fuzz.h"

namespace {

using namespace qushu;
using fuzz::Expect;

constexpr size_t kMostBytes = 2048;

void CheckDocuments(std::string_view bytes, bool lines, bool ignore_unknown) {
  std::istringstream in{std::string(bytes)};
  cli::DocumentOptions options{.most_bytes = kMostBytes};
  options.known.set_publication("洛阳日报");
  options.lines = lines;
  options.ignore_unknown = ignore_unknown;
  cli::DocumentReader reader({{.path = "-"}}, options, in);
  cli::Document document;
  int64_t number = 0;
  while (reader.Next(document)) {
    Expect(++number == document.number, "numbers are not in order");
    Expect(ValidPrefix(document.label) == document.label.size(), "a name is not UTF-8");
    if (!document.status.ok()) {
      Expect(!document.status.message().empty(), "refused without a word");
      continue;
    }
    const v1::ArticleInput& input = document.input;
    Expect(input.text().size() <= kMostBytes, "a text is longer than it may be");
    Expect(input.ByteSizeLong() == 0 || !input.SerializeAsString().empty(), "it cannot be sent");
    if (input.has_publication_date()) {
      const v1::Date& date = input.publication_date();
      Expect(IsValid({date.year(), date.month(), date.day()}), "a day that is none");
    }
  }
  Expect(!reader.Next(document), "there is something behind the end");
}

// The lines of a source are what stands between its line ends, whatever pieces it is read in.
void CheckLines(std::string_view bytes) {
  class Pieces final : public cli::ByteSource {
   public:
    explicit Pieces(std::string_view bytes) : source_(bytes) {}
    absl::StatusOr<size_t> Read(char* to, size_t size) override {
      return source_.Read(to, std::min<size_t>(size, 1 + calls_++ % 7));
    }

   private:
    cli::MemorySource source_;
    size_t calls_ = 0;
  };
  constexpr size_t kLongest = 64;
  Pieces pieces(bytes);
  cli::LineReader reader(pieces, kLongest);
  if (bytes.starts_with("\xEF\xBB\xBF")) return;  // it is left out
  while (true) {
    const auto result = reader.Next();
    Expect(result.ok(), "memory cannot be read");
    if (*result == cli::LineReader::Result::kEnd) break;
    Expect(!bytes.empty(), "a line behind the end");
    const size_t end = bytes.find('\n');
    std::string_view line = bytes.substr(0, end);
    bytes.remove_prefix(end == bytes.npos ? bytes.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (*result == cli::LineReader::Result::kTooLong) {
      Expect(line.size() >= kLongest, "a line is said to be too long");
    } else {
      Expect(line.size() <= kLongest && reader.line() == line, "a line is another");
    }
  }
  Expect(bytes.empty(), "a line is left out");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return -1;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  CheckDocuments(bytes, (data[0] & 1) != 0, (data[0] & 2) != 0);
  CheckLines(bytes);
  return 0;
}
