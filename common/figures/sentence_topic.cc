// What place a sentence is about, from one part of it to the next and to the next sentence.
#include <algorithm>
#include <vector>

#include "common/figures/sentence_reader.h"

namespace qushu {

// What heads a sentence, or a part of it between semicolons, holds until another place does; what
// is named behind a figure, only for that part.
void SentenceReader::SetSubject(const Place& place, Span words) {
  passage_.subject_ = place;
  passage_.subject_reason_ = {Rule::kPassageSubject, words};
  if (figures_.size() != segment_figures_) return;
  const Gazetteer& gazetteer = passage_.places_.gazetteer();
  if (topic_set_ && !(segment_topic_ == place) &&
      !gazetteer.IsWithin(place.division, segment_topic_.division) &&
      !gazetteer.IsWithin(segment_topic_.division, place.division)) {
    several_topics_ = true;
  }
  topic_set_ = true;
  segment_topic_ = place;
  segment_reason_ = passage_.subject_reason_;
}

void SentenceReader::BeginTopics() {
  zones_ = (sentence_.parts & kPartZone) != 0;
  for (int i = 0; i < size() && !zones_ && !sentence_.places.empty(); ++i) {
    zones_ = token(i).kind == TokenKind::kPlace && str(i).ends_with("新区");
  }
  // The parts of words that name a place: 全区, 开发区, 市财政局.
  constexpr uint64_t kOfPlace = kPartWhole | kPartZone | kPartLevel;
  places_ = !sentence_.places.empty() || (sentence_.parts & kOfPlace) != 0;
  start_topic_ = segment_topic_ = passage_.subject_;
  start_reason_ = segment_reason_ = passage_.subject_reason_;
}

void SentenceReader::BeginSegment(uint32_t begin) {
  passage_.subject_ = segment_topic_;
  passage_.subject_reason_ = segment_reason_;
  last_segment_figures_ = segment_figures_;
  segment_figures_ = figures_.size();
  segment_begin_ = begin;
}

// Whether the figures of the sentence belong to three districts or more, beside what it is about:
// it is a list of them.
bool SentenceReader::GoesThroughDistricts() const {
  constexpr size_t kMany = 3;
  const Gazetteer& gazetteer = passage_.places_.gazetteer();
  std::vector<DivisionId> seen;
  for (auto it = figures_.rbegin(); it != figures_.rend(); ++it) {
    const DivisionId division = it->place.division;
    const bool again = std::find(seen.begin(), seen.end(), division) != seen.end();
    if (again || division == start_topic_.division) continue;
    // 石家庄市19例，其中藁城区17例: goes on with the city.
    if (!(segment_topic_.division == division) &&
        gazetteer.IsWithin(division, segment_topic_.division))
      return false;
    seen.push_back(division);
    if (seen.size() == kMany) return true;
  }
  return false;
}

// A sentence that goes through several places leaves the next one none of them.
void SentenceReader::EndTopics() {
  const bool several = several_topics_ || GoesThroughDistricts();
  passage_.subject_ = several ? start_topic_ : segment_topic_;
  passage_.subject_reason_ = several ? start_reason_ : segment_reason_;
}

// Takes the subject of the passage from a clause without a number: the place that it begins with,
// or ends with behind 在.
void SentenceReader::ReadSubject(int begin, int end) {
  if (begin < place_read_) return;  // 1例，在朝阳市，: of that case only
  if (!places_) return;
  int i = begin;
  bool located = false;
  while (i < end) {
    const Token& t = token(i);
    if (t.kind == TokenKind::kPlace || (parts(i) & kPartWhole) || IsOwnOffice(i) || ReadZone(i))
      break;
    const std::string_view word = str(i);
    if (word == "在") located = true;
    const bool skip = t.kind == TokenKind::kTime || t.kind == TokenKind::kPunctuation ||
                      (t.kind == TokenKind::kWord && !(parts(i) & kPartLink) && word != "和" &&
                       word != "与" && word != "及" &&
                       (t.word_class == WordClass::kTime || t.word_class == WordClass::kAdverb ||
                        t.word_class == WordClass::kConjunction || word == "据" || word == "截至" ||
                        word == "截止" || word == "在" || word == "其中"));
    if (!skip && !located) break;
    ++i;
  }
  if (i < end && !located && token(i).kind != TokenKind::kPlace && !(parts(i) & kPartWhole) &&
      !IsOwnOffice(i) && !ReadZone(i)) {
    i = FindSuperlative(i, end);
  }
  if (i < 0 || i >= end) return;
  std::optional<PlaceRun> run = ReadPlace(i);
  if (!run || IsOrigin(run->end) || IsTarget(i)) return;
  if (located && run->end < end) {
    if (str(end - 1) == "的" || (end < size() && IsSign(end, "、"))) {
      located_ = run->place;
      located_words_ = Tokens(i, run->end);
    }
    // 在龙马潭区红星街道，: the scene of what follows.
    bool scene = end < size() && IsSign(end, "，") && figures_.size() == segment_figures_;
    for (int k = run->end; k < end && scene; ++k)
      scene = token(k).kind == TokenKind::kPlace ||
              (token(k).kind == TokenKind::kWord && (token(k).word_class == WordClass::kNoun ||
                                                     token(k).word_class == WordClass::kPlace));
    if (!scene) return;
  }
  // 鹤庆县位于云南省西北部，大理州北端: where it lies.
  bool lies =
      run->end < end && IsCounty(passage_.subject_) &&
      passage_.places_.gazetteer().IsWithin(passage_.subject_.division, run->place.division);
  for (int k = run->end; k < end && lies; ++k)
    lies = token(k).kind == TokenKind::kWord && token(k).word_class == WordClass::kLocative;
  if (lies) return;
  // 武汉封城后: a time, told by what happened.
  if (const std::string_view last = str(end - 1);
      run->end < end && (last == "后" || last == "时" || last == "前" || last == "之后" ||
                         last == "以后" || last == "期间")) {
    return;
  }
  if (IsDonor(*run)) return;
  SetSubject(run->place, Tokens(i, run->end));
}

// 花生是传统油料, 水稻为主粮: a paragraph about that.
void SentenceReader::ReadTopicOfBlock() {
  int end = 0;
  while (
      end < size() && end < 3 && token(end).kind == TokenKind::kWord &&
      (token(end).word_class == WordClass::kNoun || token(end).word_class == WordClass::kUnknown))
    ++end;
  if (end == 0 || end == size() || (str(end) != "是" && str(end) != "为" && str(end) != "系"))
    return;
  passage_.topic_ = std::string(Slice(text_, Tokens(0, end)));
}

}  // namespace qushu
