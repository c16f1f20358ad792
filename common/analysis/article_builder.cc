#include "common/analysis/article_builder.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "common/base/absl_compat.h"
#include "common/figures/rules.h"
#include "common/indicators/catalogue.h"
#include "common/text/simplify.h"

namespace qushu {
namespace {

class ArticleBuilder {
 public:
  ArticleBuilder(const SourceText& source, const Text& normalized, const Layout& layout,
                 const Extraction& extraction, std::span<const AuditFinding> findings,
                 const std::optional<Date>& date, const Gazetteer& gazetteer,
                 const Catalogue& catalogue, const Summarizer& summarizer,
                 const AnalyzeOptions& options)
      : source_(source),
        normalized_(normalized),
        layout_(layout),
        extraction_(extraction),
        audit_findings_(findings),
        date_(date),
        gazetteer_(gazetteer),
        catalogue_(catalogue),
        summarizer_(summarizer),
        options_(options) {}

  v1::Article Build();

 private:
  void SetDate(const Date& date, v1::Date& out) const;
  // A span of the reading text, as one of the source, or of the normalised text.
  void SetSource(Span reading, v1::Span& out) const;
  void SetNormalized(Span reading, v1::Span& out) const;
  // The characters of the source, without line breaks and the white space around them.
  std::string Printed(Span reading) const;
  std::string Text(Span reading) const { return std::string(Slice(layout_.reading.text, reading)); }
  // `words` of a sentence with the brackets and the script that it was printed with.
  std::string AsPrinted(const std::string& words, Span sentence) const;
  std::string DistrictName(const Place& place) const;
  std::string Path(const Place& place) const;

  void BuildMasthead(v1::Masthead& out) const;
  void BuildParagraph(const Block& block, v1::Paragraph& out) const;
  void BuildSection(int index, v1::Section& out) const;
  void BuildFigure(const Figure& figure, v1::Figure& out) const;
  void SetThemes();
  void BuildSummary(const Place& place, const Summary& summary, v1::DistrictSummary& out) const;
  void BuildSummaries();
  void BuildFindings();

