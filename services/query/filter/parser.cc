#include "services/query/filter/parser.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/absl_compat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/base/utf8.h"

namespace qushu::query {
namespace {

enum class Sign : uint8_t { kEnd, kWord, kAnd, kOr, kNot, kMinus, kOpen, kClose, kComparator };

struct Lexeme {
  Sign sign = Sign::kEnd;
  Comparator comparator = Comparator::kNone;
  FilterWord word = {};
  int column = 0;
  bool spaced = false;  // white space stands before it
};

// The ASCII sign that a full-width one looks like; any other character as it is.
char32_t Narrow(char32_t c) {
  if (c > 0xFF00 && c < 0xFF5F) return c - 0xFEE0;
  if (c == U'“' || c == U'”') return '"';
  if (c == 0x3000) return ' ';
  return c;
}

bool IsSpace(char32_t c) { return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xA0; }

bool EndsWord(char32_t c) {
  return IsSpace(c) || c == '(' || c == ')' || c == '"' || c == '\'' || c == '<' || c == '>' ||
         c == '=' || c == '!' || c == ':';
}

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  // The next lexeme. Behind a comparator a `-` belongs to the word: -3.2.
  absl::StatusOr<Lexeme> Next(bool value) {
    Lexeme lexeme;
    while (!AtEnd() && IsSpace(Peek())) {
      Take();
      lexeme.spaced = true;
    }
    lexeme.column = column_;
    if (AtEnd()) return lexeme;
    const char32_t c = Peek();
    if (c == '(' || c == ')') {
      Take();
      lexeme.sign = c == '(' ? Sign::kOpen : Sign::kClose;
      return lexeme;
    }
    if (c == '"' || c == '\'') {
      QUSHU_ASSIGN_OR_RETURN(lexeme.word, Quoted(c));
      lexeme.sign = Sign::kWord;
      return lexeme;
    }
    if (c == '=' || c == '!' || c == '<' || c == '>' || c == ':') {
      QUSHU_ASSIGN_OR_RETURN(lexeme.comparator, Compare());
      lexeme.sign = Sign::kComparator;
      return lexeme;
    }
    if (c == '-' && !value) {
      Take();
      lexeme.sign = Sign::kMinus;
      return lexeme;
    }
    lexeme.word.column = column_;
    while (!AtEnd() && !EndsWord(Peek())) lexeme.word.text += Take();
    lexeme.sign = lexeme.word.text == "AND"   ? Sign::kAnd
                  : lexeme.word.text == "OR"  ? Sign::kOr
                  : lexeme.word.text == "NOT" ? Sign::kNot
                                              : Sign::kWord;
    return lexeme;
  }

 private:
  bool AtEnd() const { return at_ >= text_.size(); }
  char32_t Peek() const { return Narrow(CodePointAt(text_, at_)); }
  // The character as it stands in the text.
  std::string_view Take() {
    const std::string_view taken = text_.substr(at_, CharSize(text_[at_]));
    at_ += taken.size();
    ++column_;
    return taken;
  }

  absl::StatusOr<FilterWord> Quoted(char32_t quote) {
    FilterWord word{.quoted = true, .column = column_};
    Take();
    while (!AtEnd()) {
      const char32_t c = Peek();
      if (c == quote) {
        Take();
        return word;
      }
      if (c == '\\') Take();
      if (!AtEnd()) word.text += Take();
    }
    return FilterError(word.column, "a quotation mark that is not closed");
  }

  absl::StatusOr<Comparator> Compare() {
    const int column = column_;
    const char32_t c = Narrow(CodePointAt(Take(), 0));
    const bool equal = !AtEnd() && Peek() == '=';
    if (c == ':') return Comparator::kHas;
    if (c == '=') {
      if (equal) Take();  // == is what programmers write
      return Comparator::kEqual;
    }
    if (equal) Take();
    if (c == '<') return equal ? Comparator::kAtMost : Comparator::kLess;
    if (c == '>') return equal ? Comparator::kAtLeast : Comparator::kMore;
    if (equal) return Comparator::kNotEqual;
    return FilterError(column, "! without =");
  }

  std::string_view text_;
  size_t at_ = 0;
  int column_ = 1;
};

class Parser {
 public:
  explicit Parser(std::string_view text) : lexer_(text) {}

  absl::StatusOr<FilterNode> Parse() {
    QUSHU_RETURN_IF_ERROR(Advance());
    if (next_.sign == Sign::kEnd) return FilterNode{};
    QUSHU_ASSIGN_OR_RETURN(FilterNode node, Expression());
    if (next_.sign != Sign::kEnd) return FilterError(next_.column, "a bracket too many");
    return node;
  }

 private:
  using Kind = FilterNode::Kind;

  absl::Status Advance(bool value = false) {
    QUSHU_ASSIGN_OR_RETURN(next_, lexer_.Next(value));
    return absl::OkStatus();
  }

