// Figures in the wire format, put together without making messages.
#include "common/store/figure_bytes.h"

#include <string>

#include "common/base/date.h"
#include "qushu/v1/figure.pb.h"
#include "qushu/v1/query_service.pb.h"
#include "tests/testing/testing.h"

namespace qushu {
namespace {

const std::string kArticle(32, 'a');

// A figure with every kind of field, and a long text.
v1::Figure Rest() {
  v1::Figure rest;
  rest.set_text("4500多名");
  rest.mutable_source_span()->set_begin(3);
  rest.mutable_source_span()->set_end(1'000'000'000'000);
  rest.mutable_normalized_span();
  rest.set_value("4500");
  rest.set_high("");
  rest.set_qualifier(v1::QUALIFIER_OVER);
  rest.set_sentence(std::string(3000, 'x'));
  rest.mutable_sentence_span()->set_end(9);
  rest.add_candidates()->set_place("河南省");
  rest.add_candidates()->set_place("山东省");
  rest.set_sentence_cut(true);
  return rest;
}

v1::Figure Parsed(const std::string& list) {
  v1::ListFiguresResponse response;
  EXPECT_TRUE(response.ParseFromString(list));
  EXPECT_EQ(response.figures_size(), 1);
  return response.figures_size() == 1 ? response.figures(0) : v1::Figure();
}

TEST(FigureBytesTest, IsTheFigureThatWasDivided) {
  const std::string rest = Rest().SerializeAsString();
  StoredFigure stored{.article = kArticle,
                      .number = 1'234'567'890,
                      .date_rank = -ToDayNumber({2020, 2, 20}),
                      .district = 410305,
                      .unit = "名",
                      .kind = v1::KIND_COUNT,
                      .aspect = v1::ASPECT_NEW,
                      .scope = v1::SCOPE_PART,
                      .as_of = ToDayNumber({9999, 12, 31}),
                      .measure = "外地返洛人员",
                      .rest = rest};
  std::string list;
  const auto size = AppendFigure(stored, 0, list);
  v1::Figure expected = Rest();
  expected.set_name("articles/" + kArticle + "/figures/1234567890");
  expected.set_article("articles/" + kArticle);
  expected.set_district("districts/410305");
  expected.set_unit("名");
  expected.set_kind(v1::KIND_COUNT);
  expected.set_aspect(v1::ASPECT_NEW);
  expected.set_scope(v1::SCOPE_PART);
  expected.set_measure("外地返洛人员");
  expected.mutable_as_of()->set_year(9999);
  expected.mutable_as_of()->set_month(12);
  expected.mutable_as_of()->set_day(31);
  expected.mutable_publication_date()->set_year(2020);
  expected.mutable_publication_date()->set_month(2);
  expected.mutable_publication_date()->set_day(20);
  EXPECT_EQ(Parsed(list).SerializeAsString(), expected.SerializeAsString());
  EXPECT_EQ(size, expected.ByteSizeLong());

  // Rows of old stores say in `rest` too what stands in columns.
  const std::string whole = expected.SerializeAsString();
  stored.rest = whole;
  list.clear();
  ASSERT_TRUE(AppendFigure(stored, 0, list));
  EXPECT_EQ(Parsed(list).SerializeAsString(), expected.SerializeAsString());
}

TEST(FigureBytesTest, WhatIsAbsentStaysSo) {
  std::string list;
  ASSERT_TRUE(AppendFigure({.article = kArticle, .number = 1, .date_rank = 2147483647}, 0, list));
  v1::Figure expected;
  expected.set_name("articles/" + kArticle + "/figures/1");
  expected.set_article("articles/" + kArticle);
  EXPECT_EQ(Parsed(list).SerializeAsString(), expected.SerializeAsString());
}

TEST(FigureBytesTest, FieldsAreLeftOut) {
  const std::string rest = Rest().SerializeAsString();
  std::string list;
  const uint64_t left_out = uint64_t{1} << v1::Figure::kSentenceFieldNumber |
                            uint64_t{1} << v1::Figure::kCandidatesFieldNumber |
                            uint64_t{1} << v1::Figure::kTextFieldNumber |
                            uint64_t{1} << v1::Figure::kNameFieldNumber;
  ASSERT_TRUE(AppendFigure(
      {.article = kArticle, .number = 1, .date_rank = 2147483647, .rest = rest}, left_out, list));
  v1::Figure expected = Rest();
  expected.clear_sentence();
  expected.clear_candidates();
  expected.clear_text();
  expected.set_article("articles/" + kArticle);
  EXPECT_EQ(Parsed(list).SerializeAsString(), expected.SerializeAsString());
}

TEST(FigureBytesTest, BytesThatAreNoMessageAreFound) {
  const std::string rest = Rest().SerializeAsString();
  size_t refused = 0;
  for (size_t size = 0; size < rest.size(); ++size) {
    std::string list = "before";
    const std::string cut = rest.substr(0, size);
    v1::Figure figure;
    const bool whole =
        AppendFigure({.article = kArticle, .number = 1, .rest = cut}, 0, list).has_value();
    if (whole) continue;
    ++refused;
    EXPECT_FALSE(figure.ParseFromString(cut)) << size;
    EXPECT_EQ(list, "before");
  }
  EXPECT_GT(refused, 3000u) << "nearly every cut goes through a field";
  for (const std::string& bad :
       {std::string("\x07"), std::string("\x00\x00", 2), std::string(11, '\xff'),
        std::string("\x12\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01")}) {
    std::string list;
    EXPECT_FALSE(AppendFigure({.article = kArticle, .number = 1, .rest = bad}, 0, list));
  }
}

}  // namespace
}  // namespace qushu
