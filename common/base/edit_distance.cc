#include "common/base/edit_distance.h"

#include <algorithm>
#include <vector>

#include "common/base/utf8.h"

namespace qushu {

std::u32string CodePointsOf(std::string_view text) {
  std::u32string points;
  for (size_t i = 0; i < text.size(); i += CharSize(text[i])) points += CodePointAt(text, i);
  return points;
}

size_t EditDistance(std::u32string_view a, std::u32string_view b) {
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

}  // namespace qushu
