#include "services/query/filter/figure_filter.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/absl_compat.h"
#include "common/base/date.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/base/utf8.h"
#include "services/query/answers.h"

namespace qushu::query {
namespace {

using google::protobuf::FieldDescriptor;

// The fields of Figure that a filter can name.
constexpr std::string_view kTextFields[] = {
    "article", "indicator", "measure", "place", "predicate", "sentence", "text", "theme", "unit"};
constexpr std::string_view kNumberFields[] = {"high", "value"};
constexpr std::string_view kDateFields[] = {"as_of", "publication_date"};
constexpr std::string_view kEnumFields[] = {"aspect", "confidence", "indicator_match",
                                            "kind",   "qualifier",  "scope"};

template <size_t N>
bool Has(const std::string_view (&names)[N], std::string_view name) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

std::string Upper(std::string_view text) {
  std::string upper(text);
  for (char& c : upper) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return upper;
}

// 12.5, 1,200, 1.5万, 3亿.
std::optional<Decimal> ReadNumber(std::string_view text) {
  std::string digits;
  int power = 0;
  for (size_t i = 0; i < text.size(); i += CharSize(text[i])) {
    const char32_t c = CodePointAt(text, i);
    if (c == U'千' || c == U'万' || c == U'亿') {
      power += c == U'千' ? 3 : c == U'万' ? 4 : 8;
      continue;
    }
    if (power != 0) return std::nullopt;
    if (c == ',' || c == U'，') continue;
    if (c >= U'０' && c <= U'９') {
      digits += static_cast<char>('0' + (c - U'０'));
    } else if (c == U'．') {
      digits += '.';
    } else if (c < 0x80) {
      digits += static_cast<char>(c);
    } else {
      return std::nullopt;
    }
  }
  const std::optional<Decimal> value = Decimal::Parse(digits);
  return value ? value->Shifted(power) : std::nullopt;
}

// `2020-02-01`, and `2020-02` and `2020` for all days of them.
std::optional<std::pair<int, int>> ReadDays(std::string_view text) {
  if (const auto date = ParseDate(text)) return std::pair(ToDayNumber(*date), ToDayNumber(*date));
  if (text.size() == 7) {
    const auto first = ParseDate(std::string(text) + "-01");
    if (!first) return std::nullopt;
    Date next =
        first->month == 12 ? Date{first->year + 1, 1, 1} : Date{first->year, first->month + 1, 1};
    return std::pair(ToDayNumber(*first), ToDayNumber(next) - 1);
  }
  if (text.size() == 4) {
    const auto first = ParseDate(std::string(text) + "-01-01");
    if (!first) return std::nullopt;
    return std::pair(ToDayNumber(*first), ToDayNumber({first->year, 12, 31}));
  }
  return std::nullopt;
}

std::string_view TextOf(const v1::Figure& figure, const FieldDescriptor& field) {
  std::string scratch;  // these fields are plain strings: nothing is copied
  return figure.GetReflection()->GetStringReference(figure, &field, &scratch);
}

// How `a` stands to `b` under `comparator`.
template <typename T>
bool Compare(const T& a, Comparator comparator, const T& b) {
  switch (comparator) {
    case Comparator::kNotEqual:
      return a != b;
    case Comparator::kLess:
      return a < b;
    case Comparator::kAtMost:
      return a <= b;
    case Comparator::kMore:
      return a > b;
    case Comparator::kAtLeast:
      return a >= b;
    default:
      return a == b;
  }
}

}  // namespace

// Gives the tree its types.
class FigureFilter::Builder {
 public:
  explicit Builder(const Gazetteer& gazetteer) : gazetteer_(gazetteer) {}

  absl::StatusOr<Test> Build(const FilterNode& node) const {
    if (node.kind == FilterNode::Kind::kRestriction) return Restriction(node);
    Test test;
    test.kind = node.kind == FilterNode::Kind::kAnd  ? Kind::kAll
                : node.kind == FilterNode::Kind::kOr ? Kind::kAny
                                                     : Kind::kNot;
    for (const FilterNode& child : node.children) {
      QUSHU_ASSIGN_OR_RETURN(Test built, Build(child));
      test.children.push_back(std::move(built));
    }
    return test;
  }

