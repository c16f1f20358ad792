// The fields of a figure as words: for programs (`at_least`) and for people (`≥ 1,080`).
#ifndef QUSHU_SERVICES_CLI_FIGURE_TEXT_H_
#define QUSHU_SERVICES_CLI_FIGURE_TEXT_H_

#include <string>
#include <string_view>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/generated_enum_reflection.h"
#include "qushu/v1/figure.pb.h"
#include "qushu/v1/span.pb.h"

namespace qushu::cli {

// The value's name without the enumeration's, in lower case: `at_least` for QUALIFIER_AT_LEAST.
// Empty for the value 0 and for values that this program does not know.
std::string EnumWord(const google::protobuf::EnumDescriptor* type, int value);
// The same, made once.
template <typename Enum>
const std::string& EnumWord(Enum value);
// All words of an enumeration but that of 0, in order.
std::vector<std::string> EnumWords(const google::protobuf::EnumDescriptor* type);
// The value with that word, or 0.
int EnumValue(const google::protobuf::EnumDescriptor* type, std::string_view word);

// `2020-02-20`; empty for an absent date.
std::string DateText(const v1::Date& date);

// `410305` for `districts/410305`; empty for anything else.
std::string_view DistrictCode(std::string_view resource_name);

// What a text was read as, for reading: `HTML in GB18030`; empty for plain text in UTF-8.
std::string ReadAsText(std::string_view content_type, std::string_view encoding);

// Value and qualifier for reading: `13,000,000`, `> 4,500`, `3–5`.
std::string ValueText(const v1::Figure& figure);

// Implementation details below.

// The words of all values from 0 to the highest.
std::vector<std::string> WordsByNumber(const google::protobuf::EnumDescriptor* type);

template <typename Enum>
const std::string& EnumWord(Enum value) {
  static const auto& words =
      *new std::vector<std::string>(WordsByNumber(google::protobuf::GetEnumDescriptor<Enum>()));
  const auto number = static_cast<size_t>(value);
  return words[number < words.size() ? number : 0];
}

}  // namespace qushu::cli

#endif  // QUSHU_SERVICES_CLI_FIGURE_TEXT_H_
