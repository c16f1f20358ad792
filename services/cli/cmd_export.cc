// qushu export: all figures that fit, as a table.
#include <ostream>

#include "absl/time/clock.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "qushu/v1/query_service.grpc.pb.h"
#include "services/cli/article_flags.h"
#include "services/cli/commands.h"
#include "services/cli/input.h"
#include "services/cli/query_command.h"

namespace qushu::cli {
namespace {

constexpr int kMost = 1'000'000'000;
// How often a stream that broke is taken up again without a step forward.
constexpr int kMaxTries = 5;

absl::StatusOr<v1::ExportFiguresRequest> ParseRequest(const Args& args) {
  v1::ExportFiguresRequest request;
  QUSHU_RETURN_IF_ERROR(ReadDistrict(args, request));
  request.set_filter(ValidUtf8(args.Get("filter")));
  if (args.Has("from") || args.Has("to")) {
    QUSHU_RETURN_IF_ERROR(ReadDateRange(args, "from", "to", *request.mutable_publication_dates()));
  }
  request.set_format(args.Get("format") == "csv" ? v1::EXPORT_FORMAT_CSV
                                                 : v1::EXPORT_FORMAT_JSON_LINES);
  for (const std::string& column : args.GetAll("columns")) request.add_columns(ValidUtf8(column));
  QUSHU_ASSIGN_OR_RETURN(const int limit, args.GetInt("limit", 0, kMost));
  request.set_max_figures(limit);
  request.set_superseded(args.Has("superseded"));
  request.set_offset_encoding(OffsetsOf(args));
  return request;
}

absl::Status Export(const Server& server, v1::ExportFiguresRequest request, Io& io) {
  const auto stub = v1::QueryService::NewStub(server.channel);
  v1::ExportFiguresResponse last;
  for (int tries = 0;;) {
    grpc::ClientContext context;
    const auto stream = stub->ExportFigures(&context, request);
    v1::ExportFiguresResponse message;
    while (stream->Read(&message)) {
      io.out << message.chunk();
      request.set_resume_token(message.resume_token());
      last = message;
      tries = 0;
      if (!io.out) {
        context.TryCancel();
        break;
      }
    }
    const absl::Status status = rpc::FromGrpcStatus(stream->Finish());
    if (last.complete() || !io.out) break;
    const bool broken = absl::IsUnavailable(status) || ReasonOf(status) == "WATCHER_TOO_SLOW";
    if (!broken || ++tries == kMaxTries || request.resume_token().empty()) return status;
    absl::SleepFor(absl::Milliseconds(200) * (1 << tries));
  }
  io.out.flush();
  if (last.truncated()) {
    io.err << "qushu: the first " << last.figure_count() << " figures; there are more\n";
  }
  return absl::OkStatus();
}

int RunExport(const Args& args, Io& io) {
  const auto request = ParseRequest(args);
  return RunQuery("export", args, request.status(), io,
                  [&](const Server& server, int) { return Export(server, *request, io); });
}

std::vector<Flag> Flags() {
  return QueryFlags(
      {{FormatFlag({"csv", "jsonl"}),
        {.name = "columns",
         .value = "NAME",
         .help = "fields of a figure, in order; all without it",
         .repeated = true}},
       DistrictFlags(),
       {FilterFlag(), SupersededFlag()},
       PublishedFlags(),
       {{.name = "limit", .value = "N", .help = "most figures; 0 for all", .default_value = "0"},
        OffsetsFlag()}});
}

}  // namespace

const Command& ExportCommand() {
  static const Command command = {
      .name = "export",
      .arguments = "",
      .summary = "Writes all figures that fit as a table for other programs",
      .details =
          "As they stand when it begins: articles stored meanwhile are left out, and what they\n"
          "correct is there as it was. A stream that breaks is taken up again. The exit status is "
          "0\n"
          "only if nothing is missing.",
      .flags = Flags(),
      .examples = {{"qushu export --columns=as_of,place,value,unit,measure > figures.csv",
                    "writes five fields of every figure"},
                   {"qushu export --format=jsonl --filter=indicator=checkpoints",
                    "prints one series of all districts as JSON"}},
      .min_arguments = 0,
      .max_arguments = 0,
      .run = RunExport};
  return command;
}

}  // namespace qushu::cli
