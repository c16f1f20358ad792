// qushu ingest: sends texts to the ingest service.
#include <cstdio>
#include <ostream>
#include <random>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/analysis/analyzer.h"
#include "common/base/status_macros.h"
#include "common/gazetteer/gazetteer.h"
#include "qushu/v1/ingest_service.grpc.pb.h"
#include "services/cli/article_flags.h"
#include "services/cli/client.h"
#include "services/cli/commands.h"
#include "services/cli/errors.h"
#include "services/cli/figure_text.h"
#include "services/cli/input.h"
#include "services/cli/json_output.h"
#include "services/cli/render.h"
#include "services/cli/table.h"

namespace qushu::cli {
namespace {

// A random UUID of version 4: a call that is sent again is not carried out twice.
std::string NewRequestId() {
  std::random_device random;
  char text[37];
  std::snprintf(text, sizeof text, "%08x-%04x-4%03x-%04x-%04x%08x", random(), random() & 0xFFFF,
                random() & 0xFFF, 0x8000 | (random() & 0x3FFF), random() & 0xFFFF, random());
  return text;
}

// Name and path of a stored district: `涧西区 410305`.
std::string DistrictLabel(const Gazetteer& gazetteer, const std::string& resource_name) {
  const std::string code(DistrictCode(resource_name));
  const DivisionId id = gazetteer.ByCode(std::atoi(code.c_str()));
  if (id == kNoDivision) return code;
  return absl::StrCat(std::string(gazetteer[id].name), " ", code);
}

void PrintForPeople(const std::string& file, const v1::IngestArticleResponse& stored,
                    const Gazetteer& gazetteer, int columns, std::ostream& out) {
  Table table({{"what"}, {"value"}});
  table.AddText(absl::StrCat(InputLabel(file), ": ",
                             stored.already_stored() ? "was stored before" : "stored"));
  table.AddRow({"name", stored.name()});
  table.AddRow({"figures", absl::StrCat(stored.figure_count())});
  const std::string read_as = ReadAsText(stored.content_type(), stored.source_encoding());
  if (!read_as.empty()) table.AddRow({"read as", read_as});
  std::string title = "districts";
  for (const std::string& district : stored.districts()) {
    table.AddRow({title, DistrictLabel(gazetteer, district)});
    title.clear();
  }
  table.Print(out, columns);
  RenderFindings(stored.findings(), columns, out);
}

int RunIngest(const Args& args, Io& io) {
  const auto wrong_usage = [&](const absl::Status& status) {
    PrintWrongUsage("ingest", std::string(status.message()), io.err);
    return kWrongUsage;
  };
  auto server = IngestServer(args);
  if (!server.ok()) return wrong_usage(server.status());
  auto columns = TableWidth(args, io);
  if (!columns.ok()) return wrong_usage(columns.status());
  auto gazetteer = Gazetteer::Create();
  if (!gazetteer.ok()) {
    PrintError("", gazetteer.status(), io.err);
    return kFailed;
  }
  v1::ArticleInput input;
  absl::Status given = ReadArticleFlags(args, **gazetteer, input);
  if (!given.ok()) return PrintFlagError("ingest", given, io.err);

  const auto stub = v1::IngestService::NewStub(server->channel);
  const bool json = args.Get("format") == "json";
  const bool several = args.arguments().size() > 1;
  JsonValues values(io.out, json && several);
  int exit_status = kDone;
  for (const std::string& file : args.arguments()) {
    const absl::Status done = [&]() -> absl::Status {
      v1::IngestArticleRequest request;
      *request.mutable_article() = input;
      QUSHU_ASSIGN_OR_RETURN(*request.mutable_article()->mutable_text(),
                             ReadInput(file, io.in, kMaxTextBytes));
      if (file != "-") request.mutable_article()->set_source_uri(ValidUtf8(file));
      request.set_request_id(NewRequestId());
      QUSHU_ASSIGN_OR_RETURN(
          const v1::IngestArticleResponse stored,
          Call(*server, *stub, &v1::IngestService::Stub::IngestArticle, request));
      if (!json) {
        PrintForPeople(file, stored, **gazetteer, *columns, io.out);
        return absl::OkStatus();
      }
      QUSHU_ASSIGN_OR_RETURN(const std::string text, MessageJson(stored));
      values.Add(text, several ? file : "");
      return absl::OkStatus();
    }();
    if (!done.ok()) {
      PrintError(InputLabel(file), done, io.err);
      exit_status = kFailed;
    }
  }
  if (json) values.Finish();
  return exit_status;
}

std::vector<Flag> Flags() {
  std::vector<Flag> flags = IngestServerFlags();
  flags.push_back(FormatFlag({"table", "json"}));
  for (Flag& flag : ArticleFlags()) flags.push_back(std::move(flag));
  flags.push_back({.name = "publication", .value = "NAME", .help = "name of the publication"});
  flags.push_back({.name = "page", .value = "PAGE", .help = "page within the publication"});
  flags.push_back(WidthFlag());
  return flags;
}

}  // namespace

const Command& IngestCommand() {
  static const Command command = {
      .name = "ingest",
      .arguments = "FILE...",
      .summary = "Sends texts to the ingest service, which reads and stores them",
      .details =
          "Prints the name under which each is stored, how many figures were read, and the\n"
          "districts that have a section of their own. A text that is stored already is not\n"
          "stored again. FILE is plain text or HTML in UTF-8, UTF-16, GB18030 (GBK, GB2312) or\n"
          "Big5; - is standard input. json is the IngestArticleResponse; for several files an\n"
          "array of them with a key `file` each.",
      .flags = Flags(),
      .examples = {{"qushu ingest page.txt", "stores a page"},
                   {"qushu ingest --publication=洛阳日报 --page=03 --date=2020-02-20 page.txt",
                    "says what the page does not say of itself"},
                   {"qushu ingest --format=json *.txt", "stores several texts, for programs"}},
      .min_arguments = 1,
      .run = RunIngest};
  return command;
}

}  // namespace qushu::cli
