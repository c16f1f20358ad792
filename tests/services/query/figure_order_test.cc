#include "services/query/figure_order.h"

#include <map>
#include <optional>
#include <string>

#include "common/base/decimal.h"

#include "tests/testing/testing.h"

namespace qushu::query {
namespace {

using ::qushu::testing::IsError;

// A row of a store that has this value and this day.
class Figure final : public FigureRowView {
 public:
  Figure(const std::string& value, int day)
      : value_key_(Decimal::Parse(value).value().SortKey()), day_(day) {}

  FigureKey key() const override { return {}; }
  std::optional<Date> publication_date() const override { return std::nullopt; }
  std::optional<Date> as_of() const override {
    return day_ > 0 ? std::optional<Date>({2020, 2, day_}) : std::nullopt;
  }
  std::string_view value_key() const override { return value_key_; }
  int district() const override { return 0; }
  absl::StatusOr<v1::Figure> Read() const override { return v1::Figure(); }

 private:
  std::string value_key_;
  int day_;
};

bool Before(std::string_view order, const FigureRowView& a, const FigureRowView& b) {
  auto parsed = FigureOrder::Parse(order);
  EXPECT_OK(parsed);
  return parsed.ok() && parsed->Before(parsed->KeysOf(a), parsed->KeysOf(b));
}

TEST(FigureOrderTest, ByValueAsNumbers) {
  EXPECT_TRUE(Before("value", Figure("9", 1), Figure("10", 1)));
  EXPECT_TRUE(Before("value", Figure("-3", 1), Figure("0.5", 1)));
  EXPECT_TRUE(Before("value desc", Figure("10", 1), Figure("9", 1)));
  EXPECT_FALSE(Before("value", Figure("9", 1), Figure("9.0", 1)));
  EXPECT_FALSE(Before("value", Figure("9.0", 1), Figure("9", 1)));
}

TEST(FigureOrderTest, TheSecondFieldDecidesAmongEquals) {
  EXPECT_TRUE(Before("value, as_of desc", Figure("9", 2), Figure("9", 1)));
  EXPECT_TRUE(Before(" value  asc ,as_of ", Figure("8", 2), Figure("9", 1)));
}

TEST(FigureOrderTest, UndatedIsLastEitherWay) {
  EXPECT_TRUE(Before("as_of", Figure("9", 2), Figure("9", 0)));
  EXPECT_TRUE(Before("as_of desc", Figure("9", 2), Figure("9", 0)));
}

TEST(FigureOrderTest, ErrorsNameTheColumn) {
  const std::map<std::string, int> cases = {{"size", 1},        {"value,", 7},
                                            {",", 1},           {"value up", 1},
                                            {"value,value", 7}, {"value,as_of,district", 13},
                                            {"\xFF", 1},        {"值", 1}};
  for (const auto& [order, column] : cases) {
    const auto parsed = FigureOrder::Parse(order);
    EXPECT_THAT(parsed, IsError(absl::StatusCode::kInvalidArgument, "INVALID_ORDER_BY")) << order;
    EXPECT_EQ(parsed.status().message().rfind("column " + std::to_string(column) + ": ", 0), 0u)
        << order << ": " << parsed.status().message();
  }
}

}  // namespace
}  // namespace qushu::query
