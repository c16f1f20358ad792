#include "common/layout/words.h"

#include <algorithm>

#include "common/base/utf8.h"
#include "common/data/table.h"

extern "C" const char qushu_layout_words_tsv[], qushu_layout_words_tsv_end[];

namespace qushu {
namespace {

constexpr std::array<std::string_view, kWordClasses> kNames = {
    "credit",  "byline", "furniture", "furniture_start", "furniture_part", "source", "date_label",
    "caption", "zone",   "opening",   "not_head",        "surname",        "office"};

}  // namespace

const LayoutWords& LayoutWords::Get() {
  static const LayoutWords words;
  return words;
}

LayoutWords::LayoutWords() {
  const std::string_view text(qushu_layout_words_tsv,
                              qushu_layout_words_tsv_end - qushu_layout_words_tsv);
  // The table is part of the program and has a test; a bad one leaves the words out.
  const auto table = ParseTable("layout_words.tsv", text, {"word", "class"});
  if (!table.ok()) return;
  for (const TableRow& row : table->rows) {
    const auto name = std::find(kNames.begin(), kNames.end(), row.cells[1]);
    if (name != kNames.end() && row.cells[0].size() >= 3) {
      words_[name - kNames.begin()].all.push_back(row.cells[0]);
    }
  }
  for (Words& words : words_) {
    std::stable_sort(words.all.begin(), words.all.end(),
                     [](std::string_view a, std::string_view b) { return a.size() > b.size(); });
    for (std::string_view word : words.all) {
      words.by_beginning[Mix(word) % kBuckets].push_back(word);
      classes_[Mix(word)] |= static_cast<uint16_t>(1u << (&words - words_.data()));
    }
  }
}

size_t LayoutWords::BeginsOf(const Words& words, std::string_view text) const {
  for (std::string_view word : words.by_beginning[Mix(text) % kBuckets]) {
    if (StandsAt(text, 0, word)) return word.size();
  }
  return 0;
}

size_t LayoutWords::Ends(WordClass cls, std::string_view text) const {
  for (std::string_view word : words_[static_cast<size_t>(cls)].all) {
    if (text.size() >= word.size() && text.substr(text.size() - word.size()) == word) {
      return word.size();
    }
  }
  return 0;
}

bool LayoutWords::IsIn(WordClass cls, std::string_view text) const {
  for (size_t at = 0; at < text.size(); at += CharSize(text[at])) {
    if (Begins(cls, text.substr(at)) > 0) return true;
  }
  return false;
}

}  // namespace qushu
