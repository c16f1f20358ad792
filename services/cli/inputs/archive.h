// Files inside an archive, one after another: zip, tar, and what gzip has compressed. Names are
// read and never written to: nothing is unpacked to the disk.
#ifndef QUSHU_SERVICES_CLI_INPUTS_ARCHIVE_H_
#define QUSHU_SERVICES_CLI_INPUTS_ARCHIVE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "services/cli/inputs/byte_source.h"

namespace qushu::cli {

// What an archive may unpack to: a text that says "0" a billion times over is a few kilobytes of
// archive. Newspaper pages are packed four to ten times, at most thirty.
inline constexpr int64_t kFreeUnpackedBytes = int64_t{64} << 20;
inline constexpr int64_t kMostTimesPacked = 200;  // of the bytes of the archive, beyond that
inline constexpr int64_t kMostEntries = 10'000'000;

class ArchiveReader {
 public:
  // kPacked is one file that gzip has compressed, without a name of its own.
  enum class Kind { kArchive, kPacked };

  // Of a file, which is read from where it says that its entries are.
  static absl::StatusOr<std::unique_ptr<ArchiveReader>> OpenFile(const std::string& path,
                                                                 Kind kind);
  // Of a source that outlives it, read from front to back.
  static absl::StatusOr<std::unique_ptr<ArchiveReader>> Open(ByteSource& source, Kind kind);
  virtual ~ArchiveReader() = default;

  // To the next entry that is a file; false at the end. Its content is what the source gives until
  // the next call.
  //
  // DATA_LOSS if the archive is damaged or of a kind that is not read; RESOURCE_EXHAUSTED if it
  // unpacks to more than the limits. Nothing can be read behind an error.
  virtual absl::StatusOr<bool> Next() = 0;

  // Its name as UTF-8: names in GBK, as Chinese programs write them into zip files, are converted;
  // what is neither has U+FFFD for it. Empty for kPacked.
  virtual std::string_view name() const = 0;
  // Whether it has to be decrypted, which is not done.
  virtual bool encrypted() const = 0;
  // Errors as for Next().
  virtual ByteSource& content() = 0;
  // Bytes of the archive that were read so far.
  virtual int64_t bytes_read() const = 0;

 protected:
  ArchiveReader() = default;
};

}  // namespace qushu::cli

#endif  // QUSHU_SERVICES_CLI_INPUTS_ARCHIVE_H_
