// The `qushu-admin` command.
#include "services/admin/commands.h"

int main(int argc, char** argv) { return qushu::cli::Main(qushu::admin::Admin(), argc, argv); }
