#include "common/analysis/analyzer.h"

#include <charconv>
#include <optional>
#include <string>
#include <utility>

#include "common/analysis/article_builder.h"
#include "common/audit/audit.h"
#include "common/base/absl_compat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/figures/extractor.h"
#include "common/gazetteer/gazetteer.h"
#include "common/indicators/catalogue.h"
#include "common/layout/layout.h"
#include "common/summary/summary.h"
#include "common/text/declared.h"
#include "common/text/decode.h"
#include "common/text/html.h"
#include "common/text/normalize.h"

namespace qushu {

struct Analyzer::Tables {
  std::shared_ptr<const Catalogue> catalogue;
  std::unique_ptr<Gazetteer> gazetteer;
  std::unique_ptr<Extractor> extractor;
  std::unique_ptr<Auditor> auditor;
  std::unique_ptr<Summarizer> summarizer;
};

namespace {

// `districts/410305` to the division; kNoDivision for an empty name.
absl::StatusOr<DivisionId> HomeDistrict(const std::string& name, const Gazetteer& gazetteer) {
  constexpr std::string_view kPrefix = "districts/";
  if (name.empty()) return kNoDivision;
  int32_t code = 0;
  const std::string_view digits =
      std::string_view(name).substr(std::min(kPrefix.size(), name.size()));
  const char* end = digits.data() + digits.size();
  if (name.starts_with(kPrefix) && std::from_chars(digits.data(), end, code).ptr == end) {
    const DivisionId id = gazetteer.ByCode(code);
    if (id != kNoDivision) return id;
  }
  return MakeError(
      absl::StatusCode::kNotFound, v1::ERROR_REASON_DISTRICT_NOT_FOUND,
      "home_district is not in the table of divisions",
      {.violations = {{"article.home_district", "expected districts/{six-digit code}"}},
       .metadata = {{"home_district", name}}});
}

absl::StatusOr<ContentType> GivenType(const v1::ArticleInput& input) {
  const ContentType type = ParseContentType(input.content_type());
  if (!input.content_type().empty() && type.kind == ContentType::Kind::kUnknown) {
    return InvalidField(v1::ERROR_REASON_UNSUPPORTED_ENCODING, "article.content_type",
                        "expected text/plain or text/html");
  }
  return type;
}

std::string_view GivenEncoding(const v1::ArticleInput& input, const ContentType& type) {
  return input.encoding().empty() ? type.charset : std::string_view(input.encoding());
}

absl::StatusOr<std::optional<Date>> GivenDate(const v1::ArticleInput& input) {
  if (!input.has_publication_date()) return std::nullopt;
  const v1::Date& given = input.publication_date();
  const Date date{given.year(), given.month(), given.day()};
  if (!IsValid(date)) {
    return InvalidField(v1::ERROR_REASON_INVALID_DATE_RANGE, "article.publication_date",
                        "no such day");
  }
  return date;
}

}  // namespace

Analyzer::Analyzer(std::unique_ptr<const Tables> tables) : tables_(std::move(tables)) {}
Analyzer::~Analyzer() = default;

absl::StatusOr<std::unique_ptr<Analyzer>> Analyzer::Create(
    std::shared_ptr<const Catalogue> catalogue) {
  auto tables = std::make_unique<Tables>();
  tables->catalogue = std::move(catalogue);
  if (tables->catalogue == nullptr) {
    QUSHU_ASSIGN_OR_RETURN(tables->catalogue, Catalogue::Create());
  }
  QUSHU_ASSIGN_OR_RETURN(tables->gazetteer, Gazetteer::Create());
  QUSHU_ASSIGN_OR_RETURN(tables->extractor, Extractor::Create(*tables->gazetteer));
  QUSHU_ASSIGN_OR_RETURN(tables->auditor, Auditor::Create(*tables->gazetteer));
  QUSHU_ASSIGN_OR_RETURN(tables->summarizer, Summarizer::Create());
  return std::unique_ptr<Analyzer>(new Analyzer(std::move(tables)));
}

const Catalogue& Analyzer::catalogue() const { return *tables_->catalogue; }

const Gazetteer& Analyzer::gazetteer() const { return *tables_->gazetteer; }

absl::StatusOr<v1::Article> Analyzer::Analyze(const v1::ArticleInput& input,
                                              const AnalyzeOptions& options) const {
  QUSHU_ASSIGN_OR_RETURN(const ContentType type, GivenType(input));
  QUSHU_ASSIGN_OR_RETURN(const Decoded decoded,
                         Decode(input.text(), kMaxTextBytes, GivenEncoding(input, type)));
  QUSHU_ASSIGN_OR_RETURN(std::optional<Date> date, GivenDate(input));
  QUSHU_ASSIGN_OR_RETURN(const DivisionId home,
                         HomeDistrict(input.home_district(), *tables_->gazetteer));

  const bool is_html = type.kind == ContentType::Kind::kHtml ||
                       (type.kind == ContentType::Kind::kUnknown && LooksLikeHtml(decoded.text()));
  Text page;
  SourceText source{.text = decoded.text(), .printed = decoded.text()};
  if (is_html) {
    QUSHU_ASSIGN_OR_RETURN(page, ReadHtml(decoded.text()));
    if (page.text.empty()) {
      return InvalidField(v1::ERROR_REASON_EMPTY_TEXT, "article.text", "The page has no text.");
    }
    source.printed = page.text;
    source.map = &page.map;
  }
  const Text normalized = Normalize(source.printed, &source.traditional);
  const Layout layout = ReadLayout(normalized.text, *tables_->gazetteer);
  if (!date) date = layout.masthead.date;
  const Extraction extraction =
      tables_->extractor->Extract(layout, {.date = date, .home = home, .explain = options.explain});
  v1::Article article =
      BuildArticle(source, normalized, layout, extraction,
                   tables_->auditor->Audit(layout.reading.text, extraction.figures), date,
                   *tables_->gazetteer, *tables_->catalogue, *tables_->summarizer, options);
  article.set_publication(input.publication());
  article.set_page(input.page());
  article.set_source_uri(input.source_uri());
  const std::string_view encoding = EncodingName(decoded.encoding());
  article.set_source_encoding(encoding.data(), encoding.size());
  article.set_content_type(is_html ? "text/html" : "text/plain");
  if (decoded.converted()) article.set_source_bytes(input.text());
  for (const TextFinding& found : decoded.findings) {
    auto* finding = article.add_findings();
    finding->set_reason(found.reason);
    finding->set_message(found.message);
  }
  return article;
}

}  // namespace qushu
