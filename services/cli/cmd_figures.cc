// qushu figures: lists stored figures.
#include <ostream>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "qushu/v1/query_service.grpc.pb.h"
#include "services/cli/article_flags.h"
#include "services/cli/commands.h"
#include "services/cli/figure_text.h"
#include "services/cli/input.h"
#include "services/cli/json_output.h"
#include "services/cli/query_command.h"
#include "services/cli/render.h"

namespace qushu::cli {
namespace {

using Stub = v1::QueryService::Stub;

constexpr int kPageSize = 1000;
constexpr int kMost = 1'000'000'000;

struct Options {
  v1::ListFiguresRequest request;
  RenderOptions render;
  std::string format;
  int limit = kMost;
};

absl::StatusOr<v1::ListFiguresRequest> ParseRequest(const Args& args) {
  v1::ListFiguresRequest request;
  QUSHU_RETURN_IF_ERROR(ReadDistrict(args, request));
  request.set_article(ArticleName(args.Get("article")));
  request.set_unit(ValidUtf8(args.Get("unit")));
  for (const std::string& word : args.GetAll("kind")) {
    request.add_kinds(static_cast<v1::Kind>(EnumValue(v1::Kind_descriptor(), word)));
  }
  for (const std::string& word : args.GetAll("aspect")) {
    request.add_aspects(static_cast<v1::Aspect>(EnumValue(v1::Aspect_descriptor(), word)));
  }
  request.set_scope(static_cast<v1::Scope>(EnumValue(v1::Scope_descriptor(), args.Get("scope"))));
  request.set_min_value(ValidUtf8(args.Get("min")));
  request.set_max_value(ValidUtf8(args.Get("max")));
  if (args.Has("from") || args.Has("to")) {
    QUSHU_RETURN_IF_ERROR(ReadDateRange(args, "from", "to", *request.mutable_publication_dates()));
  }
  if (args.Has("as-of-from") || args.Has("as-of-to")) {
    QUSHU_RETURN_IF_ERROR(
        ReadDateRange(args, "as-of-from", "as-of-to", *request.mutable_as_of_dates()));
  }
  request.set_indicator(ValidUtf8(args.Get("indicator")));
  request.set_measure_contains(ValidUtf8(args.Get("measure")));
  request.set_filter(ValidUtf8(args.Get("filter")));
  request.set_order_by(ValidUtf8(args.Get("order-by")));
  request.set_superseded(args.Has("superseded"));
  return request;
}

absl::StatusOr<Options> ParseOptions(const Args& args, const Io& io) {
  Options options;
  options.format = args.Get("format");
  QUSHU_ASSIGN_OR_RETURN(options.render.columns, TableWidth(args, io));
  if (args.Has("all") && args.Has("limit")) {
    return absl::InvalidArgumentError("--all and --limit exclude each other");
  }
  if (!args.Has("all")) {
    QUSHU_ASSIGN_OR_RETURN(options.limit, args.GetInt("limit", 1, kMost));
  }
  QUSHU_ASSIGN_OR_RETURN(options.request, ParseRequest(args));
  // Lines count as `qushu analyze` does.
  options.request.set_offset_encoding(options.format == "jsonl" ? v1::OFFSET_ENCODING_UTF32
                                                                : OffsetsOf(args));
  return options;
}

// Prints lines as they come; keeps the rest until all are there.
class Printer {
 public:
  Printer(const Options& options, std::ostream& out) : options_(options), out_(out) {}

  void Add(v1::Figure& figure) {
    ++count_;
    if (options_.format == "jsonl") {
      line_.clear();
      AppendFigureLine(figure, {}, line_);
      out_ << line_ << '\n';
    } else if (options_.format == "json") {
      all_.add_figures()->Swap(&figure);
    } else {
      rows_.emplace_back().Swap(&figure);
    }
  }

  absl::Status Finish(const std::string& next_page_token, int64_t revision) {
    if (options_.format == "json") {
      all_.set_next_page_token(next_page_token);
      all_.set_read_revision(revision);
      QUSHU_ASSIGN_OR_RETURN(const std::string json, MessageJson(all_));
      out_ << json << '\n';
    } else if (options_.format == "table") {
      RenderFigures(rows_, options_.render, out_);
      if (count_ == 0) out_ << "no figures\n";
    }
    return absl::OkStatus();
  }

