#include "common/text/declared.h"

#include <array>
#include <cstring>

namespace qushu {
namespace {

constexpr size_t kHead = 4096;  // bytes in which a page says its encoding
constexpr int kFewestTags = 3;  // of a text that does not begin as HTML

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool IsAsciiBlank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// Whether `text` begins with `word`, which is in lower case, in any case.
bool Begins(std::string_view text, std::string_view word) {
  if (text.size() < word.size()) return false;
  for (size_t i = 0; i < word.size(); ++i) {
    if (Lower(text[i]) != word[i]) return false;
  }
  return true;
}

size_t Find(std::string_view text, std::string_view word) {
  for (size_t at = 0; at + word.size() <= text.size(); ++at) {
    if (Begins(text.substr(at), word)) return at;
  }
  return std::string_view::npos;
}

// The value behind `name=`, quoted or not; empty if there is none.
std::string_view ValueOf(std::string_view text, std::string_view name) {
  for (size_t at; (at = Find(text, name)) != std::string_view::npos;) {
    text.remove_prefix(at + name.size());
    size_t i = 0;
    while (i < text.size() && IsAsciiBlank(text[i])) ++i;
    if (i == text.size() || text[i] != '=') continue;
    ++i;
    while (i < text.size() && (IsAsciiBlank(text[i]) || text[i] == '"' || text[i] == '\'')) ++i;
    size_t end = i;
    while (end < text.size() && !IsAsciiBlank(text[end]) &&
           std::strchr("\"'>;/?", text[end]) == nullptr) {
      ++end;
    }
    return text.substr(i, end - i);
  }
  return {};
}

// Whether a tag of this name ends behind it.
bool IsTag(std::string_view text, std::string_view name) {
  return Begins(text, name) && text.size() > name.size() &&
         (IsAsciiBlank(text[name.size()]) || text[name.size()] == '>' || text[name.size()] == '/');
}

constexpr std::array<std::string_view, 28> kFirstTags = {
    "html", "head", "body",  "meta",    "title",   "script", "style",  "link",  "div", "p",
    "br",   "span", "table", "section", "article", "main",   "h1",     "h2",    "h3",  "font",
    "b",    "a",    "ul",    "ol",      "center",  "img",    "header", "strong"};
constexpr std::array<std::string_view, 9> kInnerTags = {"/p",  "br",  "/div", "/span", "/td",
                                                        "/li", "/h1", "/h2",  "/a"};

}  // namespace

std::optional<Encoding> DeclaredEncoding(std::string_view bytes) {
  std::string_view head = bytes.substr(0, kHead);
  if (head.find('<') == std::string_view::npos) return std::nullopt;
  std::optional<Encoding> declared;
  const size_t first = head.find_first_not_of(" \t\r\n");
  if (Begins(head.substr(first), "<?xml")) {
    declared =
        FindEncoding(ValueOf(head.substr(first, head.find("?>", first) - first), "encoding"));
  }
  for (size_t at; !declared && (at = Find(head, "<meta")) != std::string_view::npos;) {
    head.remove_prefix(at + 5);
    declared = FindEncoding(ValueOf(head.substr(0, head.find('>')), "charset"));
  }
  if (declared == Encoding::kUtf16Le || declared == Encoding::kUtf16Be) return Encoding::kUtf8;
  return declared;
}

ContentType ParseContentType(std::string_view type) {
  ContentType parsed;
  while (!type.empty() && IsAsciiBlank(type.front())) type.remove_prefix(1);
  size_t end = 0;
  while (end < type.size() && !IsAsciiBlank(type[end]) && type[end] != ';') ++end;
  const std::string_view name = type.substr(0, end);
  const auto is = [&](std::string_view word) {
    return name.size() == word.size() && Begins(name, word);
  };
  if (is("text/html") || is("application/xhtml+xml")) parsed.kind = ContentType::Kind::kHtml;
  if (is("text/plain")) parsed.kind = ContentType::Kind::kPlain;
  parsed.charset = ValueOf(type.substr(end), "charset");
  return parsed;
}

bool LooksLikeHtml(std::string_view text) {
  size_t at = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  while (at < text.size() && IsAsciiBlank(text[at])) ++at;
  const std::string_view begin = text.substr(at);
  if (begin.starts_with('<')) {
    const std::string_view inner = begin.substr(1);
    if (Begins(inner, "!doctype html") || inner.starts_with("!--")) return true;
    if (Begins(inner, "?xml")) return Find(begin.substr(0, kHead), "<html") != begin.npos;
    for (std::string_view name : kFirstTags) {
      if (IsTag(inner, name)) return true;
    }
  }
  int tags = 0;
  for (size_t open = text.find('<'); open != text.npos; open = text.find('<', open + 1)) {
    for (std::string_view name : kInnerTags) tags += IsTag(text.substr(open + 1, 8), name);
    if (tags >= kFewestTags) return true;
  }
  return false;
}

}  // namespace qushu
