// The texts of a command line, whatever they are in: files as they are, lines of NDJSON, entries of
// archives.
#ifndef QUSHU_SERVICES_CLI_INPUTS_DOCUMENTS_H_
#define QUSHU_SERVICES_CLI_INPUTS_DOCUMENTS_H_

#include <cstdint>
#include <functional>
#include <istream>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "qushu/v1/ingest_service.pb.h"
#include "services/cli/inputs/byte_source.h"
#include "services/cli/inputs/paths.h"

namespace qushu::cli {

struct DocumentOptions {
  size_t most_bytes = 0;        // of a text
  v1::ArticleInput known = {};  // what the caller knows of every text; a line may say otherwise
  bool lines = false;           // all files are NDJSON, whatever their names
  bool ignore_unknown = false;  // fields of a line that an article has not
};

// A text with what is known of it, or why there is none.
struct Document {
  // What people call it: `page.txt`, `all.ndjson:12`, `pages.zip/一版.txt`.
  std::string label = {};
  // What programs call it: the same, and `-` for all of standard input.
  std::string name = {};
  v1::ArticleInput input = {};
  absl::Status status = {};
  bool inside = false;  // there may be others in its file
  size_t file = 0;      // which of the files it is from
  int64_t number = 0;   // in that file, from 1
};

// Reads one document at a time. A document that is refused says why, and the next one follows; a
// file that is damaged ends with a document that says so, and the next file follows.
class DocumentReader {
 public:
  // `in` is standard input, for `-`; it outlives the object.
  DocumentReader(std::vector<InputFile> files, DocumentOptions options, std::istream& in);
  ~DocumentReader();

  // False at the end.
  bool Next(Document& document);

  // Bytes of the files that were read, and that there are; 0 where one is not known.
  int64_t bytes_done() const;
  int64_t bytes_total() const { return bytes_total_; }
  const std::vector<InputFile>& files() const { return files_; }

 private:
  class Cursor;
  class TextCursor;
  class LineCursor;
  class ArchiveCursor;

  absl::StatusOr<std::unique_ptr<Cursor>> Open(const InputFile& file);

  const std::vector<InputFile> files_;
  const DocumentOptions options_;
  std::istream& in_;
  std::unique_ptr<Cursor> cursor_;  // into files_[next_ - 1]
  size_t next_ = 0;
  int64_t number_ = 0;
  int64_t bytes_before_ = 0;
  int64_t bytes_total_ = 0;
};

}  // namespace qushu::cli

#endif  // QUSHU_SERVICES_CLI_INPUTS_DOCUMENTS_H_
