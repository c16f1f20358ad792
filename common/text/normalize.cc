#include "common/text/normalize.h"

#include <array>
#include <cstring>

#include "common/base/utf8.h"
#include "common/text/dotted.h"
#include "common/text/gaps.h"
#include "common/text/glyph.h"
#include "common/text/simplify.h"

namespace qushu {
namespace {

using enum GlyphClass;

// For the lead byte of a character: its size if all such characters stay as they are, whatever
// stands beside them; kLook if it takes a look at the whole character; 0 for line ends, spaces and
// ASCII punctuation.
constexpr uint8_t kLook = 9;
constexpr std::array<uint8_t, 256> kPlain = [] {
  std::array<uint8_t, 256> plain{};
  for (int c = 0; c < 256; ++c) {
    if (c < 0x80) {
      const bool special = c <= ' ' || c == 0x7F || c == ',' || c == ';' || c == ':' || c == '!' ||
                           c == '?' || c == '(' || c == ')' || c == '"' || c == '\'';
      plain[c] = special ? 0 : 1;
    } else if (c < 0xE0) {
      plain[c] = c == 0xC2 || c == 0xD8 ? kLook : 2;
    } else if (c < 0xF0) {
      plain[c] = c <= 0xE3 || c == 0xEF ? kLook : 3;
    } else {
      plain[c] = c <= 0xF2 ? 4 : kLook;
    }
  }
  return plain;
}();

class Normalizer {
 public:
  explicit Normalizer(std::string_view source) : source_(source) {}

  Text Run() {
    out_.text.reserve(source_.size() + source_.size() / 4 + 16);
    size_t at = 0;
    size_t plain_end = 0;
    while (true) {
      if (plain_end <= at) plain_end = SkipPlain(at);
      const size_t plain = chars_.NextStop(at, plain_end);
      if (plain > at) {
        out_.text.append(source_, at, plain - at);
        out_.map.Keep(plain - at);
        at = plain;
      }
      if (at >= source_.size()) break;
      if (ConvertBetweenHan(at)) {
        ++at;
        continue;
      }
      const Glyph glyph = chars_.At(at);
      switch (glyph.cls) {
        case kInvisible:
          out_.map.Drop(glyph.size);
          at += glyph.size;
          break;
        case kEnd:
          at = LineEnd(at, glyph);
          break;
        case kSpace:
        case kWide:
        case kNeutral:
          at = Loose(at);
          break;
        default:
          Emit(glyph.c, glyph.size);
          at += glyph.size;
      }
    }
    return std::move(out_);
  }

 private:
  // The end of the stretch from `at` on that needs no change.
  size_t SkipPlain(size_t at) const {
    const char* s = source_.data();
    const size_t size = source_.size();
    while (at < size) {
      const uint8_t plain = kPlain[static_cast<unsigned char>(s[at])];
      if (plain == 0) return at;
      if (plain != kLook) {
        at += plain;
        continue;
      }
      // The commonest of those that take a look: 。、《 and “…”, and `，` beside Han.
      if (s[at] == '\xE3' && s[at + 1] == '\x80' && s[at + 2] != '\x80' && s[at + 2] != '\x9C') {
        at += 3;
        continue;
      }
      if (s[at] == '\xE2' && s[at + 1] == '\x80' && s[at + 2] >= '\x98' && s[at + 2] <= '\xA6') {
        at += 3;
        continue;
      }
      if (s[at] == '\xEF' && s[at + 1] == '\xBC' && s[at + 2] == '\x8C' &&
          ((at + 3 < size && LeadsHan(s[at + 3])) || (at >= 3 && LeadsHan(s[at - 3])))) {
        at += 3;
        continue;
      }
      const char32_t c = CodePointAt(source_, at);
      const GlyphClass cls = Classify(c);
      if (Fold(c) != c || cls == kInvisible || cls == kEnd || cls == kSpace || cls == kWide ||
          ToAscii(c) != 0) {
        return at;
      }
      at += CharSize(s[at]);
    }
    return at;
  }

  // The commonest change: `,` `:` `;` with Han on both sides.
  bool ConvertBetweenHan(size_t at) {
    const char c = source_[at];
    if (c != ',' && c != ':' && c != ';') return false;
    const std::string& text = out_.text;
    if (at + 1 >= source_.size() || !LeadsHan(source_[at + 1])) return false;
    if (text.size() < 3 || !LeadsHan(text[text.size() - 3])) return false;
    Emit(ToChinese(c), 1);
    return true;
  }

  void Emit(char32_t c, uint32_t from) {
    const size_t before = out_.text.size();
    AppendUtf8(c, out_.text);
    const uint32_t to = out_.text.size() - before;
    out_.map.Replace(from, to);
  }

  size_t LineEnd(size_t at, const Glyph& glyph) {
    if (source_[at] == '\r' && at + 1 < source_.size() && source_[at + 1] == '\n') {
      out_.map.Drop(1);
      ++at;
      Emit('\n', 1);
      ++at;
    } else {
      Emit('\n', glyph.size);
      at += glyph.size;
    }
    gaps_.StartLine();
    return at;
  }

  // -- Loose stretches: white space and punctuation that both scripts have ----------------------

  struct Stretch {
    size_t end = 0;           // where the first solid character behind it begins
    Glyph right;              // that character
    uint32_t neutrals = 0;    // how many
    size_t open_bracket = 0;  // where its last bracket is, if that one opens; else npos
  };

