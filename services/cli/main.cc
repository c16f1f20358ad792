// The `qushu` command.
#include "services/cli/commands.h"

int main(int argc, char** argv) { return qushu::cli::Main(qushu::cli::QushuProgram(), argc, argv); }
