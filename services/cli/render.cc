#include "services/cli/render.h"

#include <algorithm>
#include <map>
#include <ostream>
#include <set>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/absl_compat.h"
#include "common/figures/rules.h"
#include "services/cli/display_width.h"
#include "services/cli/figure_text.h"
#include "services/cli/table.h"

namespace qushu::cli {
namespace {

constexpr std::string_view kNowhere = "(no district told)";

Table FigureTable() {
  return Table({{"value", Align::kRight},
                {"unit"},
                {"measure", Align::kLeft, true},
                {"predicate", Align::kLeft, true},
                {"aspect"},
                {"scope"},
                {"as_of"},
                {"indicator", Align::kLeft, true},
                {"text", Align::kLeft, true}});
}

std::string Padded(std::string_view text, int columns) {
  std::string padded(text);
  padded.append(static_cast<size_t>(std::max(0, columns - DisplayWidth(text))), ' ');
  return padded;
}

// How sure the figure is, what else its place may be, and a line for each of its fields: field,
// rule, the words that the rule read. What is less than sure says so.
std::vector<std::string> Explanation(const v1::Figure& figure) {
  std::vector<std::string> notes;
  if (!EnumWord(figure.confidence()).empty()) {
    notes.push_back(absl::StrCat("confidence ", EnumWord(figure.confidence())));
  }
  for (const v1::DistrictCandidate& candidate : figure.candidates()) {
    notes.push_back(absl::StrCat("may be     ", candidate.place()));
  }
  for (const v1::Evidence& evidence : figure.evidence()) {
    const bool doubtful = evidence.confidence() == v1::CONFIDENCE_LOW ||
                          evidence.confidence() == v1::CONFIDENCE_MEDIUM;
    std::string rule = evidence.rule();
    if (doubtful) absl::StrAppend(&rule, " (", EnumWord(evidence.confidence()), ")");
    notes.push_back(absl::StrCat(Padded(evidence.field(), 10), " ", Padded(rule, 28),
                                 evidence.words().empty() ? "" : " ← ", evidence.words()));
    while (notes.back().ends_with(' ')) notes.back().pop_back();
  }
  return notes;
}

void AddWrapped(std::string_view bullet, std::string_view text, int columns, Table& table) {
  const int indent = DisplayWidth(bullet);
  std::string lead(bullet);
  for (const std::string& line : Wrap(Printable(text), columns - indent)) {
    table.AddText(lead + line);
    lead = std::string(static_cast<size_t>(indent), ' ');
  }
}

// What the rules mean that the explanations name.
void AddRules(const v1::Article& article, int columns, Table& table) {
  std::set<std::string_view> names;
  for (const v1::Figure& figure : article.figures()) {
    for (const v1::Evidence& evidence : figure.evidence()) names.insert(evidence.rule());
  }
  bool first = true;
  for (std::string_view name : names) {
    const RuleInfo* rule = FindRule(name);
    if (rule == nullptr) continue;
    if (first) {
      table.AddText("");
      table.AddText("Rules");
      first = false;
    }
    AddWrapped(absl::StrCat("  ", Padded(name, 22), " "), rule->meaning, columns, table);
  }
}

// What goes without saying is left blank: `none`, `whole`, and the article's own date.
void AddFigure(const v1::Figure& figure, const v1::Date& published, bool explain, Table& table) {
  const std::string as_of = DateText(figure.as_of());
  table.AddRow({ValueText(figure), figure.unit(), figure.measure(), figure.predicate(),
                figure.aspect() == v1::ASPECT_NONE ? "" : EnumWord(figure.aspect()),
                figure.scope() == v1::SCOPE_WHOLE ? "" : EnumWord(figure.scope()),
                as_of == DateText(published) ? "" : as_of, figure.indicator(), figure.text()},
               explain ? Explanation(figure) : std::vector<std::string>());
}

std::string DistrictTitle(std::string_view place, std::string_view district) {
  const absl::string_view code = ToAbsl(DistrictCode(district));
  if (place.empty() && code.empty()) return std::string(kNowhere);
  return absl::StrCat(ToAbsl(place), place.empty() || code.empty() ? "" : "  ", code);
}

void AddSummary(const v1::DistrictSummary& summary, int columns, Table& table) {
  if (!summary.headline().empty()) AddWrapped("  ", summary.headline(), columns, table);
  for (const v1::Sentence& sentence : summary.sentences()) {
    AddWrapped("  · ", sentence.text(), columns, table);
  }
}

// One district of an article.
struct Group {
  std::string place;
  std::string district;
  const v1::DistrictSummary* summary = nullptr;
  std::vector<const v1::Figure*> figures;
};

// Groups in the order in which their places are first asked for.
class Groups {
 public:
  Group& Of(const std::string& place, const std::string& district) {
    auto [it, is_new] = index_.try_emplace({place, district}, groups_.size());
    if (is_new) groups_.push_back({place, district, nullptr, {}});
    return groups_[it->second];
  }
  const std::vector<Group>& all() const { return groups_; }