  Stretch Survey(size_t at) const {
    Stretch stretch;
    stretch.open_bracket = std::string_view::npos;
    while (true) {
      const Glyph glyph = chars_.At(at);
      switch (glyph.cls) {
        case kNeutral:
          ++stretch.neutrals;
          if (glyph.c == '(' || glyph.c == U'（') stretch.open_bracket = at;
          if (glyph.c == ')' || glyph.c == U'）') stretch.open_bracket = std::string_view::npos;
          break;
        case kSpace:
        case kWide:
        case kInvisible:
          break;
        default:
          stretch.end = at;
          stretch.right = glyph;
          return stretch;
      }
      at += glyph.size;
    }
  }

  static bool IsChineseClass(GlyphClass cls) { return cls == kHan || cls == kChinese; }

  // The class of the last solid character written on this line.
  GlyphClass LeftClass() const {
    size_t at = out_.text.size();
    while (at > 0) {
      at = PreviousChar(out_.text, at);
      const GlyphClass cls = Classify(CodePointAt(out_.text, at));
      if (cls != kNeutral && cls != kSpace && cls != kWide) return cls;
    }
    return kEnd;
  }

  bool EndsWithDigit() const {
    return !out_.text.empty() && out_.text.back() >= '0' && out_.text.back() <= '9';
  }

  // Looks for the bracket that closes the one before `from`, the end of its stretch.
  void PairBracket(size_t from, bool chinese) {
    closer_ = std::string_view::npos;
    size_t at = from;
    GlyphClass last = kEnd;  // solid
    while (true) {
      const Glyph glyph = chars_.At(at);
      if (glyph.cls == kEnd || glyph.c == '(' || glyph.c == U'（') return;
      if (glyph.c == ')' || glyph.c == U'）') {
        const GlyphClass behind = Survey(at).right.cls;
        closer_ = at;
        closer_chinese_ =
            chinese || glyph.c == U'）' || IsChineseClass(last) || IsChineseClass(behind);
        return;
      }
      if (glyph.cls != kNeutral && glyph.cls != kSpace && glyph.cls != kWide &&
          glyph.cls != kInvisible) {
        last = glyph.cls;
      }
      at += glyph.size;
    }
  }

  // Which of a pair the `"` at `at` is: what stands beside it says so, or else the one before.
  char32_t Quote(size_t at) {
    const char32_t before = out_.text.empty() ? 0 : CodePointBefore(out_.text, out_.text.size());
    const Glyph behind = chars_.At(at + 1);
    const bool opens = IsIn(before, U"：（《") || (!quoting_ && before == 0);
    const bool closes = IsIn(behind.c, U"，、。；！？）,;!?)");
    quoting_ = opens || (!closes && !quoting_);
    return quoting_ ? U'“' : U'”';
  }

  size_t Loose(size_t at) {
    const Stretch stretch = Survey(at);
    bool chinese = false;
    bool in_number = false;
    const size_t closer = closer_;
    const bool closer_chinese = closer_chinese_;
    if (stretch.neutrals > 0) {
      const GlyphClass left = LeftClass();
      chinese = IsChineseClass(left) || IsChineseClass(stretch.right.cls);
      in_number = stretch.neutrals == 1 && stretch.right.cls == kDigit && EndsWithDigit();
      if (stretch.open_bracket != std::string_view::npos) {
        PairBracket(stretch.end, chinese || source_[stretch.open_bracket] != '(');
      }
    }
    Gap gap;  // not yet written
    while (at < stretch.end) {
      const Glyph glyph = chars_.At(at);
      if (glyph.cls == kNeutral) {
        char32_t c = glyph.c;
        if (in_number && (c == U'，' || c == U'：')) {
          c = ToAscii(c);
        } else if (c == '"' && chinese) {
          c = Quote(at);
        } else if (ToChinese(c) != 0) {
          bool becomes = chinese;
          if (at == closer) becomes = closer_chinese;
          if (at == stretch.open_bracket && closer_ != std::string_view::npos) {
            becomes = closer_chinese_;
          }
          if (becomes) c = ToChinese(c);
        }
        Write(gap, c, at);
        gap = {};
        Emit(c, glyph.size);
        gaps_.StartWord();
      } else if (glyph.cls == kInvisible) {
        if (gap.bytes > 0) {
          gap.bytes += glyph.size;
        } else {
          out_.map.Drop(glyph.size);
        }
      } else {
        gap.Add(glyph);
      }
      at += glyph.size;
    }
    const char32_t right = stretch.right.cls == kEnd ? 0 : stretch.right.c;
    Write(gap, right, stretch.end);
    return stretch.end;
  }

  // -- Gaps -------------------------------------------------------------------------------------

  // Writes what becomes of `gap` between what is written and `right`, which stands at `at` in the
  // source; 0 at the end of a line.
  void Write(const Gap& gap, char32_t right, size_t at) {
    if (gap.bytes == 0) return;
    const char c = gaps_.Decide(gap, right, at);
    if (c == 0) {
      out_.map.Drop(gap.bytes);
    } else {
      Emit(c, gap.bytes);
    }
    gaps_.StartWord();
  }

  std::string_view source_;
  const DottedText chars_{source_};
  bool quoting_ = false;  // of the last `"` that became Chinese: whether it opened
  Text out_;
  GapRules gaps_{chars_, out_.text};
  size_t closer_ = std::string_view::npos;  // where the last bracket opened is closed
  bool closer_chinese_ = false;
};

}  // namespace

Text Normalize(std::string_view decoded, bool* traditional) {
  Text normalized = Normalizer(decoded).Run();
  const bool any = SimplifyText(normalized.text);
  if (traditional != nullptr) *traditional = any;
  return normalized;
}

}  // namespace qushu
