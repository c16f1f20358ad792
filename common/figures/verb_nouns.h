// What the verb before a number, or its unit, says of what is counted, where no noun says it.
#ifndef QUSHU_COMMON_FIGURES_VERB_NOUNS_H_
#define QUSHU_COMMON_FIGURES_VERB_NOUNS_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace qushu {

// 刑拘17人: those to whom it was done, or who did it. 死, 伤 stand alone in reports of accidents.
std::string PersonsWho(std::string_view verb);

// Whether a verb with these parts says what was done, and nothing of the number.
bool IsPlainVerb(uint64_t parts);

// 捐764.5万元, 捐出200万元: the noun of such a verb.
std::string_view MoneyOf(std::string_view verb);

// Verbs whose length is a distance.
bool IsMotion(std::string_view verb);

// Whether those are patients, or were near one: what is done is done to them.
bool IsContact(std::string_view measure);

// Verbs for what takes place.
bool IsHolding(std::string_view verb);

// Measure words for what is done, not for what it is done to.
bool CountsEvents(std::string_view unit);

}  // namespace qushu

#endif  // QUSHU_COMMON_FIGURES_VERB_NOUNS_H_
