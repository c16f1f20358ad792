#include "services/cli/journal.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "common/base/absl_compat.h"
#include "common/base/status_macros.h"
#include "services/cli/inputs/byte_source.h"

namespace qushu::cli {
namespace {

constexpr char kHeader[] = "qushu ingest journal 1\n";
constexpr absl::Duration kFlushEvery = absl::Seconds(1);

// Path, size and time of change; a path has no line end here.
std::string KeyOf(const InputFile& file) {
  struct stat found = {};
  if (::stat(file.path.c_str(), &found) != 0) return "";
  std::error_code error;
  std::string path = std::filesystem::absolute(file.path, error);
  for (char& c : path) {
    if (c == '\n') c = '\r';
  }
  return absl::StrCat(found.st_size, " ", found.st_mtim.tv_sec, ".", found.st_mtim.tv_nsec, " ",
                      path);
}

void Add(int64_t first, int64_t last, std::map<int64_t, int64_t>& ranges) {
  auto next = ranges.upper_bound(first);
  if (next != ranges.begin() && std::prev(next)->second >= first - 1) {
    --next;
    first = next->first;
    last = std::max(last, next->second);
    next = ranges.erase(next);
  }
  while (next != ranges.end() && next->first <= last + 1) {
    last = std::max(last, next->second);
    next = ranges.erase(next);
  }
  ranges[first] = last;
}

absl::Status SystemError(const char* what) {
  return absl::UnknownError(absl::StrCat(what, ": ", std::strerror(errno)));
}

}  // namespace

absl::StatusOr<std::unique_ptr<Journal>> Journal::Open(const std::string& path,
                                                       const std::vector<InputFile>& files) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  if (file < 0) return SystemError("cannot open");
  std::unique_ptr<Journal> journal(new Journal(file));
  if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
    return absl::FailedPreconditionError("another run has this journal open");
  }
  QUSHU_ASSIGN_OR_RETURN(const auto source, FileSource::Open(path));
  QUSHU_ASSIGN_OR_RETURN(const std::string text, ReadAll(*source, SIZE_MAX - 1));
  if (text.empty()) {
    journal->unwritten_ = kHeader;
  } else if (!text.starts_with(kHeader)) {
    return absl::FailedPreconditionError("this file is no journal of qushu ingest");
  } else {
    journal->Read(std::string_view(text).substr(sizeof kHeader - 1));
    // The line that a kill cut off ends here, and is passed over the next time too.
    if (!text.ends_with('\n')) journal->unwritten_ = "\n";
  }
  for (const InputFile& input : files) {
    journal->keys_.push_back(KeyOf(input));
    journal->ids_.push_back(-1);
  }
  return journal;
}

Journal::~Journal() {
  Flush().IgnoreError();
  ::close(file_);
}

void Journal::Read(std::string_view text) {
  for (const absl::string_view line : absl::StrSplit(ToAbsl(text), '\n', absl::SkipEmpty())) {
    const std::vector<absl::string_view> words = absl::StrSplit(line, absl::MaxSplits(' ', 2));
    int64_t id = 0;
    if (words.size() != 3 || !absl::SimpleAtoi(words[1], &id)) continue;
    if (words[0] == "file") {
      key_of_id_[id] = std::string(words[2]);
      next_id_ = std::max<int>(next_id_, static_cast<int>(id) + 1);
    } else if (words[0] == "stored") {
      const std::pair<absl::string_view, absl::string_view> range =
          absl::StrSplit(words[2], absl::MaxSplits('-', 1));
      int64_t first = 0;
      int64_t last = 0;
      const bool whole =
          absl::SimpleAtoi(range.first, &first) && absl::SimpleAtoi(range.second, &last);
      const auto key = key_of_id_.find(id);
      if (whole && first >= 1 && last >= first && key != key_of_id_.end()) {
        Add(first, last, stored_[key->second]);
      }
    }
  }
}

bool Journal::IsStored(size_t file, int64_t number) const {
  const auto ranges = stored_.find(keys_[file]);
  if (ranges == stored_.end()) return false;
  const auto behind = ranges->second.upper_bound(number);
  return behind != ranges->second.begin() && std::prev(behind)->second >= number;
}

void Journal::Note(size_t file, int64_t number) {
  if (keys_[file].empty()) return;
  if (file == pending_file_ && number == pending_last_ + 1 && pending_last_ >= pending_first_) {
    pending_last_ = number;
  } else {
    WritePending();
    pending_file_ = file;
    pending_first_ = pending_last_ = number;
  }
  if (absl::Now() >= next_flush_) Flush().IgnoreError();
}

void Journal::WritePending() {
  if (pending_last_ < pending_first_ || pending_last_ < 1) return;
  int& id = ids_[pending_file_];
  if (id < 0) {
    id = next_id_++;
    absl::StrAppend(&unwritten_, "file ", id, " ", keys_[pending_file_], "\n");
  }
  absl::StrAppend(&unwritten_, "stored ", id, " ", pending_first_, "-", pending_last_, "\n");
  pending_last_ = pending_first_ - 1;
}

absl::Status Journal::Flush() {
  WritePending();
  next_flush_ = absl::Now() + kFlushEvery;
  std::string_view rest = unwritten_;
  while (!rest.empty() && status_.ok()) {
    const ssize_t written = ::write(file_, rest.data(), rest.size());
    if (written < 0 && errno != EINTR) status_ = SystemError("cannot write");
    if (written > 0) rest.remove_prefix(static_cast<size_t>(written));
  }
  unwritten_.clear();
  return status_;
}

}  // namespace qushu::cli
