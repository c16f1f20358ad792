#include "common/text/simplify.h"

#include <array>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "common/base/utf8.h"
#include "common/data/table.h"

extern "C" const char qushu_traditional_tsv[], qushu_traditional_tsv_end[];

namespace qushu {
namespace {

constexpr char32_t kFirst = 0x4E00;
constexpr char32_t kLast = 0x9FFF;
constexpr size_t kCount = kLast - kFirst + 1;

struct Tables {
  // One bit a character, 64 of them in the order of the last byte of UTF-8: hardly any character
  // of a simplified text is in here, so this is what is looked at first.
  std::array<uint64_t, kCount / 64> traditional{};
  std::array<char16_t, kCount> simplified{};
};

const Tables& Get() {
  static const Tables* const kTables = [] {
    auto* tables = new Tables;
    const auto table =
        ParseTable("traditional.tsv",
                   {qushu_traditional_tsv,
                    static_cast<size_t>(qushu_traditional_tsv_end - qushu_traditional_tsv)},
                   {"traditional", "simplified"});
    if (!table.ok()) std::abort();  // the test of the table is for this
    for (const TableRow& row : table->rows) {
      const char32_t from = CodePointAt(row.cells[0], 0);
      const size_t index = from - kFirst;
      if (index >= kCount) std::abort();
      tables->traditional[index / 64] |= uint64_t{1} << (index % 64);
      tables->simplified[index] = static_cast<char16_t>(CodePointAt(row.cells[1], 0));
    }
    return tables;
  }();
  return *kTables;
}

}  // namespace

char32_t Simplify(char32_t c) {
  if (c < kFirst || c > kLast) return c;
  const char16_t simplified = Get().simplified[c - kFirst];
  return simplified == 0 ? c : simplified;
}

bool SimplifyText(std::string& text) {
  const Tables& tables = Get();
  auto* p = reinterpret_cast<unsigned char*>(text.data());
  const unsigned char* const end = p + text.size();
  bool any = false;
  while (p < end) {
    const unsigned lead = *p;
    if (lead < 0xE4 || lead > 0xE9) {
      p += CharSize(static_cast<char>(lead));
      continue;
    }
    // U+4000 to U+9FFF; below U+4E00 nothing is traditional.
    const size_t block = ((lead & 0x0Fu) << 6 | (p[1] & 0x3Fu));
    constexpr size_t kFirstBlock = kFirst / 64;
    const uint64_t bits =
        block < kFirstBlock ? 0 : tables.traditional[block - kFirstBlock] >> (p[2] & 0x3Fu);
    if ((bits & 1) != 0) {
      any = true;
      const char16_t c = tables.simplified[(block - kFirstBlock) * 64 + (p[2] & 0x3Fu)];
      p[0] = static_cast<unsigned char>(0xE0 | c >> 12);
      p[1] = static_cast<unsigned char>(0x80 | (c >> 6 & 0x3F));
      p[2] = static_cast<unsigned char>(0x80 | (c & 0x3F));
    }
    p += 3;
  }
  return any;
}

}  // namespace qushu
