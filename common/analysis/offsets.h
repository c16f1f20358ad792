// Offsets in the unit that a caller wants.
#ifndef QUSHU_COMMON_ANALYSIS_OFFSETS_H_
#define QUSHU_COMMON_ANALYSIS_OFFSETS_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "google/protobuf/message.h"
#include "qushu/v1/article.pb.h"
#include "qushu/v1/span.pb.h"

namespace qushu {

// Converts positions of one text from UTF-8 bytes. Made in time linear in the text; a conversion
// takes constant time.
class OffsetIndex {
 public:
  OffsetIndex(std::string_view text, v1::OffsetEncoding encoding);

  // `position` is the first byte of a character, or the end of the text.
  int64_t FromUtf8(int64_t position) const;

 private:
  static constexpr size_t kStep = 64;  // bytes between two samples

  std::string_view text_;
  v1::OffsetEncoding encoding_;
  std::vector<uint32_t> samples_;  // units before the first character at or behind i × kStep
};

// Converts every source span below `message`, and every normalised one, from UTF-8 bytes to
// `encoding`. `texts` is the article that they count in, with the texts and bytes that it has; the
// normalised text may be absent if `message` holds no normalised span.
void ConvertSpans(const v1::Article& texts, v1::OffsetEncoding encoding,
                  google::protobuf::Message& message);
// The same for all of an article that has its texts.
void ConvertSpans(v1::Article& article, v1::OffsetEncoding encoding);

}  // namespace qushu

#endif  // QUSHU_COMMON_ANALYSIS_OFFSETS_H_
