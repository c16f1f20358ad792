// What a figure takes from the figures before it: totals, lists before 分别, the last noun said.
#include <algorithm>

#include "common/base/utf8.h"
#include "common/figures/numeral_chars.h"
#include "common/figures/sentence_reader.h"

namespace qushu {

// The figure that what follows token `from` breaks down: the one whose value is the sum, no more
// than `reach` sentences before, or else the nearest before in this sentence, or the first of the
// sentence before.
const Head* SentenceReader::FindTotal(int from, int reach) const {
  std::optional<Decimal> sum = Decimal(0);
  std::optional<Decimal> all = Decimal(0);  // to the end of the sentence, over semicolons
  std::string unit;
  bool any = false;
  bool first_part = true;
  int depth = 0;
  // No further than the last number: a sentence can have as many 含 as it has words.
  const int end =
      sentence_.numbers.empty() ? 0 : sentence_.TokenAt(sentence_.numbers.back().span.begin) + 1;
  for (int i = from + 1; i < end; ++i) {
    first_part &= !IsSign(i, "；");
    depth += IsOpen(i) - IsClose(i);
    if (token(i).kind != TokenKind::kNumber || depth > 0) continue;
    // 亿元以上20个: a class of what is counted.
    if (i + 2 < size() && (parts(i + 1) & (kPartAfterAtLeast | kPartAfterAtMost)) &&
        token(i + 2).kind == TokenKind::kNumber)
      continue;
    const Number& number = sentence_.numbers[token(i).index];
    if (unit.empty()) unit = std::string(number.unit);
    if (number.unit != unit) continue;
    if (sum && first_part) sum = sum->Plus(number.value);
    if (all) all = all->Plus(number.value);
    any = true;
  }
  // 接种98.5万剂次，其中完成全程接种44.1万人
  auto people = [](std::string_view u) { return CountsPeople(u) || u == "剂次" || u == "人份"; };
  auto same_unit = [&](const Head& head) {
    return !any || head.unit == unit || (people(head.unit) && people(unit));
  };
  auto is_sum = [&](const Head& head) {
    return any && same_unit(head) && ((sum && head.value == *sum) || (all && head.value == *all));
  };
  for (auto it = heads_.rbegin(); it != heads_.rend(); ++it) {
    if (is_sum(*it)) return &*it;
  }
  // 其中 within a sentence divides what was just said.
  for (auto it = heads_.rbegin(); it != heads_.rend(); ++it) {
    if (same_unit(*it)) return &*it;
  }
  const Head* first = nullptr;
  for (auto it = passage_.heads_.rbegin(); it != passage_.heads_.rend(); ++it) {
    if (it->sentence + reach < passage_.sentence_) break;
    if (is_sum(*it)) return &*it;
    if (it->sentence + 1 == passage_.sentence_ && same_unit(*it)) first = &*it;
  }
  return first != nullptr || heads_.empty() ? first : &heads_.back();
}

// 接待游客1200万人次，收入85亿元，分别增长15.2%和18.6%; 鼓楼区、台江区分别新增3例、2例.
void SentenceReader::ReadRespectively(int i) {
  respectively_ = {};
  respectively_.first = figures_.size();
  size_t count = 0;
  for (int k = i + 1; k < size(); ++k) {
    if (token(k).kind == TokenKind::kNumber) {
      ++count;
      continue;
    }
    if (count > 0 && IsDelimiter(k) && !IsSign(k, "、") && !IsSign(k, "，")) break;
    if (count > 0 && IsSign(k, "，") &&
        !(k + 1 < size() && token(k + 1).kind == TokenKind::kNumber))
      break;
  }
  if (count < 2) return;
  for (int k = i - 1; k >= 0 && token(k).kind != TokenKind::kNumber; --k) {
    if (parts(k) & kPartZone) k = ZoneBegin(0, k);
    if (token(k).kind != TokenKind::kPlace && !ReadZone(k)) continue;
    if (auto run = ReadPlace(k); run && !IsOrigin(run->end))
      respectively_.places.insert(respectively_.places.begin(), run->place);
  }
  if (respectively_.places.size() > count) {
    respectively_.places.erase(respectively_.places.begin(), respectively_.places.end() - count);
  }
  if (respectively_.places.size() != count) respectively_.places.clear();
  if (ReadListedNouns(i, count)) return;
  // 旅游收入居前三位的是黟县、屯溪区，依次为5.9亿元、5.4亿元: what they were ranked by.
  if (!respectively_.places.empty()) {
    for (int k = i - 1; k > 0 && token(k).kind != TokenKind::kNumber; --k) {
      if (IsSign(k, "；") || IsSign(k, "。")) break;
      if (!str(k).starts_with("居") && str(k) != "排名" && str(k) != "位居") continue;
      const LeftPhrase by = ReadLeft(text_, sentence_, k, words_);
      if (by.noun.empty()) break;
      respectively_.nouns.assign(count, {by.noun, Tokens(by.noun_begin, by.noun_end)});
      return;
    }
  }
  // 收入分别为3万元、1万元: the noun is said right here.
  const bool named = i > 0 && token(i - 1).kind == TokenKind::kWord &&
                     (token(i - 1).word_class == WordClass::kNoun ||
                      token(i - 1).word_class == WordClass::kVerbalNoun);
  if (!named && heads_.size() >= count)
    respectively_.heads.assign(heads_.end() - count, heads_.end());
}

// 教育、卫生健康支出分别为13.6亿元、7.9亿元: one noun for each of the `count` numbers behind token
// `i`, which share the last word.
bool SentenceReader::ReadListedNouns(int i, size_t count) {
  int end = i;
  while (end > 0 && token(end - 1).kind == TokenKind::kWord &&
         (token(end - 1).word_class == WordClass::kAdverb || (parts(end - 1) & kPartChange)))
    --end;
  // 涨幅居前的芹菜、菠菜、黄瓜，分别涨18%、15%、11%.
  if (end > 3 && IsSign(end - 1, "，") && IsSign(end - 3, "、")) --end;
  // 二、三产业分别为: the second and the third.
  if (end > 0 && token(end - 1).kind == TokenKind::kOther && str(end - 1).ends_with("产业")) {
    std::string_view rest = str(end - 1);
    while (ChineseDigit(CodePointAt(rest, 0)) > 0) {
      respectively_.nouns.push_back(
          {"第" + std::string(rest.substr(0, 3)) + "产业", token(end - 1).span});
      rest.remove_prefix(rest.substr(3).starts_with("、") ? 6 : 3);
    }
    if (respectively_.nouns.size() == count) return true;
    respectively_.nouns.clear();
  }
  // 完工量、订单量两项指标, 甲、乙等三类: how many they are, behind the last of them.
  for (int k = end - 1; k > 0 && k + 5 > end && !IsDelimiter(k); --k) {
    const bool counts = token(k).kind == TokenKind::kNumber || token(k).kind == TokenKind::kOther ||
                        ChineseDigit(CodePointAt(text_, token(k).span.begin)) > 1;
    if (!counts || IsSign(k - 1, "、")) continue;
    end = str(k - 1) == "等" ? k - 1 : k;
    break;
  }
  std::vector<int> commas;  // ends of items before 、
  std::vector<int> all;     // and before 和
  int begin = end;
  while (begin > 0 && token(begin - 1).kind != TokenKind::kNumber &&
         (IsSign(begin - 1, "、") || !IsDelimiter(begin - 1))) {
    --begin;
    if (IsSign(begin, "、")) commas.push_back(begin);
    if (IsSign(begin, "、") || str(begin) == "和" || str(begin) == "与" || str(begin) == "及")
      all.push_back(begin);
  }
  const bool by_comma = all.size() + 1 != count;
  const bool one_in_spite = by_comma && all.size() != commas.size();
  std::vector<int>& ends = by_comma ? commas : all;
  if (ends.size() + 1 != count) return false;
  std::reverse(ends.begin(), ends.end());
  ends.push_back(end);
  const LeftPhrase last = ReadLeft(text_, sentence_, end, words_);
  if (last.noun.empty()) return false;
  // 泥汊镇、姚沟镇分别转移群众2190人和1875人: who did it; so does 甲街道、乙街道居民分别捐款.
  if (parts(ends[0] - 1) & kPartCommunity) {
    for (int k = ends[count - 2]; k < end; ++k)
      if (parts(k) & kPartCommunity) return true;
  }
  // 葵花籽种植面积: what the others have in common with the last.
  int tail = end - 1;
  const int first = ends[count - 2] + 1;
  constexpr uint64_t kSharedNoun = kPartQuantity | kPartAbstract | kPartDependent;
  if (!one_in_spite) {
    while (tail > first + 1 && token(tail - 1).word_class == WordClass::kVerbalNoun) --tail;
  }
  if ((parts(first) & kPartGenericName) && count == 2) tail = first + 1;
  for (size_t k = 0; k < count; ++k) {
    const LeftPhrase phrase = ReadLeft(text_, sentence_, ends[k], words_);
    Listed listed{phrase.noun, Tokens(std::max(phrase.noun_begin, 0), ends[k])};
    if (listed.noun.empty()) return false;
    const bool whole = (parts(ends[k] - 1) & kSharedNoun) != 0;
    if (k + 1 < count && !whole && (parts(end - 1) & kSharedNoun))
      listed.noun += Slice(text_, Tokens(tail, end));
    // 社会保障和就业支出: one item in spite of 和.
    if (k + 1 == count && one_in_spite) listed.noun = std::string(Slice(text_, Tokens(first, end)));
    respectively_.nouns.push_back(std::move(listed));
  }
  return true;
}

const Head* SentenceReader::Respective() const {
  const size_t index = figures_.size() - respectively_.first;
  return index < respectively_.heads.size() ? &respectively_.heads[index] : nullptr;
}

// The figure of an earlier sentence that numbers of this one with that unit add up to, the first of
// them or all.
const Head* SentenceReader::SentenceTotal(const Figure& figure) const {
  constexpr size_t kMany = 64;  // districts of a city; more are no list, but a table
  if (sentence_.numbers.size() > kMany) return nullptr;
  std::optional<Decimal> sum = Decimal(0);
  int count = 0;
  bool within = false;
  for (const Number& number : sentence_.numbers) {
    if (number.unit != figure.unit) continue;
    within |= number.span == figure.span;
    sum = sum->Plus(number.value);
    if (!sum) return nullptr;
    if (++count < 2 || !within) continue;
    for (auto it = passage_.heads_.rbegin(); it != passage_.heads_.rend(); ++it) {
      if (it->sentence + 3 < passage_.sentence_) break;
      if (it->value == *sum && CountsPeople(it->unit)) return &*it;
    }
  }
  return nullptr;
}

// The earlier figure that a number without a noun of its own takes it from.
const Head* SentenceReader::Inherit(const Figure& figure, bool person) const {
  const Breakdown& breakdown = breakdowns_.back();
  if (const Head* respective = Respective();
      respective != nullptr && (respective->unit == figure.unit ||
                                figure.kind == FigureKind::kPercent || figure.unit == "倍"))
    return respective;
  // A share, a multiple or a change is that of what was said last.
  const bool compares = figure.kind == FigureKind::kPercent || figure.unit == "倍" ||
                        figure.unit == "番" ||
                        (figure.kind == FigureKind::kOther && figure.unit.empty()) ||
                        figure.unit.find("百分点") != std::string::npos;
  // 最大的88岁，60岁以上的占七成: not of an age.
  // 6个市（州）降水偏多，其中铜仁市偏多12.7%: nor of the number of divisions, if it is a change.
  const int before = sentence_.TokenAt(figure.span.begin) - 1;
  const bool change = before >= 0 && (parts(before) & kPartChange) != 0;
  if (compares) {
    const auto of = std::find_if(heads_.rbegin(), heads_.rend(), [&](const Head& head) {
      return head.measure != "年龄" && !(change && CountsDivisions(head.measure));
    });
    if (of != heads_.rend() && !of->measure.empty()) return &*of;
  }
  // 水库59座，其中小型4座；险情6处，苍梧县4处: the breakdown is over when another unit is counted.
  const bool over = !breakdown.head.unit.empty() && breakdown.head.unit != figure.unit &&
                    !heads_.empty() && heads_.back().unit == figure.unit &&
                    !CountsPeople(figure.unit) && !heads_.back().measure.empty();
  if (over) return &heads_.back();
  const bool divisions = compares && change && CountsDivisions(breakdown.head.measure);
  if (breakdown.active && !breakdown.head.measure.empty() && !divisions) return &breakdown.head;
  if (person) {
    if (const Head* total = SentenceTotal(figure)) return total;
  }
  auto fits = [&](const Head& head) {
    if (head.measure.empty() || (change && compares && CountsDivisions(head.measure))) return false;
    if (head.unit == figure.unit || figure.unit.empty()) return true;
    if (person && CountsPeople(head.unit) && CountsPeople(figure.unit)) return true;
    return compares;
  };
  // 总产1.2亿斤，单产118斤；1985年增至5.1亿斤: what the part before began with, in another year.
  if (segment_begin_ > 0 && figures_.size() == segment_figures_) {
    const int first = sentence_.TokenAt(segment_begin_);
    const bool year = first < size() && token(first).kind == TokenKind::kTime;
    for (size_t i = last_segment_figures_; year && i < segment_figures_; ++i)
      if (heads_[i].unit == figure.unit && fits(heads_[i])) return &heads_[i];
  }
  for (auto it = heads_.rbegin(); it != heads_.rend(); ++it) {
    // 长沙市9例（外地来长3例）；岳阳市4例: what a bracket counts ends with it.
    if (it->depth > breakdowns_.size() && fits(*it)) continue;
    if (fits(*it)) return &*it;
    // 有医护人员312名，平均每站11人: of the same people.
    if (CountsPeople(it->unit) && CountsPeople(figure.unit) && it->sentence == passage_.sentence_ &&
        words_.MatchBefore(it->measure, it->measure.size(), kPartPerson) > 0)
      return &*it;
  }
  // 屯溪区71.6万人次、黄山区58.3万人次…: of the total said before, whatever was said since.
  if (!person) {
    if (const Head* total = SentenceTotal(figure)) return total;
  }
  const Head* item = nullptr;
  for (auto it = passage_.heads_.rbegin(); it != passage_.heads_.rend(); ++it) {
    if (it->sentence + 2 < passage_.sentence_) break;
    if (!fits(*it)) continue;
    // 人口31.8万人，其中男16.6万人。1953年32.4万人: of all again, not of a part.
    if (!it->item) return &*it;
    if (item == nullptr) item = &*it;
  }
  return item;
}

// What a dependent noun is of: 比重, 起数.
const Head* SentenceReader::Possessor(std::string_view noun) const {
  const bool counts = noun.ends_with("数");  // 起数 of what is counted with 起
  for (auto it = heads_.rbegin(); it != heads_.rend(); ++it) {
    // 通车的自然村1127个，占比91.5%: their share.
    const bool share = it == heads_.rbegin() && (noun == "占比" || noun == "比例");
    if (words_.Is(it->measure, share ? kPartDependent : kPartDependent | kPartDivision)) continue;
    if (counts && (it->unit.empty() || !noun.starts_with(it->unit))) continue;
    return it->measure.empty() || it->measure.size() > 36 || it->measure.ends_with(noun) ? nullptr
                                                                                         : &*it;
  }
  return nullptr;
}

}  // namespace qushu
