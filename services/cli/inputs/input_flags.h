// Flags that say what the files of a command line hold.
#ifndef QUSHU_SERVICES_CLI_INPUTS_INPUT_FLAGS_H_
#define QUSHU_SERVICES_CLI_INPUTS_INPUT_FLAGS_H_

#include <vector>

#include "services/cli/args.h"
#include "services/cli/inputs/documents.h"

namespace qushu::cli {

// --ndjson, --ignore-unknown.
std::vector<Flag> InputFlags();
void ReadInputFlags(const Args& args, DocumentOptions& options);

// What the help of a command says of FILE.
extern const char kInputHelp[];

// Whether there may be more than one text in what was found, by what the files are called.
bool MayBeSeveral(const FoundFiles& found, const DocumentOptions& options);

}  // namespace qushu::cli

#endif  // QUSHU_SERVICES_CLI_INPUTS_INPUT_FLAGS_H_
