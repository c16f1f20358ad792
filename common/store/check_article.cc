#include "common/store/check_article.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/absl_compat.h"
#include "common/base/status_macros.h"
#include "common/base/utf8.h"
#include "common/store/article_rows.h"
#include "common/store/sqlite_check.h"
#include "common/store/sqlite_queries.h"
#include "common/store/store.h"
#include "common/text/html.h"

namespace qushu {
namespace {

// --- Spans ---------------------------------------------------------------------------------------

bool IsBlank(char32_t c) { return c <= ' ' || c == 0x85 || c == 0xA0 || c == 0x3000; }

// `text` without what a line break or a column leaves behind.
std::string Dense(std::string_view text) {
  std::string dense;
  for (size_t i = 0; i < text.size(); i += CharSize(text[i])) {
    const char32_t c = CodePointAt(text, i);
    // White space of any kind, and U+2000 to U+200F, U+2028 to U+202F.
    const bool wide_blank = (c >= 0x2000 && c <= 0x200F) || (c >= 0x2028 && c <= 0x202F);
    if (!IsBlank(c) && !wide_blank) dense += text.substr(i, CharSize(text[i]));
  }
  return dense;
}

bool IsIn(std::string_view text, const v1::Span& span) {
  const auto size = static_cast<int64_t>(text.size());
  const auto whole = [&](int64_t at) { return at == size || !IsContinuation(text[at]); };
  return span.begin() >= 0 && span.begin() <= span.end() && span.end() <= size &&
         whole(span.begin()) && whole(span.end());
}

class SpanChecker {
 public:
  SpanChecker(const v1::Article& article, const CheckNote& note)
      : source_(article.source_text()), note_(note) {
    if (article.content_type() != "text/html") return;
    auto seen = ReadHtml(source_);
    if (seen.ok()) seen_ = *std::move(seen);
  }

  // Of `what`, which stands in `table`: that it is in the source; with `printed`, which is not
  // empty, that this stands there.
  void Check(std::string_view table, std::string what, const v1::Span& span,
             std::string_view printed = "") const {
    if (!IsIn(source_, span)) {
      note_(check::kSpanBroken, table,
            absl::StrCat(what, " is said to stand at bytes ", span.begin(), " to ", span.end(),
                         ", which are no place in its source of ", source_.size(), " bytes"));
      return;
    }
    if (printed.empty() || Dense(Shown(span)) == Dense(printed)) return;
    note_(check::kSpanBroken, table,
          absl::StrCat(what, " does not stand at bytes ", span.begin(), " to ", span.end(),
                       " of its source"));
  }

 private:
  // What stands at a place of the source, of HTML as a reader sees it.
  std::string_view Shown(const v1::Span& span) const {
    Span place{static_cast<uint32_t>(span.begin()), static_cast<uint32_t>(span.end())};
    if (seen_) place = seen_->map.ToDerived(place);
    const std::string_view text = seen_ ? std::string_view(seen_->text) : source_;
    return text.substr(place.begin, place.end - place.begin);
  }

  const std::string_view source_;
  std::optional<Text> seen_;  // of HTML
  const CheckNote& note_;
};

// --- Rows ----------------------------------------------------------------------------------------

// Compares rows of a table, read in order, with what they should be.
class RowComparison {
 public:
  RowComparison(std::string_view table, const CheckNote& note) : table_(table), note_(note) {}

  // Another row that should be there; `same` is asked of the row that is.
  template <typename Same>
  absl::Status Expect(Statement& rows, std::string_view what, Same same) {
    if (ended_) return absl::OkStatus();
    QUSHU_ASSIGN_OR_RETURN(const bool row, rows.Next());
    if (!row) {
      Differs(check::kRowMissing, absl::StrCat(ToAbsl(what), " is missing"));
    } else if (!same()) {
      Differs(check::kRowDiffers, absl::StrCat(ToAbsl(what), " is not what its article says"));
    }
    return absl::OkStatus();
  }
  absl::Status ExpectEnd(Statement& rows) {
    if (ended_) return absl::OkStatus();
    QUSHU_ASSIGN_OR_RETURN(const bool row, rows.Next());
    if (row) Differs(check::kRowDiffers, "there is a row more than its article has");
    return absl::OkStatus();
  }

 private:
  // After the first difference the rows behind it stand beside wrong ones.
  void Differs(std::string_view reason, std::string message) {
    note_(reason, table_, std::move(message));
    ended_ = true;
  }

