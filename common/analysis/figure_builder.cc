#include "common/analysis/figure_builder.h"

#include <algorithm>
#include <utility>

#include "common/base/utf8.h"
#include "common/figures/rules.h"
#include "common/indicators/catalogue.h"
#include "common/text/simplify.h"

namespace qushu {
namespace {

constexpr std::string_view kSemicolon = "；";

// A sentence that is longer, or has more figures, would take far more room than the text if each of
// them had it whole; then they have stretches of it, of so many bytes.
constexpr uint32_t kLongestQuoted = 2048;
constexpr size_t kMostFiguresQuoted = 100;
constexpr uint32_t kStretch = 120;

// Whether the mark at `at` ends a clause.
bool EndsClause(std::string_view text, size_t at) {
  if (text[at] != '\xE3' && text[at] != '\xEF') return false;
  const std::string_view mark = text.substr(at, 3);
  return mark == "，" || mark == "、" || mark == kSemicolon || mark == "：" || mark == "。";
}

void SetDate(const Date& date, v1::Date& out) {
  out.set_year(date.year);
  out.set_month(date.month);
  out.set_day(date.day);
}

// Empties what Build() does not set for every figure. Not by Clear(), which frees the messages
// inside only to have them made again.
void Reset(v1::Figure& out) {
  out.clear_name();
  out.clear_high();
  out.clear_indicator();
  out.clear_indicator_match();
  out.clear_candidates();
  out.clear_evidence();
  out.clear_article();
  out.clear_publication_date();
}

}  // namespace

void FigureBuilder::Build(size_t index, v1::Figure& out) {
  const Figure& figure = stages_.extraction.figures[index];
  if (!(figure.sentence == sentence_)) EnterSentence(index);
  if (sentence_cut_ && !quoted_.contains(figure.span)) Quote(NextStretch(figure.span));
  Reset(out);
  source_.Print(figure.span, *out.mutable_text());
  source_.SetSource(figure.span, *out.mutable_source_span());
  source_.SetNormalized(figure.span, *out.mutable_normalized_span());
  out.set_value(figure.value.ToString());
  if (figure.high) out.set_high(figure.high->ToString());
  out.set_qualifier(static_cast<v1::Qualifier>(figure.qualifier));
  out.set_unit(figure.unit);
  out.set_kind(static_cast<v1::Kind>(figure.kind));
  AsPrinted(figure.measure, *out.mutable_measure());
  AsPrinted(figure.predicate, *out.mutable_predicate());
  out.set_aspect(static_cast<v1::Aspect>(figure.aspect));
  out.set_district(places_.District(figure.place));
  out.set_place(places_.Path(figure.place));
  out.set_scope(static_cast<v1::Scope>(figure.scope));
  if (figure.as_of) {
    SetDate(*figure.as_of, *out.mutable_as_of());
  } else {
    out.clear_as_of();
  }
  out.set_sentence(printed_sentence_);
  *out.mutable_sentence_span() = sentence_span_;
  out.set_sentence_cut(sentence_cut_);
  const Catalogue::Match series = tables_.catalogue->Find({.measure = figure.measure,
                                                           .predicate = figure.predicate,
                                                           .unit = figure.unit,
                                                           .kind = out.kind()});
  if (series.indicator != nullptr) {
    out.set_indicator(series.indicator->id.data(), series.indicator->id.size());
    out.set_indicator_match(series.match);
  }
  out.set_confidence(
      static_cast<v1::Confidence>(ConfidenceOf(figure.doubt, series.indicator != nullptr)));
  const std::string_view theme = ThemeOf(figure);
  out.set_theme(theme.data(), theme.size());
  for (DivisionId id : figure.place.candidates) {
    auto* candidate = out.add_candidates();
    candidate->set_district(places_.DistrictOf(id));
    candidate->set_place(places_.PathOf(id));
  }
  for (const Evidence& evidence : figure.evidence) {
    auto* added = out.add_evidence();
    added->set_field(std::string(FieldName(evidence.field)));
    added->set_rule(std::string(InfoOf(evidence.rule).name));
    added->set_confidence(static_cast<v1::Confidence>(evidence.confidence));
    if (evidence.words.empty()) continue;
    source_.Print(evidence.words, *added->mutable_words());
    source_.SetSource(evidence.words, *added->mutable_source_span());
  }
}

void FigureBuilder::EnterSentence(size_t index) {
  const std::vector<Figure>& figures = stages_.extraction.figures;
  sentence_ = figures[index].sentence;
  const size_t behind = index + kMostFiguresQuoted;
  sentence_cut_ = figures[index].in_piece || sentence_.size() > kLongestQuoted ||
                  (behind < figures.size() && figures[behind].sentence == sentence_);
  quoted_ = {sentence_.begin, sentence_.begin};
  if (!sentence_cut_) Quote(sentence_);
  sentence_theme_.reset();
  part_ = {sentence_.begin, sentence_.begin};
}

void FigureBuilder::Quote(Span quoted) {
  quoted_ = quoted;
  source_.Print(quoted, printed_sentence_);
  source_.SetSource(quoted, sentence_span_);
  if (stages_.traditional) {
    simplified_sentence_ = printed_sentence_;
    SimplifyText(simplified_sentence_);
  }
}

Span FigureBuilder::NextStretch(Span figure) const {
  const std::string_view text = stages_.layout.reading.text;
  Span next{std::min(quoted_.end, figure.begin), std::max(figure.end, sentence_.end)};
  if (figure.begin - next.begin > kStretch / 2) {
    next.begin = figure.begin - kStretch / 2;
    while (IsContinuation(text[next.begin])) ++next.begin;
    for (uint32_t at = next.begin; at < figure.begin; at += CharSize(text[at])) {
      if (!EndsClause(text, at)) continue;
      next.begin = at + 3;
      break;
    }
  }
  if (next.size() > kStretch) {
    next.end = std::max(figure.end, next.begin + kStretch);
    while (IsContinuation(text[next.end])) --next.end;
    for (size_t at = next.end; at > figure.end;) {
      at = PreviousChar(text, at);
      if (!EndsClause(text, at)) continue;
      next.end = static_cast<uint32_t>(at) + 3;
      break;
    }
  }
  while (next.begin < figure.begin && text[next.begin] == ' ') ++next.begin;
  while (next.end > figure.end && text[next.end - 1] == ' ') --next.end;
  return next;
}

void FigureBuilder::AsPrinted(const std::string& words, std::string& out) const {
  if (stages_.traditional) {
    const size_t at = simplified_sentence_.find(words);
    if (at != std::string::npos) {
      out.assign(printed_sentence_, at, words.size());
      return;
    }
  }
  out = words;
  if (words.find("（") == std::string::npos) return;
  std::string ascii = words;
  for (const auto& [wide, narrow] : {std::pair("（", "("), std::pair("）", ")")}) {
    for (size_t at; (at = ascii.find(wide)) != std::string::npos;) ascii.replace(at, 3, narrow);
  }
  if (printed_sentence_.find(ascii) != std::string::npos) out = std::move(ascii);
}

// The theme of the part between semicolons that a figure stands in; where no word of it has one,
// that of its sentence.
std::string_view FigureBuilder::ThemeOf(const Figure& figure) {
  if (figure.span.begin < part_.begin) part_ = {sentence_.begin, sentence_.begin};
  if (part_.end <= figure.span.begin) {
    const std::string_view text = stages_.layout.reading.text;
    const std::string_view sentence = Slice(text, sentence_);
    do {
      const size_t stop = sentence.find(kSemicolon, part_.end - sentence_.begin);
      part_.begin = part_.end;
      part_.end = stop == std::string_view::npos
                      ? sentence_.end
                      : sentence_.begin + static_cast<uint32_t>(stop + kSemicolon.size());
    } while (part_.end <= figure.span.begin);
    part_theme_ = tables_.summarizer->themes().ThemeOf(Slice(text, part_));
    if (part_ == sentence_) sentence_theme_ = part_theme_;
  }
  if (!part_theme_.empty()) return part_theme_;
  if (!sentence_theme_) {
    sentence_theme_ =
        tables_.summarizer->themes().ThemeOf(Slice(stages_.layout.reading.text, sentence_));
  }
  return *sentence_theme_;
}

}  // namespace qushu
