// Which files a command line means: files, folders with all that is in them, patterns.
#ifndef QUSHU_SERVICES_CLI_INPUTS_PATHS_H_
#define QUSHU_SERVICES_CLI_INPUTS_PATHS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"

namespace qushu::cli {

// How a file is read, by its name: `.zip`, `.tar`, `.tar.gz` and `.tgz` are archives; `.ndjson` and
// `.jsonl` have an article a line; `.gz` is what its name is without it; all else is one text.
enum class InputKind { kText, kLines, kArchive, kPackedText, kPackedLines };
InputKind KindOf(std::string_view name);
inline bool MayHoldSeveral(InputKind kind) {
  return kind != InputKind::kText && kind != InputKind::kPackedText;
}

// Whether a file that nobody named is read: `.txt`, `.html`, `.htm`, `.xhtml` and those above, and
// none whose name begins with a dot.
bool IsReadByItself(std::string_view path);

struct InputFile {
  std::string path;          // `-` for standard input
  int64_t bytes = -1;        // -1 where it is not known
  absl::Status status = {};  // why it cannot be read
};

struct FoundFiles {
  std::vector<InputFile> files = {};
  bool searched = false;    // a folder or a pattern was among the words
  int64_t passed_over = 0;  // files in folders that are not read by themselves
};

// The files that `words` mean, in the order of the words; those of a folder or of a pattern sorted
// by their paths, folders within folders too. A word that names a file is that file, whatever is
// in it; otherwise `*`, `?` and `[...]` are a pattern, as in a shell. Links to folders inside a
// folder are not followed. What cannot be read is among the files, with its error.
FoundFiles FindFiles(const std::vector<std::string>& words);

}  // namespace qushu::cli

#endif  // QUSHU_SERVICES_CLI_INPUTS_PATHS_H_
