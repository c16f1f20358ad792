#include "common/analysis/analyzer.h"

#include <charconv>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/analysis/article_builder.h"
#include "common/analysis/figure_builder.h"
#include "common/analysis/stages.h"
#include "common/analysis/version.h"
#include "common/base/absl_compat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/text/declared.h"
#include "common/text/decode.h"
#include "common/text/html.h"
#include "common/text/normalize.h"

namespace qushu {

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

absl::Status TooManyFigures(const Stages& stages, size_t limit) {
  Span at = stages.layout.reading.map.ToOrigin(*stages.extraction.stopped);
  at = stages.normalized.map.ToOrigin(at);
  if (stages.seen) at = stages.seen->map.ToOrigin(at);
  return MakeError(
      absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_TOO_MANY_FIGURES,
      absl::StrCat("The text has more than ", limit,
                   " figures; send it in parts. Reading stopped at byte ", at.begin, "."),
      {.violations = {{"article.text", "too many figures"}},
       .metadata = {{"limit_figures", absl::StrCat(limit)},
                    {"byte_offset", absl::StrCat(at.begin)}}});
}

}  // namespace

Analyzer::Analyzer(std::unique_ptr<const StageTables> tables) : tables_(std::move(tables)) {}
Analyzer::~Analyzer() = default;

absl::StatusOr<std::unique_ptr<Analyzer>> Analyzer::Create(
    std::shared_ptr<const Catalogue> catalogue) {
  auto tables = std::make_unique<StageTables>();
  tables->catalogue = std::move(catalogue);
  if (tables->catalogue == nullptr) {
    QUSHU_ASSIGN_OR_RETURN(tables->catalogue, Catalogue::Create());
  }
  QUSHU_ASSIGN_OR_RETURN(tables->gazetteer, Gazetteer::Create());
  QUSHU_ASSIGN_OR_RETURN(tables->extractor, Extractor::Create(*tables->gazetteer));
  QUSHU_ASSIGN_OR_RETURN(tables->auditor, Auditor::Create(*tables->gazetteer));
  QUSHU_ASSIGN_OR_RETURN(tables->summarizer, Summarizer::Create());
  tables->version = AnalysisVersion(tables->catalogue->own());
  return std::unique_ptr<Analyzer>(new Analyzer(std::move(tables)));
}

const Catalogue& Analyzer::catalogue() const { return *tables_->catalogue; }

const Gazetteer& Analyzer::gazetteer() const { return *tables_->gazetteer; }

const std::string& Analyzer::version() const { return tables_->version; }

absl::StatusOr<Stages> Analyzer::Read(const v1::ArticleInput& input,
                                      const AnalyzeOptions& options) const {
  QUSHU_ASSIGN_OR_RETURN(const ContentType type, GivenType(input));
  QUSHU_ASSIGN_OR_RETURN(Decoded decoded,
                         Decode(input.text(), options.max_text_bytes, GivenEncoding(input, type)));
  Stages stages{.decoded = std::move(decoded)};
  QUSHU_ASSIGN_OR_RETURN(stages.date, GivenDate(input));
  QUSHU_ASSIGN_OR_RETURN(const DivisionId home,
                         HomeDistrict(input.home_district(), *tables_->gazetteer));

  const bool is_html = type.kind == ContentType::Kind::kHtml ||
                       (type.kind == ContentType::Kind::kUnknown && LooksLikeHtml(stages.source()));
  if (is_html) {
    QUSHU_ASSIGN_OR_RETURN(stages.seen, ReadHtml(stages.source()));
    if (stages.seen->text.empty()) {
      return InvalidField(v1::ERROR_REASON_EMPTY_TEXT, "article.text", "The page has no text.");
    }
  }
  stages.normalized = Normalize(stages.printed(), &stages.traditional);
  stages.layout = ReadLayout(stages.normalized.text, *tables_->gazetteer);
  if (!stages.date) stages.date = stages.layout.masthead.date;
  stages.extraction =
      tables_->extractor->Extract(stages.layout, {.date = stages.date,
                                                  .home = home,
                                                  .explain = options.explain,
                                                  .max_figures = options.max_figures});
  if (stages.extraction.stopped) return TooManyFigures(stages, options.max_figures);
  return stages;
}

absl::Status Analyzer::Analyze(const v1::ArticleInput& input, const AnalyzeOptions& options,
                               v1::Article& article) const {
  QUSHU_ASSIGN_OR_RETURN(const Stages stages, Read(input, options));
  BuildArticle(stages, *tables_, options, article);
  article.set_publication(input.publication());
  article.set_page(input.page());
  article.set_source_uri(input.source_uri());
  const Decoded& decoded = stages.decoded;
  const std::string_view encoding = EncodingName(decoded.encoding());
  article.set_source_encoding(encoding.data(), encoding.size());
  article.set_content_type(stages.seen ? "text/html" : "text/plain");
  if (decoded.converted()) article.set_source_bytes(input.text());
  for (const TextFinding& found : decoded.findings) {
    auto* finding = article.add_findings();
    finding->set_reason(found.reason);
    finding->set_message(found.message);
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::Article> Analyzer::Analyze(const v1::ArticleInput& input,
                                              const AnalyzeOptions& options) const {
  v1::Article article;
  QUSHU_RETURN_IF_ERROR(Analyze(input, options, article));
  return article;
}

absl::Status Analyzer::ForEachFigure(const v1::ArticleInput& input, const AnalyzeOptions& options,
                                     absl::FunctionRef<void(const v1::Figure&)> visit) const {
  QUSHU_ASSIGN_OR_RETURN(const Stages stages, Read(input, options));
  FigureBuilder builder(stages, *tables_, options.offsets);
  v1::Figure figure;
  for (size_t i = 0; i < stages.extraction.figures.size(); ++i) {
    builder.Build(i, figure);
    visit(figure);
  }
  return absl::OkStatus();
}

}  // namespace qushu
