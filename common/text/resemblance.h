// How much two texts have in common, told from a sketch of each: some hundred bytes that are kept
// in the place of the text.
//
// A sketch is a MinHash of a set. Its members fall into bins by their hash, and of each bin the
// least hash is kept; the share of bins that two sketches have alike estimates the share of members
// that the sets have in common (Jaccard's: those in both, by those in either). With n bins it is
// wrong by about sqrt(s(1 - s) / n) where s is the share.
//
// Sketches are stored: what they are made of never changes.
//
//   const std::string a = SketchText("全区设立卡口727个。"), b = SketchText("全区设立卡口717个。");
//   *Resemblance(a, b) == 1
#ifndef QUSHU_COMMON_TEXT_RESEMBLANCE_H_
#define QUSHU_COMMON_TEXT_RESEMBLANCE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qushu {

// The same for the same bytes everywhere and for ever.
uint64_t StableHash(std::string_view bytes);

// Makes the sketch of a set.
class Sketcher {
 public:
  // `bins`: 1 or more.
  explicit Sketcher(size_t bins) : least_(bins, kNone) {}
  // A member of the set, by a hash that differs in all its bits; once or more.
  void Add(uint64_t hash);
  // Two bytes a bin.
  std::string Sketch() const;

 private:
  static constexpr uint64_t kNone = UINT64_MAX;
  std::vector<uint64_t> least_;
};

// Bytes of a text's sketch.
inline constexpr size_t kTextSketchBytes = 256;

// Of a normalised text: of all that stands within four characters. Han characters, letters and
// digits count, marks and spaces do not, and every numeral in digits is as good as another: texts
// that differ in their numbers alone are alike.
std::string SketchText(std::string_view normalized_text);

// The share of what two sets have in common, from 0 to 1; absent where both are empty, or the
// sketches are of different size.
std::optional<double> Resemblance(std::string_view a, std::string_view b);

}  // namespace qushu

#endif  // QUSHU_COMMON_TEXT_RESEMBLANCE_H_
