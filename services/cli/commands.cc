#include "services/cli/commands.h"

#include <algorithm>

namespace qushu::cli {
namespace {

constexpr int kNarrowest = 40;
constexpr int kWidest = 1000;

}  // namespace

const Program& QushuProgram() {
  static const Program program = {
      .name = "qushu",
      .purpose =
          "Reads Chinese newspaper pages and bulletins, and the figures in them, district by "
          "district.",
      .commands = {&AnalyzeCommand(), &IngestCommand(), &DeleteCommand(), &UndeleteCommand(),
                   &ReanalyzeCommand(), &SummaryCommand(), &FiguresCommand(), &CompareCommand(),
                   &SeriesCommand(), &SearchCommand(), &WatchCommand(), &ExportCommand(),
                   &HealthCommand(), &IndicatorsCommand()},
      .examples = {{"qushu analyze page.txt",
                    "reads a page without any service and prints what it says of each district"},
                   {"qushu ingest page.txt && qushu summary",
                    "stores a page, and prints what is stored of every district"}}};
  return program;
}

int Run(const std::vector<std::string>& words, Io& io) {
  return RunProgram(QushuProgram(), words, io);
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