 private:
  std::vector<Group> groups_;
  std::map<std::pair<std::string, std::string>, size_t> index_;
};

void AddArticleHead(const v1::Article& article, Table& table) {
  std::vector<std::string> head;
  const v1::Masthead& masthead = article.masthead();
  if (!article.publication().empty()) {
    head.push_back(
        absl::StrCat(article.publication(), article.page().empty() ? "" : " ", article.page()));
  }
  if (masthead.has_publication_date()) head.push_back(DateText(masthead.publication_date()));
  for (const v1::Credit& credit : masthead.credits()) {
    head.push_back(absl::StrCat(credit.role(), " ", credit.person()));
  }
  head.push_back(absl::StrCat(article.figures_size(), " figures"));
  const std::string read_as = ReadAsText(article.content_type(), article.source_encoding());
  if (!read_as.empty()) head.push_back(read_as);
  if (!masthead.title().empty()) table.AddText(masthead.title());
  table.AddText(absl::StrJoin(head, " · "));
}

}  // namespace

void RenderArticle(const v1::Article& article, const RenderOptions& options, std::ostream& out) {
  Groups groups;
  for (const v1::Section& section : article.sections()) {
    groups.Of(section.place(), section.district());
  }
  for (const v1::DistrictSummary& summary : article.summaries()) {
    groups.Of(summary.place(), summary.district()).summary = &summary;
  }
  if (!options.summaries_only) {
    for (const v1::Figure& figure : article.figures()) {
      groups.Of(figure.place(), figure.district()).figures.push_back(&figure);
    }
  }
  Table table = FigureTable();
  AddArticleHead(article, table);
  for (const Group& group : groups.all()) {
    table.AddText("");
    table.AddText(DistrictTitle(group.place, group.district));
    if (group.summary != nullptr) AddSummary(*group.summary, options.columns, table);
    if (!group.figures.empty()) table.AddTitles();
    for (const v1::Figure* figure : group.figures) {
      AddFigure(*figure, article.masthead().publication_date(), options.explain, table);
    }
  }
  if (options.explain && !options.summaries_only) AddRules(article, options.columns, table);
  if (article.findings_size() > 0) table.AddText("");
  table.Print(out, options.columns);
  RenderFindings(article.findings(), options.columns, out);
}

void RenderDistrict(const v1::GetDistrictSummaryResponse& district, const RenderOptions& options,
                    std::ostream& out) {
  Table table = FigureTable();
  table.AddText(DistrictTitle(district.place(), district.district()));
  if (district.summaries().empty()) table.AddText("  nothing stored");
  for (const v1::ArticleSummary& summary : district.summaries()) {
    const std::string date = DateText(summary.publication_date());
    table.AddText(absl::StrCat("  ", date, date.empty() ? "" : "  ", summary.article()));
    AddSummary(summary.summary(), options.columns, table);
    if (options.summaries_only || summary.summary().key_figures().empty()) continue;
    table.AddTitles();
    for (const v1::Figure& figure : summary.summary().key_figures()) {
      AddFigure(figure, summary.publication_date(), options.explain, table);
    }
  }
  if (district.truncated()) table.AddText("  older articles are left out");
  table.Print(out, options.columns);
}

void RenderFigures(const std::vector<v1::Figure>& figures, const RenderOptions& options,
                   std::ostream& out) {
  Groups groups;
  for (const v1::Figure& figure : figures) {
    groups.Of(figure.place(), figure.district()).figures.push_back(&figure);
  }
  Table table = FigureTable();
  for (const Group& group : groups.all()) {
    if (!table.empty()) table.AddText("");
    table.AddText(DistrictTitle(group.place, group.district));
    table.AddTitles();
    for (const v1::Figure* figure : group.figures) {
      AddFigure(*figure, figure->publication_date(), options.explain, table);
    }
  }
  table.Print(out, options.columns);
}

void RenderFindings(const google::protobuf::RepeatedPtrField<v1::Finding>& findings, int columns,
                    std::ostream& out) {
  Table table({});
  for (const v1::Finding& finding : findings) {
    AddWrapped("! ", absl::StrCat(finding.reason(), ": ", finding.message()), columns, table);
  }
  table.Print(out, columns);
}

}  // namespace qushu::cli
