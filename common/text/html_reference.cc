#include "common/text/html_reference.h"

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "common/base/utf8.h"

extern "C" const char qushu_html_references_tsv[], qushu_html_references_tsv_end[];

namespace qushu {
namespace {

constexpr size_t kLongestName = 32;  // with its semicolon

struct Named {
  std::string_view name;
  std::string characters;
};

const std::vector<Named>& AllNamed() {
  static const auto& all = *[] {
    auto* named = new std::vector<Named>;
    std::string_view table(
        qushu_html_references_tsv,
        static_cast<size_t>(qushu_html_references_tsv_end - qushu_html_references_tsv));
    while (!table.empty()) {
      const size_t tab = table.find('\t');
      const size_t end = table.find('\n');
      Named row{.name = table.substr(0, tab), .characters = ""};
      const char* at = table.data() + tab;
      while (*at != '\n') {
        char* behind = nullptr;
        AppendUtf8(static_cast<char32_t>(std::strtoul(at + 1, &behind, 16)), row.characters);
        at = behind;
      }
      named->push_back(std::move(row));
      table.remove_prefix(end + 1);
    }
    return named;
  }();
  return all;
}

int Digit(char c, bool hexadecimal) {
  if (c >= '0' && c <= '9') return c - '0';
  c = static_cast<char>(c | 0x20);
  return hexadecimal && c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool IsOfName(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// `&#12345;` at the beginning of `markup`.
struct Numbered {
  size_t digits = 0;  // where they begin
  size_t end = 0;     // behind them; no digits, no reference
  uint32_t number = 0;
  bool hexadecimal = false;
};

Numbered ReadNumbered(std::string_view markup) {
  Numbered read;
  read.hexadecimal = markup.size() > 2 && (markup[2] | 0x20) == 'x';
  read.digits = read.end = read.hexadecimal ? 3 : 2;
  for (; read.end < markup.size(); ++read.end) {
    const int digit = Digit(markup[read.end], read.hexadecimal);
    if (digit < 0) break;
    read.number = std::min<uint32_t>(
        read.number * (read.hexadecimal ? 16 : 10) + static_cast<uint32_t>(digit), 0x110000);
  }
  return read;
}

}  // namespace

HtmlReference ReadReference(std::string_view markup, std::string_view text) {
  if (markup.size() > 1 && markup[1] == '#') {
    const Numbered read = ReadNumbered(markup);
    if (read.end == read.digits) return {};
    const bool closed = read.end < markup.size() && markup[read.end] == ';';
    return {.from = static_cast<uint32_t>(read.end + (closed ? 1 : 0)), .to = CharSize(text[0])};
  }
  size_t end = 1;
  while (end < markup.size() && end < kLongestName && IsOfName(markup[end])) ++end;
  if (end < markup.size() && markup[end] == ';') ++end;
  // The longest name counts; in an attribute some are none.
  const std::vector<Named>& all = AllNamed();
  for (; end > 2; --end) {
    const std::string_view name = markup.substr(1, end - 1);
    const auto found =
        std::lower_bound(all.begin(), all.end(), name,
                         [](const Named& row, std::string_view n) { return row.name < n; });
    if (found == all.end() || found->name != name) continue;
    if (!text.starts_with(found->characters)) return {};
    return {.from = static_cast<uint32_t>(end),
            .to = static_cast<uint32_t>(found->characters.size())};
  }
  return {};
}

std::optional<std::string> WithinUnicode(std::string_view markup) {
  std::optional<std::string> within;
  for (size_t at = markup.find("&#"); at != markup.npos; at = markup.find("&#", at + 2)) {
    const Numbered read = ReadNumbered(markup.substr(at));
    if (read.number < 0x110000) continue;
    if (!within) within = markup;
    const std::string_view character = read.hexadecimal ? "fffd" : "65533";
    const size_t zeros = read.end - read.digits - character.size();
    within->replace(at + read.digits, zeros, zeros, '0');
    within->replace(at + read.end - character.size(), character.size(), character);
  }
  return within;
}

}  // namespace qushu
