// qushu indicators: the series that occur.
#include <ostream>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "common/gazetteer/gazetteer.h"
#include "qushu/v1/query_service.grpc.pb.h"
#include "services/cli/article_flags.h"
#include "services/cli/client.h"
#include "services/cli/commands.h"
#include "services/cli/errors.h"
#include "services/cli/figure_text.h"
#include "services/cli/input.h"
#include "services/cli/json_output.h"
#include "services/cli/places.h"
#include "services/cli/table.h"

namespace qushu::cli {
namespace {

using Stub = v1::QueryService::Stub;

absl::Status PrintIndicators(const Server& server, const Args& args, int columns, Io& io) {
  v1::ListIndicatorsRequest request;
  request.set_page_size(1000);
  request.set_include_unused(args.Has("unused"));
  request.set_domain(ValidUtf8(args.Get("domain")));
  if (args.Has("district")) {
    QUSHU_ASSIGN_OR_RETURN(const auto gazetteer, Gazetteer::Create());
    QUSHU_ASSIGN_OR_RETURN(*request.mutable_district(),
                           ResolveDistrict(*gazetteer, args.Get("district")));
  }
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
  if (args.Get("format") == "json") {
    QUSHU_ASSIGN_OR_RETURN(const std::string json, MessageJson(all));
    io.out << json << '\n';
    return absl::OkStatus();
  }
  Table table({{"indicator"},
               {"name"},
               {"kind"},
               {"domain"},
               {"figures", Align::kRight},
               {"wordings", Align::kLeft, true}});
  table.AddTitles();
  for (const v1::Indicator& indicator : all.indicators()) {
    std::string wordings;
    for (const std::string& word : indicator.wordings()) {
      absl::StrAppend(&wordings, wordings.empty() ? "" : " ", word);
    }
    table.AddRow({indicator.id(), indicator.display_name(), EnumWord(indicator.kind()),
                  indicator.domain(), std::to_string(indicator.figure_count()), wordings});
  }
  table.Print(io.out, columns);
  if (all.indicators().empty()) io.out << "no series\n";
  return absl::OkStatus();
}

int RunIndicators(const Args& args, Io& io) {
  auto columns = TableWidth(args, io);
  if (!columns.ok()) return PrintFlagError("indicators", columns.status(), io.err);
  auto server = QueryServer(args);
  if (!server.ok()) return PrintFlagError("indicators", server.status(), io.err);
  const absl::Status done = PrintIndicators(*server, args, *columns, io);
  if (done.ok()) return kDone;
  PrintError(server->address, done, io.err);
  return kFailed;
}

std::vector<Flag> Flags() {
  std::vector<Flag> flags = QueryServerFlags();
  const std::vector<Flag> own = {
      FormatFlag({"table", "json"}),
      {.name = "district", .value = "DISTRICT", .help = "only with figures about this one"},
      {.name = "domain", .value = "DOMAIN", .help = "only of this domain: epidemic, economy"},
      {.name = "unused", .value = "", .help = "also those that no stored figure belongs to"},
      WidthFlag()};
  flags.insert(flags.end(), own.begin(), own.end());
  return flags;
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
