#include "common/store/sqlite_store.h"

#include <memory>

#include "tests/common/store/store_conformance.h"

namespace qushu {
namespace {

class SqliteBackend : public StoreBackend {
 public:
  absl::StatusOr<std::unique_ptr<Store>> Open(bool read_only) override {
    return OpenSqliteStore({.path = dir_.path() / "store.db", .read_only = read_only});
  }

 private:
  testing::TempDir dir_;
};

std::unique_ptr<StoreBackend> MakeBackend() { return std::make_unique<SqliteBackend>(); }

INSTANTIATE_TEST_SUITE_P(Sqlite, StoreConformance, ::testing::Values(&MakeBackend));

}  // namespace
}  // namespace qushu