  const std::string_view table_;
  const CheckNote& note_;
  bool ended_ = false;
};

absl::Status CheckFigures(SqliteDb& db, const CheckedRow& row, const ArticleRows& rows,
                          const CheckNote& note) {
  Statement found = db.Prepare(
      "SELECT f.district, f.place, coalesce(i.id, ''), unit, kind, aspect, scope, value, as_of, "
      "measure, date_rank FROM figures AS f LEFT JOIN indicators AS i ON i.number = f.indicator "
      "WHERE f.place >= ?1 AND f.place < ?2 ORDER BY f.place",
      PlaceOf(row.number, 0), PlaceOf(row.number + 1, 0));
  RowComparison comparison("figures", note);
  for (const FigureRow& figure : rows.figures) {
    const auto same = [&] {
      const bool same_day =
          figure.as_of ? !found.IsNull(8) && found.Int(8) == *figure.as_of : found.IsNull(8);
      return found.Int(0) == figure.district &&
             found.Int(1) == PlaceOf(row.number, figure.number) &&
             found.Bytes(2) == figure.indicator && found.Bytes(3) == figure.unit &&
             found.Int(4) == figure.kind && found.Int(5) == figure.aspect &&
             found.Int(6) == figure.scope && found.Bytes(7) == figure.value && same_day &&
             found.Bytes(9) == figure.measure && found.Int(10) == row.date_rank;
    };
    QUSHU_RETURN_IF_ERROR(comparison.Expect(found, absl::StrCat("figure ", figure.number), same));
  }
  return comparison.ExpectEnd(found);
}

absl::Status CheckDistricts(SqliteDb& db, const CheckedRow& row, const ArticleRows& rows,
                            const CheckNote& note) {
  Statement found = db.Prepare(
      "SELECT district, figure_count, first_figure, last_figure FROM article_districts INDEXED BY "
      "article_districts_by_article WHERE article = ?2 AND date_rank = ?1 ORDER BY district",
      row.date_rank, row.number);
  RowComparison comparison("article_districts", note);
  for (const DistrictRow& district : rows.districts) {
    QUSHU_RETURN_IF_ERROR(
        comparison.Expect(found, absl::StrCat("district ", district.district), [&] {
          return found.Int(0) == district.district && found.Int(1) == district.figure_count &&
                 found.Int(2) == district.first_figure && found.Int(3) == district.last_figure;
        }));
  }
  return comparison.ExpectEnd(found);
}

absl::Status CheckSummaries(SqliteDb& db, const CheckedRow& row, const ArticleRows& rows,
                            const CheckNote& note) {
  Statement found = db.Prepare(
      "SELECT place, district, figures, summary FROM summaries WHERE place >= ?1 AND place < ?2 "
      "ORDER BY place",
      PlaceOf(row.number, 0), PlaceOf(row.number + 1, 0));
  RowComparison comparison("summaries", note);
  for (const SummaryRow& summary : rows.summaries) {
    QUSHU_RETURN_IF_ERROR(
        comparison.Expect(found, absl::StrCat("the summary of district ", summary.district), [&] {
          // Older versions kept the figures in the summary.
          const bool same = found.Bytes(2).empty() || (found.Bytes(2) == summary.figures &&
                                                       found.Bytes(3) == summary.summary);
          return found.Int(0) == PlaceOf(row.number, summary.position) &&
                 found.Int(1) == summary.district && same;
        }));
  }
  return comparison.ExpectEnd(found);
}

absl::Status CheckSketch(SqliteDb& db, const CheckedRow& row, const ArticleRows& rows,
                         const CheckNote& note) {
  Statement found = db.Prepare(
      "SELECT sketch, source, superseded_by FROM sketches JOIN articles ON number = article "
      "WHERE article = ?1",
      row.number);
  QUSHU_ASSIGN_OR_RETURN(const bool there, found.Next());
  if (!there) return absl::OkStatus();  // which the check of its table finds
  if (found.Bytes(0) != rows.sketch || found.Int(1) != (found.Int(2) == 0 ? rows.source : 0)) {
    note(check::kRowDiffers, "sketches", "its sketch is not that of its text");
  }
  return absl::OkStatus();
}

}  // namespace

void CheckSpans(const v1::Article& article, const CheckNote& note) {
  const SpanChecker spans(article, note);
  for (int i = 0; i < article.figures_size(); ++i) {
    const v1::Figure& figure = article.figures(i);
    const std::string what = absl::StrCat("figure ", i + 1);
    spans.Check("figures", what, figure.source_span(), figure.text());
    spans.Check("figures", absl::StrCat("the sentence of ", what), figure.sentence_span(),
                figure.sentence());
    if (!IsIn(article.normalized_text(), figure.normalized_span())) {
      note(check::kSpanBroken, "figures",
           absl::StrCat(what, " has no place in the normalised text"));
    }
  }
  for (const v1::Section& section : article.sections()) {
    spans.Check("article_bodies", "a section", section.source_span());
  }
  for (const v1::DistrictSummary& summary : article.summaries()) {
    for (const v1::Sentence& sentence : summary.sentences()) {
      spans.Check("article_bodies", "a sentence of a summary", sentence.source_span(),
                  sentence.text());
    }
  }
}

absl::Status CheckStoredArticle(SqliteDb& db, const CheckedRow& row, const CheckNote& note) {
  auto read = ReadArticle(db, row.id);
  if (absl::IsDataLoss(read.status())) {
    note(check::kUnreadable, "articles", "a part of it is missing or cannot be read");
    return absl::OkStatus();
  }
  QUSHU_RETURN_IF_ERROR(read.status());
  if (!*read) return absl::OkStatus();
  const v1::Article& article = **read;
  if (ArticleId(article.source_text()) != row.id) {
    note(check::kSourceDiffers, "article_bodies", "its source is not the text of its name");
  }
  if (ValidPrefix(article.source_text()) != article.source_text().size() ||
      ValidPrefix(article.normalized_text()) != article.normalized_text().size()) {
    note(check::kUnreadable, "article_bodies", "its text is not valid UTF-8");
    return absl::OkStatus();
  }
  const ArticleRows rows = DivideArticle(article);
  if (rows.date_rank != row.date_rank) {
    note(check::kRowDiffers, "articles", "its date is not that of its masthead");
  }
  QUSHU_RETURN_IF_ERROR(CheckFigures(db, row, rows, note));
  QUSHU_RETURN_IF_ERROR(CheckDistricts(db, row, rows, note));
  QUSHU_RETURN_IF_ERROR(CheckSummaries(db, row, rows, note));
  QUSHU_RETURN_IF_ERROR(CheckSketch(db, row, rows, note));
  CheckSpans(article, note);
  return absl::OkStatus();
}

}  // namespace qushu
