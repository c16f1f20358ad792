// The version that articles carry.
#ifndef QUSHU_COMMON_ANALYSIS_VERSION_H_
#define QUSHU_COMMON_ANALYSIS_VERSION_H_

#include <string>
#include <string_view>

namespace qushu {

// See Analyzer::version(). `own_series` is the user's table, empty for none.
std::string AnalysisVersion(std::string_view own_series = "");

}  // namespace qushu

#endif  // QUSHU_COMMON_ANALYSIS_VERSION_H_
