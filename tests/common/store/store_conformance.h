// The tests that every backend of the store has to pass.
//
// To add a backend: derive StoreBackend in tests/common/store/x_store_test.cc, list the files
// conformance_*.cc among the sources of x_store_test, and instantiate:
//
//   INSTANTIATE_TEST_SUITE_P(X, StoreConformance, ::testing::Values(&MakeXBackend));
#ifndef QUSHU_TESTS_COMMON_STORE_STORE_CONFORMANCE_H_
#define QUSHU_TESTS_COMMON_STORE_STORE_CONFORMANCE_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "common/store/store.h"
#include "qushu/v1/article.pb.h"
#include "tests/testing/testing.h"

namespace qushu {

// One empty store that exists while the object does.
class StoreBackend {
 public:
  virtual ~StoreBackend() = default;
  // A new connection to it, as another process would make it.
  virtual absl::StatusOr<std::unique_ptr<Store>> Open(bool read_only) = 0;
};

class StoreConformance : public ::testing::TestWithParam<std::unique_ptr<StoreBackend> (*)()> {
 protected:
  void SetUp() override;

  StoreBackend& backend() { return *backend_; }
  Store& store() { return *store_; }
  // Stores the article, which has to work, and returns its id.
  std::string Put(const v1::Article& article);

 private:
  std::unique_ptr<StoreBackend> backend_;
  std::unique_ptr<Store> store_;
};

// An article about one day, to which sections, figures and summaries are added.
class ArticleBuilder {
 public:
  explicit ArticleBuilder(std::string_view text, std::string_view date = "");
  ArticleBuilder& Publication(std::string_view publication, std::string_view page = "");
  ArticleBuilder& Section(std::string_view code, std::string_view headline);
  ArticleBuilder& Summary(std::string_view code, std::string_view sentence);
  // The figure added, to be filled further. An empty code is a place without one.
  v1::Figure& Figure(std::string_view code, std::string_view value, std::string_view unit = "个");
  const v1::Article& article() const { return article_; }
  operator const v1::Article&() const { return article_; }  // NOLINT: a builder is its article

 private:
  v1::Article article_;
};

v1::Date ProtoDate(std::string_view date);

// A copy of `article` with what the store fills in taken out, to be compared with what went in.
v1::Article WithoutStoreFields(v1::Article article);

MATCHER_P(EqualsProto, expected, "") {
  if (arg.SerializeAsString() == expected.SerializeAsString()) return true;
  *result_listener << "got " << arg.ShortDebugString() << "\nwant " << expected.ShortDebugString();
  return false;
}

// All figures of a query, page by page; every page but the last has a next one and is not empty.
std::vector<v1::Figure> AllFigures(Store& store, FigureQuery query, int page_size);
std::vector<std::string> AllArticleNames(Store& store, ArticleQuery query, int page_size);

}  // namespace qushu

#endif  // QUSHU_TESTS_COMMON_STORE_STORE_CONFORMANCE_H_
