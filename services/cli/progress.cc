#include "services/cli/progress.h"

#include <unistd.h>

#include <algorithm>
#include <ostream>

#include "absl/strings/str_format.h"
#include "absl/time/clock.h"

namespace qushu::cli {
namespace {

constexpr absl::Duration kFrame = absl::Milliseconds(200);
constexpr int kBarColumns = 20;

}  // namespace

Progress::Progress(std::ostream& err, absl::Duration interval)
    : err_(err),
      terminal_(isatty(STDERR_FILENO) != 0),
      interval_(interval),
      next_(absl::Now() + (terminal_ ? kFrame : interval)) {}

bool Progress::Due() const { return absl::Now() >= next_; }

void Progress::Show(std::string_view text) {
  next_ = absl::Now() + (terminal_ ? kFrame : interval_);
  if (terminal_) {
    err_ << '\r' << text << "\033[K" << std::flush;
    shown_ = true;
  } else {
    err_ << text << std::endl;
  }
}

void Progress::Clear() {
  if (shown_) err_ << "\r\033[K" << std::flush;
  shown_ = false;
}

std::string ProgressBar(int64_t done, int64_t total) {
  const int64_t full =
      total <= 0 ? 0 : std::clamp<int64_t>(kBarColumns * done / total, 0, kBarColumns);
  return "[" + std::string(full, '#') + std::string(kBarColumns - full, '-') + "]";
}

std::string DurationText(absl::Duration duration) {
  const int64_t seconds = absl::ToInt64Seconds(absl::Ceil(duration, absl::Seconds(1)));
  if (seconds < 3600) return absl::StrFormat("%d:%02d", seconds / 60, seconds % 60);
  return absl::StrFormat("%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

}  // namespace qushu::cli
