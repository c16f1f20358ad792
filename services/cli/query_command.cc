#include "services/cli/query_command.h"

#include "common/base/status_macros.h"
#include "common/gazetteer/gazetteer.h"
#include "services/cli/article_flags.h"
#include "services/cli/commands.h"
#include "services/cli/errors.h"
#include "services/cli/json_output.h"
#include "services/cli/places.h"

namespace qushu::cli {

std::vector<Flag> QueryFlags(std::initializer_list<std::vector<Flag>> lists) {
  std::vector<Flag> flags = QueryServerFlags();
  for (const std::vector<Flag>& list : lists) flags.insert(flags.end(), list.begin(), list.end());
  return flags;
}

std::vector<Flag> DistrictFlags() {
  return {
      {.name = "district", .value = "DISTRICT", .help = "only about this one, a code or a name"},
      {.name = "below", .value = "", .help = "takes in the districts below --district"}};
}

std::vector<Flag> PublishedFlags() {
  return {{.name = "from", .value = "YYYY-MM-DD", .help = "published on this day or later"},
          {.name = "to", .value = "YYYY-MM-DD", .help = "published on this day or before"}};
}

std::vector<Flag> AsOfFlags() {
  return {{.name = "as-of-from", .value = "YYYY-MM-DD", .help = "stated for this day or later"},
          {.name = "as-of-to", .value = "YYYY-MM-DD", .help = "stated for this day or before"}};
}

Flag FilterFlag() {
  return {.name = "filter", .value = "FILTER", .help = "only what fits: value > 100 AND unit = 人"};
}

Flag SupersededFlag() {
  return {.name = "superseded", .value = "", .help = "also of texts that were corrected since"};
}

absl::StatusOr<std::string> DistrictOf(const Args& args) {
  if (!args.Has("district")) return "";
  QUSHU_ASSIGN_OR_RETURN(const auto gazetteer, Gazetteer::Create());
  return ResolveDistrict(*gazetteer, args.Get("district"));
}

int RunQuery(std::string_view command, const Args& args, const absl::Status& parsed, Io& io,
             const std::function<absl::Status(const Server& server, int columns)>& work) {
  if (!parsed.ok()) return PrintFlagError(command, parsed, io.err);
  const auto columns = TableWidth(args, io);
  if (!columns.ok()) return PrintFlagError(command, columns.status(), io.err);
  const auto server = QueryServer(args);
  if (!server.ok()) return PrintFlagError(command, server.status(), io.err);
  const absl::Status done = work(*server, *columns);
  if (done.ok()) return kDone;
  PrintError(server->address, done, io.err);
  return kFailed;
}

absl::Status PrintAnswer(const Args& args, const google::protobuf::Message& answer, Io& io,
                         const std::function<void()>& table, const std::function<void()>& csv) {
  const std::string format = args.Get("format");
  if (format == "json") {
    QUSHU_ASSIGN_OR_RETURN(const std::string json, MessageJson(answer));
    io.out << json << '\n';
  } else if (format == "csv") {
    csv();
  } else {
    table();
  }
  return absl::OkStatus();
}

}  // namespace qushu::cli
