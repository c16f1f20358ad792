#include "services/cli/inputs/documents.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/absl_compat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "services/cli/input.h"
#include "services/cli/inputs/archive.h"
#include "services/cli/inputs/lines.h"
#include "services/cli/inputs/ndjson.h"

namespace qushu::cli {
namespace {

// Of a line beside its text, where six bytes may stand for one (`\u0020`).
constexpr size_t kLineBesides = 64 << 10;

absl::Status TooLarge(size_t limit) {
  return MakeError(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_TEXT_TOO_LARGE,
                   "the text is too large",
                   {.violations = {}, .metadata = {{"limit_bytes", std::to_string(limit)}}});
}

absl::Status ReadText(ByteSource& source, size_t limit, std::string& text) {
  QUSHU_ASSIGN_OR_RETURN(text, ReadAll(source, limit));
  return text.size() > limit ? TooLarge(limit) : absl::OkStatus();
}

}  // namespace

// Gives the documents of one file.
class DocumentReader::Cursor {
 public:
  explicit Cursor(std::string label) : label_(std::move(label)) {}
  virtual ~Cursor() = default;
  // To the next document; false at the end. `document` has its label and what the caller knows. An
  // error is one of the file, and the end of it.
  virtual absl::StatusOr<bool> Next(Document& document) = 0;
  virtual int64_t bytes_done() const = 0;

 protected:
  const std::string& label() const { return label_; }

 private:
  const std::string label_;
};

class DocumentReader::TextCursor final : public Cursor {
 public:
  TextCursor(std::string label, std::unique_ptr<ByteSource> source, size_t limit)
      : Cursor(std::move(label)), source_(std::move(source)), limit_(limit) {}

  absl::StatusOr<bool> Next(Document& document) override {
    if (std::exchange(done_, true)) return false;
    if (label() != InputLabel("-")) document.input.set_source_uri(ValidUtf8(label()));
    QUSHU_RETURN_IF_ERROR(ReadText(*source_, limit_, *document.input.mutable_text()));
    bytes_ = static_cast<int64_t>(document.input.text().size());
    return true;
  }
  int64_t bytes_done() const override { return bytes_; }

 private:
  const std::unique_ptr<ByteSource> source_;
  const size_t limit_;
  bool done_ = false;
  int64_t bytes_ = 0;
};

class DocumentReader::LineCursor final : public Cursor {
 public:
  LineCursor(std::string label, std::unique_ptr<ByteSource> source, const DocumentOptions& options)
      : Cursor(std::move(label)),
        source_(std::move(source)),
        counted_(*source_, bytes_),
        options_(options),
        lines_(counted_, 6 * options.most_bytes + kLineBesides) {}

  absl::StatusOr<bool> Next(Document& document) override {
    while (true) {
      QUSHU_ASSIGN_OR_RETURN(const LineReader::Result result, lines_.Next());
      if (result == LineReader::Result::kEnd) return false;
      const std::string_view line = lines_.line();
      if (result == LineReader::Result::kLine && line.find_first_not_of(" \t") == line.npos) {
        continue;
      }
      document.label = absl::StrCat(label(), ":", lines_.number());
      document.input.set_source_uri(ValidUtf8(document.label));
      document.status = result == LineReader::Result::kTooLong ? TooLarge(options_.most_bytes)
                                                               : Parse(line, document.input);
      return true;
    }
  }
  int64_t bytes_done() const override { return bytes_; }

 private:
  absl::Status Parse(std::string_view line, v1::ArticleInput& input) const {
    QUSHU_RETURN_IF_ERROR(ParseNdjsonLine(line, options_.ignore_unknown, input));
    return input.text().size() > options_.most_bytes ? TooLarge(options_.most_bytes)
                                                     : absl::OkStatus();
  }

  const std::unique_ptr<ByteSource> source_;
  int64_t bytes_ = 0;
  CountingSource counted_;
  const DocumentOptions& options_;
  LineReader lines_;
};

namespace {

// The content of an archive's entry, which the archive owns.
class EntrySource final : public ByteSource {
 public:
  explicit EntrySource(ByteSource& content) : content_(content) {}
  absl::StatusOr<size_t> Read(char* to, size_t size) override { return content_.Read(to, size); }

 private:
  ByteSource& content_;
};

}  // namespace

class DocumentReader::ArchiveCursor final : public Cursor {
 public:
  // `source` is what `archive` reads from, where it does not read a file itself. A packed file has
  // one entry, which is named as it is.
  ArchiveCursor(std::string label, InputKind kind, std::unique_ptr<ByteSource> source,
                std::unique_ptr<ArchiveReader> archive, const DocumentOptions& options)
      : Cursor(std::move(label)),
        kind_(kind),
        source_(std::move(source)),
        archive_(std::move(archive)),
        options_(options) {}

  absl::StatusOr<bool> Next(Document& document) override {
    while (true) {
      if (entry_ != nullptr) {
        QUSHU_ASSIGN_OR_RETURN(const bool more, entry_->Next(document));
        if (more) return true;
        entry_ = nullptr;
      }
      QUSHU_ASSIGN_OR_RETURN(const bool another, archive_->Next());
      if (!another) return false;
      if (kind_ != InputKind::kArchive) {
        Enter(label(), kind_ == InputKind::kPackedLines);
        continue;
      }
      const std::string name(archive_->name());
      if (!IsReadByItself(name) || name.starts_with("__MACOSX/")) continue;
      document.label = absl::StrCat(label(), "/", name);
      const InputKind inner = KindOf(name);
      if (archive_->encrypted()) {
        document.status = absl::FailedPreconditionError("it is encrypted");
        return true;
      }
      if (inner != InputKind::kText && inner != InputKind::kLines) {
        document.status = absl::FailedPreconditionError("an archive inside an archive is not read");
        return true;
      }
      if (inner == InputKind::kLines) {
        Enter(document.label, true);
        continue;
      }
      document.input.set_source_uri(document.label);
      const absl::Status read =
          ReadText(archive_->content(), options_.most_bytes, *document.input.mutable_text());
      // What is too large is passed over; what cannot be unpacked ends the archive.
      if (!read.ok() && ReasonOf(read).empty()) return read;
      document.status = read;
      return true;
    }
  }
  int64_t bytes_done() const override { return archive_->bytes_read(); }

