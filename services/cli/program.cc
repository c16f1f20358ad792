#include "services/cli/program.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>

#include "absl/strings/str_cat.h"
#include "services/cli/errors.h"

namespace qushu::cli {
namespace {

void PrintOverview(const Program& program, std::ostream& out) {
  out << "usage: " << program.name << " COMMAND [FLAG]... [ARGUMENT]...\n\n"
      << program.purpose << "\n\ncommands:\n";
  size_t width = 0;
  for (const Command* command : program.commands) width = std::max(width, command->name.size());
  for (const Command* command : program.commands) {
    out << "  " << command->name << std::string(width + 2 - command->name.size(), ' ')
        << command->summary << '\n';
  }
  out << "\n  " << program.name << " COMMAND --help  says what a command takes, with examples\n  "
      << program.name << " --version       prints the version\n\n"
      << "exit status: 0 done, 1 the work failed, 2 wrong usage\n";
  if (program.examples.empty()) return;
  out << "\nexamples:\n";
  for (const Example& example : program.examples) {
    out << "  " << example.line << "\n      " << example.effect << '\n';
  }
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

const Command* FindCommand(const Program& program, const std::string& name) {
  for (const Command* command : program.commands) {
    if (command->name == name) return command;
  }
  return nullptr;
}

std::string UnknownCommand(const Program& program, const std::string& name) {
  std::vector<std::string> names;
  for (const Command* command : program.commands) names.push_back(command->name);
  const std::string guess = DidYouMean(name, names);
  return absl::StrCat("unknown command '", name, "'", guess.empty() ? "" : "; did you mean ", guess,
                      guess.empty() ? "" : "?");
}

}  // namespace

int RunProgram(const Program& program, const std::vector<std::string>& words, Io& io) {
  if (words.empty()) {
    PrintOverview(program, io.err);
    return kWrongUsage;
  }
  std::string name = words[0];
  std::vector<std::string> rest(words.begin() + 1, words.end());
  if (name == "--version") {
    io.out << program.name << ' ' << QUSHU_VERSION << '\n';
    return kDone;
  }
  if (IsHelp(name) || (name == "help" && rest.empty())) {
    PrintOverview(program, io.out);
    return kDone;
  }
  if (name == "help") {
    name = rest[0];
    rest = {"--help"};
  }
  const Command* command = FindCommand(program, name);
  if (command == nullptr) {
    PrintWrongUsage("", UnknownCommand(program, name), io.err, program.name);
    return kWrongUsage;
  }
  if (AsksForHelp(rest)) {
    PrintHelp(*command, io.out, program.name);
    return kDone;
  }
  auto args = Args::Parse(*command, rest);
  if (!args.ok()) {
    PrintWrongUsage(name, std::string(args.status().message()), io.err, program.name);
    return kWrongUsage;
  }
  int status = command->run(*args, io);
  if (!io.out.flush()) {
    io.err << program.name << ": cannot write standard output\n";
    status = kFailed;
  }
  return status;
}

int Main(const Program& program, int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  Io io{std::cin, std::cout, std::cerr};
  winsize size{};
  if (isatty(STDOUT_FILENO) != 0 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 &&
      size.ws_col > 0) {
    io.columns = size.ws_col;
  }
  const int status =
      RunProgram(program, std::vector<std::string>(argv + 1, argv + std::max(argc, 1)), io);
  std::cout.flush();
  return status;
}

}  // namespace qushu::cli
