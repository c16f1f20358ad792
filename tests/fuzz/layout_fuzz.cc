// Every text has a layout whose parts are in order and lead back.
#include "common/gazetteer/gazetteer.h"
#include "common/text/normalize.h"
#include "tests/common/layout/layout_invariants.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace qushu;
  static const auto gazetteer = fuzz::Made(Gazetteer::Create());
  const Text normalized = Normalize(fuzz::ValidText(data, size));
  fuzz::ExpectNoFault(
      testing::LayoutFault(normalized.text, ReadLayout(normalized.text, *gazetteer)));
  return 0;
}
