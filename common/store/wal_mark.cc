#include "common/store/wal_mark.h"

#include <algorithm>

namespace qushu {
namespace {

// Of the pieces that the index is mapped in.
constexpr int kRegionBytes = 32768;

}  // namespace

WalMark WalMark::Now(sqlite3* db) {
  WalMark mark;
  sqlite3_file* file = nullptr;
  if (sqlite3_file_control(db, "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK ||
      file == nullptr || file->pMethods == nullptr || file->pMethods->iVersion < 2 ||
      file->pMethods->xShmMap == nullptr) {
    return mark;
  }
  void volatile* region = nullptr;
  if (file->pMethods->xShmMap(file, 0, kRegionBytes, 0, &region) != SQLITE_OK) return mark;
  mark.index_ = static_cast<const volatile uint32_t*>(region);
  if (mark.index_ == nullptr) return mark;
  mark.words_ = Read(mark.index_);
  // Two copies that differ are of a commit in this moment.
  const auto second = mark.words_.begin() + kHeaderWords / 2;
  if (!std::equal(mark.words_.begin(), second, second)) mark.index_ = nullptr;
  return mark;
}

bool WalMark::current() const { return index_ != nullptr && Read(index_) == words_; }

WalMark::Words WalMark::Read(const volatile uint32_t* index) {
  Words words;
  // What is read of the file afterwards is not older.
  for (size_t i = 0; i < words.size(); ++i) words[i] = __atomic_load_n(index + i, __ATOMIC_ACQUIRE);
  return words;
}

}  // namespace qushu
