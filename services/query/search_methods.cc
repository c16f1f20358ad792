// QueryCore::SearchPassages().
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/analysis/offsets.h"
#include "common/base/status_macros.h"
#include "common/text/printed.h"
#include "services/query/answers.h"
#include "services/query/arguments.h"
#include "services/query/figure_pages.h"
#include "services/query/query_core.h"
#include "services/query/search_query.h"

namespace qushu::query {
namespace {

// Articles whose sentences are ranked against each other: those published last.
constexpr int kMaxRankedArticles = 300;
// Articles that one call looks through for sentences; a page ends there, be it empty.
constexpr int kMaxScannedArticles = 2000;
// Articles that the store is asked for at once: a ranked search needs them all, another a page of
// sentences.
constexpr int kRankedAtOnce = 100;
constexpr int kNewestAtOnce = 16;

// A sentence that fits, before it becomes part of the answer.
struct Found {
  std::string key;  // what the answer is sorted by, byte by byte
  v1::Passage passage;
};

// Days as text that sorts the newest first, undated last.
std::string DayKey(const std::optional<Date>& date) {
  char key[16];
  std::snprintf(key, sizeof(key), "%08d", date ? 5'000'000 - ToDayNumber(*date) : 99'999'999);
  return key;
}

// Articles of one day stand as they arrived, which is how the store finds them.
std::string KeyOf(bool ranked, int score, const std::optional<Date>& date, int64_t revision,
                  int number) {
  char score_key[16] = "";
  if (ranked) std::snprintf(score_key, sizeof(score_key), "%08d", 99'999'999 - score);
  char place[40];
  std::snprintf(place, sizeof(place), "%018lld%08d", static_cast<long long>(revision), number);
  return absl::StrCat(score_key, DayKey(date), place);
}

// Whether passages of `district` are asked for.
bool InDistrict(std::string_view district, const v1::SearchPassagesRequest& request) {
  const auto wanted = ParseDistrictName(request.district());
  if (!wanted) return true;
  const auto code = ParseDistrictName(district);
  if (!code) return false;
  if (!request.include_descendants()) return *code == *wanted;
  const DistrictRange range = DescendantsOf(*wanted);
  return range.first <= *code && *code <= range.last;
}

// Which of the sentences that fit are of use: behind the page before, and before what enough others
// stand before already.
struct KeyWindow {
  std::string after = {};
  std::string until = {};  // empty: any

