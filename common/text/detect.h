// Which encoding bytes are in that say nothing of it.
#ifndef QUSHU_COMMON_TEXT_DETECT_H_
#define QUSHU_COMMON_TEXT_DETECT_H_

#include <optional>
#include <string_view>

#include "common/text/encoding.h"

namespace qushu {

struct Guess {
  Encoding encoding = Encoding::kUtf8;
  bool doubtful = false;  // another encoding fits nearly as well, or there is little to go by
};

// What fits best of UTF-16, GB18030 and Big5, by how Chinese the bytes look when they are read so;
// ICU's detector decides where two come close. Absent if they look Chinese in none, and if they are
// UTF-8 with errors. Looks at parts of a long text alone.
std::optional<Guess> GuessEncoding(std::string_view bytes);

// How Chinese a text looks, 0 to 1: the share of common Chinese characters, in either script, and
// of their punctuation among all that is not ASCII; what no text has counts against it. Absent if
// it is all ASCII.
std::optional<double> Chineseness(std::string_view utf8);

// Whether the bytes are UTF-16 without saying so: every other byte of their ASCII characters is 0.
bool LooksLikeUtf16(std::string_view bytes);

}  // namespace qushu

#endif  // QUSHU_COMMON_TEXT_DETECT_H_
