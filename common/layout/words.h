// The words by which the layout tells what a line is: data/layout_words.tsv.
#ifndef QUSHU_COMMON_LAYOUT_WORDS_H_
#define QUSHU_COMMON_LAYOUT_WORDS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace qushu {

enum class WordClass : uint8_t {
  kCredit,          // a part somebody took: 编辑, 校对
  kByline,          // what a reporter did, behind his name: 文/图
  kFurniture,       // a button or menu entry, alone or among others on its line: 打印
  kFurnitureStart,  // begins a line that is no text: 上一篇
  kFurniturePart,   // is somewhere in such a line: ICP备
  kSource,          // where a text was taken from: 来源
  kDateLabel,       // before the date of publication: 发布时间
  kCaption,         // begins the caption of a photograph: ▲, 图为
  kZone,            // ends the name of a functional zone: 开发区
  kOpening,         // begins the opening sentence of a report: 连日来
  kNotHead,         // begins a sentence that is no run-in head: 其次
  kSurname,
  kOffice,  // behind a district's name in a signature: 融媒体中心
};
inline constexpr size_t kWordClasses = 13;

class LayoutWords {
 public:
  // The table that is part of the program, read at the first call. Safe from any thread.
  static const LayoutWords& Get();

  // Bytes of the longest word of that class that `text` begins or ends with; 0 if there is none.
  size_t Begins(WordClass cls, std::string_view text) const {
    const auto number = static_cast<size_t>(cls);
    if (text.size() < 3 || (classes_[Mix(text)] >> number & 1) == 0) return 0;
    return BeginsOf(words_[number], text);
  }
  size_t Ends(WordClass cls, std::string_view text) const;
  // Whether one of that class is anywhere in `text`. Takes time linear in `text`.
  bool IsIn(WordClass cls, std::string_view text) const;

 private:
  LayoutWords();

  // Words of at least three bytes, by a mix of these; in each bucket the longest first.
  static constexpr size_t kBuckets = 64;
  // `text` has three bytes at least.
  static uint32_t Mix(std::string_view text) {
    const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
    return byte(0) * 5u + byte(1) * 7u + byte(2);
  }
  struct Words {
    std::vector<std::string_view> all;  // longest first
    std::array<std::vector<std::string_view>, kBuckets> by_beginning;
  };
  size_t BeginsOf(const Words& words, std::string_view text) const;

  std::array<Words, kWordClasses> words_;
  // By Mix(): a bit for each class of which a word may begin so. Most places of a text begin none.
  std::array<uint16_t, 13 * 255 + 1> classes_{};
};

}  // namespace qushu

#endif  // QUSHU_COMMON_LAYOUT_WORDS_H_
