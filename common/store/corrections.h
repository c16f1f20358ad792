// Which text is a corrected one of another: what of an article is compared, and how.
//
// A corrected text has publication, date and page of the text before, is about the same division
// first of all, is worded alike, and most of its figures stand. What is made from a template is
// worded alike too, bulletins of one day and one publisher above all; but they are about other
// divisions, or for another hour, or their figures are others.
//
// Sketches and keys are stored: what they are made of never changes.
#ifndef QUSHU_COMMON_STORE_CORRECTIONS_H_
#define QUSHU_COMMON_STORE_CORRECTIONS_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace qushu {

// Stands for a publication, its date, a page and the division that a text is about first of all
// (0 for none); above 0 with a page, below 0 without one. 0 where publication or date is not known:
// then nothing is corrected.
int64_t SourceKey(std::string_view publication, int64_t date_rank, std::string_view page,
                  int district);

// What of an article is compared. `figures` is a line a figure, each as FigureLine() makes it.
std::string SketchArticle(std::string_view normalized_text, std::string_view figures);

// `value` is Decimal::SortKey().
std::string FigureLine(int district, std::string_view value, std::string_view unit);

// Whether two texts of one source key are versions of one, by their sketches; how well they agree,
// above 0, or 0 if they are not.
double SameText(int64_t source, std::string_view a, std::string_view b);

// Whether two texts of any source tell one story, by their sketches: worded alike, with most of
// their figures the same.
bool SameStory(std::string_view a, std::string_view b);

}  // namespace qushu

#endif  // QUSHU_COMMON_STORE_CORRECTIONS_H_
