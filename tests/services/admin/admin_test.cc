// `qushu-admin` as its users run it.
#include <sys/file.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "common/store/schema.h"
#include "tests/services/admin/stored_texts.h"

namespace qushu {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::ProcessResult;

class AdminTest : public testing::StoredTexts {
 protected:
  // Names in the folder.
  std::set<std::string> Files() const {
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder_.path())) {
      names.insert(entry.path().filename());
    }
    return names;
  }
  int Articles(const std::string& path) const {
    const ProcessResult result = testing::RunProcess(
        {testing::BinDir() / "qushu-admin", "check", "--db=" + path, "--format=json"});
    EXPECT_EQ(result.status, 0) << result.out << result.err;
    return Json::parse(result.out)["articles"];
  }
};

TEST_F(AdminTest, CheckForPrograms) {
  Store();
  const Json sound = Json::parse(Admin({"check", "--format=json"}).out);
  EXPECT_EQ(sound["articles"], 3);
  EXPECT_EQ(sound["revision"], 3);
  EXPECT_EQ(sound["schema_version"], SchemaSteps().back().version);
  EXPECT_THAT(sound["findings"], IsEmpty());

  Sql("DELETE FROM summaries; DELETE FROM districts");
  const ProcessResult result = Admin({"check", "--format=json", "--most=1"});
  EXPECT_EQ(result.status, 1);
  const Json damaged = Json::parse(result.out);
  EXPECT_GT(damaged["finding_count"], 1);
  EXPECT_EQ(damaged["findings"].size(), 1u);
  EXPECT_EQ(damaged["findings"][0]["reason"], "COUNT_DIFFERS");
  EXPECT_EQ(damaged["findings"][0]["table"], "districts");
  EXPECT_THAT(damaged["findings"][0]["subject"], HasSubstr("districts/41"));
  EXPECT_THAT(Admin({"check", "--most=1"}).err, HasSubstr("findings, 1 of them printed"));
}

TEST_F(AdminTest, BackupIsOneFileThatIsTheStore) {
  Store();
  const std::string copy = Path("copy.db");
  const ProcessResult result = Admin({"backup", copy});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("3 articles"));
  EXPECT_EQ(Articles(copy), 3);
  // Nothing beside it is needed, and nothing is left.
  EXPECT_EQ(Files(),
            (std::set<std::string>{"copy.db", "qushu.db", "qushu.db-shm", "qushu.db-wal"}));
  fs::create_directory(Path("alone"));
  fs::copy(copy, Path("alone/a.db"));
  EXPECT_EQ(Articles(Path("alone/a.db")), 3);
}

TEST_F(AdminTest, BackupReplacesOnlyByForce) {
  Store();
  const std::string copy = Path("copy.db");
  std::ofstream(copy) << "a letter";
  const ProcessResult refused = Admin({"backup", copy});
  EXPECT_EQ(refused.status, 1);
  EXPECT_THAT(refused.err, HasSubstr("--force"));
  EXPECT_EQ(testing::ReadFile(copy), "a letter");
  EXPECT_EQ(Admin({"backup", "--force", copy}).status, 0);
  EXPECT_EQ(Articles(copy), 3);
  EXPECT_EQ(Admin({"backup", "--force", db()}).status, 1);
  EXPECT_THAT(Admin({"backup", "--force", db()}).err, HasSubstr("onto itself"));
  EXPECT_THAT(Admin({"backup", "--force", folder_.path()}).err, HasSubstr("is a folder"));
  EXPECT_THAT(Admin({"backup", Path("no/such/x.db")}).err, HasSubstr("No such file or directory"));
}

