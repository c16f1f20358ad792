// Reads the figures of one sentence for PassageReader.
#ifndef QUSHU_COMMON_FIGURES_SENTENCE_READER_H_
#define QUSHU_COMMON_FIGURES_SENTENCE_READER_H_

#include <optional>
#include <string_view>
#include <vector>

#include "common/base/utf8.h"
#include "common/figures/passage.h"

namespace qushu {

// Measure words under which people are counted, patients among them.
inline bool CountsPeople(std::string_view unit) {
  if (unit.size() != 3) return unit == "人次";
  return IsIn(CodePointAt(unit, 0), U"人名例位");
}

// Signs that stand inside a clause.
inline bool IsInnerSign(char16_t sign) { return IsIn(sign, U" “”‘’·《》"); }

// Of a list of figures those of one sentence, the last: they are large, and moved no more than
// once.
class OwnFigures {
 public:
  explicit OwnFigures(std::vector<Figure>& all) : all_(all), before_(all.size()) {}

  size_t size() const { return all_.size() - before_; }
  bool empty() const { return size() == 0; }
  const Figure& back() const { return all_.back(); }
  void push_back(Figure&& figure) { all_.push_back(std::move(figure)); }
  auto rbegin() const { return all_.crbegin(); }
  auto rend() const { return all_.crbegin() + static_cast<ptrdiff_t>(size()); }

 private:
  std::vector<Figure>& all_;
  size_t before_;
};

// Its parts stand in
// sentence_{aspect,breakdown,measure,names,noun,part,place,qualifier,scope,time,topic,total}.cc.
class SentenceReader {
 public:
  // Appends the figures to `figures`, which must outlive the reader.
  SentenceReader(PassageReader& passage, const TokenizedSentence& sentence,
                 std::vector<Figure>& figures)
      : passage_(passage),
        sentence_(sentence),
        text_(passage.text_),
        words_(passage.words_),
        verbs_(passage.words_.verbs()),
        figures_(figures) {}

  void Read();

  // What the figures that Read() appended leave to later sentences, one each.
  std::vector<Head>& heads() { return heads_; }

 private:
  // What a breakdown, or a bracket, divides: 其中, 确诊病例中, （…）.
  struct Breakdown {
    Head head;
    bool active = false;
  };

  struct PlaceRun {
    Place place;
    int begin = 0;      // its first token
    int end = 0;        // one past its last
    bool part = false;  // of a foreign country, or 省本级
  };

  int size() const { return static_cast<int>(sentence_.tokens.size()); }
  Span Tokens(int begin, int end) const {
    return {token(begin).span.begin, token(end - 1).span.end};
  }
  // Of words of this sentence; empty for others.
  Span SpanOf(std::string_view words) const;
  const Token& token(int i) const { return sentence_.tokens[i]; }
  std::string_view str(int i) const { return Slice(text_, token(i).span); }
  uint64_t parts(int i) const { return token(i).kind == TokenKind::kWord ? token(i).parts : 0; }
  bool IsSign(int i, Sign sign) const {
    return token(i).kind == TokenKind::kPunctuation && token(i).character == sign.character;
  }
  // Whether `i` ends a clause.
  bool IsDelimiter(int i) const {
    return token(i).kind == TokenKind::kPunctuation && !IsInnerSign(token(i).character);
  }
  bool IsOpen(int i) const { return IsSign(i, "（") || IsSign(i, "("); }
  bool IsClose(int i) const { return IsSign(i, "）") || IsSign(i, ")"); }

