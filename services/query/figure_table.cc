#include "services/query/figure_table.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/base/csv.h"
#include "common/base/date.h"
#include "common/base/error.h"
#include "google/protobuf/util/json_util.h"
#include "services/query/answers.h"

namespace qushu::query {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// `COUNT` of KIND_COUNT, in lower case; empty for an unspecified one.
std::string EnumWord(const google::protobuf::EnumDescriptor& type, int number) {
  const auto* value = type.FindValueByNumber(number);
  if (value == nullptr || number == 0) return "";
  const size_t prefix = type.value(0)->name().size() - std::string_view("UNSPECIFIED").size();
  std::string word = value->name().substr(prefix);
  for (char& c : word) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return word;
}

std::string CellOf(const v1::Figure& figure, const FieldDescriptor& field) {
  const auto* reflection = figure.GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return reflection->GetString(figure, &field);
    case FieldDescriptor::CPPTYPE_ENUM:
      return EnumWord(*field.enum_type(), reflection->GetEnumValue(figure, &field));
    default:
      break;
  }
  if (!reflection->HasField(figure, &field)) return "";
  const Message& message = reflection->GetMessage(figure, &field);
  if (const auto* date = dynamic_cast<const v1::Date*>(&message)) {
    return FormatDate({date->year(), date->month(), date->day()});
  }
  if (const auto* span = dynamic_cast<const v1::Span*>(&message)) {
    return absl::StrCat(span->begin(), "-", span->end());
  }
  return "";
}

absl::Status BadColumn(int index, std::string_view what) {
  return InvalidField(v1::ERROR_REASON_INVALID_ARGUMENT, absl::StrCat("columns[", index, "]"),
                      what);
}

}  // namespace

absl::StatusOr<FigureTable> FigureTable::Create(
    v1::ExportFormat format, const google::protobuf::RepeatedPtrField<std::string>& columns) {
  FigureTable table;
  if (format != v1::EXPORT_FORMAT_UNSPECIFIED) table.format_ = format;
  const auto* type = v1::Figure::descriptor();
  if (columns.empty()) {
    for (int i = 0; i < type->field_count(); ++i) {
      if (!type->field(i)->is_repeated()) table.columns_.push_back(type->field(i));
    }
  }
  for (int i = 0; i < columns.size(); ++i) {
    const FieldDescriptor* field = type->FindFieldByName(columns[i]);
    if (field == nullptr || field->is_repeated()) return BadColumn(i, "no such column");
    if (std::find(table.columns_.begin(), table.columns_.end(), field) != table.columns_.end()) {
      return BadColumn(i, "the column is there twice");
    }
    table.columns_.push_back(field);
  }
  return table;
}

std::string FigureTable::Header() const {
  if (format_ != v1::EXPORT_FORMAT_CSV) return "";
  std::string line;
  for (const FieldDescriptor* column : columns_) {
    absl::StrAppend(&line, line.empty() ? "" : ",", column->name());
  }
  return line + "\r\n";
}

std::string FigureTable::Line(const v1::Figure& figure) const {
  std::string line;
  if (format_ == v1::EXPORT_FORMAT_CSV) {
    bool first = true;
    for (const FieldDescriptor* column : columns_) {
      AppendCsvCell(CellOf(figure, *column), first, line);
      first = false;
    }
    return line + "\r\n";
  }
  v1::Figure chosen = figure;
  const auto* type = v1::Figure::descriptor();
  for (int i = 0; i < type->field_count(); ++i) {
    if (std::find(columns_.begin(), columns_.end(), type->field(i)) == columns_.end()) {
      chosen.GetReflection()->ClearField(&chosen, type->field(i));
    }
  }
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  // Only text that is not UTF-8 could fail, and the store holds none.
  if (!google::protobuf::util::MessageToJsonString(chosen, &line, options).ok()) line = "{}";
  return line + "\n";
}

}  // namespace qushu::query
