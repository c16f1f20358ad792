#include "services/query/figure_table.h"

#include "tests/testing/testing.h"

namespace qushu::query {
namespace {

using ::qushu::testing::IsError;

v1::Figure MakeFigure() {
  v1::Figure figure;
  figure.set_value("8368");
  figure.set_unit("人");
  figure.set_kind(v1::KIND_COUNT);
  figure.set_measure("外地返洛人员");
  figure.set_sentence("排查出\"返洛\"人员8368人,\n已隔离。");
  figure.mutable_as_of()->set_year(2020);
  figure.mutable_as_of()->set_month(2);
  figure.mutable_as_of()->set_day(9);
  figure.mutable_source_span()->set_begin(3);
  figure.mutable_source_span()->set_end(12);
  return figure;
}

absl::StatusOr<FigureTable> Make(v1::ExportFormat format, const std::vector<std::string>& names) {
  return FigureTable::Create(format, {names.begin(), names.end()});
}

TEST(FigureTableTest, Csv) {
  ASSERT_OK_AND_ASSIGN(const auto table,
                       Make(v1::EXPORT_FORMAT_CSV, {"as_of", "value", "high", "kind", "aspect",
                                                    "source_span", "sentence"}));
  EXPECT_EQ(table.Header(), "as_of,value,high,kind,aspect,source_span,sentence\r\n");
  EXPECT_EQ(table.Line(MakeFigure()),
            "2020-02-09,8368,,count,,3-12,\"排查出\"\"返洛\"\"人员8368人,\n已隔离。\"\r\n");
}

TEST(FigureTableTest, JsonLines) {
  ASSERT_OK_AND_ASSIGN(const auto table,
                       Make(v1::EXPORT_FORMAT_JSON_LINES, {"value", "unit", "as_of"}));
  EXPECT_EQ(table.Header(), "");
  EXPECT_EQ(
      table.Line(MakeFigure()),
      "{\"value\":\"8368\",\"unit\":\"人\",\"as_of\":{\"year\":2020,\"month\":2,\"day\":9}}\n");
}

TEST(FigureTableTest, AllColumnsWithoutAChoice) {
  ASSERT_OK_AND_ASSIGN(const auto table, Make(v1::EXPORT_FORMAT_UNSPECIFIED, {}));
  EXPECT_EQ(table.Header().rfind("name,text,source_span,", 0), 0u) << table.Header();
  EXPECT_EQ(table.Header().find("evidence"), std::string::npos);
}

TEST(FigureTableTest, Errors) {
  for (const std::vector<std::string>& names :
       {std::vector<std::string>{"colour"}, {"value", "value"}, {"evidence"}, {""}}) {
    EXPECT_THAT(Make(v1::EXPORT_FORMAT_CSV, names),
                IsError(absl::StatusCode::kInvalidArgument, "INVALID_ARGUMENT"));
  }
}

}  // namespace
}  // namespace qushu::query
