// Lines of any length out of a source, without more memory than the longest that is taken.
#ifndef QUSHU_SERVICES_CLI_INPUTS_LINES_H_
#define QUSHU_SERVICES_CLI_INPUTS_LINES_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "services/cli/inputs/byte_source.h"

namespace qushu::cli {

class LineReader {
 public:
  enum class Result { kLine, kTooLong, kEnd };

  // `source` outlives it.
  LineReader(ByteSource& source, size_t longest) : source_(source), longest_(longest) {}

  // To the next line, which ends with LF, CR LF or the end of the source. One that is longer than
  // `longest` is passed over. A byte order mark before the first is left out.
  absl::StatusOr<Result> Next();

  // The line, without its end; good until Next().
  std::string_view line() const { return line_; }
  // Its number, from 1.
  int64_t number() const { return number_; }

 private:
  // More bytes behind those that are held; false at the end.
  absl::StatusOr<bool> Fill();

  ByteSource& source_;
  const size_t longest_;
  std::string held_;
  size_t at_ = 0;    // where the next line begins in `held_`
  size_t size_ = 0;  // of what is held; the rest is room
  bool ended_ = false;
  std::string_view line_;
  int64_t number_ = 0;
};

}  // namespace qushu::cli

#endif  // QUSHU_SERVICES_CLI_INPUTS_LINES_H_
