// The subcommands, one file each, and what several of them share.
#ifndef QUSHU_SERVICES_CLI_COMMANDS_H_
#define QUSHU_SERVICES_CLI_COMMANDS_H_

#include <string>
#include <vector>

#include "services/cli/args.h"
#include "services/cli/program.h"

namespace qushu::cli {

const Command& AnalyzeCommand();
const Command& IngestCommand();
const Command& DeleteCommand();
const Command& UndeleteCommand();
const Command& ReanalyzeCommand();
const Command& SummaryCommand();
const Command& FiguresCommand();
const Command& CompareCommand();
const Command& SeriesCommand();
const Command& SearchCommand();
const Command& WatchCommand();
const Command& ExportCommand();
const Command& IndicatorsCommand();
const Command& HealthCommand();

// All of them: the program.
const Program& QushuProgram();

// Runs `words`, the command line without the program's name, and returns the exit status.
int Run(const std::vector<std::string>& words, Io& io);

// Flags that several subcommands have.
Flag FormatFlag(std::vector<std::string> formats);  // the first is the default
Flag WidthFlag();

// The width for tables: --width, or what `io` has.
absl::StatusOr<int> TableWidth(const Args& args, const Io& io);

}  // namespace qushu::cli

#endif  // QUSHU_SERVICES_CLI_COMMANDS_H_
