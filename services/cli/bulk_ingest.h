// `qushu ingest` over many texts: reads them, sends them in streams, and tells how far it is and
// what became of them.
#ifndef QUSHU_SERVICES_CLI_BULK_INGEST_H_
#define QUSHU_SERVICES_CLI_BULK_INGEST_H_

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "qushu/v1/ingest_service.pb.h"
#include "services/cli/args.h"
#include "services/cli/client.h"
#include "services/cli/inputs/documents.h"
#include "services/cli/inputs/paths.h"

namespace qushu::cli {

struct BulkOptions {
  FoundFiles found = {};
  DocumentOptions documents = {};
  int jobs = 1;              // streams at once
  std::string journal = {};  // path; empty: none is kept
  // Called for each text that is stored, one at a time, in the order of the answers; may be empty.
  std::function<void(const std::string& label, const v1::IngestArticleResponse&)> stored = {};
  std::ostream* summary = nullptr;  // where to the summary goes
};

// Returns the exit status: kDone only if every text is stored. Errors are written to `io.err`, of
// each kind the first few.
int BulkIngest(const Server& server, BulkOptions options, Io& io);

}  // namespace qushu::cli

#endif  // QUSHU_SERVICES_CLI_BULK_INGEST_H_
