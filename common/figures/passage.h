// Reads the figures of a passage sentence by sentence: what one sentence leaves out, an earlier one
// supplies.
#ifndef QUSHU_COMMON_FIGURES_PASSAGE_H_
#define QUSHU_COMMON_FIGURES_PASSAGE_H_

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/figures/figure.h"
#include "common/figures/phrase.h"
#include "common/figures/place_context.h"
#include "common/figures/token.h"
#include "common/figures/units.h"
#include "common/figures/word_sets.h"

namespace qushu {

// What later figures may take from an earlier one.
struct Head {
  std::string measure;    // its noun, without what is only said of it
  std::string_view unit;  // of a table, or of the text
  Decimal value;
  Aspect aspect = Aspect::kNone;
  Place place;
  Scope scope = Scope::kWhole;
  int sentence = 0;
  bool said = false;  // the noun is only what is said of it: 8万人受灾
  int figure = -1;    // its index in the text; -1 for a noun without a number
  Span span;          // where it stands
  size_t depth = 0;   // how many brackets are around it
  bool item = false;  // of a breakdown
};

// 单位：万剂 above a list.
struct ListUnit {
  const Unit* unit = nullptr;
  Decimal factor{1};
};

class PassageReader {
 public:
  // All must outlive the reader. `explain` fills Figure::evidence.
  PassageReader(std::string_view text, const WordSets& words, const PlaceContext& places,
                std::optional<Date> date, bool explain)
      : text_(text), words_(words), places_(places), date_(date), explain_(explain) {}

  // A new section, about `place` if it is known, as `heading` says, or about one institution there:
  // forgets what the one before was about.
  void BeginSection(const Place& place, Span heading, bool institution);
  // A new paragraph. `list` says that it is a short line of a list, `heading` that it is one.
  void BeginBlock(bool list, bool heading);
  // What the numbers without a unit that follow count.
  void SetUnit(const ListUnit& unit) { unit_ = unit; }

  // Whether the next block, which is of another section or not, a line of a list or not, is told
  // nothing of what a sentence without a number or colon says in this one.
  bool Forgets(bool other_section, bool list) const {
    return !heading_ && (other_section || (!list && base_.known()));
  }
  // Passes over a sentence of which nothing is to be kept.
  void Skip() { ++sentence_; }

  // Appends the figures of the next sentence, in text order.
  void Read(const TokenizedSentence& sentence, std::vector<Figure>& figures);

 private:
  friend class SentenceReader;

  std::string_view text_;
  const WordSets& words_;
  const PlaceContext& places_;
  std::optional<Date> date_;
  bool explain_;

  Place base_;             // of the section, or of the text
  Reason base_reason_;     // why
  Place subject_;          // what the passage is about now
  Reason subject_reason_;  // why
  std::string topic_;      // what the paragraph says it is about: 花生是传统油料
  Place person_;           // where the person that is described lives
  Span person_words_;      // that say so
  Place neighbour_;        // where the one described before lives
  bool list_block_ = false;
  Aspect aspect_ = Aspect::kNone;  // that 截至… gives to all that follows in the paragraph
  Span aspect_words_;              // that say so
  // What the heading of a list makes of its items: 各乡镇累计收割情况如下：
  Aspect header_ = Aspect::kNone;
  Span header_words_;
  Head header_total_;          // what its items count: 累计确诊病例中：; no noun if unknown
  bool header_fresh_ = false;  // its list is yet to come
  bool header_alone_ = false;  // a heading without a colon: of the places below it only
  bool institution_ = false;   // all is about one institution, until a whole is spoken of
  bool text_institution_ = false;  // that of the text, whatever a heading names
  bool heading_ = false;
  bool block_begins_ = false;  // its first sentence is yet to come
  bool part_ = false;          // the sentence before was about one town or firm
  bool named_part_ = false;    // the paragraph has named one
  std::optional<ListUnit> unit_;
  std::optional<Date> as_of_;
  Span as_of_words_;
  int figures_ = 0;         // read so far
  std::deque<Head> heads_;  // the last few figures with a noun of their own
  int sentence_ = 0;
};

}  // namespace qushu

#endif  // QUSHU_COMMON_FIGURES_PASSAGE_H_