  int count() const { return count_; }

 private:
  const Options& options_;
  std::ostream& out_;
  std::string line_;
  v1::ListFiguresResponse all_;
  std::vector<v1::Figure> rows_;
  int count_ = 0;
};

absl::Status PrintAll(const Server& server, const Options& options, Io& io) {
  const auto stub = v1::QueryService::NewStub(server.channel);
  Printer printer(options, io.out);
  v1::ListFiguresRequest request = options.request;
  v1::ListFiguresResponse page;
  do {
    request.set_page_size(std::min(kPageSize, options.limit - printer.count()));
    request.set_page_token(page.next_page_token());
    QUSHU_ASSIGN_OR_RETURN(page, Call(server, *stub, &Stub::ListFigures, request));
    for (v1::Figure& figure : *page.mutable_figures()) printer.Add(figure);
    if (!io.out) break;
  } while (!page.next_page_token().empty() && printer.count() < options.limit);
  QUSHU_RETURN_IF_ERROR(printer.Finish(page.next_page_token(), page.read_revision()));
  if (!page.next_page_token().empty()) {
    io.out.flush();
    io.err << "qushu: the first " << printer.count() << " figures; --all prints the rest\n";
  }
  return absl::OkStatus();
}

int RunFigures(const Args& args, Io& io) {
  const auto options = ParseOptions(args, io);
  return RunQuery("figures", args, options.status(), io,
                  [&](const Server& server, int) { return PrintAll(server, *options, io); });
}

std::vector<Flag> Flags() {
  const std::vector<Flag> own = {
      FormatFlag({"table", "json", "jsonl"}),
      {.name = "limit", .value = "N", .help = "most figures", .default_value = "1000"},
      {.name = "all", .value = "", .help = "all figures that fit, however many"},
      {.name = "article", .value = "NAME", .help = "only of this article"},
      SupersededFlag(),
      {.name = "unit", .value = "UNIT", .help = "only with this unit: 人, 元"},
      {.name = "kind",
       .value = "KIND",
       .help = "only of these kinds",
       .choices = EnumWords(v1::Kind_descriptor()),
       .repeated = true},
      {.name = "aspect",
       .value = "ASPECT",
       .help = "only of these aspects",
       .choices = EnumWords(v1::Aspect_descriptor()),
       .repeated = true},
      {.name = "scope",
       .value = "SCOPE",
       .help = "only of this scope",
       .choices = EnumWords(v1::Scope_descriptor())},
      {.name = "min", .value = "VALUE", .help = "only of this value or more"},
      {.name = "max", .value = "VALUE", .help = "only of this value or less"},
      {.name = "indicator", .value = "ID", .help = "only of this series"},
      {.name = "measure", .value = "TEXT", .help = "only with this in what they count"},
      FilterFlag(),
      {.name = "order-by", .value = "FIELDS", .help = "another order: value desc, as_of"},
      OffsetsFlag(),
      WidthFlag()};
  return QueryFlags({own, DistrictFlags(), PublishedFlags(), AsOfFlags()});
}

}  // namespace

const Command& FiguresCommand() {
  static const Command command = {
      .name = "figures",
      .arguments = "",
      .summary = "Lists the stored figures that fit, newest publication first",
      .details =
          "table groups them by district; json is a ListFiguresResponse; jsonl is a figure\n"
          "a line as `qushu analyze` prints it, with article and publication_date, and is\n"
          "printed as it comes: the format for many figures.",
      .flags = Flags(),
      .examples = {{"qushu figures --district=涧西区 --kind=money --min=1000000",
                    "lists sums of a million or more in one district"},
                   {"qushu figures --district=洛阳市 --below --measure=卡口",
                    "lists checkpoints of a city and of its districts"},
                   {"qushu figures --all --format=jsonl --from=2020-02-01 > february.jsonl",
                    "writes all figures from a day on into a file"}},
      .min_arguments = 0,
      .max_arguments = 0,
      .run = RunFigures};
  return command;
}

}  // namespace qushu::cli
