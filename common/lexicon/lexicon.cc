#include "common/lexicon/lexicon.h"

#include <cstring>

#include "absl/status/status.h"

extern "C" const char qushu_lexicon_bin[];
extern "C" const char qushu_lexicon_bin_end[];

namespace qushu {
namespace {

constexpr size_t kHeaderBytes = 8;
constexpr size_t kFirstCharacters = 65536;

}  // namespace

absl::StatusOr<Lexicon> Lexicon::Create() {
  const char* data = qushu_lexicon_bin;
  const size_t size = qushu_lexicon_bin_end - qushu_lexicon_bin;
  uint32_t cells = 0;
  if (size >= kHeaderBytes) std::memcpy(&cells, data + 4, sizeof(cells));
  if (size < kHeaderBytes || std::memcmp(data, "QSL2", 4) != 0 || cells < kFirstCharacters ||
      size != kHeaderBytes + cells * sizeof(uint64_t)) {
    return absl::InternalError("the lexicon that was built in is damaged");
  }
  Lexicon lexicon;
  // qushu_embed aligns the table to 16 bytes, and the header is 8 long.
  lexicon.cells_ = reinterpret_cast<const uint64_t*>(data + kHeaderBytes);
  return lexicon;
}

}  // namespace qushu