 private:
  absl::StatusOr<Test> Restriction(const FilterNode& node) const {
    Test test;
    test.comparator = node.comparator;
    if (node.comparator == Comparator::kNone) {
      test.kind = Kind::kWord;
      SetText(node.field, test);
      return test;
    }
    const std::string& name = node.field.text;
    test.field = v1::Figure::descriptor()->FindFieldByName(name);
    if (name == "district") return District(node, std::move(test));
    if (Has(kTextFields, name)) return Text(node, std::move(test));
    if (Has(kNumberFields, name)) return Number(node, std::move(test));
    if (Has(kDateFields, name)) return Days(node, std::move(test));
    if (Has(kEnumFields, name)) return Enum(node, std::move(test));
    return FilterError(node.field.column,
                       "no such field; there are article, as_of, aspect, confidence, district, "
                       "high, indicator, indicator_match, kind, measure, place, predicate, "
                       "publication_date, qualifier, scope, sentence, text, theme, unit, value");
  }

  static bool IsPresence(const FilterNode& node) {
    return node.comparator == Comparator::kHas && node.value.text == "*" && !node.value.quoted;
  }

  static void SetText(const FilterWord& word, Test& test) {
    std::string_view text = word.text;
    if (!word.quoted) {
      if (text.starts_with('*')) {
        test.open_front = true;
        text.remove_prefix(1);
      }
      if (text.ends_with('*')) {
        test.open_back = true;
        text.remove_suffix(1);
      }
    }
    test.text = text;
  }

  static absl::StatusOr<Test> Text(const FilterNode& node, Test test) {
    if (test.comparator != Comparator::kEqual && test.comparator != Comparator::kNotEqual &&
        test.comparator != Comparator::kHas) {
      return FilterError(node.field.column, "a text has the operators =, != and :");
    }
    test.kind = Kind::kText;
    SetText(node.value, test);
    return test;
  }

  static absl::StatusOr<Test> Number(const FilterNode& node, Test test) {
    test.kind = Kind::kNumber;
    if (IsPresence(node)) return test;
    const auto number = ReadNumber(node.value.text);
    if (!number) {
      return FilterError(node.value.column,
                         "not a number such as 12.5, 1,200 or 1.5 with a "
                         "multiplier");
    }
    test.number = *number;
    if (test.comparator == Comparator::kHas) test.comparator = Comparator::kEqual;
    return test;
  }

  static absl::StatusOr<Test> Days(const FilterNode& node, Test test) {
    test.kind = Kind::kDate;
    if (IsPresence(node)) return test;
    const auto days = ReadDays(node.value.text);
    if (!days) {
      return FilterError(node.value.column, "not a date such as 2020-02-20, 2020-02 or 2020");
    }
    std::tie(test.first_day, test.last_day) = *days;
    if (test.comparator == Comparator::kHas) test.comparator = Comparator::kEqual;
    return test;
  }

  static absl::StatusOr<Test> Enum(const FilterNode& node, Test test) {
    test.kind = Kind::kEnum;
    const auto* type = test.field->enum_type();
    // KIND_COUNT is named COUNT, or count, or KIND_COUNT.
    const std::string prefix = type->value(0)->name().substr(
        0, type->value(0)->name().size() - std::string_view("UNSPECIFIED").size());
    std::string name = Upper(node.value.text);
    if (name.compare(0, prefix.size(), prefix) != 0) name.insert(0, prefix);
    const auto* value = type->FindValueByName(name);
    if (value == nullptr) {
      std::string known;
      for (int i = 1; i < type->value_count(); ++i) {
        absl::StrAppend(&known, known.empty() ? "" : ", ",
                        type->value(i)->name().substr(prefix.size()));
      }
      return FilterError(node.value.column, absl::StrCat("not one of ", known));
    }
    const bool ordered = test.field->name() == "confidence";
    if (!ordered && test.comparator != Comparator::kEqual &&
        test.comparator != Comparator::kNotEqual && test.comparator != Comparator::kHas) {
      return FilterError(node.field.column, "this field has the operators =, != and :");
    }
    if (test.comparator == Comparator::kHas) test.comparator = Comparator::kEqual;
    test.enum_number = value->number();
    return test;
  }

