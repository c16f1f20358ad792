// Debian's Abseil has its own string_view, which does not convert to the standard one. Qushu's
// interfaces use the standard one; these two functions stand where Abseil is called.
#ifndef QUSHU_COMMON_BASE_ABSL_COMPAT_H_
#define QUSHU_COMMON_BASE_ABSL_COMPAT_H_

#include <string_view>

#include "absl/strings/string_view.h"

namespace qushu {

inline absl::string_view ToAbsl(std::string_view s) { return {s.data(), s.size()}; }
inline std::string_view ToStd(absl::string_view s) { return {s.data(), s.size()}; }

}  // namespace qushu

#endif  // QUSHU_COMMON_BASE_ABSL_COMPAT_H_
