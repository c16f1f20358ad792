// Figures in protobuf's wire format, put together from what is stored of them: no message is made
// to be written down again.
#ifndef QUSHU_COMMON_STORE_FIGURE_BYTES_H_
#define QUSHU_COMMON_STORE_FIGURE_BYTES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace qushu {

// A row of figures; the views last as long as it.
struct StoredFigure {
  std::string_view article = {};  // 32 digits
  int number = 0;                 // in the article, from 1
  int64_t date_rank = 0;          // of the article
  int64_t district = 0;           // code; 0 for none
  std::string_view unit = {};
  int64_t kind = 0;
  int64_t aspect = 0;
  int64_t scope = 0;
  std::optional<int64_t> as_of = {};  // day number
  std::string_view measure = {};
  std::string_view rest = {};  // v1::Figure with what stands in no other member
};

// Appends the figure to `list` as one more of ListFiguresResponse.figures, without the fields whose
// number is set as a bit of `left_out`, and returns the bytes of the figure itself. Absent, and
// nothing is appended, if `rest` is no message; whether its texts are UTF-8 is left to whoever
// reads them.
std::optional<size_t> AppendFigure(const StoredFigure& figure, uint64_t left_out,
                                   std::string& list);

}  // namespace qushu

#endif  // QUSHU_COMMON_STORE_FIGURE_BYTES_H_
