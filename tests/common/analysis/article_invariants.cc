#include "tests/common/analysis/article_invariants.h"

#include <optional>

#include "common/base/date.h"
#include "common/base/decimal.h"
#include "common/text/normalize.h"
#include "tests/common/text/text_invariants.h"

namespace qushu::testing {
namespace {

std::string FaultAt(std::string fault, const std::string& kind, int index) {
  return fault.empty() ? fault : kind + " " + std::to_string(index) + ": " + fault;
}

bool Contains(const v1::Span& outer, const v1::Span& inner) {
  return outer.begin() <= inner.begin() && inner.end() <= outer.end();
}

class Checker {
 public:
  Checker(std::string_view source, const v1::Article& article)
      : source_(source), article_(article), html_(article.content_type() == "text/html") {}

  std::string Fault() const;

 private:
  static bool IsIn(std::string_view text, const v1::Span& span) {
    return span.begin() >= 0 && span.end() <= static_cast<int64_t>(text.size()) &&
           CutsCharacters(text,
                          {static_cast<uint32_t>(span.begin()), static_cast<uint32_t>(span.end())});
  }
  static std::string Cut(std::string_view text, const v1::Span& span) {
    return std::string(text.substr(span.begin(), span.end() - span.begin()));
  }
  static bool HasLineEnd(std::string_view text) {
    for (size_t i = 0; i < text.size(); i += CharSize(text[i])) {
      if (Classify(CodePointAt(text, i)) == GlyphClass::kEnd) return true;
    }
    return false;
  }
  // Whether `printed` is what stands at `span` of the source, in one line.
  bool IsPrinted(const std::string& printed, const v1::Span& span) const {
    if (HasLineEnd(printed)) return false;
    if (html_) return true;  // tags stand between
    return WithoutBlanks(Cut(source_, span)) == WithoutBlanks(printed);
  }
  static bool IsDay(const v1::Date& date) {
    return IsValid({date.year(), date.month(), date.day()});
  }

  static std::string DistrictFault(const std::string& district, const std::string& place);
  std::string FigureFault(const v1::Figure& figure, const v1::Figure* previous) const;
  std::string SectionFault(const v1::Section& section) const;
  std::string SummaryFault(const v1::DistrictSummary& summary) const;

