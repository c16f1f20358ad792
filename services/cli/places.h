// Districts as people name them.
#ifndef QUSHU_SERVICES_CLI_PLACES_H_
#define QUSHU_SERVICES_CLI_PLACES_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/gazetteer/gazetteer.h"

namespace qushu::cli {

// The resource name of the district that `word` names: `districts/410305` for `410305`,
// `districts/410305`, `涧西区`, `涧西`, `洛阳市/涧西区` or `河南省/洛阳市/涧西区`. A code is taken
// as it is. Where a name was borne by several in the course of time, those of today win, then those
// whose official name it is.
//
// Errors: NOT_FOUND DISTRICT_NOT_FOUND, with the nearest names; INVALID_ARGUMENT, with the codes,
// where several divisions bear the name.
absl::StatusOr<std::string> ResolveDistrict(const Gazetteer& gazetteer, std::string_view word);

}  // namespace qushu::cli

#endif  // QUSHU_SERVICES_CLI_PLACES_H_
