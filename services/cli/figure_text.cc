#include "services/cli/figure_text.h"

#include "absl/strings/ascii.h"
#include "common/base/date.h"

namespace qushu::cli {
namespace {

std::string_view Sign(v1::Qualifier qualifier) {
  switch (qualifier) {
    case v1::QUALIFIER_ABOUT:
      return "≈ ";
    case v1::QUALIFIER_OVER:
      return "> ";
    case v1::QUALIFIER_UNDER:
      return "< ";
    case v1::QUALIFIER_AT_LEAST:
      return "≥ ";
    case v1::QUALIFIER_AT_MOST:
      return "≤ ";
    default:
      return "";
  }
}

// `13000000.5` as `13,000,000.5`.
std::string Grouped(std::string_view decimal) {
  const size_t begin = decimal.starts_with('-') ? 1 : 0;
  const size_t end = std::min(decimal.find('.'), decimal.size());
  std::string out;
  for (size_t i = 0; i < decimal.size(); ++i) {
    if (i > begin && i < end && (end - i) % 3 == 0) out += ',';
    out += decimal[i];
  }
  return out;
}

}  // namespace

std::string EnumWord(const google::protobuf::EnumDescriptor* type, int value) {
  const auto* descriptor = type->FindValueByNumber(value);
  if (descriptor == nullptr || value == 0) return "";
  // The names of Qualifier all begin with QUALIFIER_.
  return absl::AsciiStrToLower(descriptor->name().substr(type->name().size() + 1));
}

std::vector<std::string> WordsByNumber(const google::protobuf::EnumDescriptor* type) {
  std::vector<std::string> words;
  for (int i = 0; i < type->value_count(); ++i) {
    const int number = type->value(i)->number();
    if (number >= static_cast<int>(words.size())) words.resize(number + 1);
    words[number] = EnumWord(type, number);
  }
  return words;
}

std::vector<std::string> EnumWords(const google::protobuf::EnumDescriptor* type) {
  std::vector<std::string> words;
  for (int i = 0; i < type->value_count(); ++i) {
    if (type->value(i)->number() != 0) words.push_back(EnumWord(type, type->value(i)->number()));
  }
  return words;
}

int EnumValue(const google::protobuf::EnumDescriptor* type, std::string_view word) {
  for (int i = 0; i < type->value_count(); ++i) {
    const int number = type->value(i)->number();
    if (number != 0 && EnumWord(type, number) == word) return number;
  }
  return 0;
}

std::string DateText(const v1::Date& date) {
  if (date.year() == 0) return "";
  return FormatDate({date.year(), date.month(), date.day()});
}

std::string_view DistrictCode(std::string_view resource_name) {
  constexpr std::string_view kPrefix = "districts/";
  return resource_name.starts_with(kPrefix) ? resource_name.substr(kPrefix.size()) : "";
}

std::string ReadAsText(std::string_view content_type, std::string_view encoding) {
  const bool html = content_type == "text/html";
  if (encoding.empty() || (encoding == "UTF-8" && !html)) return "";
  return std::string(html ? "HTML in " : "text in ") + std::string(encoding);
}

std::string ValueText(const v1::Figure& figure) {
  if (figure.has_high()) return Grouped(figure.value()) + "–" + Grouped(figure.high());
  return std::string(Sign(figure.qualifier())) + Grouped(figure.value());
}

}  // namespace qushu::cli
