// The table of rules against the code that uses them.
#include "common/figures/rules.h"

#include <filesystem>
#include <set>
#include <string>

#include "tests/testing/testing.h"

namespace qushu {
namespace {

constexpr int kRuleCount = static_cast<int>(Rule::kNoDay) + 1;

// All sources of the figures but the table itself.
std::string Sources() {
  std::string all;
  for (const auto& file :
       std::filesystem::directory_iterator(testing::SourceDir() / "common/figures")) {
    const std::string name = file.path().filename();
    if (name == "rules.cc" || name == "figure.h" || !name.ends_with(".cc")) continue;
    all += testing::ReadFile(file.path());
  }
  return all;
}

TEST(RulesTest, EveryRuleHasANameOfItsOwnAndAMeaning) {
  std::set<std::string_view> names;
  for (int i = 0; i < kRuleCount; ++i) {
    const RuleInfo& info = InfoOf(static_cast<Rule>(i));
    EXPECT_TRUE(names.insert(info.name).second) << info.name;
    EXPECT_EQ(info.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz-"), std::string_view::npos)
        << info.name;
    EXPECT_GE(info.meaning.size(), 10u) << info.name;
    EXPECT_GE(info.doubt, 0) << info.name;
    EXPECT_LE(info.doubt, 100) << info.name;
    ASSERT_EQ(FindRule(info.name), &info);
  }
  EXPECT_EQ(FindRule("no-such-rule"), nullptr);
  EXPECT_EQ(FindRule(""), nullptr);
}

TEST(RulesTest, EveryRuleOfTheTableIsUsed) {
  // The table is in the order of the enumeration, which the compiler checks; so the names of the
  // enumerators are taken from it.
  const std::string table = testing::ReadFile(testing::SourceDir() / "common/figures/rules.cc");
  const std::string sources = Sources();
  const size_t end = table.find("InOrder");
  int rules = 0;
  for (size_t at = 0; (at = table.find("{Rule::k", at)) < end; ++at) {
    const std::string rule = table.substr(at + 1, table.find(',', at) - at - 1);
    const size_t used = sources.find(rule);
    ASSERT_NE(used, std::string::npos) << rule << " is used nowhere";
    ++rules;
  }
  EXPECT_EQ(rules, kRuleCount);
}

TEST(RulesTest, DoubtsAddUp) {
  Figure figure;
  figure.measure = "确诊病例";
  figure.aspect = Aspect::kNew;
  Reasons reasons;
  auto set = [&](Field field, Rule rule) { reasons[static_cast<size_t>(field)] = {rule, {}}; };
  set(Field::kQualifier, Rule::kNoQualifier);
  set(Field::kUnit, Rule::kUnitBehind);
  set(Field::kMeasure, Rule::kNounThenNumber);
  set(Field::kPredicate, Rule::kNoVerb);
  set(Field::kAspect, Rule::kOwnWord);
  set(Field::kPlace, Rule::kItemPlace);
  set(Field::kScope, Rule::kWholeDivision);
  set(Field::kAsOf, Rule::kNoDay);
  const auto sure = [&](bool known_series = false) {
    return ConfidenceOf(DoubtOf(figure, reasons), known_series);
  };
  EXPECT_EQ(sure(), Confidence::kHigh) << "an unknown day says nothing";
  set(Field::kMeasure, Rule::kSharedNoun);
  EXPECT_EQ(sure(), Confidence::kMedium);
  EXPECT_EQ(sure(/*known_series=*/true), Confidence::kHigh);
  set(Field::kMeasure, Rule::kNoMeasure);
  EXPECT_EQ(sure(), Confidence::kLow);
  set(Field::kMeasure, Rule::kInherited);
  set(Field::kPlace, Rule::kOpenPlace);
  EXPECT_EQ(sure(/*known_series=*/true), Confidence::kLow) << "no series says where";
  EXPECT_EQ(FieldConfidence(figure, Field::kPlace, Rule::kOpenPlace), Confidence::kLow);
  EXPECT_EQ(FieldConfidence(figure, Field::kPlace, Rule::kItemPlace), Confidence::kHigh);
}

TEST(RulesTest, FieldsAreNamedAsInTheSchema) {
  EXPECT_EQ(FieldName(Field::kValue), "value");
  EXPECT_EQ(FieldName(Field::kAsOf), "as_of");
}

}  // namespace
}  // namespace qushu