  const SourceText& source_;
  const ::qushu::Text& normalized_;
  const Layout& layout_;
  const Extraction& extraction_;
  std::span<const AuditFinding> audit_findings_;
  const std::optional<Date>& date_;
  const Gazetteer& gazetteer_;
  const Catalogue& catalogue_;
  const Summarizer& summarizer_;
  const AnalyzeOptions& options_;
  v1::Article article_;
};

void ArticleBuilder::SetDate(const Date& date, v1::Date& out) const {
  out.set_year(date.year);
  out.set_month(date.month);
  out.set_day(date.day);
}

void ArticleBuilder::SetSource(Span reading, v1::Span& out) const {
  Span span = normalized_.map.ToOrigin(layout_.reading.map.ToOrigin(reading));
  if (source_.map != nullptr) span = source_.map->ToOrigin(span);
  out.set_begin(span.begin);
  out.set_end(span.end);
}

void ArticleBuilder::SetNormalized(Span reading, v1::Span& out) const {
  const Span span = layout_.reading.map.ToOrigin(reading);
  out.set_begin(span.begin);
  out.set_end(span.end);
}

std::string ArticleBuilder::Printed(Span reading) const {
  const Span span = normalized_.map.ToOrigin(layout_.reading.map.ToOrigin(reading));
  const std::string_view printed = Slice(source_.printed, span);
  std::string out;
  out.reserve(printed.size());
  for (size_t i = 0; i < printed.size(); ++i) {
    if (printed[i] != '\n' && printed[i] != '\r') {
      out += printed[i];
      continue;
    }
    // The indent of the next line belongs to the break.
    while (!out.empty() && (out.back() == ' ' || out.back() == '\t')) out.pop_back();
    while (i + 1 < printed.size()) {
      if (printed[i + 1] == ' ' || printed[i + 1] == '\t' || printed[i + 1] == '\n' ||
          printed[i + 1] == '\r') {
        ++i;
      } else if (printed.substr(i + 1, 3) == "　") {
        i += 3;
      } else {
        break;
      }
    }
  }
  return out;
}

std::string ArticleBuilder::AsPrinted(const std::string& words, Span sentence) const {
  if (source_.traditional) {
    const std::string printed = Printed(sentence);
    std::string simplified = printed;
    SimplifyText(simplified);
    const size_t at = simplified.find(words);
    if (at != std::string::npos) return printed.substr(at, words.size());
  }
  if (words.find("（") == std::string::npos) return words;
  std::string ascii = words;
  for (const auto& [wide, narrow] : {std::pair("（", "("), std::pair("）", ")")}) {
    for (size_t at; (at = ascii.find(wide)) != std::string::npos;) ascii.replace(at, 3, narrow);
  }
  return Printed(sentence).find(ascii) == std::string::npos ? words : ascii;
}

std::string ArticleBuilder::DistrictName(const Place& place) const {
  if (place.division == kNoDivision || !place.zone.empty()) return "";
  const int32_t code = gazetteer_[place.division].code;
  return code == 0 ? "" : absl::StrCat("districts/", code);
}

std::string ArticleBuilder::Path(const Place& place) const {
  std::string path = place.division == kNoDivision ? "" : gazetteer_.Path(place.division);
  if (place.zone.empty()) return path;
  return path.empty() ? place.zone : absl::StrCat(path, "/", place.zone);
}

void ArticleBuilder::BuildMasthead(v1::Masthead& out) const {
  const LayoutMasthead& masthead = layout_.masthead;
  if (date_) SetDate(*date_, *out.mutable_publication_date());
  out.set_weekday(Printed(masthead.weekday));
  for (const LayoutCredit& credit : masthead.credits) {
    auto* added = out.add_credits();
    added->set_role(Printed(credit.role));
    added->set_person(Printed(credit.person));
  }
  out.set_title(Printed(masthead.title));
}

void ArticleBuilder::BuildParagraph(const Block& block, v1::Paragraph& out) const {
  SetSource(block.span, *out.mutable_source_span());
  if (!block.run_in_head.empty()) out.set_run_in_head(Printed(block.run_in_head));
  for (Span sentence : block.sentences) SetSource(sentence, *out.add_sentence_spans());
  out.set_displaced_lead(block.displaced_lead);
}

void ArticleBuilder::BuildSection(int index, v1::Section& out) const {
  const Section& section = layout_.sections[index];
  const Place& place = extraction_.sections[index];
  out.set_district(DistrictName(place));
  out.set_place(Path(place));
  out.set_printed_name(Printed(section.name));
  out.set_headline(Printed(section.headline));
  for (Span name : section.byline) out.add_byline(Printed(name));
  out.set_byline_role(Printed(section.byline_role));
  SetSource(section.span, *out.mutable_source_span());
  for (int i = section.first_block; i < section.end_block; ++i) {
    const Block& block = layout_.blocks[i];
    if (block.kind != BlockKind::kBody) continue;
    BuildParagraph(block, *out.add_paragraphs());
  }
}

void ArticleBuilder::BuildFigure(const Figure& figure, v1::Figure& out) const {
  out.set_text(Printed(figure.span));
  SetSource(figure.span, *out.mutable_source_span());
  SetNormalized(figure.span, *out.mutable_normalized_span());
  out.set_value(figure.value.ToString());
  if (figure.high) out.set_high(figure.high->ToString());
  out.set_qualifier(static_cast<v1::Qualifier>(figure.qualifier));
  out.set_unit(figure.unit);
  out.set_kind(static_cast<v1::Kind>(figure.kind));
  out.set_measure(AsPrinted(figure.measure, figure.sentence));
  out.set_predicate(AsPrinted(figure.predicate, figure.sentence));
  out.set_aspect(static_cast<v1::Aspect>(figure.aspect));
  out.set_district(DistrictName(figure.place));
  out.set_place(Path(figure.place));
  out.set_scope(static_cast<v1::Scope>(figure.scope));
  if (figure.as_of) SetDate(*figure.as_of, *out.mutable_as_of());
  out.set_sentence(Printed(figure.sentence));
  SetSource(figure.sentence, *out.mutable_sentence_span());
  out.set_confidence(static_cast<v1::Confidence>(figure.confidence));
  const Catalogue::Match series = catalogue_.Find({.measure = figure.measure,
                                                   .predicate = figure.predicate,
                                                   .unit = figure.unit,
                                                   .kind = out.kind()});
  if (series.indicator != nullptr) {
    out.set_indicator(std::string(series.indicator->id));
    out.set_indicator_match(series.match);
  }
  for (DivisionId id : figure.place.candidates) {
    auto* candidate = out.add_candidates();
    candidate->set_district(absl::StrCat("districts/", gazetteer_[id].code));
    candidate->set_place(gazetteer_.Path(id));
  }
  for (const Evidence& evidence : figure.evidence) {
    auto* added = out.add_evidence();
    added->set_field(std::string(FieldName(evidence.field)));
    added->set_rule(std::string(InfoOf(evidence.rule).name));
    added->set_confidence(static_cast<v1::Confidence>(evidence.confidence));
    if (evidence.words.empty()) continue;
    added->set_words(Printed(evidence.words));
    SetSource(evidence.words, *added->mutable_source_span());
  }
}

// The theme of the part between semicolons that a figure stands in; where no word of it has one,
// that of its sentence.
void ArticleBuilder::SetThemes() {
  constexpr std::string_view kSemicolon = "；";
  Span part;
  std::string_view theme, sentence_theme;
  for (size_t i = 0; i < extraction_.figures.size(); ++i) {
    const Figure& figure = extraction_.figures[i];
    const std::string_view sentence = Slice(layout_.reading.text, figure.sentence);
    if (i == 0 || !(figure.sentence == extraction_.figures[i - 1].sentence)) {
      sentence_theme = summarizer_.themes().ThemeOf(sentence);
      part = {figure.sentence.begin, figure.sentence.begin};
    }
    if (part.end <= figure.span.begin) {
      // Figures stand in text order: the next part begins behind this one.
      do {
        const size_t from = part.end - figure.sentence.begin;
        const size_t stop = sentence.find(kSemicolon, from);
        part.begin = part.end;
        part.end = stop == std::string_view::npos
                       ? figure.sentence.end
                       : figure.sentence.begin + static_cast<uint32_t>(stop + kSemicolon.size());
      } while (part.end <= figure.span.begin);
      theme = summarizer_.themes().ThemeOf(Slice(layout_.reading.text, part));
    }
    const std::string_view chosen = theme.empty() ? sentence_theme : theme;
    article_.mutable_figures(static_cast<int>(i))->set_theme(chosen.data(), chosen.size());
  }
}

void ArticleBuilder::BuildSummary(const Place& place, const Summary& summary,
                                  v1::DistrictSummary& out) const {
  out.set_district(DistrictName(place));
  out.set_place(Path(place));
  for (const RankedSentence& sentence : summary.sentences) {
    auto* added = out.add_sentences();
    added->set_text(Printed(sentence.span));
    SetSource(sentence.span, *added->mutable_source_span());
    added->set_rank(sentence.rank);
  }
  for (int index : summary.key_figures) *out.add_key_figures() = article_.figures(index);
}

// One for each section; one for each other division with figures of its own, by first mention.
void ArticleBuilder::BuildSummaries() {
  const int sentences = options_.summary_sentences;
  absl::flat_hash_set<DivisionId> done;
  for (size_t i = 0; i < extraction_.sections.size(); ++i) {
    const Place& place = extraction_.sections[i];
    v1::DistrictSummary& out = *article_.add_summaries();
    BuildSummary(place, summarizer_.OfSection(layout_, extraction_, static_cast<int>(i), sentences),
                 out);
    out.set_headline(Printed(layout_.sections[i].headline));
    if (place.zone.empty()) done.insert(place.division);
  }
  std::vector<DivisionId> order;
  absl::flat_hash_map<DivisionId, std::vector<int>> figures;
  for (size_t i = 0; i < extraction_.figures.size(); ++i) {
    const Place& place = extraction_.figures[i].place;
    if (DistrictName(place).empty() || done.contains(place.division)) continue;
    std::vector<int>& own = figures[place.division];
    if (own.empty()) order.push_back(place.division);
    own.push_back(static_cast<int>(i));
  }
  for (DivisionId division : order) {
    const std::vector<int>& own = figures[division];
    BuildSummary(extraction_.figures[own.front()].place,
                 summarizer_.OfFigures(layout_, extraction_, own, sentences),
                 *article_.add_summaries());
  }
}

// Of the whole text first, then of its figures in their order.
void ArticleBuilder::BuildFindings() {
  auto reason = [](v1::FindingReason value) {
    constexpr std::string_view kPrefix = "FINDING_REASON_";
    return v1::FindingReason_Name(value).substr(kPrefix.size());
  };
  if (!date_) {
    auto* finding = article_.add_findings();
    finding->set_reason(reason(v1::FINDING_REASON_DATE_UNKNOWN));
    finding->set_message("The text names no date of publication and none was given.");
  }
  for (const AuditFinding& found : audit_findings_) {
    auto* finding = article_.add_findings();
    finding->set_reason(reason(found.reason));
    finding->set_message(found.message);
    Span all = extraction_.figures[found.figures.front()].span;
    for (int index : found.figures) {
      const Span span = extraction_.figures[index].span;
      all = {std::min(all.begin, span.begin), std::max(all.end, span.end)};
      finding->add_figures(index + 1);
      SetSource(span, *finding->add_figure_spans());
    }
    SetSource(all, *finding->mutable_source_span());
  }
}

v1::Article ArticleBuilder::Build() {
  BuildMasthead(*article_.mutable_masthead());
  for (size_t i = 0; i < layout_.sections.size(); ++i) {
    BuildSection(static_cast<int>(i), *article_.add_sections());
  }
  for (const Block& block : layout_.blocks) {
    if (block.section < 0 && block.kind == BlockKind::kBody) {
      BuildParagraph(block, *article_.add_paragraphs());
    }
  }
  for (const Figure& figure : extraction_.figures) BuildFigure(figure, *article_.add_figures());
  SetThemes();
  article_.set_figure_count(article_.figures_size());
  BuildSummaries();
  BuildFindings();
  article_.set_source_text(std::string(source_.text));
  article_.set_normalized_text(normalized_.text);
  article_.set_analyzer_version(kAnalyzerVersion);
  return std::move(article_);
}

}  // namespace

v1::Article BuildArticle(const SourceText& source, const Text& normalized, const Layout& layout,
                         const Extraction& extraction, std::span<const AuditFinding> findings,
                         const std::optional<Date>& date, const Gazetteer& gazetteer,
                         const Catalogue& catalogue, const Summarizer& summarizer,
                         const AnalyzeOptions& options) {
  return ArticleBuilder(source, normalized, layout, extraction, findings, date, gazetteer,
                        catalogue, summarizer, options)
      .Build();
}

}  // namespace qushu
