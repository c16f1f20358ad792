// qushu series: one series of one district over time.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <ostream>

#include "absl/strings/str_cat.h"
#include "common/base/csv.h"
#include "common/base/date.h"
#include "common/base/status_macros.h"
#include "common/gazetteer/gazetteer.h"
#include "qushu/v1/query_service.grpc.pb.h"
#include "services/cli/article_flags.h"
#include "services/cli/commands.h"
#include "services/cli/figure_text.h"
#include "services/cli/input.h"
#include "services/cli/places.h"
#include "services/cli/query_command.h"
#include "services/cli/table.h"

namespace qushu::cli {
namespace {

using Stub = v1::QueryService::Stub;

// The points as a line of blocks, a character each, from the lowest to the highest value.
std::string Line(const v1::AspectSeries& series) {
  constexpr const char* kBlocks[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  double low = INFINITY, high = -INFINITY;
  std::vector<double> values;
  for (const v1::SeriesPoint& point : series.points()) {
    values.push_back(std::strtod(point.revisions(0).value().c_str(), nullptr));
    low = std::min(low, values.back());
    high = std::max(high, values.back());
  }
  std::string line;
  for (const double value : values) {
    const double share = high > low ? (value - low) / (high - low) : 0.5;
    line += kBlocks[std::min(7, static_cast<int>(share * 8))];
  }
  return line;
}

void PrintTable(const v1::GetFigureSeriesResponse& answer, int columns, std::ostream& out) {
  out << answer.indicator().display_name() << "  " << answer.indicator().id() << '\n';
  if (answer.series().empty()) out << "no figures\n";
  for (const v1::AspectSeries& series : answer.series()) {
    out << '\n' << EnumWord(series.aspect()) << "  ";
    // A line longer than the terminal would be no line.
    if (series.points_size() > 1 && series.points_size() < columns - 12) out << Line(series);
    out << '\n';
    Table table({{"as of"},
                 {"value", Align::kRight},
                 {"unit"},
                 {"published"},
                 {"measure", Align::kLeft, true},
                 {"sentence", Align::kLeft, true}});
    for (const v1::SeriesPoint& point : series.points()) {
      bool first = true;
      for (const v1::Figure& figure : point.revisions()) {
        table.AddRow({first ? DateText(point.as_of()) : "", ValueText(figure), figure.unit(),
                      DateText(figure.publication_date()), figure.measure(), figure.sentence()});
        first = false;
      }
      if (const int more = point.also_reported_by_size(); more > 0) {
        table.AddText(absl::StrCat("  = ", more,
                                   more == 1 ? " more article reports" : " more articles report",
                                   " the same"));
      }
    }
    for (const v1::Finding& finding : series.findings()) {
      table.AddText(absl::StrCat("  ! ", finding.message()));
    }
    table.Print(out, columns);
  }
}

void PrintCsv(const v1::GetFigureSeriesResponse& answer, std::ostream& out) {
  out << "aspect,as_of,value,high,qualifier,unit,publication_date,measure,text,sentence,"
         "article\r\n";
  for (const v1::AspectSeries& series : answer.series()) {
    for (const v1::SeriesPoint& point : series.points()) {
      for (const v1::Figure& figure : point.revisions()) {
        out << CsvLine({EnumWord(series.aspect()), DateText(point.as_of()), figure.value(),
                        figure.high(), EnumWord(figure.qualifier()), figure.unit(),
                        DateText(figure.publication_date()), figure.measure(), figure.text(),
                        figure.sentence(), figure.article()});
      }
    }
  }
}

absl::StatusOr<v1::GetFigureSeriesRequest> ParseRequest(const Args& args) {
  v1::GetFigureSeriesRequest request;
  QUSHU_ASSIGN_OR_RETURN(const auto gazetteer, Gazetteer::Create());
  QUSHU_ASSIGN_OR_RETURN(*request.mutable_district(),
                         ResolveDistrict(*gazetteer, args.arguments()[0]));
  request.set_indicator(ValidUtf8(args.arguments()[1]));
  if (args.Has("as-of-from") || args.Has("as-of-to")) {
    QUSHU_RETURN_IF_ERROR(
        ReadDateRange(args, "as-of-from", "as-of-to", *request.mutable_as_of_dates()));
  }
  QUSHU_ASSIGN_OR_RETURN(const auto known, args.GetDate("known-on"));
  if (known) {
    request.mutable_as_known_on()->set_year(known->year);
    request.mutable_as_known_on()->set_month(known->month);
    request.mutable_as_known_on()->set_day(known->day);
  }
  request.set_include_near(args.Has("near"));
  request.set_offset_encoding(OffsetsOf(args));
  return request;
}

absl::Status Follow(const Server& server, const Args& args,
                    const v1::GetFigureSeriesRequest& request, int columns, Io& io) {
  const auto stub = v1::QueryService::NewStub(server.channel);
  QUSHU_ASSIGN_OR_RETURN(const auto answer, Call(server, *stub, &Stub::GetFigureSeries, request));
  return PrintAnswer(
      args, answer, io, [&] { PrintTable(answer, columns, io.out); },
      [&] { PrintCsv(answer, io.out); });
}

int RunSeries(const Args& args, Io& io) {
  const auto request = ParseRequest(args);
  return RunQuery("series", args, request.status(), io, [&](const Server& server, int columns) {
    return Follow(server, args, *request, columns, io);
  });
}

std::vector<Flag> Flags() {
  return QueryFlags(
      {{FormatFlag({"table", "json", "csv"})},
       AsOfFlags(),
       {{.name = "known-on",
         .value = "YYYY-MM-DD",
         .help = "as it was known on this day: without what was published later"},
        {.name = "near",
         .value = "",
         .help = "also what counts something near it, or only a part of the district"},
        OffsetsFlag(),
        WidthFlag()}});
}

}  // namespace

const Command& SeriesCommand() {
  static const Command command = {
      .name = "series",
      .arguments = "DISTRICT INDICATOR",
      .summary = "Follows one series of one district over time",
      .details =
          "New, cumulative and current figures are lines of their own. Later corrections of a\n"
          "day stand below its last word; gaps, and falls of a cumulative series, are marked\n"
          "with `!`. `qushu indicators` lists the series.",
      .flags = Flags(),
      .examples = {{"qushu series 涧西区 checkpoints", "follows the checkpoints of a district"},
                   {"qushu series 武汉市 confirmed_cases --known-on=2020-02-10 --format=csv",
                    "writes a series as it was known on a day"}},
      .min_arguments = 2,
      .max_arguments = 2,
      .run = RunSeries};
  return command;
}

}  // namespace qushu::cli
