// Names of parts of a district, towns, firms, sights and persons, and what a word makes of the
// scope of what follows it.
#include "common/figures/numeral_chars.h"
#include "common/figures/sentence_reader.h"

namespace qushu {
namespace {

constexpr uint32_t kHan = 3;           // bytes
constexpr int kLongestName = 6;        // tokens before 公司, 医院
constexpr uint32_t kLongestTown = 24;  // bytes before 镇, 村

// Measure words of what can be a part by itself: 一家茶厂, 一户村民.
bool SinglesOut(std::string_view unit) {
  return unit == "家" || unit == "名" || unit == "位" || unit == "户" || unit == "所" ||
         unit == "对" || unit == "座";
}

// A name is cut into such words where the lexicon does not have it: 曲|亭 水库, 大|张 集团.
bool IsNamePiece(const Token& t, std::string_view word) {
  if (t.kind == TokenKind::kPlace) return true;
  if (word == "一" || word == "各" || word == "多") return false;
  if (t.kind != TokenKind::kWord || (t.parts & ~uint64_t{kPartLocality | kPartCommunity}))
    return false;
  switch (t.word_class) {
    case WordClass::kUnknown:
    case WordClass::kPerson:
    case WordClass::kPlace:
    case WordClass::kNumeral:
      return true;
    case WordClass::kMeasure:
      return word.size() == kHan && word != "个" && word != "家" && word != "所" && word != "座" &&
             word != "名" && word != "条" && word != "间" && word != "批" && word != "户";
    default:
      return false;
  }
}

bool IsNominal(WordClass c) {
  return c == WordClass::kNoun || c == WordClass::kPerson || c == WordClass::kUnknown ||
         c == WordClass::kPlace || c == WordClass::kAdjective;
}

// Whether no name has this word in it: it stands before one.
bool EndsName(const Token& t, std::string_view word) {
  if (t.kind != TokenKind::kWord) return true;
  const WordClass c = t.word_class;
  return c == WordClass::kParticle || c == WordClass::kPronoun || c == WordClass::kAdverb ||
         c == WordClass::kPreposition || c == WordClass::kConjunction || c == WordClass::kTime ||
         (c == WordClass::kLocative && (t.parts & kPartLocality) == 0 && word != "东" &&
          word != "西" && word != "南" && word != "北" && word != "中") ||
         (t.parts & (kPartWhole | kPartLink | kPartGenericName | kPartNew | kPartLocal)) != 0;
}

// Whether what a subject does can begin with the token.
bool IsPredicate(const Token& t) {
  return t.kind == TokenKind::kWord &&
         (t.word_class == WordClass::kVerb || t.word_class == WordClass::kVerbalNoun ||
          t.word_class == WordClass::kPreposition || t.word_class == WordClass::kAdverb);
}

}  // namespace

// Whether the word alone can stand for one institution, firm or town that was named before.
bool SentenceReader::StandsForOne(int i) const {
  const Token& t = token(i);
  if (t.parts & kPartAbstract) return false;
  if ((t.parts & (kPartOrgan | kPartCommunity)) != 0 && (t.parts & kPartGenericName) == 0)
    return t.span.size() == kHan || (t.parts & kPartLocality) != 0;
  return verbs_.StandsForOne(str(i));
}

// Whether nothing but times, adverbs and the like stands between token `i` and the sign before it.
bool SentenceReader::HeadsClause(int i) const {
  for (int k = i - 1; k >= 0; --k) {
    const Token& t = token(k);
    if (t.kind == TokenKind::kPunctuation) {
      if (IsDelimiter(k)) return true;
      continue;
    }
    if (t.kind == TokenKind::kTime) continue;
    if (t.kind != TokenKind::kWord || (t.parts & kPartLocal)) return false;
    const WordClass c = t.word_class;
    if (c != WordClass::kTime && c != WordClass::kAdverb && c != WordClass::kConjunction &&
        c != WordClass::kPreposition && (t.parts & (kPartBreakdown | kPartCurrent)) == 0) {
      return false;
    }
  }
  return true;
}

// 占全市的, 居全省: what stands before token `i` compares with it.
bool SentenceReader::IsCompared(int i) const {
  if (i == 0 || token(i - 1).kind != TokenKind::kWord) return false;
  return (parts(i - 1) & kPartCompare) != 0;
}

// 毛坝镇, 尧治河村: a name before the word for a town or village. 农村社区 and 各村 have none.
bool SentenceReader::NamesCommunity(int i) const {
  if (i == 0) return false;
  const Token& last = token(i - 1);
  if (IsSign(i - 1, "”")) return true;
  if (last.kind == TokenKind::kPlace) {
    const PlaceName& name = sentence_.places[last.index];
    return name.form != NameForm::kFull || last.span.size() <= 2 * kHan;
  }
  if (last.kind != TokenKind::kWord) return false;
  if (last.parts &
      (kPartGenericName | kPartWhole | kPartDivision | kPartNew | kPartAspectWord | kPartLocal)) {
    return false;
  }
  const std::string_view suffix = str(i);
  // Words for blocks of flats are more often a kind than a name.
  const bool block = (parts(i) & kPartLocality) == 0 || suffix == "小区" || suffix == "花园";
  const bool town = suffix == "镇" || suffix == "乡";
  uint32_t size = 0;
  bool piece = false;
  for (int k = i - 1; k >= 0; --k) {
    const Token& t = token(k);
    if (t.kind == TokenKind::kPlace) {
      piece = true;
      break;
    }
    piece |= IsNamePiece(t, str(k));
    // 皂|郊|镇, 湖|滨|乡: a word for where is a character of the name.
    if (town && k == i - 1 && k > 0 && t.word_class == WordClass::kLocative &&
        t.span.size() == kHan && token(k - 1).kind == TokenKind::kWord &&
        token(k - 1).span.size() == kHan && !EndsName(token(k - 1), str(k - 1))) {
      size += kHan;
      continue;
    }
    if (EndsName(t, str(k)) || (t.word_class == WordClass::kMeasure && !piece)) break;
    const bool verb = t.word_class == WordClass::kVerb || t.word_class == WordClass::kVerbalNoun;
    // 镇|渡|乡, 徐|家|渡|镇: characters of a name that are words by themselves.
    const bool spelt = town && k > 0 && token(k - 1).kind == TokenKind::kWord &&
                       token(k - 1).span.size() == kHan && !EndsName(token(k - 1), str(k - 1));
    const bool name_goes_on = spelt || (k > 0 && IsNamePiece(token(k - 1), str(k - 1)));
    if (verb && (t.span.size() > kHan || (k == i - 1 && !name_goes_on))) break;
    size += t.span.size();
    if (size > kLongestTown) return false;
    // A noun of two characters is a name by itself: 黄山镇, 走马镇.
    if (t.span.size() > kHan) break;
  }
  if (block) return piece;
  return size >= 2 * kHan || piece;
}

// 管|涔|山, 磨|憨: whether the characters up to token `i` are words of one character each, two of
// them or more, at the head of a clause: a name that the lexicon does not have.
bool SentenceReader::IsSpelt(int i) const {
  int k = i;
  for (; k >= 0 && token(k).kind == TokenKind::kWord && token(k).span.size() == kHan; --k) {
    const WordClass c = token(k).word_class;
    if (EndsName(token(k), str(k)) || c == WordClass::kMeasure || c == WordClass::kNumeral ||
        (token(k).parts & ~uint64_t{kPartLocality | kPartCommunity | kPartOrgan}))
      break;
  }
  return i - k >= 2 && HeadsClause(k + 1);
}

// 凤栖食品公司, 荣县人民医院, 县供电公司: a firm or an institution with a name of its own.
bool SentenceReader::NamesOrgan(int i) const {
  const bool kind = (parts(i) & kPartGenericName) != 0;  // 企业, 学校 may be any of them
  bool named = false;
  bool quoted = false;
  bool special = false;  // 人民医院: there is one in a county
  int k = i - 1;
  for (; k >= 0 && i - k <= kLongestName; --k) {
    const Token& t = token(k);
    // “红砖”服务队, but not “一核两带三片区”.
    if (IsSign(k, "”") || (quoted && IsSign(k, "“"))) {
      quoted = true;
      named |= !kind;
      continue;
    }
    if (t.kind == TokenKind::kPlace) {
      const bool stem = sentence_.places[t.index].form == NameForm::kStem;
      // 威远钢铁厂, but not 威远企业.
      const bool more = k < i - 1 && str(i) != "企业" && str(i) != "学校";
      // 大悟县化肥厂1968年筹建, but not 大悟县化肥厂12家.
      // 大悟县医院6名医护人员, 浑源县图书馆7.4万册, but not 大悟县医院3所.
      const std::string_view unit = i + 1 < size() && token(i + 1).kind == TokenKind::kNumber
                                        ? sentence_.numbers[token(i + 1).index].unit
                                        : std::string_view("个");
      const bool has =
          kind ? str(i) == "医院" && CountsPeople(unit) : !unit.empty() && !CountsBodies(unit);
      const bool one =
          k == i - 1 && t.span.size() >= 2 * kHan &&
          (has || ((parts(i) & kPartGenericName) == 0 && token(i).span.size() > 2 * kHan &&
                   i + 1 < size() && token(i + 1).kind != TokenKind::kNumber &&
                   (parts(i + 1) & (kPartQuantity | kPartAbstract)) == 0));
      return named || special || one || (stem && (!kind || more) && !IsOrigin(k + 1));
    }
    if (t.kind == TokenKind::kOther) {
      special = true;  // 第八十五中学
      continue;
    }
    if (t.kind == TokenKind::kWord && (str(k) == "某" || str(k) == "某某")) return true;
    // 县茶叶学校, but not 县属企业.
    const bool school = k + 1 < i && str(i) == "学校" && (parts(i - 1) & kPartGenericName) == 0;
    // 县医院始建于1949年, but not 县医院3所.
    const bool hospital =
        k + 1 == i && str(i) == "医院" && i + 1 < size() && IsPredicate(token(i + 1));
    // 县应急管理局 speaks for the county.
    if ((parts(k) & kPartLevel) && (special || school || hospital || !kind) && HeadsClause(k))
      return !str(i).ends_with("局");
    // 飞|雄 机场
    const bool cut = t.word_class == WordClass::kNoun && t.span.size() == kHan && k > 0 &&
                     token(k - 1).word_class == WordClass::kNoun &&
                     token(k - 1).span.size() == kHan && token(k - 1).kind == TokenKind::kWord;
    // 鲇鱼|山 水库
    const bool sight = k > 0 && t.span.size() == kHan && EndsNatural(k) &&
                       token(k - 1).kind == TokenKind::kWord &&
                       IsNominal(token(k - 1).word_class) && !EndsName(token(k - 1), str(k - 1));
    // 东风股份, 航空产业园, but not 企业集团.
    const bool firm =
        k == i - 1 &&
        IsAnyOf(str(i), "股份", "集团", "重工", "产业园", "工业园", "科技园", "物流园") &&
        t.kind == TokenKind::kWord && IsNominal(t.word_class) && i + 1 < size() &&
        token(i + 1).kind != TokenKind::kNumber && (t.parts & (kPartGenericName | kPartOrgan)) == 0;
    if (firm && HeadsClause(k)) return true;
    named = named || cut || sight || IsNamePiece(t, str(k)) || (!kind && IsSpelt(k));
    if (EndsName(t, str(k)) || (t.word_class == WordClass::kVerb && t.span.size() > kHan)) break;
    special |= (t.parts & kPartSpecialName) != 0;
  }
  return named && k < i - 1;
}

// Whether the name that ends with token `i` is one of several that a number counts, or stands for
// them: 老姆登村等21个贫困村, 以红砖服务队等为代表.
bool SentenceReader::IsExample(int i) const {
  int k = i + 1;
  if (k < size() && IsSign(k, "、")) {
    while (k < size() && str(k) != "等" && token(k).kind != TokenKind::kNumber &&
           (IsSign(k, "、") || !IsDelimiter(k))) {
      ++k;
    }
  }
  if (k >= size() || str(k) != "等") return false;
  for (int n = k + 1; n < size() && n < k + 5 && !IsDelimiter(n); ++n) {
    if (token(n).kind == TokenKind::kNumber || str(n) == "代表" || str(n) == "为代表") return true;
  }
  return false;
}

// What token `i` makes of the scope of what follows; nothing where it says nothing of it. Words of
// which MaySayPart() knows nothing are not asked for.
std::optional<bool> SentenceReader::PartSaid(int i) const {
  const Token& t = token(i);
  switch (t.kind) {
    case TokenKind::kPunctuation:
      // 茶厂初有职工94人；1985年职工1126人: later on, of the same.
      if (IsSign(i, "；") && i + 1 < size() && token(i + 1).kind == TokenKind::kTime &&
          str(i + 1).ends_with("年"))
        return std::nullopt;
      if (IsSign(i, "；") || IsSign(i, "…")) return false;
      // 赛力克·马哈提
      if (IsSign(i, "·") && i > 0 && i + 1 < size() && !EndsName(token(i - 1), str(i - 1)) &&
          !EndsName(token(i + 1), str(i + 1))) {
        return true;
      }
      return std::nullopt;
    case TokenKind::kPlace:
      return HeadsClause(i) && !IsOrigin(i + 1) && !IsTarget(i) ? std::optional(false)
                                                                : std::nullopt;
    case TokenKind::kNumber: {
      const Number& number = sentence_.numbers[t.index];
      if (!number.structural || !(number.value == Decimal(1)) || !SinglesOut(number.unit))
        return {};
      const bool subject =
          HeadsClause(i) ||
          (i > 0 && (token(i - 1).kind == TokenKind::kPlace || str(i - 1) == "的" ||
                     (parts(i - 1) & (kPartCommunity | kPartZone)) != 0));
      return subject ? std::optional(true) : std::nullopt;
    }
    case TokenKind::kWord:
      break;
    default:
      return std::nullopt;
  }
  const uint64_t p = t.parts;
  // 黄某等17人, 矿工李某: a person; but 某市.
  if (str(i) == "某" && i > 0 && token(i - 1).kind == TokenKind::kWord &&
      token(i - 1).span.size() == kHan && !EndsName(token(i - 1), str(i - 1)) &&
      (i + 1 == size() || token(i + 1).kind != TokenKind::kWord ||
       !IsNominal(token(i + 1).word_class) || str(i + 1) == "某"))
    return true;
  if (p & kPartLocal) return true;
  if (p & (kPartWhole | kPartOfficial)) {
    return IsCompared(i) ? std::nullopt : std::optional(false);
  }
  // A town that the lexicon knows by its name: 新安镇.
  if (t.word_class == WordClass::kPlace && t.span.size() >= 3 * kHan) {
    const std::string_view word = str(i);
    if (word.ends_with("镇") || word.ends_with("乡") || word.ends_with("村") ||
        word.ends_with("街道") || word.ends_with("社区")) {
      return !IsExample(i);
    }
  }
  // 太平湖接待2.9万人次, 齐|云山1.6万人次: a sight by its name.
  if ((t.word_class == WordClass::kPlace || t.word_class == WordClass::kUnknown) && p == 0 &&
      t.span.size() >= 2 * kHan && i + 1 < size() &&
      (token(i + 1).kind == TokenKind::kNumber || (parts(i + 1) & kPartQuantity) ||
       token(i + 1).word_class == WordClass::kVerb ||
       token(i + 1).word_class == WordClass::kVerbalNoun)) {
    const bool cut = t.span.size() == 2 * kHan;  // its first character is a word before it
    const bool named =
        !cut || (i > 0 && token(i - 1).kind == TokenKind::kWord &&
                 token(i - 1).span.size() == kHan && !EndsName(token(i - 1), str(i - 1)));
    if (EndsSight(i) && named && HeadsClause(cut ? i - 1 : i)) return true;
  }
  // 金鸡|岭海拔338米, 人民|公园1957年: a sight whose name is cut.
  if (i > 0 && i + 1 < size() && t.word_class == WordClass::kNoun &&
      (token(i + 1).kind == TokenKind::kTime || (parts(i + 1) & kPartLocated) ||
       str(i + 1) == "海拔" || str(i + 1) == "占地" || str(i + 1) == "始建") &&
      token(i - 1).kind == TokenKind::kWord && IsNominal(token(i - 1).word_class) &&
      !EndsName(token(i - 1), str(i - 1)) && EndsSight(i) && HeadsClause(i - 1)) {
    return true;
  }
  // 青|土|湖水域面积, 湟|水|河水质
  if (t.span.size() == kHan && t.word_class == WordClass::kNoun && EndsNatural(i) &&
      i + 1 < size() && token(i + 1).kind == TokenKind::kWord && IsSpelt(i) && !IsExample(i)) {
    return true;
  }
  // 蒙|山镇
  if (t.word_class == WordClass::kPlace && t.span.size() == 2 * kHan && i > 0 &&
      (str(i).ends_with("镇") || str(i).ends_with("乡")) && token(i - 1).kind == TokenKind::kWord &&
      token(i - 1).span.size() == kHan && !EndsName(token(i - 1), str(i - 1))) {
    return !IsExample(i);
  }
  // 红沙岗工业集聚区: a zone of the county.
  if (p & kPartZone) {
    const auto zone = ReadZone(ZoneBegin(0, i));
    if (zone && zone->part) return true;
  }
  // 区农业农村局, 市财政: an office of the district.
  if ((p & kPartLevel) && HeadsClause(i)) return false;
  // 淘宝镇17个、淘宝村151个: so many of them.
  if ((p & kPartCommunity) && i + 1 < size() && token(i + 1).kind == TokenKind::kNumber &&
      sentence_.numbers[token(i + 1).index].unit == "个" &&
      (i + 2 == size() || IsDelimiter(i + 2) || IsSign(i + 2, "、") || IsSign(i + 2, "（"))) {
    return std::nullopt;
  }
  // 桑园面积, 茶店数: things of a kind.
  if (t.span.size() == kHan && (p & (kPartOrgan | kPartCommunity)) && (p & kPartLocality) == 0 &&
      i + 1 < size() && (parts(i + 1) & (kPartQuantity | kPartAbstract))) {
    return std::nullopt;
  }
  // 中心进驻部门29个, 街道从机关抽调128名, 社区11名干部: the one that the paragraph is about.
  if (passage_.named_part_ && i + 1 < size() && StandsForOne(i) && HeadsClause(i) &&
      (IsPredicate(token(i + 1)) || (token(i + 1).kind == TokenKind::kNumber &&
                                     CountsPeople(sentence_.numbers[token(i + 1).index].unit))))
    return true;
  // 她管的地方不大: of the person that the paragraph has named.
  if (i == 0 && passage_.named_part_ && IsAnyOf(str(i), "他", "她", "他们", "她们")) return true;
  const bool organ = (p & kPartOrgan) != 0;
  if (organ || (p & kPartCommunity)) {
    // 企业川豆坊
    if (organ && (p & kPartGenericName) && t.span.size() > kHan && i + 2 < size()) {
      const Token& first = token(i + 1);
      if (!EndsName(first, str(i + 1)) && first.word_class != WordClass::kVerb &&
          first.parts == 0 && first.span.size() == kHan &&
          (IsNamePiece(first, str(i + 1)) || IsNamePiece(token(i + 2), str(i + 2)))) {
        return true;
      }
    }
    // （2）丈八一路小学：一年级10个班
    // 二中高考上线713人: a school by its number.
    if (organ && t.span.size() == 2 * kHan && ChineseDigit(t.first) > 0 && HeadsClause(i) &&
        i + 1 < size() && token(i + 1).span.size() > kHan)
      return true;
    const bool label = organ && i > 1 && i + 1 < size() && IsSign(i + 1, "：") &&
                       !EndsName(token(i - 1), str(i - 1));
    if (!label && !(organ && NamesOrgan(i)) && !((p & kPartCommunity) && NamesCommunity(i)))
      return {};
    return !IsExample(i);
  }
  if ((p & kPartTitle) && i + 1 < size()) {
    const Token& next = token(i + 1);
    if (next.kind == TokenKind::kPlace) return true;
    if (next.kind == TokenKind::kWord && next.parts == 0 && next.word_class != WordClass::kVerb &&
        IsNamePiece(next, str(i + 1))) {
      return true;
    }
    // 种植大户黄|志|强
    auto single = [&](int k) {
      return k < size() && token(k).kind == TokenKind::kWord && token(k).span.size() == kHan &&
             token(k).parts == 0 && token(k).word_class != WordClass::kVerb &&
             token(k).word_class != WordClass::kMeasure && !EndsName(token(k), str(k));
    };
    if (single(i + 1) && single(i + 2)) return true;
    // 书记罗|朝阳: a given name that is one of a place too.
    if (single(i + 1) && i + 2 < size() &&
        (token(i + 2).kind == TokenKind::kPlace || token(i + 2).word_class == WordClass::kPlace ||
         token(i + 2).word_class == WordClass::kPerson))
      return true;
  }
  return std::nullopt;
}

}  // namespace qushu
