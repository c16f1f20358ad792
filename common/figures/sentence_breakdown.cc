// What opens a list that divides a total, and which total that is.
#include "common/figures/sentence_reader.h"

namespace qushu {

// 其中, 确诊病例中，: what follows divides a total.
void SentenceReader::OpenBreakdown(int i) {
  Breakdown& current = breakdowns_.back();
  if (str(i) == "中" || IsSign(i, "：")) {
    if (str(i) == "中" && i + 1 < size() && !IsDelimiter(i + 1)) return;
    if (i == 0) return;
    // 其中：: said already.
    if (IsSign(i, "：") && (parts(i - 1) & kPartBreakdown)) return;
    // 记者：, 发布人：: who speaks.
    if (IsSign(i, "：") && (parts(i - 1) & kPartTitle)) return;
    // 604例确诊病例中，: the figure itself is the total.
    if (!figures_.empty()) {
      int k = i - 1;
      while (k >= 0 && (!IsDelimiter(k) || IsOpen(k) || IsClose(k)) &&
             token(k).kind != TokenKind::kNumber)
        --k;
      if (k >= 0 && token(k).kind == TokenKind::kNumber) {
        // 累计236例，分布在9个市：太原市198例: of what is counted in the list.
        const Head* total = CountsDivisions(heads_.back().measure) ? FindTotal(i) : nullptr;
        const bool here =
            total != nullptr && total->sentence == passage_.sentence_ && !total->measure.empty();
        current.head = here ? *total : heads_.back();
        current.active = true;
        return;
      }
    }
    if (IsSign(i, "：") && (breakdowns_.size() > 1 || i + 2 == size())) return;
    if (IsSign(i, "：")) {
      if (const int sorts = SortsBy(i); sorts >= 0) return OpenSorted(sorts, i);
    }
    // 各县确诊病例分布如下：
    int end = i;
    while (i + 1 == size() && end > 0 && token(end - 1).kind == TokenKind::kWord &&
           (str(end - 1) == "中" || str(end - 1) == "如下" ||
            (parts(end - 1) & (kPartLink | kPartTail))))
      --end;
    LeftPhrase phrase = ReadLeft(text_, sentence_, end, words_);
    if (phrase.noun.empty()) return;
    // 各乡镇累计收割情况如下：: what was done in each.
    if (i + 1 == size() && figures_.empty() && end > 1 &&
        IsAnyOf(str(end - 1), "情况", "进度", "进展") && (parts(end - 2) & kPartTransitive)) {
      passage_.header_total_.measure = str(end - 2);
      passage_.header_total_.sentence = passage_.sentence_;
      passage_.header_total_.span = token(end - 2).span;
      int said = -1;
      passage_.header_total_.aspect = OwnAspect(FigureKind::kCount, end - 2, i, said);
      passage_.header_fresh_ = true;
      return;
    }
    // 转运隔离情况：: a heading, nothing that is counted; 市民政局：: who speaks.
    if (i + 1 < size() && (phrase.noun.ends_with("情况") || phrase.noun.ends_with("局"))) return;
    Head head;
    head.measure = phrase.noun;
    head.sentence = passage_.sentence_;
    head.span =
        phrase.noun_end > phrase.noun_begin ? Tokens(phrase.noun_begin, phrase.noun_end) : Span{};
    int said = -1;
    int begin = i;
    while (begin > 0 && !IsDelimiter(begin - 1)) --begin;
    head.aspect = OwnAspect(FigureKind::kCount, begin, i, said);
    head.place = passage_.subject_;
    if (said < 0) {
      // The aspect that it had before.
      head.aspect = default_aspect_;
      auto shares = [&](const std::string& measure) {
        return measure == head.measure ||
               (measure.size() > head.measure.size()
                    ? measure.find(head.measure) != std::string::npos
                    : !measure.empty() && head.measure.find(measure) != std::string::npos);
      };
      bool found = false;
      for (const Head& before : heads_) {
        if (shares(before.measure)) {
          head.aspect = before.aspect;
          found = true;
        }
      }
      for (auto it = passage_.heads_.rbegin(); !found && it != passage_.heads_.rend(); ++it) {
        if (shares(it->measure)) {
          head.aspect = it->aspect;
          found = true;
        }
      }
    }
    current.head = head;
    current.active = true;
    // A heading tells its list what is counted only where that is patients.
    if (i + 1 == size() && figures_.empty() && verbs_.IsContact(head.measure)) {
      passage_.header_total_ = head;
      passage_.header_fresh_ = true;
    }
    return;
  }
  if (str(i) == "有" || str(i) == "即") return;
  // 葫芦岛市11例（含死亡1例）: of what stands before the bracket.
  if (current.active && breakdowns_.size() > 1 && i > 0 && IsOpen(i - 1)) return;
  if (const Head* total = FindTotal(i)) {
    current.head = *total;
    current.active = true;
  }
}

// 分市（州）：, 分站看：: the token at which such a heading, whose colon is token `colon`, begins;
// -1 if it is none. It says what the list is sorted by, not what it counts.
int SentenceReader::SortsBy(int colon) const {
  int begin = colon;
  while (begin > 0 && !IsSign(begin - 1, "，") && !IsSign(begin - 1, "；") &&
         !IsSign(begin - 1, "。") && !IsSign(begin - 1, "】") &&
         token(begin - 1).kind != TokenKind::kNumber)
    --begin;
  return begin + 1 < colon && str(begin).starts_with("分") && colon - begin < 8 &&
                 (str(begin) == "分" || (parts(begin) & kPartBreakdown))
             ? begin
             : -1;
}

// What a list counts that is sorted so: what the heading adds in brackets, 分乡镇（水稻收获）：,
// the figure that its items sum up to, or the title in front, 【水资源量】分市：.
void SentenceReader::OpenSorted(int begin, int colon) {
  Breakdown& current = breakdowns_.back();
  Head head;
  head.sentence = passage_.sentence_;
  head.place = passage_.subject_;
  const auto set = [&](int end) {
    const LeftPhrase phrase = ReadLeft(text_, sentence_, end, words_);
    if (phrase.noun.empty()) return false;
    int said = -1;
    head.measure = phrase.noun;
    head.span = Tokens(phrase.noun_begin, phrase.noun_end);
    head.aspect = OwnAspect(FigureKind::kCount, phrase.noun_begin, end, said);
    current = {std::move(head), true};
    return true;
  };
  // 分市（州）： adds nothing.
  if (IsClose(colon - 1) && !(parts(colon - 2) & (kPartDivision | kPartLevel)) && set(colon - 1))
    return;
  constexpr int kAnywhere = 1 << 20;  // sentences
  if (const Head* total = FindTotal(colon, kAnywhere)) {
    current = {*total, true};
    return;
  }
  if (begin > 0 && IsSign(begin - 1, "】")) set(begin - 1);
}

}  // namespace qushu
