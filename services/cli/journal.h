// What a run of `qushu ingest` had acknowledged, in a file: so that a run that was cut off in the
// middle goes on behind it.
//
// A text file of lines: which file is meant, by path, size and time of change, and which of its
// texts are stored. Of a file that has changed since nothing is taken to be. Lines at the end that
// a crash of the machine takes away cost no more than to send their texts again.
#ifndef QUSHU_SERVICES_CLI_JOURNAL_H_
#define QUSHU_SERVICES_CLI_JOURNAL_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/cli/inputs/paths.h"

namespace qushu::cli {

// Used by one thread at a time.
class Journal {
 public:
  // Reads the file at `path`, or makes it, for a run over `files`.
  //
  // FAILED_PRECONDITION if it is no journal, or another run has it open; those of opening it.
  static absl::StatusOr<std::unique_ptr<Journal>> Open(const std::string& path,
                                                       const std::vector<InputFile>& files);
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;
  ~Journal();

  // Whether the text `number` of files[file] is stored.
  bool IsStored(size_t file, int64_t number) const;
  // Notes that it is; written soon.
  void Note(size_t file, int64_t number);
  // Writes what was noted.
  absl::Status Flush();

 private:
  // Texts of one file: the end of each range, included, by its beginning.
  using Ranges = std::map<int64_t, int64_t>;

  explicit Journal(int file) : file_(file) {}
  void Read(std::string_view text);
  void WritePending();

  const int file_;
  std::vector<std::string> keys_;         // of the files of this run, in their order
  std::vector<int> ids_;                  // of these in the journal; -1: not named there yet
  std::map<std::string, Ranges> stored_;  // by key; of all runs
  std::map<int64_t, std::string> key_of_id_;
  std::string unwritten_;
  // A range that may still grow.
  size_t pending_file_ = 0;
  int64_t pending_first_ = 0;
  int64_t pending_last_ = -1;
  absl::Time next_flush_ = absl::InfinitePast();
  int next_id_ = 1;
  absl::Status status_;
};

}  // namespace qushu::cli

#endif  // QUSHU_SERVICES_CLI_JOURNAL_H_