  // Time and aspect.
  void ReadTime(int i);
  void ReadDate(int i);
  bool IsUntil(int i) const;
  void Until(int i);
  void SetDay(const Date& day, int i);
  void SetDefault(Aspect aspect, int word) {
    default_aspect_ = aspect;
    default_words_ = token(word).span;
    carried_ = since_ = false;
  }
  // 以来 at token `i`, behind a date with its day or not.
  void Since(int i, bool day) {
    SetDefault(Aspect::kCumulative, i);
    since_ = !day;
  }
  Aspect OwnAspect(FigureKind kind, int begin, int number, int& said) const;
  bool GoesOn(const Figure& figure, int begin, const LeftPhrase& left, bool outcome) const;
  bool DoneToo(int begin, int number) const;
  Aspect DefaultAspect(const Figure& figure, const LeftPhrase& left, const RightPhrase& right);
  Aspect DecideAspect(const Figure& figure, int begin, int number, const LeftPhrase& left,
                      const RightPhrase& right, const Head* head);

  void ReadHeader(int i);

  int QualifierOfClause(FigureKind kind, int begin, int number) const;
  Qualifier DecideQualifier(const Number& number, int begin, int index, const LeftPhrase& left,
                            const RightPhrase& right);

  // Place and scope.
  bool IsCounty(const Place& place) const;
  bool IsOwnOffice(int i) const;
  std::optional<PlaceRun> ReadPlace(int i) const;
  bool IsOrigin(int end) const;
  bool IsTarget(int first) const;
  bool IsInName(int end, const Place& place, const Place& around) const;
  int FindSuperlative(int begin, int end) const;
  void ReadSubject(int begin, int end);
  bool IsDonor(const PlaceRun& run) const;
  std::optional<PlaceRun> ReadZone(int i) const;
  int ZoneBegin(int begin, int i) const;
  int FindPlace(const Figure& figure, int begin, int number) const;
  std::optional<PlaceRun> PlaceBehind(int i, const Place& place) const;
  void DecidePlace(Figure& figure, int begin, int number, const LeftPhrase& left,
                   const RightPhrase& right);
  bool HeadsClause(int i) const;
  // Whether the word ends as names of sights do: 太平湖.
  bool EndsSight(int i) const {
    return words_.MatchBefore(str(i), token(i).span.size(), kPartSight) > 0;
  }
  bool IsCompared(int i) const;
  bool StandsForOne(int i) const;
  bool NamesCommunity(int i) const;
  // The same of rivers too: 汾河.
  bool EndsNatural(int i) const {
    return (token(i).span.size() == 3 && verbs_.IsRiver(str(i))) || EndsSight(i);
  }
  bool IsSpelt(int i) const;
  bool NamesOrgan(int i) const;
  bool IsExample(int i) const;
  std::optional<bool> PartSaid(int i) const;
  void ReadPart(int end);
  void EndPart();
  void ReadSpeaker();
  void DecideScope(Figure& figure, int begin, int number);
  std::optional<PlaceRun> Residence(int number) const;
  int LivesWith(int number) const;
  void SetSubject(const Place& place, Span words);
  void ReadTopicOfBlock();
  void BeginTopics();
  void BeginSegment(uint32_t begin);
  bool GoesThroughDistricts() const;
  void EndTopics();

