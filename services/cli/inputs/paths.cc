#include "services/cli/inputs/paths.h"

#include <glob.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/absl_compat.h"

namespace qushu::cli {
namespace {

namespace fs = std::filesystem;

bool EndsWithAny(absl::string_view name, std::initializer_list<const char*> ends) {
  return std::any_of(ends.begin(), ends.end(),
                     [&](const char* end) { return absl::EndsWithIgnoreCase(name, end); });
}

absl::Status FileStatus(const std::error_code& error) {
  const std::string message = absl::StrCat("cannot open: ", error.message());
  if (error == std::errc::permission_denied) return absl::PermissionDeniedError(message);
  return absl::NotFoundError(message);
}

InputFile FileAt(const std::string& path) {
  std::error_code error;
  const auto bytes = fs::file_size(path, error);
  return {path, error ? -1 : static_cast<int64_t>(bytes)};
}

void AddFolder(const std::string& folder, FoundFiles& found) {
  std::vector<InputFile> files;
  std::error_code error;
  auto entry = fs::recursive_directory_iterator(folder, error);
  while (!error && entry != fs::recursive_directory_iterator()) {
    const std::string path = entry->path();
    std::error_code unknown;
    const bool hidden = entry->path().filename().string().starts_with('.');
    if (entry->is_directory(unknown)) {
      if (hidden) entry.disable_recursion_pending();
    } else if (IsReadByItself(path)) {
      files.push_back(FileAt(path));
    } else {
      ++found.passed_over;
    }
    // A folder that may not be read ends the walk unless it is left out.
    const bool folder_unreadable =
        entry->is_directory(unknown) && !hidden &&
        (fs::directory_iterator(path, unknown), static_cast<bool>(unknown));
    if (folder_unreadable) {
      entry.disable_recursion_pending();
      files.push_back({path, 0, FileStatus(unknown)});
    }
    entry.increment(error);
  }
  if (error) files.push_back({folder, 0, FileStatus(error)});
  if (files.empty()) {
    files.push_back({folder, 0, absl::NotFoundError("there is no text in this folder")});
  }
  std::sort(files.begin(), files.end(),
            [](const InputFile& a, const InputFile& b) { return a.path < b.path; });
  std::move(files.begin(), files.end(), std::back_inserter(found.files));
}

void AddPath(const std::string& path, FoundFiles& found) {
  std::error_code error;
  if (fs::is_directory(path, error)) {
    found.searched = true;
    AddFolder(path, found);
  } else if (error || !fs::exists(path, error)) {
    found.files.push_back(
        {path, 0,
         FileStatus(error ? error : std::make_error_code(std::errc::no_such_file_or_directory))});
  } else {
    found.files.push_back(FileAt(path));
  }
}

}  // namespace

InputKind KindOf(std::string_view name) {
  absl::string_view rest = ToAbsl(name);
  if (EndsWithAny(rest, {".zip", ".tar", ".tar.gz", ".tgz"})) return InputKind::kArchive;
  const bool packed = EndsWithAny(rest, {".gz"});
  if (packed) rest.remove_suffix(3);
  if (EndsWithAny(rest, {".ndjson", ".jsonl"})) {
    return packed ? InputKind::kPackedLines : InputKind::kLines;
  }
  return packed ? InputKind::kPackedText : InputKind::kText;
}

bool IsReadByItself(std::string_view path) {
  const size_t slash = path.rfind('/');
  const std::string_view name = slash == path.npos ? path : path.substr(slash + 1);
  if (name.empty() || name.front() == '.') return false;
  if (KindOf(name) != InputKind::kText) return true;
  return EndsWithAny(ToAbsl(name), {".txt", ".html", ".htm", ".xhtml"});
}

FoundFiles FindFiles(const std::vector<std::string>& words) {
  FoundFiles found;
  for (const std::string& word : words) {
    std::error_code error;
    if (word == "-") {
      found.files.push_back({.path = word});
      continue;
    }
    if (fs::exists(word, error) || word.find_first_of("*?[") == word.npos) {
      AddPath(word, found);
      continue;
    }
    found.searched = true;
    glob_t matches = {};
    if (::glob(word.c_str(), 0, nullptr, &matches) == 0) {
      for (size_t i = 0; i < matches.gl_pathc; ++i) AddPath(matches.gl_pathv[i], found);
    } else {
      found.files.push_back({word, 0, absl::NotFoundError("no file has a name of that pattern")});
    }
    ::globfree(&matches);
  }
  return found;
}

}  // namespace qushu::cli
