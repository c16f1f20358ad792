// What every fuzz target shares. A target is one source that defines LLVMFuzzerTestOneInput();
// libFuzzer runs it in the preset `fuzz`, and replay.cc over files in all others.
#ifndef QUSHU_TESTS_FUZZ_FUZZ_H_
#define QUSHU_TESTS_FUZZ_FUZZ_H_

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "common/base/utf8.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace qushu::fuzz {

// Ends the program, which is how a target says that an input showed a fault.
inline void Expect(bool holds, std::string_view what) {
  if (holds) return;
  std::fprintf(stderr, "FAULT: %.*s\n", static_cast<int>(what.size()), what.data());
  std::abort();
}
inline void ExpectNoFault(const std::string& fault) { Expect(fault.empty(), fault); }

// The characters of any bytes, what is no UTF-8 left out: text for the stages behind decoding.
inline std::string ValidText(const uint8_t* data, size_t size) {
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  std::string text;
  while (!bytes.empty()) {
    const size_t valid = ValidPrefix(bytes);
    text += bytes.substr(0, valid);
    bytes.remove_prefix(valid < bytes.size() ? valid + 1 : valid);
  }
  return text;
}

// What a factory made; ends the program if it failed.
template <typename StatusOr>
auto Made(StatusOr made) {
  Expect(made.ok(), made.status().ToString());
  return *std::move(made);
}

}  // namespace qushu::fuzz

#endif  // QUSHU_TESTS_FUZZ_FUZZ_H_
