// What SearchPassages is asked for, and the sentences that have it.
#ifndef QUSHU_SERVICES_QUERY_SEARCH_QUERY_H_
#define QUSHU_SERVICES_QUERY_SEARCH_QUERY_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/span.h"
#include "common/store/store.h"

namespace qushu::query {

inline constexpr size_t kMaxQueryCharacters = 256;
inline constexpr int kMaxQueryTerms = 16;

// A sentence as it is searched: letters folded, white space left out.
class FoldedText {
 public:
  // `text` is the source, `span` the sentence in it. Of `html`, tags and comments are passed over.
  FoldedText(std::string_view text, Span span, bool html);

  const std::u32string& characters() const { return characters_; }
  // Whether a word may begin at this character: not inside a run of letters and digits.
  bool BeginsWord(size_t character) const { return begins_word_[character]; }
  // The bytes of the source that characters `begin` to `end` came from.
  Span Origin(size_t begin, size_t end) const {
    return {origins_[begin].begin, origins_[end - 1].end};
  }

 private:
  std::u32string characters_;
  std::vector<bool> begins_word_;
  std::vector<Span> origins_;
};

// Immutable; one serves any number of threads.
class SearchExpression {
 public:
  // See SearchPassagesRequest.query.
  //
  // INVALID_ARGUMENT (INVALID_QUERY) with the column: no term to search for, one without letters,
  // digits and Han characters, a quotation mark that is not closed, an OR without a term on either
  // side, or what is over a limit.
  static absl::StatusOr<SearchExpression> Parse(std::string_view query);

  // The terms that an article must have for one of its sentences to fit.
  const std::vector<TermGroup>& required() const { return required_; }

  struct Fit {
    int score = 0;                   // 0: the sentence does not fit; else the more the better
    std::vector<Span> highlights{};  // bytes of the source, in order, without overlap
  };
  Fit Match(const FoldedText& sentence) const;
  // False only of source bytes that no sentence which fits is made of; a small part of what it
  // costs to fold and match them.
  bool MayFit(std::string_view sentence) const;

 private:
  using Term = std::u32string;  // folded

  SearchExpression() = default;

  std::vector<std::vector<Term>> groups_;  // one of each
  std::vector<Term> excluded_;
  // Of each group and term the Han characters, in UTF-8: folding leaves them as they are.
  std::vector<std::vector<std::vector<std::string>>> han_;
  std::vector<TermGroup> required_;
};

}  // namespace qushu::query

#endif  // QUSHU_SERVICES_QUERY_SEARCH_QUERY_H_
