// A program of subcommands: finds the one that a command line names, and runs it.
#ifndef QUSHU_SERVICES_CLI_PROGRAM_H_
#define QUSHU_SERVICES_CLI_PROGRAM_H_

#include <string>
#include <vector>

#include "services/cli/args.h"

namespace qushu::cli {

struct Program {
  std::string name;
  std::string purpose;                   // a sentence of the overview
  std::vector<const Command*> commands;  // in the order of the help
  std::vector<Example> examples = {};    // of the overview
};

// Runs `words`, the command line without the program's name, and returns the exit status.
int RunProgram(const Program& program, const std::vector<std::string>& words, Io& io);

// The main() of a program: the same on standard input, output and error.
int Main(const Program& program, int argc, char** argv);

}  // namespace qushu::cli

#endif  // QUSHU_SERVICES_CLI_PROGRAM_H_
