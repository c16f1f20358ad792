// The `qushu` command.
#include <sys/ioctl.h>
#include <unistd.h>

#include <iostream>
#include <string>
#include <vector>

#include "services/cli/commands.h"

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  qushu::cli::Io io{std::cin, std::cout, std::cerr};
  winsize size{};
  if (isatty(STDOUT_FILENO) != 0 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 &&
      size.ws_col > 0) {
    io.columns = size.ws_col;
  }
  const int status =
      qushu::cli::Run(std::vector<std::string>(argv + 1, argv + std::max(argc, 1)), io);
  std::cout.flush();
  return status;
}
