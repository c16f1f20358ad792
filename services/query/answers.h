// What the store returned turned into answers.
#ifndef QUSHU_SERVICES_QUERY_ANSWERS_H_
#define QUSHU_SERVICES_QUERY_ANSWERS_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "absl/status/status.h"
#include "common/gazetteer/gazetteer.h"
#include "common/store/store.h"
#include "google/protobuf/message.h"
#include "qushu/v1/article.pb.h"
#include "qushu/v1/district.pb.h"
#include "qushu/v1/figure.pb.h"
#include "qushu/v1/span.pb.h"
#include "qushu/v1/summary.pb.h"

namespace qushu::query {

v1::Date ToProto(const Date& date);
std::optional<Date> FromProto(bool present, const v1::Date& date);
// Day numbers (ToDayNumber()) of a figure; absent where it has none.
std::optional<int> AsOfDay(const v1::Figure& figure);
std::optional<int> PublicationDay(const v1::Figure& figure);

// The id in the name of a stored article or of one of its figures: what stands behind `articles/`,
// up to the next `/`.
std::string_view IdInName(std::string_view name);
// The number in the name of a stored figure; 0 for any other name.
int NumberInName(std::string_view name);

v1::District ToProto(const Gazetteer& gazetteer, DivisionId id);
void SetStats(const DistrictStats& stats, v1::District& district);

// Keeps the `max_sentences` weightiest sentences, fewer if they have more than `max_characters`
// code points together (no limit where 0), but at least one; in reading order. Sentences without a
// rank count in reading order.
void Shorten(int max_sentences, int max_characters, v1::DistrictSummary& summary);

// Leaves out what BASIC leaves out.
void ReduceToBasic(v1::Article& article);

// The same of a figure, by the numbers of its fields, each a bit.
inline constexpr uint64_t kFigureFieldsNotInBasic =
    uint64_t{1} << v1::Figure::kSentenceFieldNumber |
    uint64_t{1} << v1::Figure::kSentenceSpanFieldNumber |
    uint64_t{1} << v1::Figure::kSourceSpanFieldNumber |
    uint64_t{1} << v1::Figure::kNormalizedSpanFieldNumber |
    uint64_t{1} << v1::Figure::kCandidatesFieldNumber;
void ReduceToBasic(v1::Figure& figure);

// Whether offsets of this encoding are those that are stored.
bool IsUtf8(v1::OffsetEncoding encoding);

// Converts every span below `message`, which is of the stored article `id`, from UTF-8 bytes.
// Errors of Store::GetArticle(), which it reads the texts with.
absl::Status ConvertSpansOf(Store& store, std::string_view id, v1::OffsetEncoding encoding,
                            google::protobuf::Message& message);

// The same for figures of several articles, those of one article side by side.
absl::Status ConvertSpansOf(Store& store, v1::OffsetEncoding encoding,
                            google::protobuf::RepeatedPtrField<v1::Figure>& figures);

}  // namespace qushu::query

#endif  // QUSHU_SERVICES_QUERY_ANSWERS_H_
