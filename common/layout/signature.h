// A report that names its district last: `（某县融媒体中心 张三）`, `——某县委宣传部 张三`,
// `——摘自《某县志》`.
#ifndef QUSHU_COMMON_LAYOUT_SIGNATURE_H_
#define QUSHU_COMMON_LAYOUT_SIGNATURE_H_

#include <optional>
#include <string_view>

#include "common/base/span.h"

namespace qushu {

class Gazetteer;

struct Signature {
  Span name;           // of the district, as printed
  bool alone = false;  // nothing else is in the paragraph
};

// What the paragraph `block` of `text` is signed with.
std::optional<Signature> ReadSignature(std::string_view text, Span block,
                                       const Gazetteer& gazetteer);

}  // namespace qushu

#endif  // QUSHU_COMMON_LAYOUT_SIGNATURE_H_
