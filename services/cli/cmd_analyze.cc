// qushu analyze: reads texts without any service.
#include <google/protobuf/arena.h>

#include <limits>
#include <ostream>

#include "absl/strings/str_cat.h"
#include "common/analysis/analyzer.h"
#include "common/base/status_macros.h"
#include "common/indicators/catalogue.h"
#include "services/cli/article_flags.h"
#include "services/cli/commands.h"
#include "services/cli/errors.h"
#include "services/cli/input.h"
#include "services/cli/inputs/documents.h"
#include "services/cli/inputs/input_flags.h"
#include "services/cli/json_output.h"
#include "services/cli/render.h"

namespace qushu::cli {
namespace {

enum class Format { kTable, kJson, kJsonLines, kText };

struct Options {
  Format format = Format::kTable;
  bool summaries = false;
  AnalyzeOptions analysis;
  RenderOptions render;
};

Format ParseFormat(std::string_view word) {
  if (word == "json") return Format::kJson;
  if (word == "jsonl") return Format::kJsonLines;
  if (word == "text") return Format::kText;
  return Format::kTable;
}

absl::StatusOr<Options> ParseOptions(const Args& args, const Io& io) {
  Options options;
  options.format = ParseFormat(args.Get("format"));
  options.summaries = args.Has("summaries");
  if (options.summaries && (options.format == Format::kJson || options.format == Format::kText)) {
    return absl::InvalidArgumentError("--summaries goes with --format=table and --format=jsonl");
  }
  options.analysis.offsets =
      options.format == Format::kJsonLines ? v1::OFFSET_ENCODING_UTF32 : OffsetsOf(args);
  options.analysis.max_text_bytes = kMaxOfflineTextBytes;
  options.analysis.max_figures = std::numeric_limits<size_t>::max();
  options.analysis.explain = args.Has("explain");
  QUSHU_ASSIGN_OR_RETURN(options.analysis.summary_sentences,
                         args.GetInt("sentences", 0, kMaxSummarySentences));
  QUSHU_ASSIGN_OR_RETURN(options.render.columns, TableWidth(args, io));
  options.render.explain = options.analysis.explain;
  options.render.summaries_only = options.summaries;
  return options;
}

// Reads texts and prints them one after another.
class Printer {
 public:
  Printer(const Analyzer& analyzer, const Options& options, bool several, Io& io)
      : analyzer_(analyzer),
        options_(options),
        several_(several),
        out_(io.out),
        json_(io.out, several && options.format == Format::kJson) {}

  absl::Status Print(const Document& document) {
    QUSHU_RETURN_IF_ERROR(document.status);
    const std::string& file = document.name;
    const v1::ArticleInput& input = document.input;
    several_ = several_ || document.inside;  // standard input may turn out to be an archive
    if (options_.format == Format::kJsonLines && !options_.summaries) {
      return PrintFigures(file, input);
    }
    google::protobuf::ArenaOptions memory;
    memory.max_block_size = kArenaBlock;
    google::protobuf::Arena arena(memory);
    v1::Article& article = *google::protobuf::Arena::CreateMessage<v1::Article>(&arena);
    QUSHU_RETURN_IF_ERROR(analyzer_.Analyze(input, options_.analysis, article));
    return PrintArticle(file, article);
  }

  void Finish() {
    if (options_.format == Format::kJson) json_.Finish();
  }

 private:
  static constexpr size_t kBuffer = 64 << 10;
  static constexpr size_t kArenaBlock = 1 << 20;

  absl::Status PrintFigures(const std::string& file, const v1::ArticleInput& input) {
    const LineOptions line{several_ ? file : "", options_.analysis.explain};
    std::string buffer;
    absl::Status done =
        analyzer_.ForEachFigure(input, options_.analysis, [&](const v1::Figure& figure) {
          AppendFigureLine(figure, line, buffer);
          buffer += '\n';
          if (buffer.size() < kBuffer) return;
          out_ << buffer;
          buffer.clear();
        });
    out_ << buffer;
    return done;
  }

  absl::Status PrintArticle(const std::string& file, v1::Article& article) {
    switch (options_.format) {
      case Format::kTable:
        Header(file);
        RenderArticle(article, options_.render, out_);
        break;
      case Format::kText:
        Header(file);
        out_ << article.normalized_text();
        if (!article.normalized_text().ends_with('\n')) out_ << '\n';
        break;
      case Format::kJson: {
        article.clear_source_bytes();
        QUSHU_ASSIGN_OR_RETURN(const std::string json, MessageJson(article));
        json_.Add(json);
        break;
      }
      case Format::kJsonLines:
        PrintSummaries(file, article);
        break;
    }
    return absl::OkStatus();
  }

