// Whether anything was committed to an SQLite file in write-ahead mode, without asking the file.
//
// Processes that share such a file share the index of its log in memory, whose format is part of
// SQLite's file format (https://sqlite.org/walformat.html): its first 48 bytes, kept twice, change
// with every commit and are what SQLite itself looks at to learn of one. So a reader that finds
// them as they were has nothing new to read, and may go on in the transaction that it has.
#ifndef QUSHU_COMMON_STORE_WAL_MARK_H_
#define QUSHU_COMMON_STORE_WAL_MARK_H_

#include <sqlite3.h>

#include <array>
#include <cstdint>

namespace qushu {

// What the index of the log looked like. Of one connection, and used while that is open.
class WalMark {
 public:
  // Of no connection: never current.
  WalMark() = default;
  // As it is now. The connection has read the file already; if its file has no index, the mark is
  // never current.
  static WalMark Now(sqlite3* db);

  // Nothing was committed since, and the log was not copied into the file: a reader that stayed
  // where it is would keep the log from beginning anew, and let it grow.
  bool current() const;
  bool operator==(const WalMark& other) const {
    return index_ != nullptr && words_ == other.words_;
  }

 private:
  // Both copies of the header, and how much of the log was copied into the file.
  static constexpr int kHeaderWords = 2 * 48 / 4;
  using Words = std::array<uint32_t, kHeaderWords + 1>;

  static Words Read(const volatile uint32_t* index);

  const volatile uint32_t* index_ = nullptr;
  Words words_{};
};

}  // namespace qushu

#endif  // QUSHU_COMMON_STORE_WAL_MARK_H_
