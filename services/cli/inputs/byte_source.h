// Bytes that come bit by bit: from a file, from standard input, out of an archive.
#ifndef QUSHU_SERVICES_CLI_INPUTS_BYTE_SOURCE_H_
#define QUSHU_SERVICES_CLI_INPUTS_BYTE_SOURCE_H_

#include <cstddef>
#include <cstdint>
#include <istream>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace qushu::cli {

class ByteSource {
 public:
  virtual ~ByteSource() = default;
  // Up to `size` bytes, 1 or more; 0 at the end.
  virtual absl::StatusOr<size_t> Read(char* to, size_t size) = 0;
  // About how many bytes are to come, so that room for them is made once; 0 if nobody knows.
  virtual size_t Expected() const { return 0; }
};

// Bytes in memory, which outlive it.
class MemorySource final : public ByteSource {
 public:
  explicit MemorySource(std::string_view bytes) : rest_(bytes) {}
  absl::StatusOr<size_t> Read(char* to, size_t size) override;

 private:
  std::string_view rest_;
};

class StreamSource final : public ByteSource {
 public:
  explicit StreamSource(std::istream& in) : in_(in) {}
  absl::StatusOr<size_t> Read(char* to, size_t size) override;

 private:
  std::istream& in_;
};

class FileSource final : public ByteSource {
 public:
  // Errors, with the system's reason as message: NOT_FOUND, PERMISSION_DENIED, FAILED_PRECONDITION
  // (a folder), UNKNOWN.
  static absl::StatusOr<std::unique_ptr<FileSource>> Open(const std::string& path);
  ~FileSource() override;
  absl::StatusOr<size_t> Read(char* to, size_t size) override;
  size_t Expected() const override;

 private:
  explicit FileSource(int file) : file_(file) {}
  const int file_;
};

// What was read, put back before what follows.
class PrefixedSource final : public ByteSource {
 public:
  PrefixedSource(std::string prefix, ByteSource& rest) : prefix_(std::move(prefix)), rest_(rest) {}
  absl::StatusOr<size_t> Read(char* to, size_t size) override;

 private:
  const std::string prefix_;
  size_t given_ = 0;
  ByteSource& rest_;
};

// Counts what comes through.
class CountingSource final : public ByteSource {
 public:
  CountingSource(ByteSource& source, int64_t& count) : source_(source), count_(count) {}
  absl::StatusOr<size_t> Read(char* to, size_t size) override;

 private:
  ByteSource& source_;
  int64_t& count_;
};

// All of it, but at most one byte more than `limit`, so that a caller who has that limit can tell.
absl::StatusOr<std::string> ReadAll(ByteSource& source, size_t limit);

}  // namespace qushu::cli

#endif  // QUSHU_SERVICES_CLI_INPUTS_BYTE_SOURCE_H_
