#include "absl/flags/flag.h"
#include "common/rpc/config/server_flags.h"
#include "common/rpc/server/program.h"
#include "services/ingest/server.h"

ABSL_FLAG(std::string, db, "",
          "Required. File of the store; made where it is missing, its folder is not.");

ABSL_FLAG(std::string, indicators, "",
          "File with series of your own, in the columns of common/indicators/data/indicators.tsv; "
          "the same for both services.");

int main(int argc, char** argv) {
  constexpr char kProgram[] = "qushu-ingest";
  qushu::rpc::HoldStopSignals();
  qushu::rpc::ParseFlags(argc, argv, kProgram,
                         "reads articles and stores what they say of each district.");
  qushu::ingest::ServerOptions options = qushu::ingest::DefaultOptions();
  options.server = qushu::rpc::ServerOptionsFromFlags(options.server);
  options.db = absl::GetFlag(FLAGS_db);
  options.indicators = absl::GetFlag(FLAGS_indicators);
  qushu::rpc::ExitIfOnlyChecking(kProgram, [&] { return qushu::ingest::Check(options); });
  return qushu::rpc::ExitStatus(
      kProgram, qushu::ingest::RunServer(options, qushu::rpc::UntilStopSignal(options.server)));
}
