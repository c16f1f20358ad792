// How much of its place a figure describes: all of it, or one town, firm or person in it.
//
// A sentence is read once, from left to right. A name of a part (毛坝镇, 凤栖食品公司, 村民李长庚)
// makes what follows part, until the whole is spoken of again (全区, 保康县, a semicolon).
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

// What ends the name of a sight.
bool IsSight(std::string_view word) {
  for (std::string_view sight : {"山", "湖", "寺", "塔", "岛", "洞", "峡", "泉", "石窟", "瀑布",
                                 "岭", "峰", "洞天", "溶洞", "公园"})
    if (word.ends_with(sight)) return true;
  return false;
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

// Whether PartSaid() can find anything at a token; at most it cannot.
bool MaySayPart(const Token& t) {
  constexpr uint64_t kParts = kPartLocal | kPartWhole | kPartOfficial | kPartZone | kPartLevel |
                              kPartOrgan | kPartCommunity | kPartTitle;
  switch (t.kind) {
    case TokenKind::kWord:
      return (t.parts & kParts) != 0 || t.word_class == WordClass::kPlace ||
             t.word_class == WordClass::kUnknown ||
             (t.word_class == WordClass::kNoun && IsIn(t.first, U"山湖寺塔岛洞峡泉岭峰溶公瀑"));
    case TokenKind::kPunctuation:
      return IsIn(t.character, U"；…·");
    default:
      return t.kind == TokenKind::kPlace || t.kind == TokenKind::kNumber;
  }
}

}  // namespace

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
      return named || special || (stem && (!kind || more) && !IsOrigin(k + 1));
    }
    if (t.kind == TokenKind::kOther) {
      special = true;  // 第八十五中学
      continue;
    }
    if (t.kind == TokenKind::kWord && (str(k) == "某" || str(k) == "某某")) return true;
    if ((parts(k) & kPartLevel) && (special || !kind) && HeadsClause(k)) return true;
    // 飞|雄 机场
    const bool cut = t.word_class == WordClass::kNoun && t.span.size() == kHan && k > 0 &&
                     token(k - 1).word_class == WordClass::kNoun &&
                     token(k - 1).span.size() == kHan && token(k - 1).kind == TokenKind::kWord;
    named |= cut || IsNamePiece(t, str(k));
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
      if (IsSign(i, "；") || IsSign(i, "…")) return false;
      // 赛力克·马哈提
      if (IsSign(i, "·") && i > 0 && i + 1 < size() && IsNamePiece(token(i - 1), str(i - 1)) &&
          IsNamePiece(token(i + 1), str(i + 1))) {
        return true;
      }
      return std::nullopt;
    case TokenKind::kPlace:
      return HeadsClause(i) && !IsOrigin(i + 1) ? std::optional(false) : std::nullopt;
    case TokenKind::kNumber: {
      const Number& number = sentence_.numbers[t.index];
      if (!number.structural || !(number.value == Decimal(1)) || !SinglesOut(number.unit))
        return {};
      const bool subject =
          HeadsClause(i) || (i > 0 && (token(i - 1).kind == TokenKind::kPlace ||
                                       str(i - 1) == "的" || (parts(i - 1) & kPartCommunity)));
      return subject ? std::optional(true) : std::nullopt;
    }
    case TokenKind::kWord:
      break;
    default:
      return std::nullopt;
  }
  const uint64_t p = t.parts;
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
    const std::string_view word = str(i);
    if (IsSight(word) && named && HeadsClause(cut ? i - 1 : i)) return true;
  }
  // 金鸡|岭海拔338米, 人民|公园1957年: a sight whose name is cut.
  if (i > 0 && i + 1 < size() && t.word_class == WordClass::kNoun &&
      (token(i + 1).kind == TokenKind::kTime || (parts(i + 1) & kPartLocated) ||
       str(i + 1) == "海拔" || str(i + 1) == "占地" || str(i + 1) == "始建") &&
      token(i - 1).kind == TokenKind::kWord && IsNominal(token(i - 1).word_class) &&
      !EndsName(token(i - 1), str(i - 1)) && IsSight(str(i)) && HeadsClause(i - 1)) {
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
  // 桑园面积, 茶店数: things of a kind.
  if (t.span.size() == kHan && (p & (kPartOrgan | kPartCommunity)) && (p & kPartLocality) == 0 &&
      i + 1 < size() && (parts(i + 1) & (kPartQuantity | kPartAbstract))) {
    return std::nullopt;
  }
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

void SentenceReader::ReadPart(int end) {
  for (; part_read_ < end; ++part_read_) {
    if (!MaySayPart(token(part_read_))) continue;
    if (const std::optional<bool> part = PartSaid(part_read_)) {
      part_ = *part || (passage_.institution_ && IsSign(part_read_, "；"));
      part_words_ = token(part_read_).span;
    }
  }
}

// A paragraph that begins with a town or firm goes on with it, until something else is
// named.
void SentenceReader::EndPart() {
  // 一、市图书馆: a heading that names an institution and nothing else.
  if (passage_.heading_) {
    const int last = size() - 1;
    const bool named = last > 0 && (parts(last) & kPartOrgan) != 0 && PartSaid(last) == true;
    passage_.institution_ = passage_.text_institution_ || named;
  }
  if (passage_.block_begins_) {
    bool clause = false;
    for (int i = 0; i < size() && !clause && token(i).kind != TokenKind::kNumber; ++i) {
      clause = IsDelimiter(i);
      const bool stays = (parts(i) & (kPartOrgan | kPartCommunity | kPartLocal)) != 0 ||
                         (token(i).kind == TokenKind::kWord && IsSight(str(i)));
      passage_.part_ |= stays && PartSaid(i) == true;
    }
    passage_.block_begins_ = false;
  }
  ReadPart(size());
  passage_.part_ &= part_;
}

// “去年投了460万元，值！”花坪镇党委书记说: a sentence in quotation marks is about the one who says
// it, unless it speaks of the district.
void SentenceReader::ReadSpeaker() {
  if (size() == 0) return;
  // 本报讯（记者某某）“…”
  int open = 0;
  if (str(0).starts_with("本报")) {
    while (open < size() && !IsClose(open) && !IsSign(open, "“")) ++open;
    while (open < size() && (IsClose(open) || IsSign(open, " "))) ++open;
  }
  if (open == size() || !IsSign(open, "“")) return;
  int close = open + 1;
  while (close < size() && !IsSign(close, "”")) ++close;
  if (close == size() || close + 1 == size()) {
    part_ = true;
    return;
  }
  const std::string_view last = str(close - 1);
  if (last != "。" && last != "！" && last != "？" && last != "，") return;
  for (int i = close + 1; i < size() && token(i).kind != TokenKind::kNumber; ++i) {
    if (IsDelimiter(i) && !HeadsClause(i)) break;  // 昨天，村民李长庚
    if (PartSaid(i) == true || str(i) == "他" || str(i) == "她") {
      part_ = true;
      part_words_ = token(i).span;
      return;
    }
  }
}

void SentenceReader::DecideScope(Figure& figure, int begin, int number) {
  ReadPart(number);
  if (figure.scope == Scope::kPart) return;
  if (figure.kind == FigureKind::kAge && !(passage_.institution_ && part_)) {
    // 60岁以上老年人 are a group.
    if (figure.qualifier != Qualifier::kExact && figure.qualifier != Qualifier::kOver) return;
    for (int i = begin; i < number; ++i) {
      if (str(i).starts_with("平均") || str(i) == "最大" || str(i) == "最小" || str(i) == "最长" ||
          str(i) == "最年长" || str(i) == "最年轻" || str(i) == "最" || str(i) == "中位数")
        return;
    }
    figure.scope = Scope::kPart;
    Because(Field::kScope, Rule::kOnePerson, figure.span);
    persons_ = true;
    return;
  }
  if (persons_ || (figure.kind == FigureKind::kTemperature && passage_.person_.known())) {
    figure.scope = Scope::kPart;
    Because(Field::kScope, Rule::kOnePerson);
    return;
  }
  // 30余人的工作队 is one team; 每户 is one household.
  bool single = number + 1 < size() && str(number + 1) == "的" && CountsPeople(figure.unit) &&
                words_.MatchBefore(figure.measure, figure.measure.size(), kPartOrgan) > 0;
  if (figure.kind == FigureKind::kCount) {
    for (int i = begin; i < number; ++i) {
      // 每个乡镇至少1所 is said of all of them.
      single |= (parts(i) & kPartEach) != 0 && (i == 0 || str(i - 1) != "平均") &&
                str(i + 1) != "平均" && (parts(i + 1) & kPartDivision) == 0;
    }
  }
  if (single) {
    figure.scope = Scope::kPart;
    Because(Field::kScope, Rule::kOneOfThem, figure.span);
  } else if (part_) {
    figure.scope = Scope::kPart;
    Because(Field::kScope, Rule::kNamedPart, part_words_);
  }
}

}  // namespace qushu
