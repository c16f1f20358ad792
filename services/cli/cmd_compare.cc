// qushu compare: districts side by side.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <ostream>

#include "absl/strings/str_cat.h"
#include "common/base/csv.h"
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

// Districts that one comparison takes.
constexpr int kMostDistricts = 100;
constexpr int kBarColumns = 16;

// The last of the names of a path: 涧西区.
std::string ShortName(const std::string& place) {
  const size_t slash = place.rfind('/');
  return slash == std::string::npos ? place : place.substr(slash + 1);
}

// A bar as long as `value` is beside the largest one; at least a sliver for what is not zero.
std::string Bar(const v1::Figure& figure, double largest) {
  constexpr const char* kEighths[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  const double value = std::strtod(figure.value().c_str(), nullptr);
  if (!(value > 0) || !(largest > 0)) return "";
  const int eighths = std::max(1, static_cast<int>(std::lround(8 * kBarColumns * value / largest)));
  std::string bar;
  for (int i = 0; i < eighths / 8; ++i) bar += "█";
  return bar + kEighths[eighths % 8];
}

std::string Remark(const v1::ComparedFigure& compared) {
  std::string remark;
  if (compared.comparability() != v1::COMPARABILITY_SAME) {
    remark = EnumWord(compared.comparability());
  }
  if (compared.disputed()) absl::StrAppend(&remark, remark.empty() ? "" : ", ", "disputed");
  if (const int also = compared.also_reported_by_size(); also > 0) {
    absl::StrAppend(&remark, remark.empty() ? "" : ", ", "in ", also + 1, " articles");
  }
  return remark;
}

void PrintTable(const v1::CompareDistrictsResponse& answer, int columns, std::ostream& out) {
  if (answer.rows().empty()) {
    out << "nothing that can be compared\n";
    return;
  }
  Table table({{"district"},
               {"", Align::kLeft},
               {"value", Align::kRight},
               {"unit"},
               {"as of"},
               {"remark"},
               {"measure", Align::kLeft, true},
               {"sentence", Align::kLeft, true}});
  for (const v1::ComparisonRow& row : answer.rows()) {
    if (!table.empty()) table.AddText("");
    const std::string aspect = EnumWord(row.aspect());
    table.AddText(absl::StrCat(row.indicator().display_name(), "  ", row.indicator().id(),
                               aspect == "none" ? "" : "  ", aspect == "none" ? "" : aspect));
    double largest = 0;
    for (const v1::ComparisonCell& cell : row.cells()) {
      for (const v1::ComparedFigure& compared : cell.figures()) {
        largest = std::max(largest, std::strtod(compared.figure().value().c_str(), nullptr));
      }
    }
    for (const v1::ComparisonCell& cell : row.cells()) {
      bool first = true;
      for (const v1::ComparedFigure& compared : cell.figures()) {
        const v1::Figure& figure = compared.figure();
        table.AddRow({first ? ShortName(cell.place()) : "", Bar(figure, largest), ValueText(figure),
                      figure.unit(), DateText(figure.as_of()), Remark(compared), figure.measure(),
                      figure.sentence()});
        first = false;
      }
    }
    for (const v1::Finding& finding : row.findings()) {
      table.AddText(absl::StrCat("  ! ", finding.message()));
    }
  }
  table.Print(out, columns);
}

void PrintCsv(const v1::CompareDistrictsResponse& answer, std::ostream& out) {
  out << "indicator,aspect,district,place,value,high,qualifier,unit,as_of,comparability,disputed,"
         "measure,text,sentence,article,publication_date\r\n";
  for (const v1::ComparisonRow& row : answer.rows()) {
    for (const v1::ComparisonCell& cell : row.cells()) {
      for (const v1::ComparedFigure& compared : cell.figures()) {
        const v1::Figure& figure = compared.figure();
        out << CsvLine({row.indicator().id(), EnumWord(row.aspect()), DistrictCode(cell.district()),
                        cell.place(), figure.value(), figure.high(), EnumWord(figure.qualifier()),
                        figure.unit(), DateText(figure.as_of()), EnumWord(compared.comparability()),
                        compared.disputed() ? "true" : "false", figure.measure(), figure.text(),
                        figure.sentence(), figure.article(), DateText(figure.publication_date())});
      }
    }
  }
}

// All districts that articles report on, where none was named.
absl::Status AddDistricts(const Server& server, Stub& stub, v1::CompareDistrictsRequest& request) {
  v1::ListDistrictsRequest list;
  list.set_page_size(kMostDistricts + 1);
  QUSHU_ASSIGN_OR_RETURN(const auto page, Call(server, stub, &Stub::ListDistricts, list));
  if (page.districts_size() > kMostDistricts) {
    return absl::InvalidArgumentError(
        absl::StrCat("articles report on more than ", kMostDistricts, " districts: name some"));
  }
  for (const v1::District& district : page.districts()) request.add_districts(district.name());
  return absl::OkStatus();
}

absl::StatusOr<v1::CompareDistrictsRequest> ParseRequest(const Args& args) {
  v1::CompareDistrictsRequest request;
  if (!args.arguments().empty()) {
    QUSHU_ASSIGN_OR_RETURN(const auto gazetteer, Gazetteer::Create());
    for (const std::string& word : args.arguments()) {
      QUSHU_ASSIGN_OR_RETURN(*request.add_districts(), ResolveDistrict(*gazetteer, word));
    }
  }
  for (const std::string& id : args.GetAll("indicator")) request.add_indicators(ValidUtf8(id));
  if (args.Has("from") || args.Has("to")) {
    QUSHU_RETURN_IF_ERROR(ReadDateRange(args, "from", "to", *request.mutable_publication_dates()));
  }
  if (args.Has("as-of-from") || args.Has("as-of-to")) {
    QUSHU_RETURN_IF_ERROR(
        ReadDateRange(args, "as-of-from", "as-of-to", *request.mutable_as_of_dates()));
  }
  QUSHU_ASSIGN_OR_RETURN(const int most, args.GetInt("figures", 1, 20));
  request.set_max_figures(most);
  request.set_offset_encoding(OffsetsOf(args));
  return request;
}

absl::Status Compare(const Server& server, const Args& args, v1::CompareDistrictsRequest request,
                     int columns, Io& io) {
  const auto stub = v1::QueryService::NewStub(server.channel);
  if (request.districts().empty()) {
    QUSHU_RETURN_IF_ERROR(AddDistricts(server, *stub, request));
  }
  if (request.districts().empty()) {
    io.out << "nothing is stored\n";
    return absl::OkStatus();
  }
  QUSHU_ASSIGN_OR_RETURN(const auto answer, Call(server, *stub, &Stub::CompareDistricts, request));
  return PrintAnswer(
      args, answer, io, [&] { PrintTable(answer, columns, io.out); },
      [&] { PrintCsv(answer, io.out); });
}

int RunCompare(const Args& args, Io& io) {
  const auto request = ParseRequest(args);
  return RunQuery("compare", args, request.status(), io, [&](const Server& server, int columns) {
    return Compare(server, args, *request, columns, io);
  });
}

std::vector<Flag> Flags() {
  return QueryFlags({{FormatFlag({"table", "json", "csv"}),
                      {.name = "indicator",
                       .value = "ID",
                       .help = "only this series; without it all that two of the districts share",
                       .repeated = true},
                      {.name = "figures",
                       .value = "N",
                       .help = "most figures of a district and series",
                       .default_value = "3"}},
                     PublishedFlags(),
                     AsOfFlags(),
                     {OffsetsFlag(), WidthFlag()}});
}

}  // namespace

const Command& CompareCommand() {
  static const Command command = {
      .name = "compare",
      .arguments = "[DISTRICT...]",
      .summary = "Sets districts side by side, a series at a time",
      .details =
          "DISTRICT is a code or a name; without one, all that articles report on. A figure\n"
          "that counts something near the series is marked `near`, one of a part of its\n"
          "district `part`, one that another article contradicts `disputed`. Nothing is\n"
          "added up.",
      .flags = Flags(),
      .examples = {{"qushu compare 涧西区 老城区 西工区",
                    "sets three districts side by side in all that two of them state"},
                   {"qushu compare --indicator=checkpoints,volunteers --format=csv",
                    "writes two series of all districts as a table for other programs"}},
      .min_arguments = 0,
      .max_arguments = kMostDistricts,
      .run = RunCompare};
  return command;
}

}  // namespace qushu::cli