  // `districts/410305` or `410305`; behind `:` with all divisions below it.
  absl::StatusOr<Test> District(const FilterNode& node, Test test) const {
    test.kind = Kind::kDistrict;
    if (IsPresence(node)) {
      test.first_code = 1;
      test.last_code = 999999;
      return test;
    }
    if (test.comparator != Comparator::kEqual && test.comparator != Comparator::kNotEqual &&
        test.comparator != Comparator::kHas) {
      return FilterError(node.field.column, "a district has the operators =, != and :");
    }
    std::string_view code = node.value.text;
    constexpr std::string_view kPrefix = "districts/";
    if (code.starts_with(kPrefix)) code.remove_prefix(kPrefix.size());
    const std::optional<int> number = ParseDistrictCode(code);
    if (!number || gazetteer_.ByCode(*number) == kNoDivision) {
      return FilterError(node.value.column, "not the code of a division, as districts/410305");
    }
    test.first_code = *number;
    test.last_code = test.comparator == Comparator::kHas ? DescendantsOf(*number).last : *number;
    return test;
  }

  const Gazetteer& gazetteer_;
};

absl::StatusOr<FigureFilter> FigureFilter::Parse(std::string_view text,
                                                 const Gazetteer& gazetteer) {
  FigureFilter filter;
  QUSHU_ASSIGN_OR_RETURN(const FilterNode node, ParseFilter(text));
  QUSHU_ASSIGN_OR_RETURN(filter.root_, Builder(gazetteer).Build(node));
  return filter;
}

bool FigureFilter::FitsText(const Test& test, std::string_view text) {
  bool fits = false;
  if (test.comparator == Comparator::kHas) {
    // `:*` asks for a text at all.
    fits = test.text.empty() ? !text.empty() : text.find(test.text) != std::string_view::npos;
  } else if (test.open_front && test.open_back) {
    fits = text.find(test.text) != std::string_view::npos;
  } else if (test.open_front) {
    fits = text.ends_with(test.text);
  } else if (test.open_back) {
    fits = text.starts_with(test.text);
  } else {
    fits = text == test.text;
  }
  return fits != (test.comparator == Comparator::kNotEqual);
}

bool FigureFilter::Fits(const Test& test, const v1::Figure& figure) {
  const auto fits = [&](const Test& child) { return Fits(child, figure); };
  switch (test.kind) {
    case Kind::kAll:
      return std::all_of(test.children.begin(), test.children.end(), fits);
    case Kind::kAny:
      return std::any_of(test.children.begin(), test.children.end(), fits);
    case Kind::kNot:
      return !Fits(test.children.front(), figure);
    case Kind::kText:
      return FitsText(test, TextOf(figure, *test.field));
    case Kind::kWord: {
      const std::string_view word = test.text;
      for (const std::string_view text :
           {std::string_view(figure.measure()), std::string_view(figure.unit()),
            std::string_view(figure.place()), std::string_view(figure.text())}) {
        if (text.find(word) != std::string_view::npos) return true;
      }
      return false;
    }
    case Kind::kNumber: {
      const bool high = test.field->name() == "high";
      if (high && !figure.has_high()) return test.comparator == Comparator::kNotEqual;
      if (test.comparator == Comparator::kHas) return true;
      const auto value = Decimal::Parse(high ? figure.high() : figure.value());
      return value && Compare(*value, test.comparator, test.number);
    }
    case Kind::kDate: {
      const bool as_of = test.field->name() == "as_of";
      const auto date = as_of ? FromProto(figure.has_as_of(), figure.as_of())
                              : FromProto(figure.has_publication_date(), figure.publication_date());
      if (!date) return test.comparator == Comparator::kNotEqual;
      if (test.comparator == Comparator::kHas) return true;
      const int day = ToDayNumber(*date);
      switch (test.comparator) {
        case Comparator::kLess:
          return day < test.first_day;
        case Comparator::kAtMost:
          return day <= test.last_day;
        case Comparator::kMore:
          return day > test.last_day;
        case Comparator::kAtLeast:
          return day >= test.first_day;
        default:
          return (test.first_day <= day && day <= test.last_day) !=
                 (test.comparator == Comparator::kNotEqual);
      }
    }
    case Kind::kEnum:
      return Compare(figure.GetReflection()->GetEnumValue(figure, test.field), test.comparator,
                     test.enum_number);
    case Kind::kDistrict: {
      const int code = ParseDistrictName(figure.district()).value_or(0);
      return (test.first_code <= code && code <= test.last_code) !=
             (test.comparator == Comparator::kNotEqual);
    }
  }
  return false;
}

bool FigureFilter::Matches(const v1::Figure& figure) const { return Fits(root_, figure); }

void FigureFilter::NarrowBy(const Test& test, FigureQuery& query) {
  const bool equal = test.comparator == Comparator::kEqual;
  switch (test.kind) {
    case Kind::kAll:
      for (const Test& child : test.children) NarrowBy(child, query);
      return;
    case Kind::kText: {
      if (!equal || test.open_front || test.open_back || test.text.empty()) {
        if (test.comparator == Comparator::kHas && test.field->name() == "measure" &&
            query.measure_contains.empty()) {
          query.measure_contains = test.text;
        }
        return;
      }
      const std::string& name = test.field->name();
      if (name == "unit" && query.unit.empty()) query.unit = test.text;
      if (name == "indicator" && query.indicator.empty()) query.indicator = test.text;
      if (name == "article" && query.article.empty()) query.article = IdInName(test.text);
      return;
    }
    case Kind::kNumber: {
      if (test.field->name() != "value" || test.comparator == Comparator::kHas) return;
      const bool from =
          equal || test.comparator == Comparator::kMore || test.comparator == Comparator::kAtLeast;
      const bool to =
          equal || test.comparator == Comparator::kLess || test.comparator == Comparator::kAtMost;
      if (from && (!query.min_value || *query.min_value < test.number)) {
        query.min_value = test.number;
      }
      if (to && (!query.max_value || test.number < *query.max_value)) {
        query.max_value = test.number;
      }
      return;
    }
    case Kind::kDate: {
      if (test.comparator == Comparator::kHas) return;
      const bool from =
          equal || test.comparator == Comparator::kMore || test.comparator == Comparator::kAtLeast;
      const bool to =
          equal || test.comparator == Comparator::kLess || test.comparator == Comparator::kAtMost;
      DateWindow& window = test.field->name() == "as_of" ? query.as_of : query.published;
      if (from && !window.first) window.first = FromDayNumber(test.first_day);
      if (to && !window.last) window.last = FromDayNumber(test.last_day);
      return;
    }
    case Kind::kEnum: {
      if (!equal) return;
      const std::string& name = test.field->name();
      if (name == "kind" && query.kinds.empty()) {
        query.kinds.push_back(static_cast<v1::Kind>(test.enum_number));
      } else if (name == "aspect" && query.aspects.empty()) {
        query.aspects.push_back(static_cast<v1::Aspect>(test.enum_number));
      } else if (name == "scope" && query.scope == v1::SCOPE_UNSPECIFIED) {
        query.scope = static_cast<v1::Scope>(test.enum_number);
      }
      return;
    }
    case Kind::kDistrict:
      if (test.comparator == Comparator::kNotEqual || !query.district.empty() ||
          test.first_code < 100000) {
        return;
      }
      query.district = std::to_string(test.first_code);
      query.include_descendants = test.last_code != test.first_code;
      return;
    default:
      return;
  }
}

void FigureFilter::Narrow(FigureQuery& query) const { NarrowBy(root_, query); }

}  // namespace qushu::query
