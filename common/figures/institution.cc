#include "common/figures/institution.h"

#include <algorithm>

namespace qushu {
namespace {

// Only so much of a text is looked through: who speaks says so early.
constexpr size_t kBytes = 32 << 10;

// What names of institutions end with, and how each speaks of itself behind 我, 本 and, where that
// has no other meaning, 全. Courts and offices speak for their district.
struct Kind {
  std::string_view end;
  std::string_view self;
  bool all = false;  // 全院, but not 全行
};
constexpr Kind kKinds[] = {
    {"医院", "院", true},    {"保健院", "院", true},  {"卫生院", "院", true},
    {"福利院", "院", true},  {"养老院", "院", true},  {"敬老院", "院", true},
    {"研究院", "院", true},  {"学院", "院", true},    {"学院", "校", true},
    {"剧院", "院", true},    {"博物院", "院", true},  {"图书馆", "馆", true},
    {"博物馆", "馆", true},  {"纪念馆", "馆", true},  {"美术馆", "馆", true},
    {"文化馆", "馆", true},  {"科技馆", "馆", true},  {"档案馆", "馆", true},
    {"体育馆", "馆", true},  {"展览馆", "馆", true},  {"大学", "校", true},
    {"中学", "校", true},    {"小学", "校", true},    {"学校", "校", true},
    {"党校", "校", true},    {"技校", "校", true},    {"幼儿园", "园", true},
    {"动物园", "园", true},  {"植物园", "园", true},  {"火车站", "站", true},
    {"汽车站", "站", true},  {"客运站", "站", true},  {"高铁站", "站", true},
    {"车站", "站", true},    {"血站", "站", true},    {"机场", "场", false},
    {"农场", "场", false},   {"林场", "场", false},   {"公司", "公司", true},
    {"集团", "集团", true},  {"厂", "厂", true},      {"银行", "行", false},
    {"信用社", "社", false}, {"合作社", "社", false}, {"研究所", "所", false},
};

constexpr std::string_view kSelves[] = {"院", "馆", "校", "园", "厂"};

// What a report calls itself.
constexpr std::string_view kReports[] = {"年报", "年度报告", "工作报告", "工作总结", "总结",
                                         "简介", "概况",     "年鉴",     "质量报告", "招生简章"};

bool Says(std::string_view text, std::string_view prefix, std::string_view word) {
  for (size_t p = text.find(prefix); p != std::string_view::npos; p = text.find(prefix, p + 1))
    if (text.substr(p + prefix.size()).starts_with(word)) return true;
  return false;
}

bool CallsItself(std::string_view text, const Kind& kind) {
  return Says(text, "我", kind.self) || Says(text, "本", kind.self) ||
         (kind.all && Says(text, "全", kind.self));
}

// 常德市图书馆2022年度报告, but not 全市中小学2022年度报告.
bool IsReport(std::string_view line, const Kind& kind) {
  const size_t at = line.find(kind.end);
  if (at == std::string_view::npos || at < 6 || line.substr(0, at).ends_with("中")) return false;
  for (std::string_view many : {"各", "全", "局", "中小学"})
    if (line.find(many) != std::string_view::npos) return false;
  return std::any_of(std::begin(kReports), std::end(kReports),
                     [&](std::string_view report) { return line.ends_with(report); });
}

// 常德市图书馆2023年“成绩单”出炉: the title begins with it, and the text goes on with it.
bool IsTopic(std::string_view line, std::string_view text, const Kind& kind) {
  constexpr size_t kLongestName = 36;
  const size_t at = line.find(kind.end);
  if (at == std::string_view::npos || at < 6 || at > kLongestName) return false;
  for (std::string_view many : {"各", "全", "局", "中小学", "、", "：", "关于"})
    if (line.substr(0, at).find(many) != std::string_view::npos) return false;
  int times = 0;
  for (size_t p = text.find(kind.end); p != std::string_view::npos;
       p = text.find(kind.end, p + kind.end.size())) {
    ++times;
  }
  return times > 2;
}

// 郭楼镇人居环境整治简报, where 全镇 is spoken of: a township's own report. 城镇 and 乡镇 name
// none.
bool IsOfTownship(std::string_view title, std::string_view text) {
  for (std::string_view end : {"镇", "乡", "街道"}) {
    const size_t at = title.find(end);
    if (at == std::string_view::npos || at < 6) continue;
    const std::string_view before = title.substr(0, at);
    const std::string_view behind = title.substr(at + end.size());
    bool kind = behind.starts_with("村") || behind.starts_with("镇") || behind.starts_with("亲");
    for (std::string_view many : {"各", "全", "、", "乡", "村", "城", "集", "小", "返", "家", "农"})
      kind |= before.ends_with(many);
    if (kind) continue;
    for (std::string_view self : {"我", "本", "全"})
      if (Says(text, self, end)) return true;
  }
  return false;
}

}  // namespace

bool IsOfInstitution(std::string_view text, std::string_view lead) {
  const std::string_view head = text.substr(0, kBytes);
  const std::string_view title = lead.substr(0, lead.find('\n'));
  if (IsOfTownship(title, head)) return true;
  for (const Kind& kind : kKinds) {
    if (lead.find(kind.end) == std::string_view::npos) continue;
    if (IsReport(title, kind) || CallsItself(head, kind) || IsTopic(title, head, kind)) return true;
  }
  // 数说这一年 | 我院“家底”来了
  for (std::string_view self : kSelves) {
    if (!Says(lead, "我", self) && !Says(lead, "本", self)) continue;
    for (const Kind& kind : kKinds)
      if (kind.self == self && head.find(kind.end) != std::string_view::npos) return true;
  }
  return false;
}

}  // namespace qushu
