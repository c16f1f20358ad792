// What this machine can do with the same bytes at best.
#ifndef QUSHU_TESTS_BENCH_CEILINGS_H_
#define QUSHU_TESTS_BENCH_CEILINGS_H_

#include <string>

namespace qushu::bench {

void CopyText(const std::string& text);
void ValidateText(const std::string& text);
// Finds every numeral, and nothing else about it.
void ScanNumerals(const std::string& text);

}  // namespace qushu::bench

#endif  // QUSHU_TESTS_BENCH_CEILINGS_H_