  std::string_view source_;
  const v1::Article& article_;
  const bool html_;
};

std::string Checker::DistrictFault(const std::string& district, const std::string& place) {
  if (district.empty()) return "";
  if (!district.starts_with("districts/") || district.size() != 16) return "no district's name";
  return place.empty() ? "a district without a path" : "";
}

std::string Checker::FigureFault(const v1::Figure& figure, const v1::Figure* previous) const {
  const v1::Span& span = figure.source_span();
  if (!IsIn(source_, span) || span.begin() == span.end()) return "no span of the source";
  if (!IsIn(source_, figure.sentence_span())) return "no sentence of the source";
  if (!Contains(figure.sentence_span(), span)) return "it is outside its sentence";
  if (!IsPrinted(figure.text(), span)) return "its text is not what stands at its span";
  if (!IsPrinted(figure.sentence(), figure.sentence_span())) {
    return "its sentence is not what stands at its span";
  }
  const v1::Span& normalized = figure.normalized_span();
  if (!IsIn(article_.normalized_text(), normalized)) return "no span of the normalised text";
  if (Normalize(Cut(source_, span)).text.size() < 1) return "its span holds nothing visible";
  if (previous != nullptr && span.begin() < previous->source_span().end()) {
    return "it begins before the one before it ends";
  }
  const std::optional<Decimal> value = Decimal::Parse(figure.value());
  if (!value || value->ToString() != figure.value()) return "its value is no decimal";
  if (figure.has_high() != (figure.qualifier() == v1::QUALIFIER_RANGE)) {
    return "a high end without a range, or a range without one";
  }
  if (figure.has_high()) {
    const std::optional<Decimal> high = Decimal::Parse(figure.high());
    if (!high || high->ToString() != figure.high()) return "its high end is no decimal";
    if (!(*value < *high)) return "its high end is not above its value";
  }
  if (figure.qualifier() == 0 || figure.kind() == 0 || figure.aspect() == 0 ||
      figure.scope() == 0 || figure.confidence() == 0 ||
      !v1::Qualifier_IsValid(figure.qualifier()) || !v1::Kind_IsValid(figure.kind()) ||
      !v1::Aspect_IsValid(figure.aspect()) || !v1::Scope_IsValid(figure.scope()) ||
      !v1::Confidence_IsValid(figure.confidence())) {
    return "a field has no value of its kind";
  }
  if (figure.has_as_of() && !IsDay(figure.as_of())) return "it is as of no day";
  if (figure.indicator().empty() != (figure.indicator_match() == 0)) {
    return "an indicator without a match, or a match without an indicator";
  }
  for (const std::string& words : {figure.measure(), figure.predicate(), figure.unit()}) {
    if (words.find_first_of("\r\n\t") != std::string::npos) return "a field holds a line break";
  }
  return DistrictFault(figure.district(), figure.place());
}

std::string Checker::SectionFault(const v1::Section& section) const {
  const v1::Span& span = section.source_span();
  if (!IsIn(source_, span) || span.begin() == span.end()) return "no span of the source";
  int64_t behind = span.begin();
  for (const v1::Paragraph& paragraph : section.paragraphs()) {
    const v1::Span& whole = paragraph.source_span();
    if (!IsIn(source_, whole) || !Contains(span, whole)) return "a paragraph is outside";
    if (whole.begin() < behind) return "a paragraph is out of its place";
    behind = whole.end();
    int64_t said = whole.begin();
    for (const v1::Span& sentence : paragraph.sentence_spans()) {
      if (!IsIn(source_, sentence) || !Contains(whole, sentence)) return "a sentence is outside";
      if (sentence.begin() < said) return "a sentence is out of its place";
      said = sentence.end();
    }
    if (!paragraph.run_in_head().empty() &&
        (paragraph.sentence_spans_size() == 0 ||
         !IsPrinted(paragraph.run_in_head(), paragraph.sentence_spans(0)))) {
      return "a run-in head is not its paragraph's first sentence";
    }
  }
  return DistrictFault(section.district(), section.place());
}

std::string Checker::SummaryFault(const v1::DistrictSummary& summary) const {
  int64_t behind = 0;
  for (const v1::Sentence& sentence : summary.sentences()) {
    if (!IsIn(source_, sentence.source_span())) return "no span of the source";
    if (sentence.source_span().begin() < behind) return "its sentences are not in reading order";
    behind = sentence.source_span().end();
    if (!IsPrinted(sentence.text(), sentence.source_span())) {
      return "a sentence is not what stands at its span";
    }
    if (sentence.rank() < 1) return "a sentence has no rank";
  }
  return DistrictFault(summary.district(), summary.place());
}

std::string Checker::Fault() const {
  if (article_.source_text() != source_) return "the source is another text";
  if (ValidPrefix(article_.normalized_text()) != article_.normalized_text().size()) {
    return "the normalised text is not UTF-8";
  }
  if (article_.figure_count() != article_.figures_size()) return "figures are not counted";
  for (int i = 0; i < article_.figures_size(); ++i) {
    std::string fault = FaultAt(
        FigureFault(article_.figures(i), i == 0 ? nullptr : &article_.figures(i - 1)), "figure", i);
    if (!fault.empty()) return fault;
  }
  int64_t behind = 0;
  for (int i = 0; i < article_.sections_size(); ++i) {
    std::string fault = FaultAt(SectionFault(article_.sections(i)), "section", i);
    if (!fault.empty()) return fault;
    if (article_.sections(i).source_span().begin() < behind) return "sections are out of order";
    behind = article_.sections(i).source_span().end();
  }
  for (int i = 0; i < article_.summaries_size(); ++i) {
    std::string fault = FaultAt(SummaryFault(article_.summaries(i)), "summary", i);
    if (!fault.empty()) return fault;
  }
  if (article_.masthead().has_publication_date() &&
      !IsDay(article_.masthead().publication_date())) {
    return "published on no day";
  }
  return "";
}

}  // namespace

std::string ArticleFault(std::string_view source, const v1::Article& article) {
  return Checker(source, article).Fault();
}

}  // namespace qushu::testing
