// Every text is normalised into UTF-8 with a map that leads back, and stays so.
#include "tests/common/text/text_invariants.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  qushu::fuzz::ExpectNoFault(qushu::testing::NormalizeFault(qushu::fuzz::ValidText(data, size)));
  return 0;
}
