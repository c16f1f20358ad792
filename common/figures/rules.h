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
  int doubt;              // in how many of 100 the field that it settles is wrong, about
  std::string_view meaning;
};

// What is known of `rule`.
const RuleInfo& InfoOf(Rule rule);
// By its name; nullptr for a name that no rule has.
const RuleInfo* FindRule(std::string_view name);

// As in figure.proto.
std::string_view FieldName(Field field);

// In how many of 100 figures `field` is wrong, about, where `rule` settled it.
int DoubtOf(const Figure& figure, Field field, Rule rule);

Doubt DoubtOf(const Figure& figure, const Reasons& reasons);

// How sure one field is, and how sure a whole figure, which more often is right where the catalogue
// of indicators knows the series that it belongs to.
Confidence FieldConfidence(const Figure& figure, Field field, Rule rule);
Confidence ConfidenceOf(Doubt doubt, bool known_series);

}  // namespace qushu

#endif  // QUSHU_COMMON_FIGURES_RULES_H_
