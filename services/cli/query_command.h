// What the commands of the query service have in common: flags, and the way from flags to a call.
#ifndef QUSHU_SERVICES_CLI_QUERY_COMMAND_H_
#define QUSHU_SERVICES_CLI_QUERY_COMMAND_H_

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "services/cli/args.h"
#include "services/cli/client.h"

namespace qushu::cli {

// The flags of the service, then those of each list, in order.
std::vector<Flag> QueryFlags(std::initializer_list<std::vector<Flag>> lists);
// --district and --below.
std::vector<Flag> DistrictFlags();
// --from and --to.
std::vector<Flag> PublishedFlags();
// --as-of-from and --as-of-to.
std::vector<Flag> AsOfFlags();
// --filter.
Flag FilterFlag();
Flag SupersededFlag();

// The resource name of --district; empty where it was not given.
absl::StatusOr<std::string> DistrictOf(const Args& args);

// Fills in what DistrictFlags() give.
template <typename Request>
absl::Status ReadDistrict(const Args& args, Request& request) {
  absl::StatusOr<std::string> district = DistrictOf(args);
  if (!district.ok()) return district.status();
  request.set_district(*std::move(district));
  request.set_include_descendants(args.Has("below"));
  return absl::OkStatus();
}

// Calls `work` with the service that the flags name and the width of tables, prints its error, and
// returns the exit status. `parsed` is what became of the command's own flags: an error of it is
// wrong usage.
int RunQuery(std::string_view command, const Args& args, const absl::Status& parsed, Io& io,
             const std::function<absl::Status(const Server& server, int columns)>& work);

// Prints `answer` as --format says: its JSON, or what `table` or `csv` prints.
absl::Status PrintAnswer(const Args& args, const google::protobuf::Message& answer, Io& io,
                         const std::function<void()>& table,
                         const std::function<void()>& csv = nullptr);

}  // namespace qushu::cli

#endif  // QUSHU_SERVICES_CLI_QUERY_COMMAND_H_