  void PrintSummaries(const std::string& file, const v1::Article& article) {
    const LineOptions line{several_ ? file : "", options_.analysis.explain};
    std::string lines;
    for (const auto& summary : article.summaries()) {
      AppendSummaryLine(summary, line, lines);
      lines += '\n';
    }
    out_ << lines;
  }

  // As head(1) does it.
  void Header(const std::string& file) {
    if (!several_) return;
    out_ << (first_ ? "" : "\n") << "==> " << InputLabel(file) << " <==\n";
    first_ = false;
  }

  const Analyzer& analyzer_;
  const Options& options_;
  bool several_;
  std::ostream& out_;
  JsonValues json_;
  bool first_ = true;
};

int RunAnalyze(const Args& args, Io& io) {
  auto options = ParseOptions(args, io);
  if (!options.ok()) return PrintFlagError("analyze", options.status(), io.err);
  auto catalogue = Catalogue::FromFile(args.Get("indicators"));
  if (!catalogue.ok()) return PrintFlagError("analyze", catalogue.status(), io.err);
  auto analyzer = Analyzer::Create(*std::move(catalogue));
  if (!analyzer.ok()) {
    PrintError("", analyzer.status(), io.err);
    return kFailed;
  }
  DocumentOptions documents{.most_bytes = options->analysis.max_text_bytes};
  absl::Status given = ReadArticleFlags(args, (*analyzer)->gazetteer(), documents.known);
  if (!given.ok()) return PrintFlagError("analyze", given, io.err);
  ReadInputFlags(args, documents);
  FoundFiles found = FindFiles(args.arguments());
  int status = kDone;
  Printer printer(**analyzer, *options, MayBeSeveral(found, documents), io);
  DocumentReader reader(std::move(found.files), std::move(documents), io.in);
  Document document;
  while (reader.Next(document)) {
    const absl::Status done = printer.Print(document);
    if (!done.ok()) {
      PrintError(document.label, done, io.err);
      status = kFailed;
    }
  }
  printer.Finish();
  return status;
}

std::vector<Flag> Flags() {
  std::vector<Flag> flags = {
      FormatFlag({"table", "json", "jsonl", "text"}),
      {.name = "summaries",
       .value = "",
       .help = "only the summaries; with jsonl an object a district"},
      {.name = "sentences",
       .value = "N",
       .help = "most sentences in a summary, 0 to 50",
       .default_value = std::to_string(kDefaultSummarySentences)},
      {.name = "explain",
       .value = "",
       .help = "which rule settled each field of a figure, and by which words"},
      {.name = "indicators",
       .value = "FILE",
       .help = "series of your own, in the columns of common/indicators/data/indicators.tsv"}};
  for (Flag& flag : InputFlags()) flags.push_back(std::move(flag));
  for (Flag& flag : ArticleFlags()) flags.push_back(std::move(flag));
  flags.push_back(OffsetsFlag());
  flags.push_back(WidthFlag());
  return flags;
}

}  // namespace

const Command& AnalyzeCommand() {
  static const Command command = {
      .name = "analyze",
      .arguments = "FILE...",
      .summary = "Reads texts without any service, and prints what they say of each district",
      .details = absl::StrCat(
          kInputHelp,
          "\n\nFormats:\n"
          "  table  for people: district by district, headline, summary and figures; aspect\n"
          "         `none`, scope `whole` and the article's own date are left blank\n"
          "  json   the Article message in the protobuf JSON mapping; an array for several files\n"
          "  jsonl  a JSON object a figure and line, offsets in code points of the text,\n"
          "         of HTML those of the markup\n"
          "  text   the normalised text"),
      .flags = Flags(),
      .examples = {{"qushu analyze page.txt", "prints each district's summary and figures"},
                   {"curl -s https://example.cn/ | qushu analyze --html --format=jsonl -",
                    "prints a JSON object a figure of a web page"},
                   {"qushu analyze --encoding=gbk old.txt",
                    "reads a text whose encoding its bytes do not tell"},
                   {"qushu analyze --format=jsonl --summaries --sentences=5 *.txt",
                    "prints five sentences for each district of each text"}},
      .min_arguments = 1,
      .run = RunAnalyze};
  return command;
}

}  // namespace qushu::cli
