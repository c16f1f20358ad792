#include "common/analysis/article_builder.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "common/analysis/figure_builder.h"
#include "common/analysis/place_names.h"
#include "common/analysis/source_text.h"

namespace qushu {
namespace {

class ArticleBuilder {
 public:
  ArticleBuilder(const Stages& stages, const StageTables& tables, const AnalyzeOptions& options,
                 v1::Article& article)
      : stages_(stages),
        layout_(stages.layout),
        extraction_(stages.extraction),
        tables_(tables),
        options_(options),
        source_(stages, options.offsets),
        places_(*tables.gazetteer),
        article_(article) {}

  void Build();

 private:
  void BuildMasthead(v1::Masthead& out);
  void BuildParagraph(const Block& block, v1::Paragraph& out);
  void BuildSection(int index, v1::Section& out);
  void BuildFigures();
  void BuildSummary(const Place& place, const Summary& summary, v1::DistrictSummary& out);
  bool IsAbove(const Place& place, const Place& section) const;
  void BuildSummaries();
  void BuildFindings();

  const Stages& stages_;
  const Layout& layout_;
  const Extraction& extraction_;
  const StageTables& tables_;
  const AnalyzeOptions& options_;
  SourceText source_;
  PlaceNames places_;
  v1::Article& article_;
};

void ArticleBuilder::BuildMasthead(v1::Masthead& out) {
  const LayoutMasthead& masthead = layout_.masthead;
  if (stages_.date) {
    v1::Date& date = *out.mutable_publication_date();
    date.set_year(stages_.date->year);
    date.set_month(stages_.date->month);
    date.set_day(stages_.date->day);
  }
  out.set_weekday(source_.Printed(masthead.weekday));
  for (const LayoutCredit& credit : masthead.credits) {
    auto* added = out.add_credits();
    source_.Print(credit.role, *added->mutable_role());
    source_.Print(credit.person, *added->mutable_person());
  }
  out.set_title(source_.Printed(masthead.title));
}

void ArticleBuilder::BuildParagraph(const Block& block, v1::Paragraph& out) {
  source_.SetSource(block.span, *out.mutable_source_span());
  if (!block.run_in_head.empty()) {
    source_.Print(block.run_in_head, *out.mutable_run_in_head());
  }
  for (Span sentence : block.sentences) source_.SetSource(sentence, *out.add_sentence_spans());
  out.set_displaced_lead(block.displaced_lead);
}

void ArticleBuilder::BuildSection(int index, v1::Section& out) {
  const Section& section = layout_.sections[index];
  const Place& place = extraction_.sections[index];
  out.set_district(places_.District(place));
  out.set_place(places_.Path(place));
  source_.Print(section.name, *out.mutable_printed_name());
  source_.Print(section.headline, *out.mutable_headline());
  for (Span name : section.byline) source_.Print(name, *out.add_byline());
  source_.Print(section.byline_role, *out.mutable_byline_role());
  source_.SetSource(section.span, *out.mutable_source_span());
  for (int i = section.first_block; i < section.end_block; ++i) {
    const Block& block = layout_.blocks[i];
    if (block.kind != BlockKind::kBody) continue;
    BuildParagraph(block, *out.add_paragraphs());
  }
}

void ArticleBuilder::BuildFigures() {
  FigureBuilder figures(stages_, tables_, options_.offsets);
  const int count = static_cast<int>(extraction_.figures.size());
  article_.mutable_figures()->Reserve(count);
  for (int i = 0; i < count; ++i) figures.Build(i, *article_.add_figures());
  article_.set_figure_count(count);
}

void ArticleBuilder::BuildSummary(const Place& place, const Summary& summary,
                                  v1::DistrictSummary& out) {
  out.set_district(places_.District(place));
  out.set_place(places_.Path(place));
  for (const RankedSentence& sentence : summary.sentences) {
    auto* added = out.add_sentences();
    source_.Print(sentence.span, *added->mutable_text());
    source_.SetSource(sentence.span, *added->mutable_source_span());
    added->set_rank(sentence.rank);
  }
  for (int index : summary.key_figures) *out.add_key_figures() = article_.figures(index);
}

bool ArticleBuilder::IsAbove(const Place& place, const Place& section) const {
  if (!place.zone.empty() || section.division == kNoDivision) return false;
  // A zone lies in its division.
  return (place.division == section.division && !section.zone.empty()) ||
         tables_.gazetteer->IsWithin(section.division, place.division);
}

// One for each section; one for each other division with figures of its own, by first mention. What
// a section says of the divisions above its own, 市里出台的20条办法, is part of its own report.
void ArticleBuilder::BuildSummaries() {
  const Summarizer& summarizer = *tables_.summarizer;
  const int sentences = options_.summary_sentences;
  absl::flat_hash_set<DivisionId> done;
  for (size_t i = 0; i < extraction_.sections.size(); ++i) {
    const Place& place = extraction_.sections[i];
    v1::DistrictSummary& out = *article_.add_summaries();
    BuildSummary(place, summarizer.OfSection(layout_, extraction_, static_cast<int>(i), sentences),
                 out);
    source_.Print(layout_.sections[i].headline, *out.mutable_headline());
    if (place.zone.empty()) done.insert(place.division);
  }
  std::vector<DivisionId> order;
  absl::flat_hash_map<DivisionId, std::vector<int>> figures;
  size_t section = 0;
  for (size_t i = 0; i < extraction_.figures.size(); ++i) {
    const Place& place = extraction_.figures[i].place;
    const uint32_t begin = extraction_.figures[i].span.begin;
    while (section < layout_.sections.size() && layout_.sections[section].span.end <= begin) {
      ++section;
    }
    if (done.contains(place.division) || places_.District(place).empty()) continue;
    const bool in_section =
        section < layout_.sections.size() && layout_.sections[section].span.begin <= begin;
    if (in_section && IsAbove(place, extraction_.sections[section])) continue;
    std::vector<int>& own = figures[place.division];
    if (own.empty()) order.push_back(place.division);
    own.push_back(static_cast<int>(i));
  }
  for (DivisionId division : order) {
    const std::vector<int>& own = figures[division];
    BuildSummary(extraction_.figures[own.front()].place,
                 summarizer.OfFigures(layout_, extraction_, own, sentences),
                 *article_.add_summaries());
  }
}

// Of the whole text first, then of its figures in their order.
void ArticleBuilder::BuildFindings() {
  auto reason = [](v1::FindingReason value) {
    constexpr std::string_view kPrefix = "FINDING_REASON_";
    return v1::FindingReason_Name(value).substr(kPrefix.size());
  };
  if (!stages_.date) {
    auto* finding = article_.add_findings();
    finding->set_reason(reason(v1::FINDING_REASON_DATE_UNKNOWN));
    finding->set_message("The text names no date of publication and none was given.");
  }
  for (const AuditFinding& found :
       tables_.auditor->Audit(layout_.reading.text, extraction_.figures)) {
    auto* finding = article_.add_findings();
    finding->set_reason(reason(found.reason));
    finding->set_message(found.message);
    Span all = extraction_.figures[found.figures.front()].span;
    for (int index : found.figures) {
      const Span span = extraction_.figures[index].span;
      all = {std::min(all.begin, span.begin), std::max(all.end, span.end)};
      finding->add_figures(index + 1);
      source_.SetSource(span, *finding->add_figure_spans());
    }
    source_.SetSource(all, *finding->mutable_source_span());
  }
}

void ArticleBuilder::Build() {
  BuildMasthead(*article_.mutable_masthead());
  for (size_t i = 0; i < layout_.sections.size(); ++i) {
    BuildSection(static_cast<int>(i), *article_.add_sections());
  }
  for (const Block& block : layout_.blocks) {
    if (block.section < 0 && block.kind == BlockKind::kBody) {
      BuildParagraph(block, *article_.add_paragraphs());
    }
  }
  BuildFigures();
  BuildSummaries();
  BuildFindings();
  article_.set_source_text(stages_.source().data(), stages_.source().size());
  article_.set_normalized_text(stages_.normalized.text);
  article_.set_analyzer_version(tables_.version);
}

}  // namespace

void BuildArticle(const Stages& stages, const StageTables& tables, const AnalyzeOptions& options,
                  v1::Article& article) {
  ArticleBuilder(stages, tables, options, article).Build();
}

}  // namespace qushu
