// The newspaper page of ../shared and what its annotation says of it.
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>

#include "common/base/utf8.h"
#include "tests/common/layout/outline.h"

namespace qushu {
namespace {

using Json = google::protobuf::Value;

const Json& Field(const Json& object, const std::string& name) {
  static const Json kNone;
  const auto& fields = object.struct_value().fields();
  auto found = fields.find(name);
  return found == fields.end() ? kNone : found->second;
}

class PageTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto shared = testing::SharedDir();
    if (!shared) GTEST_SKIP() << "no folder shared/ beside the repository";
    const std::string name = "000_07fc26b0421d445b.txt";
    source_ = testing::ReadFile(*shared / "article" / name);
    const std::string gold = testing::ReadFile(*shared / "eval/seed/structure.json");
    ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(gold, &gold_).ok());
    text_ = Normalize(source_);
    layout_ = ReadLayout(text_.text, TestGazetteer());
    for (size_t at = 0; at < source_.size(); at += CharSize(source_[at])) bytes_.push_back(at);
    bytes_.push_back(source_.size());
  }

  // Of the reading text, for code points of the source.
  Span Reading(double begin, double end) const {
    const Span source{bytes_[static_cast<size_t>(begin)], bytes_[static_cast<size_t>(end)]};
    return layout_.reading.map.ToDerived(text_.map.ToDerived(source));
  }

  static std::string Normal(const Json& text) { return Normalize(text.string_value()).text; }

  std::string source_;
  Json gold_;
  Text text_;
  Layout layout_;
  std::vector<uint32_t> bytes_;
};

TEST_F(PageTest, Masthead) {
  ASSERT_TRUE(layout_.masthead.date);
  EXPECT_EQ(FormatDate(*layout_.masthead.date), Field(gold_, "publication_date").string_value());
  EXPECT_EQ(At(layout_, layout_.masthead.weekday), Field(gold_, "weekday").string_value());
  const auto& editors = Field(gold_, "editors").struct_value().fields();
  ASSERT_EQ(layout_.masthead.credits.size(), editors.size());
  for (const LayoutCredit& credit : layout_.masthead.credits) {
    const auto found = editors.find(At(layout_, credit.role));
    ASSERT_TRUE(found != editors.end());
    EXPECT_EQ(At(layout_, credit.person), found->second.string_value());
  }
}

TEST_F(PageTest, Sections) {
  const auto& sections = Field(gold_, "sections").list_value().values();
  ASSERT_EQ(layout_.sections.size(), static_cast<size_t>(sections.size()));
  for (int s = 0; s < sections.size(); ++s) {
    const Json& gold = sections[s];
    const Section& section = layout_.sections[s];
    EXPECT_EQ(At(layout_, section.name), Field(gold, "printed_name").string_value());
    EXPECT_EQ(At(layout_, section.headline), Normal(Field(gold, "headline")));
    EXPECT_EQ(At(layout_, section.byline_role), Field(gold, "byline_role").string_value());
    const auto& people = Field(gold, "byline").list_value().values();
    ASSERT_EQ(section.byline.size(), static_cast<size_t>(people.size()));
    for (int p = 0; p < people.size(); ++p) {
      EXPECT_EQ(At(layout_, section.byline[p]), people[p].string_value());
    }
    EXPECT_EQ(section.span,
              Reading(Field(gold, "start").number_value(), Field(gold, "end").number_value()));
  }
}

TEST_F(PageTest, RunInHeadsAndDisplacedLeads) {
  const auto& sections = Field(gold_, "sections").list_value().values();
  ASSERT_EQ(layout_.sections.size(), static_cast<size_t>(sections.size()));
  for (int s = 0; s < sections.size(); ++s) {
    std::vector<std::string> sure, doubtful, found;
    for (const Json& head : Field(sections[s], "run_in_heads").list_value().values()) {
      sure.push_back(Normal(head));
    }
    for (const Json& head : Field(sections[s], "doubtful_run_in_heads").list_value().values()) {
      doubtful.push_back(Normal(head));
    }
    std::string lead;
    for (const Block& block : layout_.blocks) {
      if (block.section != s) continue;
      if (block.displaced_lead) lead = At(layout_, block.span);
      const std::string head = At(layout_, block.run_in_head);
      if (!head.empty() && std::find(doubtful.begin(), doubtful.end(), head) == doubtful.end()) {
        found.push_back(head);
      }
    }
    EXPECT_THAT(found, ::testing::ElementsAreArray(sure));
    const std::string gold_lead = Normal(Field(sections[s], "displaced_lead"));
    EXPECT_EQ(lead.substr(0, gold_lead.size()), gold_lead);
    EXPECT_EQ(lead.empty(), gold_lead.empty());
  }
}

TEST_F(PageTest, JoinsAndNonJoins) {
  const auto& joins = Field(gold_, "joins").list_value().values();
  EXPECT_EQ(joins.size(), 51);
  for (const Json& join : joins) {
    const double left = Field(join, "left_end").number_value();
    const double right = Field(join, "right_start").number_value();
    const Span around = Reading(left - 1, right + 1);
    const bool parted = At(layout_, around).find('\n') != std::string::npos;
    EXPECT_EQ(!parted, Field(join, "join").bool_value()) << At(layout_, around);
  }
}

}  // namespace
}  // namespace qushu
