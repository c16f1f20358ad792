#include "tests/bench/rpc/service_log.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/absl_compat.h"

namespace qushu::bench {

double ServiceP99(std::istream& log, std::string_view method, absl::Time begin) {
  const std::string since = absl::StrCat(
      "{\"time\":\"", absl::FormatTime("%Y-%m-%dT%H:%M:%E3S", begin, absl::UTCTimeZone()));
  const std::string answered =
      absl::StrCat("\"method\":\"", ToAbsl(method.substr(1)), "\",\"code\":\"OK\"");
  constexpr std::string_view kKey = "\"latency_ms\":";
  std::vector<double> all;
  for (std::string line; std::getline(log, line);) {
    const size_t key = line.find(kKey);
    if (key == std::string::npos || line < since || line.find(answered) == std::string::npos)
      continue;
    all.push_back(1000 * std::strtod(line.c_str() + key + kKey.size(), nullptr));
  }
  if (all.empty()) return std::nan("");
  const auto p99 =
      all.begin() + static_cast<std::ptrdiff_t>(0.99 * static_cast<double>(all.size() - 1));
  std::nth_element(all.begin(), p99, all.end());
  return *p99;
}

}  // namespace qushu::bench
