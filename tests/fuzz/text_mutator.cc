// Makes new texts of old ones by whole characters and by the words that the analysis knows, so that
// the fuzzer gets behind decoding; a quarter of the time libFuzzer's own mutations are used.
#include <algorithm>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/utf8.h"
#include "tests/fuzz/fuzz.h"

extern "C" size_t LLVMFuzzerMutate(uint8_t* data, size_t size, size_t max_size);
extern "C" const char qushu_units_tsv[], qushu_units_tsv_end[];
extern "C" const char qushu_figure_words_tsv[], qushu_figure_words_tsv_end[];
extern "C" const char qushu_layout_words_tsv[], qushu_layout_words_tsv_end[];
extern "C" const char qushu_divisions_tsv[], qushu_divisions_tsv_end[];

namespace qushu::fuzz {
namespace {

using Words = std::vector<std::string>;

// One column of a table.
Words Column(const char* begin, const char* end, int column) {
  Words words;
  std::string_view table(begin, end - begin);
  while (!table.empty()) {
    std::string_view line = table.substr(0, table.find('\n'));
    table.remove_prefix(std::min(table.size(), line.size() + 1));
    if (line.starts_with('#')) continue;
    for (int i = 0; i < column && !line.empty(); ++i) {
      line.remove_prefix(std::min(line.size(), line.find('\t') + 1));
    }
    words.emplace_back(line.substr(0, line.find('\t')));
  }
  std::erase(words, "");
  return words;
}

const std::vector<Words>& AllWords() {
  static const auto& all = *new std::vector<Words>{
      {"0", "1", "2", "9", "10", "44", "1,080", "727", "2020", "3.5", "１", "２７", "1 080", "0.0",
       "00", "123456789012", "1.2.3", "999999999999999999999999999999999999"},
      {"一", "二",   "两",   "三",     "五",     "九", "十", "百", "千", "万",
       "亿", "万亿", "零",   "〇",     "廿",     "卅", "半", "几", "多", "余",
       "来", "点",   "分之", "百分之", "千分之", "壹", "拾", "佰", "数"},
      {"，", "。", "、", "；", "：", "（", "）", "“",  "”",  "《", "》", "【",
       "】", "—",  "——", "-",  "~",  "～", "…",  "！", "？", ",",  ".",  ":",
       "(",  ")",  "\"", "/",  "·",  "％", "%",  "℃",  "〔", "〕"},
      {"\n", "\n\n", "\r\n", "\r", "\f", "\u2028", "\u0085", " ", "  ", "\t", "　", "　　",
       "\u00A0", "\u200B", "\uFEFF", "\u00AD", "\n　　", " \n", "　\n\n"},
      {"第",     "每",   "约",   "近",   "超过", "不到", "至",      "到",
       "其中",   "累计", "新增", "现有", "截至", "目前", "分别",    "合计",
       "共",     "均",   "各",   "占",   "同比", "增长", "下降",    "其余",
       "含",     "另",   "年",   "月",   "日",   "时",   "2月20日", "2020年2月20日",
       "星期四", "全区", "全市", "我县", "该镇"},
      {"记者", "通讯员", "本报讯", "编辑", "校对", "文/图", "摄", "来源：", "责任编辑：", "图为"},
      {"A", "km", "N95", "COVID-19", "G30", "http://a.cn/1", "é", "e\u0301", "𠮷", "😀", "①", "Ⅳ",
       "㎡", "⼈", "ﬁ", "臺", "\x01", "\x7F"},
      {"<p>",
       "</p>",
       "<br>",
       "<td>",
       "</td>",
       "<tr>",
       "<table>",
       "</table>",
       "<div class=\"a\">",
       "</div>",
       "&nbsp;",
       "&#12345;",
       "&#x4E00;",
       "&amp;",
       "&lt",
       "<!--",
       "-->",
       "<script>",
       "</script>",
       "<style>",
       "</style>",
       "<meta charset=gbk>",
       "<meta charset=\"utf-8\">",
       "<h1>",
       "</h1>",
       "<title>",
       "</title>",
       "<li>",
       "<a href='",
       "'>",
       "<!DOCTYPE html>",
       "<pre>",
       "<![CDATA[",
       "]]>",
       "<?xml version=\"1.0\" encoding=\"GB18030\"?>",
       "&#xD800;",
       "<textarea>"},
      Column(qushu_units_tsv, qushu_units_tsv_end, 0),
      Column(qushu_figure_words_tsv, qushu_figure_words_tsv_end, 0),
      Column(qushu_layout_words_tsv, qushu_layout_words_tsv_end, 1),
      Column(qushu_divisions_tsv, qushu_divisions_tsv_end, 1),
  };
  return all;
}

class Mutation {
 public:
  Mutation(std::string text, unsigned seed) : text_(std::move(text)), random_(seed) {}

  std::string Run() {
    for (size_t i = 0, changes = 1 + Below(4); i < changes; ++i) Change();
    return std::move(text_);
  }

 private:
  size_t Below(size_t limit) { return limit == 0 ? 0 : random_() % limit; }
  const std::string& Word() {
    const Words& words = AllWords()[Below(AllWords().size())];
    return words[Below(words.size())];
  }
  // The first byte of a character, or the end.
  size_t Place() {
    size_t at = Below(text_.size() + 1);
    while (at < text_.size() && IsContinuation(text_[at])) ++at;
    return at;
  }
  // A stretch of characters from `begin`, mostly a short one.
  size_t EndFrom(size_t begin) {
    size_t end = begin + Below(Below(4) == 0 ? 400 : 24);
    end = std::min(end, text_.size());
    while (end < text_.size() && IsContinuation(text_[end])) ++end;
    return end;
  }

  void Change() {
    const size_t at = Place();
    const size_t end = EndFrom(at);
    switch (Below(8)) {
      case 0:  // the same stretch again, up to 30 times
      {
        const std::string stretch = text_.substr(at, end - at);
        for (size_t i = Below(Below(4) == 0 ? 30 : 2) + 1; i > 0; --i) text_.insert(end, stretch);
        break;
      }
      case 1:
        text_.erase(at, end - at);
        break;
      case 2: {  // moved elsewhere
        const std::string stretch = text_.substr(at, end - at);
        text_.erase(at, end - at);
        text_.insert(Place(), stretch);
        break;
      }
      case 3:
        text_.replace(at, end - at, Word());
        break;
      case 4:  // a figure in brackets or behind a word
        text_.insert(at, "（" + Word() + Word() + Word() + "）");
        break;
      default:
        text_.insert(at, Word());
    }
  }

  std::string text_;
  std::minstd_rand random_;
};

}  // namespace
}  // namespace qushu::fuzz

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t max_size,
                                          unsigned seed) {
  if (seed % 4 == 0) return LLVMFuzzerMutate(data, size, max_size);
  std::string text(reinterpret_cast<const char*>(data), size);
  text = qushu::fuzz::Mutation(std::move(text), seed / 4).Run();
  size = std::min(text.size(), max_size);
  while (size > 0 && size < text.size() && qushu::IsContinuation(text[size])) --size;
  std::copy_n(text.begin(), size, data);
  return size;
}
