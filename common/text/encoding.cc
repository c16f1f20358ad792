#include "common/text/encoding.h"

#include <string>
#include <utility>

namespace qushu {
namespace {

using enum Encoding;

constexpr std::pair<std::string_view, Encoding> kLabels[] = {
    {"utf-8", kUtf8},
    {"utf8", kUtf8},
    {"unicode-1-1-utf-8", kUtf8},
    {"unicode11utf8", kUtf8},
    {"unicode20utf8", kUtf8},
    {"x-unicode20utf8", kUtf8},
    {"us-ascii", kUtf8},
    {"ascii", kUtf8},
    {"utf-16", kUtf16Le},
    {"utf-16le", kUtf16Le},
    {"csunicode", kUtf16Le},
    {"iso-10646-ucs-2", kUtf16Le},
    {"ucs-2", kUtf16Le},
    {"unicode", kUtf16Le},
    {"unicodefeff", kUtf16Le},
    {"utf-16be", kUtf16Be},
    {"unicodefffe", kUtf16Be},
    {"gb18030", kGb18030},
    {"gb18030-2000", kGb18030},
    {"gb18030-2005", kGb18030},
    {"gb18030-2022", kGb18030},
    {"gbk", kGb18030},
    {"x-gbk", kGb18030},
    {"cp936", kGb18030},
    {"ms936", kGb18030},
    {"windows-936", kGb18030},
    {"gb2312", kGb18030},
    {"gb_2312", kGb18030},
    {"gb_2312-80", kGb18030},
    {"csgb2312", kGb18030},
    {"csiso58gb231280", kGb18030},
    {"iso-ir-58", kGb18030},
    {"chinese", kGb18030},
    {"euc-cn", kGb18030},
    {"x-euc-cn", kGb18030},
    {"big5", kBig5},
    {"big5-hkscs", kBig5},
    {"big5-eten", kBig5},
    {"cn-big5", kBig5},
    {"csbig5", kBig5},
    {"x-x-big5", kBig5},
    {"cp950", kBig5},
    {"windows-950", kBig5},
};

bool IsAsciiBlank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

}  // namespace

std::string_view EncodingName(Encoding encoding) {
  switch (encoding) {
    case kUtf8:
      return "UTF-8";
    case kUtf16Le:
      return "UTF-16LE";
    case kUtf16Be:
      return "UTF-16BE";
    case kGb18030:
      return "GB18030";
    case kBig5:
      return "Big5";
  }
  return "";
}

std::optional<Encoding> FindEncoding(std::string_view label) {
  while (!label.empty() && IsAsciiBlank(label.front())) label.remove_prefix(1);
  while (!label.empty() && IsAsciiBlank(label.back())) label.remove_suffix(1);
  std::string lower;
  for (char c : label) lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  for (const auto& [name, encoding] : kLabels) {
    if (name == lower) return encoding;
  }
  return std::nullopt;
}

ByteOrderMark FindByteOrderMark(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) return {kUtf8, 3};
  if (bytes.starts_with("\xFF\xFE")) return {kUtf16Le, 2};
  if (bytes.starts_with("\xFE\xFF")) return {kUtf16Be, 2};
  if (bytes.starts_with("\x84\x31\x95\x33")) return {kGb18030, 4};
  return {};
}

}  // namespace qushu
