#include "services/query/search_query.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/absl_compat.h"
#include "common/base/error.h"
#include "common/base/utf8.h"
#include "common/store/search_terms.h"

namespace qushu::query {
namespace {

bool IsSpace(char32_t c) {
  return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xA0 || c == 0x3000 || c == 0x200B;
}
bool IsWordCharacter(char32_t c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 0xC0 && c < 0x2000);
}

absl::Status QueryError(size_t column, std::string_view what) {
  const std::string message = absl::StrCat("column ", column, ": ", ToAbsl(what));
  return MakeError(
      absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_INVALID_QUERY, message,
      {.violations = {{"query", message}}, .metadata = {{"column", std::to_string(column)}}});
}

// A word or a quotation of the query.
struct Piece {
  std::string text = {};
  bool quoted = false;
  bool excluded = false;
  size_t column = 0;
};

absl::StatusOr<std::vector<Piece>> Split(std::string_view query) {
  std::vector<Piece> pieces;
  size_t column = 0;
  Piece piece;
  bool open = false;     // inside a piece
  bool quoting = false;  // inside quotation marks
  const auto close = [&] {
    if (open) pieces.push_back(std::move(piece));
    piece = {};
    open = quoting = false;
  };
  for (size_t i = 0; i < query.size(); i += CharSize(query[i])) {
    ++column;
    const char32_t c = CodePointAt(query, i);
    const std::string_view bytes = query.substr(i, CharSize(query[i]));
    const bool mark = c == '"' || c == U'“' || c == U'”' || c == U'＂';
    if (quoting) {
      if (mark) {
        close();
      } else {
        piece.text += bytes;
      }
    } else if (mark) {
      const bool excluded = open && piece.excluded && piece.text.empty();
      if (!excluded) close();
      piece = {.quoted = true, .excluded = excluded, .column = column};
      open = quoting = true;
    } else if (IsSpace(c)) {
      close();
    } else if (!open && (c == '-' || c == U'－')) {
      piece = {.excluded = true, .column = column};
      open = true;
    } else {
      if (!open) piece.column = column;
      open = true;
      piece.text += bytes;
    }
  }
  if (quoting) return QueryError(piece.column, "a quotation mark that is not closed");
  close();
  return pieces;
}

std::u32string Fold(std::string_view text) {
  std::u32string folded;
  for (size_t i = 0; i < text.size(); i += CharSize(text[i])) {
    const char32_t c = CodePointAt(text, i);
    if (!IsSpace(c)) folded += FoldForSearch(c);
  }
  return folded;
}

// Each once.
std::vector<std::string> HanOf(std::string_view text) {
  std::vector<std::string> characters;
  for (size_t i = 0; i < text.size(); i += CharSize(text[i])) {
    if (!IsHan(CodePointAt(text, i))) continue;
    std::string character(text.substr(i, CharSize(text[i])));
    if (std::find(characters.begin(), characters.end(), character) == characters.end()) {
      characters.push_back(std::move(character));
    }
  }
  return characters;
}

bool Contains(std::string_view text, std::string_view part) {
  return memmem(text.data(), text.size(), part.data(), part.size()) != nullptr;
}

}  // namespace

FoldedText::FoldedText(std::string_view text, Span span, bool html) {
  const size_t most = span.end - span.begin;
  characters_.reserve(most);
  begins_word_.reserve(most);
  origins_.reserve(most);
  char32_t before = 0;  // with white space
  for (uint32_t i = span.begin; i < span.end; i += CharSize(text[i])) {
    if (html && text[i] == '<') {
      const size_t end = text.find(text.substr(i, 4) == "<!--" ? "-->" : ">", i);
      if (end >= span.end) break;
      i = static_cast<uint32_t>(text.find('>', end));
      continue;
    }
    const char32_t c = FoldForSearch(CodePointAt(text, i));
    if (!IsSpace(c)) {
      characters_ += c;
      begins_word_.push_back(!(IsWordCharacter(c) && IsWordCharacter(before)));
      origins_.push_back({i, i + CharSize(text[i])});
    }
    before = c;
  }
}

