// The rules that settle the fields of a figure, each with its name and what it means: what Evidence
// says of a figure, in one table.
#ifndef QUSHU_COMMON_FIGURES_RULES_H_
#define QUSHU_COMMON_FIGURES_RULES_H_

#include <cstdint>
#include <string_view>

#include "common/figures/figure.h"

namespace qushu {

struct RuleInfo {
  Rule rule;
  std::string_view name;  // as in Evidence.rule
  Confidence confidence;  // how sure a field is that it settled
  std::string_view meaning;
};

// What is known of `rule`.
const RuleInfo& InfoOf(Rule rule);
// By its name; nullptr for a name that no rule has.
const RuleInfo* FindRule(std::string_view name);

// As in figure.proto.
std::string_view FieldName(Field field);

// How sure a figure is whose fields were settled by these rules.
Confidence ConfidenceOf(const Reasons& reasons);

}  // namespace qushu

#endif  // QUSHU_COMMON_FIGURES_RULES_H_
