#include "common/text/html_writer.h"

#include <algorithm>
#include <utility>

#include "common/base/utf8.h"
#include "common/text/html_reference.h"

namespace qushu {
namespace {

bool IsHtmlSpace(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f'; }
bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Characters of Chinese: a line of the markup that breaks between two means no space.
bool IsWide(char32_t c) {
  return IsHan(c) || (c > 0x3000 && c <= 0x303F) || (c >= 0xFF01 && c <= 0xFF5E) ||
         (c >= 0x2014 && c <= 0x2026);
}

class Writer {
 public:
  explicit Writer(std::string_view markup) : markup_(markup) {
    out_.text.reserve(markup.size() / 2);
  }

  void Add(const HtmlPiece& piece) {
    const auto begin = static_cast<uint32_t>(piece.original.data() - markup_.data());
    if (begin < position_) return;  // what the parser said before
    original_ = piece.original;
    text_ = piece.text;
    preformatted_ = piece.preformatted;
    written_ = piece.written;
    at_ = 0;
    read_ = 0;
    Part(piece.before);
    pending_from_ += begin - position_;
    position_ = begin;
    while (read_ < text_.size()) Step();
  }

  Text Finish() {
    if (!out_.text.empty()) {
      out_.text += '\n';
      out_.map.Replace(0, 1);
    }
    out_.map.Drop(static_cast<uint32_t>(markup_.size()) - position_ + pending_from_);
    return std::move(out_);
  }

 private:
  void Part(HtmlBreak by) { pending_ = std::max(pending_, by); }

  // The next character of the piece, and what of the markup it was made from.
  void Step() {
    const std::string_view from = original_.substr(at_);
    const std::string_view to = text_.substr(read_);
    const uint32_t size = std::min<uint32_t>(CharSize(to[0]), static_cast<uint32_t>(to.size()));
    if (from.empty()) return Take(0, static_cast<uint32_t>(to.size()));
    switch (from[0]) {
      case '&':
        if (written_ == HtmlWritten::kVerbatim) break;
        if (const HtmlReference read = ReadReference(from, to); read.from > 0) {
          return Take(read.from, read.to);
        }
        break;
      case '<':
        if (written_ == HtmlWritten::kMarkup && IsTag(from)) return Leave(TagSize(from));
        break;
      case '\r':
        if (to[0] == '\n') return Take(from.size() > 1 && from[1] == '\n' ? 2 : 1, 1);
        break;
      case '\0':
        if (to[0] != '\0') return to.starts_with("\uFFFD") ? Take(1, 3) : Leave(1);
        break;
      default:
        break;
    }
    if (from.starts_with(to.substr(0, size))) return Take(size, size);
    // The parser writes U+FFFD for characters that HTML does not allow, such as controls.
    if (to.starts_with("\uFFFD")) return Take(CharSize(from[0]), 3);
    // Not to be told apart: all that is left is one.
    Take(static_cast<uint32_t>(from.size()), static_cast<uint32_t>(to.size()), /*as_one=*/true);
  }

  // Whether `from` begins with a tag that the parser did without.
  static bool IsTag(std::string_view from) {
    if (from.size() < 2) return false;
    return IsLetter(from[1]) || from[1] == '!' || from[1] == '?' ||
           (from[1] == '/' && from.size() > 2);
  }

  // Up to the > that ends the tag, comment or declaration: one in a quoted value does not.
  static size_t TagSize(std::string_view from) {
    const auto behind = [&](std::string_view closer) {
      const size_t close = from.find(closer);
      return close == from.npos ? from.size() : close + closer.size();
    };
    if (from.starts_with("<!--")) return behind("-->");
    if (from[1] == '!' || from[1] == '?') return behind(">");
    enum { kTag, kBeforeName, kName, kAfterName, kBeforeValue, kQuoted, kUnquoted } in = kTag;
    char quote = 0;
    for (size_t at = from[1] == '/' ? 2 : 1; at < from.size(); ++at) {
      const char c = from[at];
      if (in == kQuoted) {
        if (c == quote) in = kBeforeName;
        continue;
      }
      if (c == '>') return at + 1;
      const bool parts = IsHtmlSpace(c) || (c == '/' && in != kUnquoted && in != kBeforeValue);
      if (in == kBeforeValue) {
        if (c == '"' || c == '\'') {
          quote = c;
          in = kQuoted;
        } else if (!parts) {
          in = kUnquoted;
        }
      } else if (parts) {
        if (in == kName && c != '/')
          in = kAfterName;
        else if (in != kAfterName || c == '/')
          in = kBeforeName;
      } else if (c == '=' && (in == kName || in == kAfterName)) {
        in = kBeforeValue;
      } else if (in == kBeforeName || in == kAfterName) {
        in = kName;
      }
    }
    return from.size();
  }

  void Leave(size_t from) {
    pending_from_ += static_cast<uint32_t>(from);
    Advance(from);
  }

  void Advance(size_t from) {
    at_ += from;
    position_ += static_cast<uint32_t>(from);
  }

  // The next `from` bytes of the markup are the next `to` bytes of the text: byte by byte where
  // they are as many, unless they count `as_one`.
  void Take(uint32_t from, uint32_t to, bool as_one = false) {
    const std::string_view piece = text_.substr(read_, to);
    read_ += to;
    if (piece.size() == 1 && IsHtmlSpace(piece[0])) {
      pending_from_ += from;
      Advance(from);
      if (preformatted_ && piece[0] == '\n') {
        Part(HtmlBreak::kLine);
      } else {
        broken_ = broken_ || piece[0] == '\n' || piece[0] == '\r';
        Part(HtmlBreak::kSpace);
      }
      return;
    }
    WritePending(CodePointAt(piece, 0));
    out_.text += piece;
    if (from == to && !as_one) {
      out_.map.Keep(to);
    } else {
      out_.map.Replace(from, to);
    }
    Advance(from);
  }

  // What parts the text so far from `next`, made from what was left out between them.
  void WritePending(char32_t next) {
    std::string_view by;
    if (!out_.text.empty()) {
      switch (pending_) {
        case HtmlBreak::kNone:
          break;
        case HtmlBreak::kSpace:
          if (!broken_ || !IsCut(next)) by = " ";
          break;
        case HtmlBreak::kCell:
          by = "\t";
          break;
        case HtmlBreak::kLine:
          by = "\n";
          break;
        case HtmlBreak::kParagraph:
          by = "\n\n";
          break;
      }
    }
    if (by.empty()) {
      if (pending_from_ > 0) out_.map.Drop(pending_from_);
    } else {
      out_.text += by;
      out_.map.Replace(pending_from_, static_cast<uint32_t>(by.size()));
    }
    pending_from_ = 0;
    pending_ = HtmlBreak::kNone;
    broken_ = false;
  }

  // Whether a break of the markup's line, before `next`, which is about to be written, cut what
  // belongs together: Chinese, or a number in it, `隐患2` and `6处`.
  bool IsCut(char32_t next) const {
    const std::string_view left = out_.text;
    if (!IsDigit(left.back())) {
      return IsWide(next) && IsWide(CodePointBefore(left, left.size()));
    }
    size_t begin = left.size();
    while (begin > 0 && IsDigit(left[begin - 1])) --begin;
    const std::string_view right = text_.substr(read_ - 1);
    size_t end = 0;
    while (end < right.size() && IsDigit(right[end])) ++end;
    return next < 0x80 && end > 0 && end < right.size() && left.size() - begin + end <= 9 &&
           IsHan(CodePointAt(right, end)) && IsHan(CodePointBefore(left, begin));
  }

  std::string_view markup_;
  Text out_;
  // The piece that is read.
  std::string_view original_;
  std::string_view text_;
  bool preformatted_ = false;
  HtmlWritten written_ = HtmlWritten::kMarkup;
  size_t at_ = 0;    // in `original_`
  size_t read_ = 0;  // in `text_`
  // What is not yet written.
  HtmlBreak pending_ = HtmlBreak::kNone;
  bool broken_ = false;        // a line of the markup ends in it
  uint32_t pending_from_ = 0;  // bytes of the markup
  uint32_t position_ = 0;      // in the markup
};

}  // namespace

Text WriteHtmlText(std::string_view markup, std::vector<HtmlPiece> pieces) {
  const auto before = [](const HtmlPiece& a, const HtmlPiece& b) {
    return a.original.data() < b.original.data();
  };
  if (!std::is_sorted(pieces.begin(), pieces.end(), before)) {
    std::vector<std::pair<HtmlPiece, size_t>> order;
    order.reserve(pieces.size());
    for (const HtmlPiece& piece : pieces) order.push_back({piece, order.size()});
    std::stable_sort(order.begin(), order.end(),
                     [&](const auto& a, const auto& b) { return before(a.first, b.first); });
    for (size_t i = 0; i < order.size(); ++i) {
      pieces[i] = order[i].first;
      // Moved away from what it stands beside.
      if (i > 0 && order[i].second != order[i - 1].second + 1) {
        pieces[i].before = std::max(pieces[i].before, HtmlBreak::kLine);
      }
    }
  }
  Writer writer(markup);
  for (const HtmlPiece& piece : pieces) writer.Add(piece);
  return writer.Finish();
}

}  // namespace qushu