  bool Has(std::string_view key) const { return key > after && (until.empty() || key < until); }
};

// Adds the sentences of `article` that fit, with a key of the window.
void AddSentences(const v1::Article& article, const SearchExpression& expression,
                  const v1::SearchPassagesRequest& request, bool ranked, const KeyWindow& window,
                  std::vector<Found>& all) {
  const auto date =
      FromProto(article.masthead().has_publication_date(), article.masthead().publication_date());
  const bool html = article.content_type() == "text/html";
  int number = 0;  // of the sentence in its article
  const auto add = [&](const v1::Span& span, const std::string& district,
                       const std::string& place) {
    ++number;
    const std::string& source = article.source_text();
    const Span sentence{static_cast<uint32_t>(span.begin()), static_cast<uint32_t>(span.end())};
    if (sentence.end > source.size() || sentence.begin >= sentence.end) return;
    if (!expression.MayFit(Slice(source, sentence))) return;
    const SearchExpression::Fit fit = expression.Match(FoldedText(source, sentence, html));
    if (fit.score == 0) return;
    Found found{KeyOf(ranked, fit.score, date, article.revision(), number), {}};
    if (!window.Has(found.key)) return;
    v1::Sentence& out = *found.passage.mutable_sentence();
    const std::string_view printed = Slice(source, sentence);
    out.set_text(html ? WithoutMarkup(printed) : WithoutLineBreaks(printed));
    *out.mutable_source_span() = span;
    out.set_article(article.name());
    for (const Span highlight : fit.highlights) {
      v1::Span& added = *found.passage.add_highlights();
      added.set_begin(highlight.begin);
      added.set_end(highlight.end);
    }
    found.passage.set_district(district);
    found.passage.set_place(place);
    if (date) *found.passage.mutable_publication_date() = ToProto(*date);
    all.push_back(std::move(found));
  };
  for (const v1::Section& section : article.sections()) {
    const bool wanted = InDistrict(section.district(), request);
    for (const v1::Paragraph& paragraph : section.paragraphs()) {
      for (const v1::Span& span : paragraph.sentence_spans()) {
        if (wanted) {
          add(span, section.district(), section.place());
        } else {
          ++number;
        }
      }
    }
  }
  // An article without sections is about the districts that it was found by.
  if (article.sections_size() > 0 && !request.district().empty()) return;
  for (const v1::Paragraph& paragraph : article.paragraphs()) {
    for (const v1::Span& span : paragraph.sentence_spans()) add(span, "", "");
  }
}

bool Before(const Found& a, const Found& b) { return a.key < b.key; }

// Leaves the first `most`; none behind them is of use any more.
void KeepFirst(size_t most, std::vector<Found>& found, KeyWindow& window) {
  if (found.size() <= most) return;
  const auto last = found.begin() + static_cast<std::ptrdiff_t>(most) - 1;
  std::nth_element(found.begin(), last, found.end(), Before);
  window.until = last->key;
  found.resize(most);
}

}  // namespace

absl::Status QueryCore::SearchPassages(const rpc::Call& call,
                                       const v1::SearchPassagesRequest& request,
                                       v1::SearchPassagesResponse& response) const {
  rpc::FieldErrors errors;
  const auto page_size = static_cast<size_t>(rpc::PageSize(request.page_size(), 20, 200, errors));
  auto expression = SearchExpression::Parse(request.query());
  errors.Add(expression.status());
  const bool ranked = request.order() != v1::SEARCH_ORDER_NEWEST;
  SearchQuery query{.limit = ranked ? kRankedAtOnce : kNewestAtOnce};
  query.district = CodeOf(
      gazetteer_, DistrictFromName(gazetteer_, request.district(), "district", false, errors));
  query.include_descendants = request.include_descendants();
  query.published = WindowFromRange(request.publication_dates(), "publication_dates", errors);
  rpc::CheckEnum(v1::SearchOrder_IsValid(request.order()), "order", errors);
  rpc::CheckEnum(v1::OffsetEncoding_IsValid(request.offset_encoding()), "offset_encoding", errors);
  auto position = tokens_.Decode("SearchPassages", request, request.page_token());
  errors.Add(position.status());
  QUSHU_RETURN_IF_ERROR(errors.ToStatus());

  query.all = expression->required();
  query.cancelled = CancelledBy(call);
  KeyWindow window;
  if (*position) {
    window.after = (*position)->sort_keys_size() > 0 ? (*position)->sort_keys(0) : "";
    query.after = KeyAt(**position);
  }
  std::vector<Found> found;
  ArticleKey before_page = query.after;  // behind it, all of `found` are read again
  bool more = true;
  int looked = 0;
  const int most = ranked ? kMaxRankedArticles : kMaxScannedArticles;
  while (more && looked < most && (ranked || found.size() <= page_size)) {
    QUSHU_ASSIGN_OR_RETURN(const FoundPage page, store_.SearchArticles(query));
    if (response.read_revision() == 0) response.set_read_revision(page.revision);
    for (const v1::Article& article : page.articles) {
      AddSentences(article, *expression, request, ranked, window, found);
      // One more than the page tells that there is a next one.
      if (ranked) KeepFirst(page_size + 1, found, window);
    }
    looked += static_cast<int>(page.articles.size());
    more = page.next.has_value();
    if (more) query.after = *page.next;
    if (!ranked && found.empty()) before_page = query.after;
  }
  std::sort(found.begin(), found.end(), Before);
  response.set_partial(ranked && more);
  const bool cut = found.size() > page_size;
  if (cut) found.resize(page_size);
  if (cut || (!ranked && more)) {
    // Where to read on, and the last passage given: its article may have more of them.
    rpc::PagePosition next = PositionOf(before_page);
    next.add_sort_keys(found.empty() ? window.after : found.back().key);
    response.set_next_page_token(tokens_.Encode("SearchPassages", request, next));
  }
  for (Found& one : found) *response.add_passages() = std::move(one.passage);
  for (v1::Passage& passage : *response.mutable_passages()) {
    QUSHU_RETURN_IF_ERROR(ConvertSpansOf(store_, IdInName(passage.sentence().article()),
                                         request.offset_encoding(), passage));
  }
  return absl::OkStatus();
}

}  // namespace qushu::query
