// A store with articles of each kind, and `qushu-admin` run over it.
#ifndef QUSHU_TESTS_SERVICES_ADMIN_STORED_TEXTS_H_
#define QUSHU_TESTS_SERVICES_ADMIN_STORED_TEXTS_H_

#include <sqlite3.h>

#include <filesystem>
#include <string>
#include <vector>

#include "common/analysis/analyzer.h"
#include "common/store/sqlite_store.h"
#include "tests/testing/encode.h"
#include "tests/testing/process.h"
#include "tests/testing/testing.h"

namespace qushu::testing {

class StoredTexts : public ::testing::Test {
 protected:
  static constexpr char kId[] = "8c2b1f3a-0000-4000-8000-000000000001";

  // Plain text, HTML with tags in a figure, a text in GB18030; all with figures.
  void Store() {
    ASSERT_OK_AND_ASSIGN(const auto analyzer, Analyzer::Create());
    ASSERT_OK_AND_ASSIGN(const auto store, OpenSqliteStore({.path = db()}));
    const std::string texts[] = {
        "洛阳日报\n2020年2月20日\n\n涧西区\n全区设立卡口727个,其\n中新增12个。排查居民３.5万人。\n",
        "<p>西工区设卡口<b>1</b><i>63</i>个,&#20849;确诊2&#48;例。</p><p>老城区检测点5个。</p>",
        testing::Encode("瀍河区设立卡口58个。累计确诊3例。\n", "gb18030")};
    for (const std::string& text : texts) {
      v1::ArticleInput input;
      input.set_text(text);
      ASSERT_OK_AND_ASSIGN(const v1::Article article,
                           analyzer->Analyze(input, {.summary_sentences = 50}));
      ASSERT_GT(article.figures_size(), 0);
      ASSERT_OK(store->PutArticle(article, stored_++ == 0 ? kId : "", "hash").status());
    }
  }

  std::string Path(const std::string& name) const { return folder_.path() / name; }
  std::string db() const { return Path("qushu.db"); }

  // Runs it with --db behind the command.
  ProcessResult Admin(std::vector<std::string> words) const {
    words.insert(words.begin() + 1, "--db=" + db());
    words.insert(words.begin(), (BinDir() / "qushu-admin").string());
    return RunProcess(words);
  }

  // Changes the store by other means than its own.
  void Sql(const std::string& sql) const {
    sqlite3* handle = nullptr;
    ASSERT_EQ(sqlite3_open(db().c_str(), &handle), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
        << sql << ": " << sqlite3_errmsg(handle);
    sqlite3_close(handle);
  }

  TempDir folder_;
  int stored_ = 0;
};

}  // namespace qushu::testing

#endif  // QUSHU_TESTS_SERVICES_ADMIN_STORED_TEXTS_H_
