#include "services/cli/commands.h"

#include <algorithm>
#include <ostream>

#include "absl/strings/str_cat.h"
#include "services/cli/errors.h"

namespace qushu::cli {
namespace {

constexpr int kNarrowest = 40;
constexpr int kWidest = 1000;

void PrintOverview(std::ostream& out) {
  out << "usage: qushu COMMAND [FLAG]... [ARGUMENT]...\n\n"
         "Reads Chinese newspaper pages and bulletins, and the figures in them, district by "
         "district.\n\ncommands:\n";
  size_t width = 0;
  for (const Command* command : AllCommands()) width = std::max(width, command->name.size());
  for (const Command* command : AllCommands()) {
    out << "  " << command->name << std::string(width + 2 - command->name.size(), ' ')
        << command->summary << '\n';
  }
  out << "\n  qushu COMMAND --help  says what a command takes, with examples\n"
         "  qushu --version       prints the version\n\n"
         "exit status: 0 done, 1 the work failed, 2 wrong usage\n\n"
         "examples:\n"
         "  qushu analyze page.txt\n"
         "      reads a page without any service and prints what it says of each district\n"
         "  qushu ingest page.txt && qushu summary\n"
         "      stores a page, and prints what is stored of every district\n";
}

std::vector<std::string> CommandNames() {
  std::vector<std::string> names;
  for (const Command* command : AllCommands()) names.push_back(command->name);
  return names;
}

const Command* FindCommand(const std::string& name) {
  for (const Command* command : AllCommands()) {
    if (command->name == name) return command;
  }
  return nullptr;
}

bool IsHelp(const std::string& word) { return word == "--help" || word == "-h"; }

// Whether --help stands among the flags.
bool AsksForHelp(const std::vector<std::string>& words) {
  for (const std::string& word : words) {
    if (word == "--") return false;
    if (IsHelp(word)) return true;
  }
  return false;
}

}  // namespace

std::vector<const Command*> AllCommands() {
  return {&AnalyzeCommand(), &IngestCommand(), &SummaryCommand(),   &FiguresCommand(),
          &CompareCommand(), &SeriesCommand(), &SearchCommand(),    &WatchCommand(),
          &ExportCommand(),  &HealthCommand(), &IndicatorsCommand()};
}

int Run(const std::vector<std::string>& words, Io& io) {
  if (words.empty()) {
    PrintOverview(io.err);
    return kWrongUsage;
  }
  std::string name = words[0];
  std::vector<std::string> rest(words.begin() + 1, words.end());
  if (name == "--version") {
    io.out << "qushu " << QUSHU_VERSION << '\n';
    return kDone;
  }
  if (IsHelp(name) || (name == "help" && rest.empty())) {
    PrintOverview(io.out);
    return kDone;
  }
  if (name == "help") {
    name = rest[0];
    rest = {"--help"};
  }
  const Command* command = FindCommand(name);
  if (command == nullptr) {
    const std::string guess = DidYouMean(name, CommandNames());
    PrintWrongUsage(
        "",
        absl::StrCat("unknown command '", name, "'", guess.empty() ? "" : "; did you mean ", guess,
                     guess.empty() ? "" : "?"),
        io.err);
    return kWrongUsage;
  }
  if (AsksForHelp(rest)) {
    PrintHelp(*command, io.out);
    return kDone;
  }
  auto args = Args::Parse(*command, rest);
  if (!args.ok()) {
    PrintWrongUsage(name, std::string(args.status().message()), io.err);
    return kWrongUsage;
  }
  int status = command->run(*args, io);
  if (!io.out.flush()) {
    io.err << "qushu: cannot write standard output\n";
    status = kFailed;
  }
  return status;
}

Flag FormatFlag(std::vector<std::string> formats) {
  const std::string first = formats.front();
  return {.name = "format",
          .value = "FORMAT",
          .help = "what to print",
          .default_value = first,
          .choices = std::move(formats)};
}

Flag WidthFlag() {
  return {.name = "width",
          .value = "COLUMNS",
          .help = "width of tables; without it the terminal's, or 100 where there is none"};
}

absl::StatusOr<int> TableWidth(const Args& args, const Io& io) {
  if (!args.Has("width")) return std::max(io.columns, kNarrowest);
  return args.GetInt("width", kNarrowest, kWidest);
}

}  // namespace qushu::cli