  static FilterNode Join(Kind kind, std::vector<FilterNode> nodes) {
    if (nodes.size() == 1) return std::move(nodes.front());
    FilterNode node;
    node.kind = kind;
    node.children = std::move(nodes);
    return node;
  }

  // AND binds no tighter than standing side by side, so both are one list.
  absl::StatusOr<FilterNode> Expression() {
    std::vector<FilterNode> factors;
    while (true) {
      QUSHU_ASSIGN_OR_RETURN(FilterNode factor, Factor());
      factors.push_back(std::move(factor));
      if (next_.sign == Sign::kEnd || next_.sign == Sign::kClose) break;
      if (next_.sign == Sign::kAnd) QUSHU_RETURN_IF_ERROR(Advance());
    }
    return Join(Kind::kAnd, std::move(factors));
  }

  absl::StatusOr<FilterNode> Factor() {
    std::vector<FilterNode> terms;
    while (true) {
      QUSHU_ASSIGN_OR_RETURN(FilterNode term, Term());
      terms.push_back(std::move(term));
      if (next_.sign != Sign::kOr) break;
      QUSHU_RETURN_IF_ERROR(Advance());
    }
    return Join(Kind::kOr, std::move(terms));
  }

  absl::StatusOr<FilterNode> Term() {
    if (next_.sign == Sign::kNot || next_.sign == Sign::kMinus) {
      const bool minus = next_.sign == Sign::kMinus;
      const int column = next_.column;
      QUSHU_RETURN_IF_ERROR(Advance());
      if (minus && next_.spaced) return FilterError(column, "a space behind -");
      if (next_.sign == Sign::kNot || next_.sign == Sign::kMinus) {
        return FilterError(next_.column, "NOT stands once before a term");
      }
      FilterNode node;
      node.kind = Kind::kNot;
      QUSHU_ASSIGN_OR_RETURN(FilterNode negated, Simple());
      node.children.push_back(std::move(negated));
      return node;
    }
    return Simple();
  }

  absl::StatusOr<FilterNode> Simple() {
    if (next_.sign == Sign::kOpen) {
      const int column = next_.column;
      if (++depth_ > kMaxFilterDepth) {
        return FilterError(column, absl::StrCat("more than ", kMaxFilterDepth, " brackets deep"));
      }
      QUSHU_RETURN_IF_ERROR(Advance());
      QUSHU_ASSIGN_OR_RETURN(FilterNode node, Expression());
      if (next_.sign != Sign::kClose) return FilterError(column, "a bracket that is not closed");
      --depth_;
      QUSHU_RETURN_IF_ERROR(Advance());
      return node;
    }
    return Restriction();
  }

  absl::StatusOr<FilterNode> Restriction() {
    switch (next_.sign) {
      case Sign::kWord:
        break;
      case Sign::kEnd:
        return FilterError(next_.column, "the filter ends where a term should stand");
      case Sign::kComparator:
        return FilterError(next_.column, "a comparator without a field before it");
      default:
        return FilterError(next_.column, "a term should stand here");
    }
    if (++comparisons_ > kMaxFilterComparisons) {
      return FilterError(next_.column,
                         absl::StrCat("more than ", kMaxFilterComparisons, " comparisons"));
    }
    FilterNode node;
    node.kind = Kind::kRestriction;
    node.field = std::move(next_.word);
    QUSHU_RETURN_IF_ERROR(Advance());
    if (next_.sign == Sign::kOpen && !next_.spaced && !node.field.quoted) {
      return FilterError(node.field.column, "there are no functions");
    }
    if (next_.sign != Sign::kComparator) return node;
    node.comparator = next_.comparator;
    const int column = next_.column;
    QUSHU_RETURN_IF_ERROR(Advance(/*value=*/true));
    if (next_.sign != Sign::kWord && next_.sign != Sign::kAnd && next_.sign != Sign::kOr &&
        next_.sign != Sign::kNot) {
      return FilterError(column, "a comparator without a value behind it");
    }
    node.value = std::move(next_.word);
    QUSHU_RETURN_IF_ERROR(Advance());
    return node;
  }

  Lexer lexer_;
  Lexeme next_;
  int depth_ = 0;
  int comparisons_ = 0;
};

}  // namespace

absl::Status FilterError(int column, std::string_view what) {
  const std::string message = absl::StrCat("column ", column, ": ", ToAbsl(what));
  return MakeError(
      absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_INVALID_FILTER, message,
      {.violations = {{"filter", message}}, .metadata = {{"column", std::to_string(column)}}});
}

absl::StatusOr<FilterNode> ParseFilter(std::string_view text) {
  if (ValidPrefix(text) < text.size()) return FilterError(1, "the filter is not UTF-8");
  if (CountCodePoints(text) > kMaxFilterCharacters) {
    return FilterError(kMaxFilterCharacters + 1,
                       absl::StrCat("more than ", kMaxFilterCharacters, " characters"));
  }
  return Parser(text).Parse();
}

}  // namespace qushu::query
