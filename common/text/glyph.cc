#include "common/text/glyph.h"

namespace qushu {
namespace {

// U+2F00 to U+2FD5: texts copied from PDF files have these radicals in place of characters. From
// the compatibility decompositions of the Unicode Character Database.
constexpr char16_t kRadicals[] =
    u"一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山"
    u"巛"
    u"工己巾干幺广廴廾弋弓彐彡彳心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛"
    u"犬玄"
    u"玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍"
    u"虫血"
    u"行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高"
    u"髟鬥"
    u"鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠";
static_assert(sizeof(kRadicals) / sizeof(char16_t) == 214 + 1);

char32_t FoldSmallForm(char32_t c) {  // U+FE50 to U+FE6B
  constexpr char16_t kForms[] = u"，、.\uFE53；：？！—（）{}〔〕#&*+-<>=\uFE67\\$%@";
  return kForms[c - 0xFE50];
}

}  // namespace

char32_t ToChinese(char32_t c) {
  switch (c) {
    case ',':
      return U'，';
    case ';':
      return U'；';
    case ':':
      return U'：';
    case '!':
      return U'！';
    case '?':
      return U'？';
    case '(':
      return U'（';
    case ')':
      return U'）';
    default:
      return 0;
  }
}

char32_t ToAscii(char32_t c) {
  switch (c) {
    case U'，':
      return ',';
    case U'；':
      return ';';
    case U'：':
      return ':';
    case U'！':
      return '!';
    case U'？':
      return '?';
    case U'（':
      return '(';
    case U'）':
      return ')';
    default:
      return 0;
  }
}

char32_t Fold(char32_t c) {
  if (c < 0x2010) return c;
  if (c >= 0xFF01 && c <= 0xFF5E) return ToAscii(c) != 0 ? c : c - 0xFEE0;
  if (c >= 0x2F00 && c <= 0x2FD5) return kRadicals[c - 0x2F00];
  if (c >= 0xFE50 && c <= 0xFE6B) return FoldSmallForm(c);
  switch (c) {
    case 0x2010:
    case 0x2011:
    case 0x2212:
      return '-';
    case 0x2015:
      return U'—';
    case 0x301C:
      return '~';
    case 0xFF61:
      return U'。';
    case 0xFF62:
      return U'「';
    case 0xFF63:
      return U'」';
    case 0xFF64:
      return U'、';
    case 0xFF65:
      return U'·';
    case 0xFFE0:
      return U'¢';
    case 0xFFE1:
      return U'£';
    case 0xFFE5:
      return U'¥';
    default:
      return c;
  }
}

GlyphClass Classify(char32_t c) {
  using enum GlyphClass;
  if (c < 0x80) {
    if (c >= '0' && c <= '9') return kDigit;
    if (c == ' ') return kSpace;
    if (c == '\t') return kWide;
    if (c == '\n' || c == '\r' || c == '\f' || c == '\v') return kEnd;
    if (c < 0x20 || c == 0x7F) return kInvisible;
    if (c == '%') return kSign;
    if (ToChinese(c) != 0 || c == '"' || c == '\'') return kNeutral;
    return kOther;
  }
  if (IsHan(c)) return kHan;
  if (c < 0x2000) {
    if (c == 0x85) return kEnd;
    if (c < 0xA0 || c == 0xAD || c == 0x61C || (c >= 0x180B && c <= 0x180E)) return kInvisible;
    if (c == 0xA0 || c == 0x1680) return kSpace;
    return c == 0xB0 ? kSign : kOther;  // °
  }
  if (c < 0x2100) {
    if (c == 0x2001 || c == 0x2003) return kWide;
    if (c <= 0x200A || c == 0x202F || c == 0x205F) return kSpace;
    if (c == 0x2028 || c == 0x2029) return kEnd;
    if (c <= 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F)) {
      return kInvisible;
    }
    if (c >= 0x2018 && c <= 0x201F) return kNeutral;  // quotes
    if (c == 0x2026) return kChinese;                 // …
    return c == 0x2030 ? kSign : kOther;              // ‰
  }
  if (c == 0x2103 || (c >= 0x3380 && c <= 0x33DF)) return kSign;  // ℃ ㎡
  if (c == 0x3000) return kWide;
  if (c > 0x3000 && c <= 0x301F) return kChinese;
  if (ToAscii(c) != 0) return kNeutral;
  if ((c >= 0xFE00 && c <= 0xFE0F) || c == 0xFEFF || c == 0xFFFC ||
      (c >= 0xE0000 && c <= 0xE0FFF)) {
    return kInvisible;
  }
  return kOther;
}

}  // namespace qushu