 private:
  void Enter(const std::string& label, bool lines) {
    auto content = std::make_unique<EntrySource>(archive_->content());
    if (lines) {
      entry_ = std::make_unique<LineCursor>(label, std::move(content), options_);
    } else {
      entry_ = std::make_unique<TextCursor>(label, std::move(content), options_.most_bytes);
    }
  }

  const InputKind kind_;
  const std::unique_ptr<ByteSource> source_;
  const std::unique_ptr<ArchiveReader> archive_;
  const DocumentOptions& options_;
  std::unique_ptr<Cursor> entry_;
};

namespace {

// What standard input holds, by how it begins; `source` gives all of it again.
absl::StatusOr<InputKind> KindOfStream(bool lines, std::unique_ptr<ByteSource>& source) {
  std::string begin;
  while (begin.size() < 4) {
    char bytes[4];
    QUSHU_ASSIGN_OR_RETURN(const size_t got, source->Read(bytes, 4 - begin.size()));
    if (got == 0) break;
    begin.append(bytes, got);
  }
  struct Joined final : ByteSource {
    Joined(std::string begin, std::unique_ptr<ByteSource> rest)
        : rest_(std::move(rest)), both_(std::move(begin), *rest_) {}
    absl::StatusOr<size_t> Read(char* to, size_t size) override { return both_.Read(to, size); }
    const std::unique_ptr<ByteSource> rest_;
    PrefixedSource both_;
  };
  const bool packed = begin.starts_with("\x1F\x8B");
  const bool zip = begin == "PK\x03\x04" || begin == "PK\x05\x06";
  source = std::make_unique<Joined>(std::move(begin), std::move(source));
  if (zip) return InputKind::kArchive;
  if (packed) return lines ? InputKind::kPackedLines : InputKind::kPackedText;
  return lines ? InputKind::kLines : InputKind::kText;
}

}  // namespace

DocumentReader::DocumentReader(std::vector<InputFile> files, DocumentOptions options,
                               std::istream& in)
    : files_(std::move(files)), options_(std::move(options)), in_(in) {
  for (const InputFile& file : files_) {
    if (file.bytes < 0) {
      bytes_total_ = 0;
      return;
    }
    bytes_total_ += file.bytes;
  }
}

DocumentReader::~DocumentReader() = default;

int64_t DocumentReader::bytes_done() const {
  return bytes_before_ + (cursor_ == nullptr ? 0 : cursor_->bytes_done());
}

absl::StatusOr<std::unique_ptr<DocumentReader::Cursor>> DocumentReader::Open(
    const InputFile& file) {
  QUSHU_RETURN_IF_ERROR(file.status);
  const std::string label = InputLabel(file.path);
  InputKind kind = KindOf(file.path);
  std::unique_ptr<ByteSource> source;
  if (file.path == "-") {
    source = std::make_unique<StreamSource>(in_);
    QUSHU_ASSIGN_OR_RETURN(kind, KindOfStream(options_.lines, source));
  } else if (options_.lines && kind != InputKind::kArchive) {
    kind = kind == InputKind::kPackedText || kind == InputKind::kPackedLines
               ? InputKind::kPackedLines
               : InputKind::kLines;
  }
  if (kind == InputKind::kText || kind == InputKind::kLines) {
    if (source == nullptr) {
      QUSHU_ASSIGN_OR_RETURN(source, FileSource::Open(file.path));
    }
    if (kind == InputKind::kLines) {
      return std::make_unique<LineCursor>(label, std::move(source), options_);
    }
    return std::make_unique<TextCursor>(label, std::move(source), options_.most_bytes);
  }
  const auto reader_kind =
      kind == InputKind::kArchive ? ArchiveReader::Kind::kArchive : ArchiveReader::Kind::kPacked;
  QUSHU_ASSIGN_OR_RETURN(auto archive, source == nullptr
                                           ? ArchiveReader::OpenFile(file.path, reader_kind)
                                           : ArchiveReader::Open(*source, reader_kind));
  return std::make_unique<ArchiveCursor>(label, kind, std::move(source), std::move(archive),
                                         options_);
}

bool DocumentReader::Next(Document& document) {
  while (true) {
    if (cursor_ == nullptr) {
      if (next_ == files_.size()) return false;
      number_ = 0;
    }
    document = Document{.input = options_.known};
    document.file = cursor_ == nullptr ? next_ : next_ - 1;
    document.label = InputLabel(files_[document.file].path);
    document.number = ++number_;
    absl::Status failed;
    if (cursor_ == nullptr) {
      auto opened = Open(files_[next_]);
      ++next_;
      if (opened.ok()) {
        cursor_ = *std::move(opened);
      } else {
        failed = opened.status();
      }
    }
    if (failed.ok()) {
      const auto more = cursor_->Next(document);
      if (more.ok() && *more) {
        const std::string& path = files_[document.file].path;
        document.inside = document.label != InputLabel(path);
        document.name = document.inside ? document.label : path;
        return true;
      }
      failed = more.status();
      cursor_ = nullptr;
    }
    bytes_before_ += std::max<int64_t>(0, files_[document.file].bytes);
    if (!failed.ok()) {
      document.status = failed;
      return true;
    }
  }
}

}  // namespace qushu::cli