TEST_F(AdminTest, RestoresOverADamagedStore) {
  Store();
  const std::string copy = Path("copy.db");
  ASSERT_EQ(Admin({"backup", copy}).status, 0);
  // A log of the damaged store that must not be taken for one of the new.
  std::ofstream(db(), std::ios::binary) << std::string(100'000, '?');
  std::ofstream(db() + "-wal", std::ios::binary) << std::string(100'000, '?');
  EXPECT_THAT(Admin({"check"}).err, HasSubstr("STORE_DAMAGED"));
  const ProcessResult refused = Admin({"restore", copy});
  EXPECT_EQ(refused.status, 1);
  EXPECT_THAT(refused.err, HasSubstr("--force"));
  EXPECT_EQ(testing::ReadFile(db()), std::string(100'000, '?'));
  const ProcessResult restored = Admin({"restore", "--force", "--format=json", copy});
  EXPECT_EQ(restored.status, 0) << restored.err;
  EXPECT_EQ(Json::parse(restored.out)["articles"], 3);
  EXPECT_EQ(Articles(db()), 3);
}

TEST_F(AdminTest, RestoresWhereThereIsNothing) {
  Store();
  const std::string copy = Path("copy.db");
  ASSERT_EQ(Admin({"backup", copy}).status, 0);
  for (const char* suffix : {"", "-wal", "-shm"}) fs::remove(db() + suffix);
  EXPECT_EQ(Admin({"restore", copy}).status, 0);
  EXPECT_EQ(Articles(db()), 3);
}

TEST_F(AdminTest, DamagedCopyLeavesTheStoreAsItWas) {
  Store();
  const std::string copy = Path("copy.db");
  ASSERT_EQ(Admin({"backup", copy}).status, 0);
  const std::string sound = testing::ReadFile(copy);
  std::string damaged = sound;
  for (size_t i = sound.size() / 2; i < sound.size() / 2 + 8192; ++i) damaged[i] ^= 0x5A;
  for (const std::string& content :
       {damaged, sound.substr(0, sound.size() / 2), std::string("x")}) {
    std::ofstream(copy, std::ios::binary) << content;
    const ProcessResult result = Admin({"restore", "--force", copy});
    EXPECT_EQ(result.status, 1) << result.out;
    EXPECT_THAT(result.err, HasSubstr("STORE_DAMAGED"));
    EXPECT_EQ(Articles(db()), 3);
    EXPECT_EQ(Files(),
              (std::set<std::string>{"copy.db", "qushu.db", "qushu.db-shm", "qushu.db-wal"}));
  }
}

TEST_F(AdminTest, VacuumGivesRoomBack) {
  Store();
  Sql("CREATE TABLE much (x BLOB); INSERT INTO much VALUES (zeroblob(5000000)); DROP TABLE much; "
      "PRAGMA wal_checkpoint(TRUNCATE)");
  const Json stats = Json::parse(Admin({"stats", "--format=json"}).out);
  EXPECT_GT(stats["free_bytes"], 4'000'000);
  const Json result = Json::parse(Admin({"vacuum", "--format=json"}).out);
  EXPECT_GT(result["bytes_freed"], 4'000'000);
  EXPECT_EQ(result["bytes_before"].get<int64_t>() - result["bytes_after"].get<int64_t>(),
            result["bytes_freed"]);
  EXPECT_EQ(Articles(db()), 3);
  EXPECT_THAT(Admin({"vacuum"}).out, HasSubstr("freed "));
}

TEST_F(AdminTest, StatsCountRowsAndBytes) {
  Store();
  const Json stats = Json::parse(Admin({"stats", "--format=json"}).out);
  EXPECT_EQ(stats["schema_version"], stats["newest_known_schema"]);
  EXPECT_EQ(stats["revision"], 3);
  std::map<std::string, int> rows;
  for (const Json& table : stats["tables"]) {
    rows[table["table"]] = table["rows"];
    EXPECT_GT(table["bytes"], 0) << table;
  }
  EXPECT_EQ(rows["articles"], 3);
  EXPECT_EQ(rows["article_originals"], 1);
  EXPECT_GT(rows["figures"], 5);
  EXPECT_THAT(Admin({"stats"}).out, AllOf(HasSubstr("article_terms"), HasSubstr("last stored")));
}

TEST_F(AdminTest, MigratesAnOldStore) {
  {
    ASSERT_OK_AND_ASSIGN(const auto old, SqliteDb::Open(db(), false, absl::Seconds(1)));
    ASSERT_OK(MigrateSchema(*old, SchemaSteps().first(1)));
  }
  const ProcessResult check = Admin({"check"});
  EXPECT_EQ(check.status, 1);
  EXPECT_THAT(check.err, AllOf(HasSubstr("migrate it first"), HasSubstr("schema_version 1")));
  // A backup of it is what one makes first.
  EXPECT_EQ(Admin({"backup", Path("old.db")}).status, 0);
  const std::string newest = std::to_string(SchemaSteps().back().version);
  EXPECT_EQ(Admin({"migrate"}).out, "schema 1 brought to " + newest + "\n");
  EXPECT_EQ(Admin({"migrate"}).out, "schema " + newest + ": up to date already\n");
  EXPECT_EQ(Json::parse(Admin({"migrate", "--format=json"}).out)["from"],
            SchemaSteps().back().version);
  EXPECT_EQ(Admin({"check"}).status, 0);
  EXPECT_EQ(Admin({"restore", "--force", Path("old.db")}).status, 0);
  EXPECT_EQ(Admin({"migrate"}).out, "schema 1 brought to " + newest + "\n");
}

TEST_F(AdminTest, ErrorsSayWhatIsWrong) {
  for (const std::string command : {"check", "migrate", "vacuum", "stats"}) {
    const ProcessResult result = Admin({command});
    EXPECT_EQ(result.status, 1) << command;
    EXPECT_EQ(result.out, "");
    EXPECT_THAT(result.err, AllOf(HasSubstr("qushu-admin: " + db() + ": there is no such file"),
                                  HasSubstr("STORE_UNAVAILABLE")));
  }
  EXPECT_THAT(Files(), IsEmpty()) << "nothing is made where nothing was";
  Store();
  // A lock that another program holds.
  sqlite3* lock = nullptr;
  ASSERT_EQ(sqlite3_open(db().c_str(), &lock), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(lock, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
  const ProcessResult locked = Admin({"vacuum", "--wait=100ms"});
  EXPECT_EQ(locked.status, 1);
  EXPECT_THAT(locked.err, HasSubstr("the store is locked (STORE_UNAVAILABLE"));
  EXPECT_EQ(Articles(db()), 3) << "a check goes on";
  EXPECT_EQ(Admin({"backup", Path("copy.db")}).status, 0) << "so does a backup";
  sqlite3_close(lock);

  Sql("PRAGMA user_version = 999");
  for (const std::vector<std::string>& words : {std::vector<std::string>{"check"},
                                                {"migrate"},
                                                {"vacuum"},
                                                {"stats"},
                                                {"backup", Path("n")}}) {
    const ProcessResult result = Admin(words);
    EXPECT_EQ(result.status, 1) << words[0];
    EXPECT_THAT(result.err, AllOf(HasSubstr("STORE_TOO_NEW"), HasSubstr("schema_version 999")));
  }
  std::ofstream(db()) << "This is a letter, and no database at all.";
  for (const std::vector<std::string>& words : {std::vector<std::string>{"check"},
                                                {"migrate"},
                                                {"vacuum"},
                                                {"stats"},
                                                {"backup", Path("n")}}) {
    EXPECT_THAT(Admin(words).err, HasSubstr("STORE_DAMAGED")) << words[0];
  }
  EXPECT_EQ(testing::ReadFile(db()), "This is a letter, and no database at all.");
  EXPECT_FALSE(fs::exists(Path("n")));
}

TEST_F(AdminTest, WrongUsage) {
  const std::string program = testing::BinDir() / "qushu-admin";
  const struct {
    std::vector<std::string> words;
    const char* hint;
  } kCases[] = {{{}, "commands:"},
                {{"chek"}, "did you mean check?"},
                {{"check"}, "--db=FILE"},
                {{"check", "--db=x", "y"}, "does not take 'y'"},
                {{"check", "--db=x", "--format=xml"}, "text, json"},
                {{"check", "--db=x", "--wait=soon"}, "--wait takes a time"},
                {{"backup", "--db=x"}, "needs TO"},
                {{"restore", "--db=x"}, "needs FROM"}};
  for (const auto& wrong : kCases) {
    std::vector<std::string> command = {program};
    command.insert(command.end(), wrong.words.begin(), wrong.words.end());
    const ProcessResult result = testing::RunProcess(command);
    EXPECT_EQ(result.status, 2) << wrong.hint;
    EXPECT_THAT(result.err, HasSubstr(wrong.hint));
  }
  EXPECT_THAT(testing::RunProcess({program, "--version"}).out, HasSubstr("qushu-admin 0."));
  EXPECT_THAT(testing::RunProcess({program, "restore", "--help"}).out,
              HasSubstr("usage: qushu-admin restore [FLAG]... FROM"));
}

}  // namespace
}  // namespace qushu
