#include "services/cli/inputs/lines.h"

#include <algorithm>
#include <cstring>

#include "common/base/status_macros.h"

namespace qushu::cli {
namespace {

constexpr size_t kBlock = 256 << 10;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

absl::StatusOr<bool> LineReader::Fill() {
  if (ended_) return false;
  if (at_ > 0) {
    std::memmove(held_.data(), held_.data() + at_, size_ - at_);
    size_ -= at_;
    at_ = 0;
  }
  // Doubled, so that a long line is moved seldom.
  if (held_.size() - size_ < kBlock) held_.resize(std::max(2 * size_, size_ + kBlock));
  QUSHU_ASSIGN_OR_RETURN(const size_t got, source_.Read(held_.data() + size_, kBlock));
  size_ += got;
  ended_ = got == 0;
  return !ended_;
}

absl::StatusOr<LineReader::Result> LineReader::Next() {
  size_t searched = 0;  // bytes of the line without an end in them
  bool too_long = false;
  while (true) {
    const char* begin = held_.data() + at_;
    const size_t there = size_ - at_;
    const auto* end = static_cast<const char*>(
        there == searched ? nullptr : std::memchr(begin + searched, '\n', there - searched));
    if (end == nullptr && there > longest_) {
      too_long = true;
      at_ = size_;  // it is not kept
      searched = 0;
    } else if (end == nullptr) {
      searched = there;
    }
    if (end == nullptr) {
      QUSHU_ASSIGN_OR_RETURN(const bool more, Fill());
      if (more) continue;
      if (size_ == at_ && !too_long) return Result::kEnd;
    }
    line_ = std::string_view(held_.data() + at_, end == nullptr ? size_ - at_ : end - begin);
    at_ = end == nullptr ? size_ : at_ + line_.size() + 1;
    break;
  }
  ++number_;
  if (number_ == 1 && line_.starts_with(kByteOrderMark)) line_.remove_prefix(kByteOrderMark.size());
  if (line_.ends_with('\r')) line_.remove_suffix(1);
  return too_long || line_.size() > longest_ ? Result::kTooLong : Result::kLine;
}

}  // namespace qushu::cli
