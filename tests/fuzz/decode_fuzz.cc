// Any bytes are decoded into text, with and without an encoding given, or refused with a reason.
#include "common/text/decode.h"

#include "common/base/error.h"
#include "tests/common/text/text_invariants.h"
#include "tests/fuzz/fuzz.h"

namespace qushu {
namespace {

using fuzz::Expect;

constexpr size_t kLimit = 4000;

void Check(std::string_view bytes, std::string_view given) {
  const auto decoded = Decode(bytes, kLimit, given);
  if (!decoded.ok()) {
    const std::string message(decoded.status().message());
    Expect(decoded.status().code() == absl::StatusCode::kInvalidArgument, "another error");
    Expect(!ReasonOf(decoded.status()).empty(), "an error without a reason");
    Expect(ValidPrefix(message) == message.size(), "a message that is no text");
    return;
  }
  const std::string_view text = decoded->text();
  Expect(bytes.size() <= kLimit && text.size() <= kLimit, "a text over the limit");
  Expect(ValidPrefix(text) == text.size(), "decoded to what is no text");
  Expect(decoded->converted() || text == bytes, "another text although nothing was converted");
  if (const OffsetMap* map = decoded->map()) {
    Expect(map->origin_size() == bytes.size() && map->derived_size() == text.size(),
           "the map has another size");
    uint32_t behind = 0;
    for (uint32_t i = 0; i < text.size(); i += CharSize(text[i])) {
      const Span origin = map->ToOrigin({i, i + CharSize(text[i])});
      Expect(origin.begin >= behind && !origin.empty(), "a character comes from nowhere");
      behind = origin.end;
    }
  }
  if (given.empty()) fuzz::ExpectNoFault(testing::NormalizeFault(text));
}

}  // namespace
}  // namespace qushu

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  for (std::string_view given : {"", "utf-8", "utf-16le", "utf-16be", "gbk", "big5"}) {
    qushu::Check(bytes, given);
  }
  return 0;
}
