// How much of its place a figure describes: all of it, or one town, firm or person in it.
//
// A sentence is read once, from left to right. A name of a part (毛坝镇, 凤栖食品公司, 村民李长庚)
// makes what follows part, until the whole is spoken of again (全区, 保康县, a semicolon).
#include "common/figures/sentence_reader.h"

namespace qushu {
namespace {

// Whether PartSaid() can find anything at a token, one of the names of sights and rivers aside; at
// most it cannot.
bool MaySayPart(const Token& t) {
  constexpr uint64_t kParts = kPartLocal | kPartWhole | kPartOfficial | kPartZone | kPartLevel |
                              kPartOrgan | kPartCommunity | kPartTitle;
  switch (t.kind) {
    case TokenKind::kWord:
      return (t.parts & kParts) != 0 || t.word_class == WordClass::kPlace ||
             t.word_class == WordClass::kUnknown || t.first == u'中' || t.first == u'某' ||
             t.first == u'他' || t.first == u'她';
    case TokenKind::kPunctuation:
      return IsIn(t.character, U"；…·");
    default:
      return t.kind == TokenKind::kPlace || t.kind == TokenKind::kNumber;
  }
}

}  // namespace

void SentenceReader::ReadPart(int end) {
  for (; part_read_ < end; ++part_read_) {
    const Token& t = token(part_read_);
    // 社会捐赠583万元（其中商会100万元）、口罩9.8万只: of the bracket only.
    if (IsOpen(part_read_)) part_outside_ = part_;
    if (IsClose(part_read_) && part_outside_) {
      part_ = *part_outside_;
      part_outside_.reset();
    }
    if (!MaySayPart(t) && !(t.word_class == WordClass::kNoun && EndsNatural(part_read_))) continue;
    if (const std::optional<bool> part = PartSaid(part_read_)) {
      part_ = *part || (passage_.institution_ && IsSign(part_read_, "；"));
      part_words_ = token(part_read_).span;
      // 学生赵一诺11岁，拿出压岁钱1.2万元；区慈善总会收到860万元: of the district again.
      if (!part_ && t.kind == TokenKind::kWord && HeadsClause(part_read_)) persons_ = false;
    }
    // Of 行政服务中心 the name is no part's by itself, but 中心 is spoken of from then on.
    passage_.named_part_ |= part_ || ((parts(part_read_) & kPartSpecialName) && part_read_ > 1 &&
                                      token(part_read_ - 1).word_class != WordClass::kUnknown);
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
    // ☆ 分地区累计接种剂次: what the list below it is about.
    if (figures_.empty() && passage_.header_ == Aspect::kNone) {
      ReadHeader(size());
      passage_.header_fresh_ = passage_.header_alone_ = passage_.header_ != Aspect::kNone;
    }
  }
  if (passage_.block_begins_) {
    bool clause = false;
    for (int i = 0; i < size() && !clause && token(i).kind != TokenKind::kNumber; ++i) {
      clause = IsDelimiter(i);
      const bool stays = (parts(i) & (kPartOrgan | kPartCommunity | kPartLocal)) != 0 ||
                         (token(i).kind == TokenKind::kWord && EndsSight(i));
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
    // 企业负责人说: of the firm that was spoken of.
    const bool one = (parts(i) & kPartOrgan) && i + 1 < size() && (parts(i + 1) & kPartTitle);
    if (one || PartSaid(i) == true || str(i) == "他" || str(i) == "她") {
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
    bool group = figure.qualifier != Qualifier::kExact && figure.qualifier != Qualifier::kOver;
    for (int i = begin; i < number && !group; ++i)
      group = str(i).starts_with("平均") || str(i).starts_with("最") || str(i) == "中位数" ||
              str(i).ends_with("寿命");
    // 县医院派出31名医护人员，最大的54岁: of those of one institution.
    if (group && !part_) return;
    figure.scope = Scope::kPart;
    if (group) return Because(Field::kScope, Rule::kNamedPart, part_words_);
    Because(Field::kScope, Rule::kOnePerson, figure.span);
    persons_ = true;
    return;
  }
  // 县医院投用，每千人口床位4.6张: of all that live there.
  for (int i = begin; i < number; ++i)
    if (str(i).starts_with("每千") || str(i).starts_with("每万")) return;
  // 82岁的李奶奶等旅客956人次: of all of them.
  for (int i = begin; i < number && persons_; ++i) {
    if (str(i) == "等" && i + 1 < number && token(i + 1).kind == TokenKind::kWord &&
        token(i + 1).word_class != WordClass::kVerb)
      persons_ = part_ = false;
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
                str(i + 1) != "平均" && (parts(i + 1) & kPartDivision) == 0 &&
                (i + 2 == size() || (parts(i + 2) & kPartDivision) == 0);  // 每个苏木乡镇
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
