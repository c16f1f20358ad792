#include "absl/flags/flag.h"
#include "common/rpc/config/server_flags.h"
#include "common/rpc/server/program.h"
#include "services/query/server.h"

ABSL_FLAG(
    std::string, db, "",
    "Required. File of the store, which qushu-ingest makes; until then calls are UNAVAILABLE.");
ABSL_FLAG(std::string, page_token_key_file, "",
          "File of 16 bytes or more that signs page tokens; the same for all replicas. Default: a "
          "random key, so that tokens end with the process.");

ABSL_FLAG(std::string, indicators, "",
          "File with series of your own, in the columns of common/indicators/data/indicators.tsv; "
          "the same for both services.");

ABSL_FLAG(int64_t, answer_cache_bytes, int64_t{64} << 20,
          "Memory for answers that are given again while nothing new is stored; 0 for none.");

int main(int argc, char** argv) {
  constexpr char kProgram[] = "qushu-query";
  qushu::rpc::HoldStopSignals();
  qushu::rpc::ParseFlags(argc, argv, kProgram,
                         "answers what the stored articles say, district by district.");
  qushu::query::ServerOptions options = qushu::query::DefaultOptions();
  options.server = qushu::rpc::ServerOptionsFromFlags(options.server);
  options.db = absl::GetFlag(FLAGS_db);
  options.indicators = absl::GetFlag(FLAGS_indicators);
  options.answer_cache_bytes = absl::GetFlag(FLAGS_answer_cache_bytes);
  options.page_token_key_file = absl::GetFlag(FLAGS_page_token_key_file);
  qushu::rpc::ExitIfOnlyChecking(kProgram, [&] { return qushu::query::Check(options); });
  return qushu::rpc::ExitStatus(
      kProgram, qushu::query::RunServer(options, qushu::rpc::UntilStopSignal(options.server)));
}
