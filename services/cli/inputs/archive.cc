#include "services/cli/inputs/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <locale.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "common/base/utf8.h"
#include "common/text/transcode.h"
#include "services/cli/input.h"

namespace qushu::cli {
namespace {

constexpr size_t kBlock = 256 << 10;

// The library gives names in the encoding of the thread's locale, and none where it has no
// characters for one.
class Utf8Locale {
 public:
  Utf8Locale() : before_(uselocale(Utf8())) {}
  ~Utf8Locale() { uselocale(before_); }
  Utf8Locale(const Utf8Locale&) = delete;
  Utf8Locale& operator=(const Utf8Locale&) = delete;

 private:
  static locale_t Utf8() {
    static const locale_t locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
    return locale;
  }
  const locale_t before_;
};

std::string NameOf(archive_entry* entry) {
  const char* raw = archive_entry_pathname(entry);
  if (raw == nullptr) raw = archive_entry_pathname_utf8(entry);
  if (raw == nullptr) return "";
  const std::string_view name = raw;
  if (ValidPrefix(name) == name.size()) return std::string(name);
  const Transcoded chinese = Transcode(name, Encoding::kGb18030);
  return chinese.bad_byte ? ValidUtf8(name) : chinese.text.text;
}

struct ArchiveDeleter {
  void operator()(archive* reader) const { archive_read_free(reader); }
};

class Reader final : public ArchiveReader, private ByteSource {
 public:
  explicit Reader(Kind kind) : kind_(kind), archive_(archive_read_new()) {
    archive_read_support_filter_gzip(archive_.get());
    if (kind == Kind::kPacked) {
      archive_read_support_format_raw(archive_.get());
    } else {
      archive_read_support_format_zip(archive_.get());
      archive_read_support_format_tar(archive_.get());
    }
  }
  ~Reader() override {
    const Utf8Locale locale;
    archive_.reset();
    if (file_ >= 0) ::close(file_);
  }

  absl::Status Start(int file, int64_t bytes) {
    const Utf8Locale locale;
    file_ = file;
    bytes_ = bytes;
    return Checked(archive_read_open_fd(archive_.get(), file, kBlock));
  }
  absl::Status Start(ByteSource& source) {
    const Utf8Locale locale;
    source_ = &source;
    const int code = archive_read_open(archive_.get(), this, nullptr, ReadBlock, nullptr);
    // Of nothing at all the library says that it does not know what it is.
    if (code < ARCHIVE_WARN && read_ == 0 && source_error_.ok()) {
      return absl::DataLossError("it is empty");
    }
    return Checked(code);
  }

  absl::StatusOr<bool> Next() override {
    const Utf8Locale locale;
    while (true) {
      QUSHU_RETURN_IF_ERROR(SkipRest());
      archive_entry* entry = nullptr;
      const int code = archive_read_next_header(archive_.get(), &entry);
      if (code == ARCHIVE_EOF) return false;
      QUSHU_RETURN_IF_ERROR(Checked(code));
      if (++entries_ > kMostEntries) {
        return absl::ResourceExhaustedError(
            absl::StrCat("an archive of more than ", kMostEntries, " entries"));
      }
      has_content_ = true;
      if (kind_ == Kind::kPacked) return true;
      encrypted_ = archive_entry_is_data_encrypted(entry) != 0;
      name_ = NameOf(entry);
      const auto type = archive_entry_filetype(entry);
      if (type == AE_IFREG || (type == 0 && !name_.ends_with('/'))) return true;
    }
  }

  std::string_view name() const override { return name_; }
  bool encrypted() const override { return encrypted_; }
  ByteSource& content() override { return *this; }
  int64_t bytes_read() const override {
    return source_ != nullptr ? read_ : archive_filter_bytes(archive_.get(), -1);
  }

 private:
  absl::StatusOr<size_t> Read(char* to, size_t size) override {
    const Utf8Locale locale;
    const la_ssize_t got = archive_read_data(archive_.get(), to, size);
    // A warning here is that the content is not what was packed.
    if (got < 0) return Damaged();
    if (got == 0) has_content_ = false;
    unpacked_ += got;
    const int64_t packed = source_ != nullptr ? read_ : bytes_;
    if (unpacked_ > kFreeUnpackedBytes + kMostTimesPacked * packed) {
      return absl::ResourceExhaustedError(
          absl::StrCat("it unpacks to more than ", kMostTimesPacked, " times its size"));
    }
    return static_cast<size_t>(got);
  }

  // What nobody read: unpacked here, and not by the library, so that it counts.
  absl::Status SkipRest() {
    if (encrypted_) has_content_ = false;
    std::array<char, 16 << 10> block;
    while (has_content_) {
      QUSHU_ASSIGN_OR_RETURN(const size_t got, Read(block.data(), block.size()));
      has_content_ = got > 0;
    }
    return absl::OkStatus();
  }

  absl::Status Checked(int code) { return code >= ARCHIVE_WARN ? absl::OkStatus() : Damaged(); }

  absl::Status Damaged() {
    if (!source_error_.ok()) return source_error_;
    const char* text = archive_error_string(archive_.get());
    return absl::DataLossError(
        absl::StrCat("it cannot be unpacked: ", text == nullptr ? "it is damaged" : text));
  }

  static la_ssize_t ReadBlock(archive* reader, void* self, const void** buffer) {
    auto& to = *static_cast<Reader*>(self);
    const auto got = to.source_->Read(to.block_.data(), to.block_.size());
    if (!got.ok()) {
      to.source_error_ = got.status();
      archive_set_error(reader, EIO, "it cannot be read");
      return -1;
    }
    to.read_ += static_cast<int64_t>(*got);
    *buffer = to.block_.data();
    return static_cast<la_ssize_t>(*got);
  }

  const Kind kind_;
  std::unique_ptr<archive, ArchiveDeleter> archive_;
  int file_ = -1;
  int64_t bytes_ = 0;  // of the file
  ByteSource* source_ = nullptr;
  absl::Status source_error_;
  std::string block_ = std::string(kBlock, '\0');
  int64_t read_ = 0;  // of the source
  int64_t unpacked_ = 0;
  int64_t entries_ = 0;
  bool has_content_ = false;
  bool encrypted_ = false;
  std::string name_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<ArchiveReader>> ArchiveReader::OpenFile(const std::string& path,
                                                                       Kind kind) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  struct stat found = {};
  if (file < 0 || ::fstat(file, &found) != 0) {
    const int error = errno;
    if (file >= 0) ::close(file);
    const std::string message = absl::StrCat("cannot open: ", std::strerror(error));
    return error == ENOENT || error == ENOTDIR ? absl::NotFoundError(message)
                                               : absl::PermissionDeniedError(message);
  }
  auto reader = std::make_unique<Reader>(kind);
  if (found.st_size == 0 && S_ISREG(found.st_mode)) {
    ::close(file);
    return absl::DataLossError("it is empty");
  }
  QUSHU_RETURN_IF_ERROR(reader->Start(file, found.st_size));
  return reader;
}

absl::StatusOr<std::unique_ptr<ArchiveReader>> ArchiveReader::Open(ByteSource& source, Kind kind) {
  auto reader = std::make_unique<Reader>(kind);
  QUSHU_RETURN_IF_ERROR(reader->Start(source));
  return reader;
}

}  // namespace qushu::cli
