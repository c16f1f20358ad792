// What the times of a sentence say of the figures behind them: the day they are stated for, and the
// aspect where nothing else tells.
#include "common/figures/sentence_reader.h"

namespace qushu {
namespace {

// Days between the text's date and the one that a word names.
std::optional<int> DaysBack(std::string_view word) {
  for (std::string_view w :
       {"今晨", "今晚", "本日", "目前", "当前", "眼下", "现在", "如今", "迄今", "至今"})
    if (word == w) return 0;
  // 昨天, 昨天下午
  for (const auto& [w, days] :
       {std::pair{"今天", 0}, std::pair{"今日", 0}, std::pair{"昨天", 1}, std::pair{"昨日", 1},
        std::pair{"昨晚", 1}, std::pair{"昨夜", 1}, std::pair{"前天", 2}, std::pair{"前日", 2}})
    if (word.starts_with(w)) return days;
  return std::nullopt;
}

bool IsNow(std::string_view word) {
  return word == "目前" || word == "当前" || word == "眼下" || word == "现在" || word == "如今";
}

}  // namespace

void SentenceReader::SetDay(const Date& day, int i) {
  as_of_ = passage_.as_of_ = day;
  as_of_reason_ = {Rule::kStatedTime, token(i).span};
  passage_.as_of_words_ = token(i).span;
}

// 截至 and its like at token `i`: what follows is the state reached by then.
void SentenceReader::Until(int i) {
  SetDefault(Aspect::kCumulative, i);
  passage_.aspect_ = Aspect::kCumulative;
  passage_.aspect_words_ = default_words_;
  own_time_ = true;
}

bool SentenceReader::IsUntil(int i) const {
  if (i < 0) return false;
  const std::string_view word = str(i);
  return word == "截至" || word == "截止" || word == "截止到" || word == "截至到" ||
         ((word == "至" || word == "到") && (i == 0 || IsDelimiter(i - 1)));
}

// A date or a clock time.
void SentenceReader::ReadDate(int i) {
  const std::optional<Date> date = sentence_.times[token(i).index].Resolve(passage_.date_);
  if (IsUntil(i - 1)) {
    Until(i - 1);
    if (date) SetDay(*date, i);
    return;
  }
  // 自2月4日以来.
  for (int k = i + 1; k < size() && k <= i + 2; ++k) {
    if (str(k) == "以来" || str(k) == "起") {
      if (str(k) == "以来") Since(k, str(i).ends_with("日") || str(i).ends_with("号"));
      own_time_ = true;
      return;
    }
    if (IsDelimiter(k)) break;
  }
  const bool head = i == 0 || IsDelimiter(i - 1) || i <= 1;
  // 3月23日当天: what is counted was new then.
  const bool same_day = str(i).ends_with("当天") ||
                        (i + 1 < size() && (str(i + 1) == "当天" || str(i + 1) == "当日"));
  const bool governed = i > 0 && token(i - 1).kind == TokenKind::kWord &&
                        token(i - 1).word_class == WordClass::kPreposition;  // 于14日结束
  if (own_time_ && date && as_of_ != date && breakdowns_.size() == 1 && !governed &&
      default_aspect_ == Aspect::kCumulative && !IsUntil(i - 2)) {
    // 截至4月3日采样31万人；第二轮4月5日启动: another day, whatever was reached by the first.
    SetDefault(Aspect::kNone, i);
    SetDay(*date, i);
  } else if (head && !own_time_) {
    // Another day at the head of a clause: what 截至 said before is over.
    if (figures_.empty()) {
      SetDefault(Aspect::kNone, i);
      passage_.aspect_ = Aspect::kNone;
    }
    if (date) SetDay(*date, i);
    own_time_ = true;
  }
  if (head && same_day) SetDefault(Aspect::kNew, i);
}

void SentenceReader::ReadTime(int i) {
  if (token(i).kind == TokenKind::kTime) return ReadDate(i);
  const std::string_view word = str(i);
  if (word == "以来") {
    // Behind a date it was read with that.
    if (i == 0 || token(i - 1).kind != TokenKind::kTime) Since(i, false);
    return;
  }
  const bool until = IsUntil(i - 1) || word == "迄今" || word == "至今";
  const std::optional<int> back = DaysBack(word);
  if (back) {
    if (passage_.date_) as_of_ = FromDayNumber(ToDayNumber(*passage_.date_) - *back);
    as_of_reason_ = {Rule::kRelativeDay, token(i).span};
    if (until) return Until(i == 0 ? i : i - 1);
  }
  // 目前，; 全县目前.
  int subject = i;
  while (subject > 0 && i - subject < 4 &&
         (token(subject - 1).kind == TokenKind::kPlace || (parts(subject - 1) & kPartWhole)))
    --subject;
  const bool head = subject == 0 || IsDelimiter(subject - 1) || until;
  if (IsNow(word)) {
    if (head) SetDefault(Aspect::kCurrent, i);
  } else if (head && (parts(i) & kPartNew) && token(i).word_class == WordClass::kTime) {
    SetDefault(Aspect::kNew, i);
  }
}

}  // namespace qushu
