// How far a command is, for whoever waits for it: over and over on one line of a terminal, a line
// now and then in a pipe.
#ifndef QUSHU_SERVICES_CLI_PROGRESS_H_
#define QUSHU_SERVICES_CLI_PROGRESS_H_

#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>

#include "absl/time/time.h"

namespace qushu::cli {

class Progress {
 public:
  // Writes to `err`, which is standard error. In a pipe a line every `interval`; none where that is
  // infinite.
  explicit Progress(std::ostream& err, absl::Duration interval = absl::InfiniteDuration());
  ~Progress() { Clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  bool terminal() const { return terminal_; }
  // Whether it is time to show something again.
  bool Due() const;
  void Show(std::string_view text);
  // Takes the line away: before something else is written to the terminal.
  void Clear();

 private:
  std::ostream& err_;
  const bool terminal_;
  const absl::Duration interval_;
  absl::Time next_;
  bool shown_ = false;
};

// `[#########-----------]`, of 20 columns between the brackets.
std::string ProgressBar(int64_t done, int64_t total);

// `3:07` minutes, `1:03:07` hours; rounded up.
std::string DurationText(absl::Duration duration);

}  // namespace qushu::cli

#endif  // QUSHU_SERVICES_CLI_PROGRESS_H_
