// qushu indicators: the series that occur.
#include <ostream>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "qushu/v1/query_service.grpc.pb.h"
#include "services/cli/commands.h"
#include "services/cli/figure_text.h"
#include "services/cli/input.h"
#include "services/cli/query_command.h"
#include "services/cli/table.h"

namespace qushu::cli {
namespace {

using Stub = v1::QueryService::Stub;

void PrintTable(const v1::ListIndicatorsResponse& answer, int columns, std::ostream& out) {
  Table table({{"indicator"},
               {"name"},
               {"kind"},
               {"domain"},
               {"figures", Align::kRight},
               {"wordings", Align::kLeft, true}});
  table.AddTitles();
  for (const v1::Indicator& indicator : answer.indicators()) {
    std::string wordings;
    for (const std::string& word : indicator.wordings()) {
      absl::StrAppend(&wordings, wordings.empty() ? "" : " ", word);
    }
    table.AddRow({indicator.id(), indicator.display_name(), EnumWord(indicator.kind()),
                  indicator.domain(), std::to_string(indicator.figure_count()), wordings});
  }
  table.Print(out, columns);
  if (answer.indicators().empty()) out << "no series\n";
}

absl::Status PrintIndicators(const Server& server, const Args& args, int columns, Io& io) {
  v1::ListIndicatorsRequest request;
  request.set_page_size(1000);
  request.set_include_unused(args.Has("unused"));
  request.set_domain(ValidUtf8(args.Get("domain")));
  QUSHU_ASSIGN_OR_RETURN(*request.mutable_district(), DistrictOf(args));
  const auto stub = v1::QueryService::NewStub(server.channel);
  v1::ListIndicatorsResponse all;
  do {
    request.set_page_token(all.next_page_token());
    QUSHU_ASSIGN_OR_RETURN(v1::ListIndicatorsResponse page,
                           Call(server, *stub, &Stub::ListIndicators, request));
    all.set_next_page_token(page.next_page_token());
    all.set_read_revision(page.read_revision());
    all.mutable_indicators()->MergeFrom(page.indicators());
  } while (!all.next_page_token().empty());
  return PrintAnswer(args, all, io, [&] { PrintTable(all, columns, io.out); });
}

int RunIndicators(const Args& args, Io& io) {
  return RunQuery("indicators", args, absl::OkStatus(), io, [&](const Server& server, int columns) {
    return PrintIndicators(server, args, columns, io);
  });
}

std::vector<Flag> Flags() {
  return QueryFlags(
      {{FormatFlag({"table", "json"}),
        {.name = "district", .value = "DISTRICT", .help = "only with figures about this one"},
        {.name = "domain", .value = "DOMAIN", .help = "only of this domain: epidemic, economy"},
        {.name = "unused", .value = "", .help = "also those that no stored figure belongs to"},
        WidthFlag()}});
}

}  // namespace

const Command& IndicatorsCommand() {
  static const Command command = {
      .name = "indicators",
      .arguments = "",
      .summary = "Lists the series that stored figures belong to",
      .details = "",
      .flags = Flags(),
      .examples = {{"qushu indicators --district=涧西区", "lists what is stated of a district"},
                   {"qushu indicators --unused --domain=farming",
                    "lists all that the catalogue knows of farming"}},
      .min_arguments = 0,
      .max_arguments = 0,
      .run = RunIndicators};
  return command;
}

}  // namespace qushu::cli
