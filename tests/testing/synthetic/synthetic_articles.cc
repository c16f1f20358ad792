#include "tests/testing/synthetic/synthetic_articles.h"

#include <string>
#include <string_view>

#include "common/base/date.h"
#include "common/base/status_macros.h"
#include "tests/testing/synthetic/templates.h"

namespace qushu::testing {
namespace {

constexpr int kDays = 3653;  // 2011 to 2020

// Person `number` of all that have a surname and a given name.
std::string Person(uint64_t number) {
  std::string name(Surnames()[number % Surnames().size()]);
  name += GivenNames()[number / Surnames().size() % GivenNames().size()];
  return name;
}

// Puts `person` in the place of whom `text` has behind `role`; all names have the same length.
void Rename(std::string_view role, const std::string& person, std::string& text) {
  const size_t at = text.find(role);
  if (at != std::string::npos) text.replace(at + role.size(), person.size(), person);
}

void Shift(int days, v1::Date& date) {
  const Date shifted = FromDayNumber(ToDayNumber({date.year(), date.month(), date.day()}) + days);
  date.set_year(shifted.year);
  date.set_month(shifted.month);
  date.set_day(shifted.day);
}

void Shift(int days, v1::Figure& figure) {
  if (figure.has_as_of()) Shift(days, *figure.mutable_as_of());
}

}  // namespace

absl::StatusOr<v1::Article> SyntheticArticles::Article(uint64_t index) {
  v1::Article& read = read_[index % kRead];
  if (read.source_text().empty()) {
    QUSHU_ASSIGN_OR_RETURN(read, analyzer_.Analyze(pages_.Page(index % kRead),
                                                   {.summary_sentences = kMaxSummarySentences}));
  }
  v1::Article article = read;
  const uint64_t variant = index / kRead;
  if (variant == 0) return article;
  // Pages have other people as well, so that a copy differs from the page with another number.
  const std::string editor = Person(variant * 7 + 3);
  const std::string proofreader = Person(variant / 3 + index);
  for (std::string* text : {article.mutable_source_text(), article.mutable_normalized_text()}) {
    for (const std::string_view colon : {":", "："}) {
      Rename("编辑" + std::string(colon), editor, *text);
      Rename("校对" + std::string(colon), proofreader, *text);
    }
  }
  for (v1::Credit& credit : *article.mutable_masthead()->mutable_credits()) {
    credit.set_person(credit.role() == "编辑" ? editor : proofreader);
  }
  const v1::Date& date = article.masthead().publication_date();
  const int day = ToDayNumber({date.year(), date.month(), date.day()}) - ToDayNumber({2011, 1, 1});
  const int shift = static_cast<int>((static_cast<uint64_t>(day) + variant * 1237) % kDays) - day;
  Shift(shift, *article.mutable_masthead()->mutable_publication_date());
  for (v1::Figure& figure : *article.mutable_figures()) Shift(shift, figure);
  for (v1::DistrictSummary& summary : *article.mutable_summaries()) {
    for (v1::Figure& figure : *summary.mutable_key_figures()) Shift(shift, figure);
  }
  return article;
}

}  // namespace qushu::testing
