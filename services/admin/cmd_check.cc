// qushu-admin check: whether a store is whole.
#include <ostream>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/store/sqlite_check.h"
#include "services/admin/commands.h"
#include "services/cli/display_width.h"
#include "services/cli/input.h"

namespace qushu::admin {
namespace {

using cli::Printable;
using cli::ValidUtf8;

// As lines of a log: reason, table and subject, separated so that a program can cut them too.
void PrintLine(const CheckFinding& finding, std::ostream& out) {
  out << finding.reason << '\t' << (finding.table.empty() ? "-" : finding.table) << '\t'
      << (finding.subject.empty() ? "-" : finding.subject) << '\t'
      << Printable(ValidUtf8(finding.message)) << '\n';
}

void WriteFinding(const CheckFinding& finding, cli::JsonWriter& json) {
  json.StartObject();
  json.Add("reason", finding.reason);
  json.Add("table", finding.table);
  json.Add("subject", finding.subject);
  json.Add("message", ValidUtf8(finding.message));
  json.EndObject();
}

int RunCheck(const cli::Args& args, cli::Io& io) {
  auto store = ReadStoreArgs(args);
  if (!store.ok()) return WrongUsage("check", store.status(), io);
  auto most = args.GetInt("most", 0, 1'000'000'000);
  if (!most.ok()) return WrongUsage("check", most.status(), io);

  cli::Progress progress(io.err);
  std::vector<CheckFinding> kept;
  int64_t reported = 0;
  const auto result = CheckSqliteStore(
      {.path = store->db,
       .busy_timeout = store->wait,
       .quick = args.Has("quick"),
       .report =
           [&](const CheckFinding& finding) {
             if (reported++ >= *most) return;
             if (store->json) {
               kept.push_back(finding);
               return;
             }
             progress.Clear();
             PrintLine(finding, io.out);
           },
       .progress = [&](int64_t done,
                       int64_t total) { ShowPercent("checking", done, total, progress); }});
  progress.Clear();
  if (!result.ok()) return Failed(store->db, result.status(), io);
  if (store->json) {
    PrintJson(io, [&](cli::JsonWriter& json) {
      json.Add("schema_version", result->schema_version);
      json.Add("revision", result->revision);
      json.Add("articles", result->articles);
      json.Add("figures", result->figures);
      json.Add("finding_count", result->findings);
      json.Key("findings");
      json.StartArray();
      for (const CheckFinding& finding : kept) WriteFinding(finding, json);
      json.EndArray();
    });
  } else if (result->findings == 0) {
    io.out << absl::StrCat("sound: ", result->articles, " articles, ", result->figures,
                           " figures, revision ", result->revision, "\n");
  } else {
    io.out.flush();
    io.err << absl::StrCat(kProgram, ": ", store->db, ": ", result->findings, " findings",
                           reported > *most ? absl::StrCat(", ", *most, " of them printed") : "",
                           "\n");
  }
  return result->findings == 0 ? cli::kDone : cli::kFailed;
}

}  // namespace

const cli::Command& CheckCommand() {
  static const cli::Command command = {
      .name = "check",
      .arguments = "",
      .summary = "Says what is wrong with a store; exit status 0 only when nothing is",
      .details =
          "Services may go on: it looks at the store as it is at one moment. A line a finding,\n"
          "separated by tabs: reason, table, article or district, and what is wrong. Reasons:\n"
          "  DAMAGED         SQLite finds the file damaged; nothing else is looked at then\n"
          "  SCHEMA_DIFFERS  a table or an index is missing or defined otherwise\n"
          "  ORPHAN_ROW      a row that belongs to no article\n"
          "  ROW_MISSING     an article without its text, or without some of its rows\n"
          "  ROW_DIFFERS     a row that is not what its article says\n"
          "  COUNT_DIFFERS   a counter of a district or a series that is not what it counts\n"
          "  TERMS_DIFFER    full-text search has not the words of an article\n"
          "  SPAN_BROKEN     a figure or a sentence does not stand where it is said to stand\n"
          "  SOURCE_DIFFERS  a text that is not the one that its name was made from\n"
          "  UNREADABLE      a part of an article cannot be read\n"
          "json is one object, with the findings in an array.",
      .flags = StoreFlags(
          {{.name = "quick",
            .value = "",
            .help = "leaves out what reads every article: spans, sources, words and rows"},
           {.name = "most",
            .value = "N",
            .help = "most findings that are printed; all are counted",
            .default_value = "1000"}}),
      .examples = {{"qushu-admin check --db=qushu.db", "checks everything"},
                   {"qushu-admin check --db=qushu.db --quick --format=json",
                    "checks the file, its tables and its counters, for programs"}},
      .max_arguments = 0,
      .run = RunCheck};
  return command;
}

}  // namespace qushu::admin
