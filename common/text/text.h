// A text and where it came from.
#ifndef QUSHU_COMMON_TEXT_TEXT_H_
#define QUSHU_COMMON_TEXT_TEXT_H_

#include <string>

#include "common/text/offset_map.h"

namespace qushu {

struct Text {
  std::string text;  // valid UTF-8
  OffsetMap map;     // to the text that it was made from
};

}  // namespace qushu

#endif  // QUSHU_COMMON_TEXT_TEXT_H_
