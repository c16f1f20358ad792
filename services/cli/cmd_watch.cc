// qushu watch: figures as they are stored.
#include <ostream>

#include "absl/time/clock.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "qushu/v1/query_service.grpc.pb.h"
#include "services/cli/commands.h"
#include "services/cli/figure_text.h"
#include "services/cli/input.h"
#include "services/cli/json_output.h"
#include "services/cli/query_command.h"

namespace qushu::cli {
namespace {

using Stub = v1::QueryService::Stub;

constexpr int kMost = 1'000'000'000;

absl::StatusOr<v1::WatchFiguresRequest> ParseRequest(const Args& args) {
  v1::WatchFiguresRequest request;
  QUSHU_RETURN_IF_ERROR(ReadDistrict(args, request));
  request.set_indicator(ValidUtf8(args.Get("indicator")));
  request.set_filter(ValidUtf8(args.Get("filter")));
  QUSHU_ASSIGN_OR_RETURN(const int start, args.GetInt("start", 0, kMost));
  request.set_start_revision(start);
  request.set_superseded(args.Has("superseded"));
  request.set_offset_encoding(v1::OFFSET_ENCODING_UTF32);  // lines count as `qushu analyze` does
  return request;
}

void PrintFigure(const v1::Figure& figure, bool json, std::ostream& out) {
  if (json) {
    std::string line;
    AppendFigureLine(figure, {}, line);
    out << line << '\n';
    return;
  }
  out << DateText(figure.as_of()) << '\t' << figure.place() << '\t' << ValueText(figure) << '\t'
      << figure.unit() << '\t' << figure.measure() << '\t' << EnumWord(figure.aspect()) << '\n';
}

// Names of articles need no quoting.
void PrintGone(const v1::GoneArticle& gone, bool json, std::ostream& out) {
  if (json) {
    out << R"({"gone":")" << gone.article() << '"';
    if (!gone.replaced_by().empty()) out << R"(,"replaced_by":")" << gone.replaced_by() << '"';
    out << "}\n";
    return;
  }
  out << "gone\t" << gone.article() << '\t' << gone.replaced_by() << '\n';
}

// Whether the stream can be taken up again where it ended.
bool CanResume(const absl::Status& status) {
  const std::string reason = ReasonOf(status);
  return absl::IsUnavailable(status) || reason == "WATCHER_TOO_SLOW";
}

absl::Status Watch(const Server& server, v1::WatchFiguresRequest request, int limit, bool json,
                   Io& io) {
  constexpr absl::Duration kLongestPause = absl::Seconds(10);
  const auto stub = v1::QueryService::NewStub(server.channel);
  absl::Duration pause = absl::Milliseconds(200);
  int count = 0;
  bool stood = false;  // a first watch that fails is an error, a later one is taken up again
  while (true) {
    grpc::ClientContext context;
    const auto stream = stub->WatchFigures(&context, request);
    v1::WatchFiguresResponse message;
    while (stream->Read(&message)) {
      stood = true;
      pause = absl::Milliseconds(200);
      for (const v1::GoneArticle& gone : message.gone()) PrintGone(gone, json, io.out);
      for (const v1::Figure& figure : message.figures()) {
        PrintFigure(figure, json, io.out);
        if (++count == limit || !io.out) {
          context.TryCancel();
          stream->Finish();
          return absl::OkStatus();
        }
      }
      io.out.flush();
      request.set_start_revision(message.revision() + 1);
    }
    const absl::Status status = rpc::FromGrpcStatus(stream->Finish());
    if (!stood || !CanResume(status)) return status;
    absl::SleepFor(pause);
    pause = std::min(2 * pause, kLongestPause);
  }
}

int RunWatch(const Args& args, Io& io) {
  const auto request = ParseRequest(args);
  const auto limit = args.GetInt("limit", 0, kMost);
  return RunQuery("watch", args, request.ok() ? limit.status() : request.status(), io,
                  [&](const Server& server, int) {
                    return Watch(server, *request, *limit == 0 ? kMost : *limit,
                                 args.Get("format") == "jsonl", io);
                  });
}

std::vector<Flag> Flags() {
  return QueryFlags({{FormatFlag({"text", "jsonl"})},
                     DistrictFlags(),
                     {{.name = "indicator", .value = "ID", .help = "only of this series"},
                      FilterFlag(),
                      SupersededFlag(),
                      {.name = "start",
                       .value = "REVISION",
                       .help = "first revision; 0 for what comes from now on",
                       .default_value = "0"},
                      {.name = "limit",
                       .value = "N",
                       .help = "ends after so many figures; 0 for never",
                       .default_value = "0"}}});
}

}  // namespace

const Command& WatchCommand() {
  static const Command command = {
      .name = "watch",
      .arguments = "",
      .summary = "Prints figures as they are stored, until it is interrupted",
      .details =
          "A stream that breaks is taken up again where it ended, so that each figure is\n"
          "printed once. text is a line a figure with tabs between its fields; jsonl as\n"
          "`qushu figures` prints it. A line `gone` names an article whose figures are not there\n"
          "any more: it was deleted, corrected, or read anew, and the article that is there "
          "instead.",
      .flags = Flags(),
      .examples = {{"qushu watch --district=洛阳市 --below",
                    "follows what comes in on a city and its districts"},
                   {"qushu watch --start=1 --indicator=confirmed_cases --format=jsonl",
                    "prints all figures of a series since the first, and goes on"}},
      .min_arguments = 0,
      .max_arguments = 0,
      .run = RunWatch};
  return command;
}

}  // namespace qushu::cli