  // Measure.
  const Head* Inherit(const Figure& figure, bool person) const;
  const Head* FindTotal(int from, int reach = 2) const;
  int SortsBy(int colon) const;
  void OpenSorted(int begin, int colon);
  void ReadRespectively(int i);
  bool ReadListedNouns(int i, size_t count);
  const Head* Respective() const;
  const Head* SameValue(const Figure& figure) const;
  const Head* SentenceTotal(const Figure& figure) const;
  // Returns the noun that later figures may take: the measure without what is only said of it.
  std::string DecideMeasure(Figure& figure, const LeftPhrase& left, const RightPhrase& right,
                            const Head* head, bool& own);
  struct Choice {
    std::string measure;
    Rule rule = Rule::kNoMeasure;
    Span words;
  };
  bool DoneTo(const LeftPhrase& left) const;
  std::string OtherKind(const Figure& figure, std::string_view word) const;
  Choice OwnNoun(const Figure& figure, const LeftPhrase& left, const RightPhrase& right,
                 const Head* head) const;
  // Whether what is counted is divisions: 市（地）, 乡镇.
  bool CountsDivisions(std::string_view measure) const {
    return words_.Is(measure.substr(0, measure.find("（")), kPartDivision | kPartLevel);
  }
  void StripSubject(const LeftPhrase& left, Choice& choice) const;
  bool IsPrice(int number) const;
  std::string PricedBefore(int number) const;
  bool LiesWithin(int number) const;
  bool IsListed(uint32_t position) const;
  bool IsAmount(std::string_view noun) const;
  const Head* Possessor(std::string_view noun) const;
  std::string WithoutTail(std::string measure) const;
  void OpenBreakdown(int i);
  bool AcceptBare(const Number& number, int index, const LeftPhrase& left,
                  const RightPhrase& right) const;
  bool HasListUnit(const Number& number, int index) const;
  // Says why the field of the figure being read is as it is; what is said last holds.
  void Because(Field field, Rule rule, Span words = {}) {
    reasons_[static_cast<size_t>(field)] = {rule, words};
  }
  void DecidePredicate(Figure& figure, int index, const LeftPhrase& left, const RightPhrase& right);
  // Fills `figure`, which is new, with what the number at token `number` states, if it states any.
  bool ReadFigure(int begin, int number, Figure& figure);

  PassageReader& passage_;
  const TokenizedSentence& sentence_;
  std::string_view text_;
  const WordSets& words_;
  const VerbNouns& verbs_;

  Aspect default_aspect_ = Aspect::kNone;
  Span default_words_;       // that say so
  bool state_said_ = false;  // that of the figure before was said behind it: 1例仍在治疗
  bool said_ = false;        // the figure's measure is only what is said of it: 8万人受灾
  bool carried_ = false;     // default_aspect_ is from an earlier sentence
  bool since_ = false;       // default_aspect_ is from 以来
  int done_ = -1;  // 已 or 累计: what else the sentence says was done, was done by then
  std::optional<Date> as_of_;
  Reason as_of_reason_;
  Reasons reasons_;  // of the figure being read
  bool own_time_ = false;
  bool persons_ = false;  // single persons are described: whatever follows is about them
  int place_read_ = 0;    // tokens before this one said where the figure before them belongs
  int part_read_ = 0;     // tokens before this one have been read for what follows
  bool part_ = false;     // one town, firm or person is spoken of
  std::optional<bool> part_outside_;  // the same before the bracket that is open
  Span part_words_;                   // that say so
  // 分别: the numbers behind it, and what they belong to one by one.
  struct Listed {
    std::string noun;
    Span words;
  };
  struct Respectively {
    size_t first = 0;  // index of the first of them in figures_
    std::vector<Head> heads;
    std::vector<Listed> nouns;
    std::vector<Place> places;
  };
  Respectively respectively_;
  bool zones_ = false;   // there is a word for functional zones in the sentence
  bool places_ = false;  // anything in it can name a place
  // What the sentence was about before it, and what its part between semicolons is about.
  Place start_topic_, segment_topic_;
  Reason start_reason_, segment_reason_;
  size_t segment_figures_ = 0;       // read before that part
  size_t last_segment_figures_ = 0;  // read before the part in front of it
  uint32_t segment_begin_ = 0;       // of that part; 0 for the first
  bool topic_set_ = false;           // by this sentence
  bool several_topics_ = false;      // none of them around another
  std::optional<Place> located_;     // 在武汉经商的，: where the next figure belongs
  Span located_words_;
  OwnFigures figures_;
  std::vector<Head> heads_;  // one for each of figures_
  std::vector<Breakdown> breakdowns_ = {
      Breakdown{}};  // innermost last; the first is the sentence's
};

}  // namespace qushu

#endif  // QUSHU_COMMON_FIGURES_SENTENCE_READER_H_
