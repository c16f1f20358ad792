#include "services/query/answers.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <vector>

#include "common/analysis/offsets.h"
#include "common/base/status_macros.h"
#include "common/base/utf8.h"

namespace qushu::query {
namespace {

v1::DistrictLevel ToProto(Level level) {
  switch (level) {
    case Level::kForeign:
      return v1::DISTRICT_LEVEL_UNSPECIFIED;
    case Level::kCountry:
      return v1::DISTRICT_LEVEL_COUNTRY;
    case Level::kProvince:
      return v1::DISTRICT_LEVEL_PROVINCE;
    case Level::kPrefecture:
      return v1::DISTRICT_LEVEL_PREFECTURE;
    case Level::kCounty:
      return v1::DISTRICT_LEVEL_COUNTY;
  }
  return v1::DISTRICT_LEVEL_UNSPECIFIED;
}

}  // namespace

v1::Date ToProto(const Date& date) {
  v1::Date out;
  out.set_year(date.year);
  out.set_month(date.month);
  out.set_day(date.day);
  return out;
}

std::optional<Date> FromProto(bool present, const v1::Date& date) {
  if (!present) return std::nullopt;
  return Date{date.year(), date.month(), date.day()};
}

std::optional<int> AsOfDay(const v1::Figure& figure) {
  const auto date = FromProto(figure.has_as_of(), figure.as_of());
  return date ? std::optional(ToDayNumber(*date)) : std::nullopt;
}

std::optional<int> PublicationDay(const v1::Figure& figure) {
  const auto date = FromProto(figure.has_publication_date(), figure.publication_date());
  return date ? std::optional(ToDayNumber(*date)) : std::nullopt;
}

std::string_view IdInName(std::string_view name) {
  const size_t begin = name.find('/');
  if (begin == std::string_view::npos) return {};
  name.remove_prefix(begin + 1);
  return name.substr(0, name.find('/'));
}

int NumberInName(std::string_view name) {
  int number = 0;
  const size_t slash = name.rfind('/');
  if (slash == std::string_view::npos) return 0;
  const char* end = name.data() + name.size();
  return std::from_chars(name.data() + slash + 1, end, number).ptr == end ? number : 0;
}

v1::District ToProto(const Gazetteer& gazetteer, DivisionId id) {
  const Division& division = gazetteer[id];
  v1::District out;
  out.set_code(std::to_string(division.code));
  out.set_name("districts/" + out.code());
  out.set_display_name(std::string(division.name));
  out.set_path(gazetteer.Path(id));
  out.set_level(ToProto(division.level));
  // A province stands below the country, which is not a division of its own to most callers.
  if (division.parent != kNoDivision && division.level != Level::kProvince) {
    out.set_parent("districts/" + std::to_string(gazetteer[division.parent].code));
  }
  out.set_valid_from_year(division.valid_from);
  if (division.valid_until != 0) out.set_valid_until_year(division.valid_until);
  return out;
}

void SetStats(const DistrictStats& stats, v1::District& district) {
  district.set_article_count(stats.article_count);
  district.set_figure_count(stats.figure_count);
  if (stats.latest) *district.mutable_latest_article_date() = ToProto(*stats.latest);
}

void Shorten(int max_sentences, int max_characters, v1::DistrictSummary& summary) {
  const auto& sentences = summary.sentences();
  std::vector<int> by_weight(sentences.size());
  for (int i = 0; i < sentences.size(); ++i) by_weight[i] = i;
  std::stable_sort(by_weight.begin(), by_weight.end(),
                   [&](int a, int b) { return sentences[a].rank() < sentences[b].rank(); });
  std::vector<bool> keep(sentences.size(), false);
  size_t characters = 0;
  int kept = 0;
  for (const int i : by_weight) {
    if (kept == max_sentences) break;
    characters += CountCodePoints(sentences[i].text());
    if (kept > 0 && max_characters > 0 && characters > static_cast<size_t>(max_characters)) break;
    keep[i] = true;
    ++kept;
  }
  google::protobuf::RepeatedPtrField<v1::Sentence> chosen;
  for (int i = 0; i < sentences.size(); ++i) {
    if (keep[i]) chosen.Add()->Swap(summary.mutable_sentences(i));
  }
  summary.mutable_sentences()->Swap(&chosen);
}

void ReduceToBasic(v1::Article& article) {
  for (v1::Section& section : *article.mutable_sections()) section.clear_paragraphs();
  article.clear_figures();
  article.clear_summaries();
  article.clear_findings();
  article.clear_source_text();
  article.clear_normalized_text();
  article.clear_source_bytes();
}

void ReduceToBasic(v1::Figure& figure) {
  const google::protobuf::Descriptor* const fields = figure.GetDescriptor();
  for (int i = 0; i < fields->field_count(); ++i) {
    const google::protobuf::FieldDescriptor* const field = fields->field(i);
    if (((kFigureFieldsNotInBasic >> field->number()) & 1) != 0) {
      figure.GetReflection()->ClearField(&figure, field);
    }
  }
}

bool IsUtf8(v1::OffsetEncoding encoding) {
  return encoding == v1::OFFSET_ENCODING_UNSPECIFIED || encoding == v1::OFFSET_ENCODING_UTF8;
}

absl::Status ConvertSpansOf(Store& store, std::string_view id, v1::OffsetEncoding encoding,
                            google::protobuf::Message& message) {
  if (IsUtf8(encoding)) return absl::OkStatus();
  int64_t revision = 0;
  QUSHU_ASSIGN_OR_RETURN(const v1::Article article, store.GetArticle(id, &revision));
  ConvertSpans(article, encoding, message);
  return absl::OkStatus();
}

absl::Status ConvertSpansOf(Store& store, v1::OffsetEncoding encoding,
                            google::protobuf::RepeatedPtrField<v1::Figure>& figures) {
  if (IsUtf8(encoding)) return absl::OkStatus();
  for (int begin = 0; begin < figures.size();) {
    const std::string name = figures[begin].article();
    // Together, since the texts are read and indexed once for each message.
    v1::Article of_one_article;
    int end = begin;
    for (; end < figures.size() && figures[end].article() == name; ++end) {
      *of_one_article.add_figures() = std::move(figures[end]);
    }
    QUSHU_RETURN_IF_ERROR(ConvertSpansOf(store, IdInName(name), encoding, of_one_article));
    for (int i = begin; i < end; ++i) {
      figures[i] = std::move(*of_one_article.mutable_figures(i - begin));
    }
    begin = end;
  }
  return absl::OkStatus();
}

}  // namespace qushu::query
