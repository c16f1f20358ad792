// qushu ingest: sends texts to the ingest service.
#include <algorithm>
#include <cstdio>
#include <memory>
#include <ostream>
#include <random>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/analysis/analyzer.h"
#include "common/base/status_macros.h"
#include "common/gazetteer/gazetteer.h"
#include "qushu/v1/ingest_service.grpc.pb.h"
#include "services/cli/article_flags.h"
#include "services/cli/bulk_ingest.h"
#include "services/cli/client.h"
#include "services/cli/commands.h"
#include "services/cli/errors.h"
#include "services/cli/figure_text.h"
#include "services/cli/inputs/documents.h"
#include "services/cli/inputs/input_flags.h"
#include "services/cli/json_output.h"
#include "services/cli/render.h"
#include "services/cli/table.h"

namespace qushu::cli {
namespace {

constexpr size_t kMostOneByOne = 16;
constexpr int kMostJobs = 16;

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

void PrintForPeople(const std::string& label, const v1::IngestArticleResponse& stored,
                    const Gazetteer& gazetteer, int columns, std::ostream& out) {
  Table table({{"what"}, {"value"}});
  table.AddText(
      absl::StrCat(label, ": ", stored.already_stored() ? "was stored before" : "stored"));
  table.AddRow({"name", stored.name()});
  if (!stored.supersedes().empty()) table.AddRow({"corrects", stored.supersedes()});
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

// Many texts, or as many as nobody knows: sent in streams, and summed up.
bool IsBulk(const Args& args, const FoundFiles& found, const DocumentOptions& documents) {
  return found.files.size() > kMostOneByOne || args.Has("jobs") || args.Has("resume") ||
         found.searched || documents.lines ||
         std::ranges::any_of(
             found.files, [](const InputFile& file) { return MayHoldSeveral(KindOf(file.path)); });
}

int RunBulk(const Server& server, const std::string& format, BulkOptions options, Io& io) {
  if (format == "table") {
    options.summary = &io.out;
    return BulkIngest(server, std::move(options), io);
  }
  options.summary = &io.err;
  const bool array = format == "json";
  std::unique_ptr<JsonValues> values;
  if (array) values = std::make_unique<JsonValues>(io.out, true);
  options.stored = [&](const std::string& label, const v1::IngestArticleResponse& stored) {
    const auto json = array ? MessageJson(stored) : MessageLine(stored, label);
    if (!json.ok()) return;
    if (array) {
      values->Add(*json, label);
    } else {
      io.out << *json << '\n';
    }
  };
  const int status = BulkIngest(server, std::move(options), io);
  if (array) values->Finish();
  return status;
}

// A few texts, whose answers are printed in full.
int RunOneByOne(const Server& server, const Args& args, FoundFiles found, DocumentOptions documents,
                const Gazetteer& gazetteer, int columns, Io& io) {
  const auto stub = v1::IngestService::NewStub(server.channel);
  const std::string format = args.Get("format");
  const bool several = args.arguments().size() > 1;
  const bool array = format == "json" && several;
  JsonValues values(io.out, array);
  int exit_status = kDone;
  DocumentReader reader(std::move(found.files), std::move(documents), io.in);
  Document document;
  while (reader.Next(document)) {
    const absl::Status done = [&]() -> absl::Status {
      QUSHU_RETURN_IF_ERROR(document.status);
      v1::IngestArticleRequest request;
      *request.mutable_article() = std::move(document.input);
      request.set_request_id(NewRequestId());
      QUSHU_ASSIGN_OR_RETURN(const v1::IngestArticleResponse stored,
                             Call(server, *stub, &v1::IngestService::Stub::IngestArticle, request));
      if (format == "table") {
        PrintForPeople(document.label, stored, gazetteer, columns, io.out);
        return absl::OkStatus();
      }
      if (format == "jsonl") {
        QUSHU_ASSIGN_OR_RETURN(const std::string line, MessageLine(stored, document.name));
        io.out << line << '\n';
        return absl::OkStatus();
      }
      QUSHU_ASSIGN_OR_RETURN(const std::string text, MessageJson(stored));
      values.Add(text, several ? document.name : "");
      return absl::OkStatus();
    }();
    if (!done.ok()) {
      PrintError(document.label, done, io.err);
      exit_status = kFailed;
    }
  }
  if (format == "json") values.Finish();
  return exit_status;
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
  DocumentOptions documents{.most_bytes = kMaxTextBytes};
  absl::Status given = ReadArticleFlags(args, **gazetteer, documents.known);
  if (!given.ok()) return PrintFlagError("ingest", given, io.err);
  ReadInputFlags(args, documents);
  auto jobs = args.GetInt("jobs", 1, kMostJobs);
  if (!jobs.ok()) return wrong_usage(jobs.status());
  FoundFiles found = FindFiles(args.arguments());
  if (args.Has("resume") && std::ranges::find(args.arguments(), "-") != args.arguments().end()) {
    return wrong_usage(absl::InvalidArgumentError("--resume needs files, not standard input"));
  }
  if (IsBulk(args, found, documents)) {
    BulkOptions options{.found = std::move(found),
                        .documents = std::move(documents),
                        .jobs = *jobs,
                        .journal = args.Get("resume")};
    return RunBulk(*server, args.Get("format"), std::move(options), io);
  }
  return RunOneByOne(*server, args, std::move(found), std::move(documents), **gazetteer, *columns,
                     io);
}

std::vector<Flag> Flags() {
  std::vector<Flag> flags = IngestServerFlags();
  flags.push_back(FormatFlag({"table", "json", "jsonl"}));
  for (Flag& flag : InputFlags()) flags.push_back(std::move(flag));
  for (Flag& flag : ArticleFlags()) flags.push_back(std::move(flag));
  flags.push_back({.name = "publication", .value = "NAME", .help = "name of the publication"});
  flags.push_back({.name = "page", .value = "PAGE", .help = "page within the publication"});
  flags.push_back({.name = "jobs",
                   .value = "N",
                   .help = "streams that texts are sent in at once, 1 to 16",
                   .default_value = "1"});
  flags.push_back({.name = "resume",
                   .value = "JOURNAL",
                   .help = "keeps in this file what is stored, and leaves out what it says is"});
  flags.push_back(WidthFlag());
  return flags;
}

std::string Details() {
  return absl::StrCat(
      "Prints the name under which each is stored, how many figures were read, and the\n"
      "districts that have a section of their own; of a folder, a pattern, an archive, NDJSON or\n"
      "more than 16 files a summary alone: how many are stored, and what failed and why. A text\n"
      "that is stored already is not stored again.\n\n",
      kInputHelp,
      "\n\njson is the IngestArticleResponse, for several texts an array of them with a key "
      "`file`\n"
      "each; jsonl one of them a line. The exit status is 0 only when every text is stored.");
}

}  // namespace

const Command& IngestCommand() {
  static const Command command = {
      .name = "ingest",
      .arguments = "FILE...",
      .summary = "Sends texts to the ingest service, which reads and stores them",
      .details = Details(),
      .flags = Flags(),
      .examples = {{"qushu ingest page.txt", "stores a page"},
                   {"qushu ingest --publication=洛阳日报 --page=03 --date=2020-02-20 page.txt",
                    "says what the page does not say of itself"},
                   {"qushu ingest --resume=run.journal pages/ archive.zip",
                    "stores all that is in a folder and an archive; when it was cut off, the same "
                    "command goes on"},
                   {"zcat all.ndjson.gz | qushu ingest --ndjson --format=jsonl -",
                    "stores an article a line, and prints an answer a line"}},
      .min_arguments = 1,
      .run = RunIngest};
  return command;
}

}  // namespace qushu::cli
