// What tests of faults share: articles sent one by one, what became of them, health, and
// `qushu-admin`.
#ifndef QUSHU_TESTS_INTEGRATION_FAULTY_SERVICE_H_
#define QUSHU_TESTS_INTEGRATION_FAULTY_SERVICE_H_

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "grpcpp/support/status.h"
#include "qushu/v1/ingest_service.grpc.pb.h"
#include "tests/integration/process.h"
#include "tests/testing/testing.h"

namespace qushu::testing {

inline constexpr char kIngest[] = "qushu.v1.IngestService";
inline constexpr char kQuery[] = "qushu.v1.QueryService";

// `DISK_FULL`; empty where a status has no details.
std::string ReasonOf(const grpc::Status& status);

// Whether health of `service` becomes that within the patience.
bool Becomes(Service& service, const std::string& name, bool serving,
             absl::Duration patience = absl::Seconds(30));

class FaultTest : public ::testing::Test {
 protected:
  std::filesystem::path Folder() const { return dir_.path(); }
  std::filesystem::path Db() const { return dir_.path() / "qushu.db"; }

  // Sends article number `i`, of some `kilobytes`; keeps what was acknowledged.
  grpc::Status Send(Service& ingest, int i, int kilobytes = 1);

  // A command run to its end. Its output and errors are kept.
  int Run(const std::string& program, const std::vector<std::string>& arguments);
  int Admin(std::vector<std::string> arguments);
  const std::string& out() const { return out_; }
  const std::string& err() const { return err_; }

  // That the store at `db` is sound and has all that was acknowledged.
  void ExpectWhole(const std::filesystem::path& db);
  void ExpectWhole() { ExpectWhole(Db()); }

  // By name: the number of each article that was acknowledged.
  const std::map<std::string, int>& acknowledged() const { return acknowledged_; }

 private:
  static std::string Text(int i, int kilobytes);

  TempDir dir_;
  std::map<std::string, int> acknowledged_;
  std::map<std::string, std::string> texts_;
  std::string out_;
  std::string err_;
};

}  // namespace qushu::testing

#endif  // QUSHU_TESTS_INTEGRATION_FAULTY_SERVICE_H_