absl::StatusOr<SearchExpression> SearchExpression::Parse(std::string_view query) {
  if (ValidPrefix(query) < query.size()) return QueryError(1, "the query is not UTF-8");
  if (CountCodePoints(query) > kMaxQueryCharacters) {
    return QueryError(kMaxQueryCharacters + 1,
                      absl::StrCat("more than ", kMaxQueryCharacters, " characters"));
  }
  absl::StatusOr<std::vector<Piece>> pieces = Split(query);
  if (!pieces.ok()) return pieces.status();
  SearchExpression expression;
  bool either = false;  // OR stands before this piece
  size_t or_column = 0;
  int terms = 0;
  bool last_excluded = true;  // no term before that OR could join
  for (const Piece& piece : *pieces) {
    if (!piece.quoted && !piece.excluded && piece.text == "OR") {
      if (either || last_excluded) return QueryError(piece.column, "OR stands between two terms");
      either = true;
      or_column = piece.column;
      continue;
    }
    if (++terms > kMaxQueryTerms) {
      return QueryError(piece.column, absl::StrCat("more than ", kMaxQueryTerms, " terms"));
    }
    std::vector<std::string> required = RequiredTerms(piece.text);
    if (required.empty()) {
      return QueryError(piece.column, "a term without letters, digits and Chinese characters");
    }
    if (piece.excluded) {
      if (either) return QueryError(piece.column, "OR stands between two terms");
      expression.excluded_.push_back(Fold(piece.text));
      last_excluded = true;
      continue;
    }
    if (!either) {
      expression.groups_.emplace_back();
      expression.required_.emplace_back();
      expression.han_.emplace_back();
    }
    expression.groups_.back().push_back(Fold(piece.text));
    expression.required_.back().push_back(std::move(required));
    expression.han_.back().push_back(HanOf(piece.text));
    either = false;
    last_excluded = false;
  }
  if (either) return QueryError(or_column, "OR stands between two terms");
  if (expression.groups_.empty()) return QueryError(1, "no term to search for");
  return expression;
}

bool SearchExpression::MayFit(std::string_view sentence) const {
  const auto has_all = [&](const std::vector<std::string>& characters) {
    return std::all_of(characters.begin(), characters.end(),
                       [&](const std::string& one) { return Contains(sentence, one); });
  };
  return std::all_of(han_.begin(), han_.end(), [&](const auto& group) {
    return std::any_of(group.begin(), group.end(), has_all);
  });
}

SearchExpression::Fit SearchExpression::Match(const FoldedText& sentence) const {
  const std::u32string& text = sentence.characters();
  // Where `term` stands: character ranges, in order.
  const auto find = [&](const Term& term) {
    std::vector<std::pair<size_t, size_t>> found;
    for (size_t at = text.find(term); at != text.npos;) {
      const bool begins = !IsWordCharacter(term.front()) || sentence.BeginsWord(at);
      if (begins) found.emplace_back(at, at + term.size());
      at = text.find(term, at + (begins ? term.size() : 1));
    }
    return found;
  };
  for (const Term& term : excluded_) {
    if (!find(term).empty()) return {};
  }
  std::vector<std::pair<size_t, size_t>> all;
  size_t weight = 0;
  for (const std::vector<Term>& group : groups_) {
    size_t best = 0;
    for (const Term& term : group) {
      const auto found = find(term);
      // Said a second and third time a term still adds something.
      size_t times = 0;
      for (size_t i = 0; i < std::min<size_t>(found.size(), 3); ++i) times += 4 >> i;
      best = std::max(best, times * term.size());
      all.insert(all.end(), found.begin(), found.end());
    }
    if (best == 0) return {};
    weight += best;
  }
  std::sort(all.begin(), all.end());
  Fit fit;
  size_t covered = 0;
  for (size_t i = 0; i < all.size();) {
    size_t end = all[i].second;
    size_t next = i + 1;
    while (next < all.size() && all[next].first <= end) end = std::max(end, all[next++].second);
    fit.highlights.push_back(sentence.Origin(all[i].first, end));
    covered += end - all[i].first;
    i = next;
  }
  // A short sentence that is about little else comes before a long one.
  fit.score = static_cast<int>(std::min<size_t>(weight, 10'000) * 100 +
                               99 * covered / std::max<size_t>(text.size(), 1) + 1);
  return fit;
}

}  // namespace qushu::query
