#include "tests/testing/synthetic/synthetic_pages.h"

#include <algorithm>
#include <span>
#include <string_view>

#include "common/base/date.h"
#include "tests/testing/synthetic/templates.h"

namespace qushu::testing {
namespace {

constexpr int kYear = 2020;  // whose table of divisions is used
constexpr int kDays = 3653;  // 2011 to 2020
constexpr size_t kMinBytes = 2400;
constexpr size_t kMaxDistricts = 4;

// SplitMix64: the same everywhere, unlike the distributions of <random>.
class Random {
 public:
  explicit Random(uint64_t state) : state_(state) {}

  uint64_t Next() {
    state_ += 0x9E3779B97F4A7C15u;
    uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
  }
  size_t Below(size_t limit) { return static_cast<size_t>((Next() >> 32) * limit >> 32); }
  // The first ones much more often than the last.
  size_t SkewedBelow(size_t limit) { return Below(Below(limit) + 1); }
  template <typename T>
  const T& Pick(std::span<const T> values) {
    return values[Below(values.size())];
  }
  template <typename T>
  const T& PickSkewed(std::span<const T> values) {
    return values[SkewedBelow(values.size())];
  }

 private:
  uint64_t state_;
};

// Writes one page.
class Writer {
 public:
  Writer(Random& random, Date date) : random_(random), date_(date) {}

  // Fills the slots of `text`: see templates.h.
  void Fill(std::string_view text) {
    for (size_t i = 0; i < text.size(); ++i) {
      if (text[i] != '{') {
        text_ += text[i];
        continue;
      }
      FillSlot(text[i + 1]);
      i += 2;
    }
  }
  void Person() {
    text_ += random_.PickSkewed(Surnames());
    text_ += random_.Pick(GivenNames());
  }
  Writer& operator+=(std::string_view text) {
    text_ += text;
    return *this;
  }
  void Number(int value) { text_ += std::to_string(value); }

  void set_places(std::string_view county, std::string_view city) {
    county_ = county;
    city_ = city;
  }
  std::string& text() { return text_; }

 private:
  void FillSlot(char slot) {
    switch (slot) {
      case 'd':
        text_ += county_;
        break;
      case 'c':
        text_ += city_;
        break;
      case 's':
        text_ += random_.PickSkewed(TownNames());
        text_ += random_.PickSkewed(TownKinds());
        break;
      case 'v':
        text_ += random_.PickSkewed(VillageNames());
        break;
      case 'p':
        Person();
        break;
      case 'f':
        text_ += random_.PickSkewed(FirmNames());
        text_ += random_.PickSkewed(FirmKinds());
        break;
      case 't':
        Number(date_.month);
        text_ += "月";
        Number(1 + static_cast<int>(random_.Below(static_cast<size_t>(date_.day))));
        text_ += "日";
        break;
      case '%':
        Number(1 + static_cast<int>(random_.Below(99)));
        text_ += ".";
        Number(1 + static_cast<int>(random_.Below(9)));
        break;
      default:
        // As many short numbers as long ones.
        Quantity(1 + random_.Below(static_cast<size_t>(slot - '0')));
        break;
    }
  }

  // A number with so many digits, about one in ten of the longer ones with 余.
  void Quantity(size_t digits) {
    size_t below = 10;
    while (--digits > 0) below *= 10;
    Number(static_cast<int>(2 + random_.Below(below - 2)));
    if (below >= 1000 && random_.Below(10) == 0) text_ += "余";
  }

  Random& random_;
  const Date date_;
  std::string_view county_;
  std::string_view city_;
  std::string text_;
};

// The report on one county. It says nothing twice before it has said everything.
class Section {
 public:
  Section(Random& random, Writer& out) : random_(random), out_(out) {
    for (const Topic& topic : Topics()) topics_.push_back({&topic, 0});
  }

  void Write(size_t min_bytes) {
    const size_t end = out_.text().size() + min_bytes;
    const Topic* topic = Choose();
    out_.Fill("{d} ");
    out_.Fill(random_.Pick(topic->headlines));
    out_ += "\n\n";
    while (true) {
      WriteParagraph(*topic);
      if (out_.text().size() >= end) break;
      out_ += "\n\n";
      topic = Choose();
    }
    out_ += " ";
    out_.Person();
    out_ += " 文/图\n\n";
  }

 private:
  struct Used {
    const Topic* topic = nullptr;
    size_t sentences = 0;
  };

  const Topic* Choose() {
    at_ = random_.SkewedBelow(topics_.size());
    for (size_t i = 0; i < topics_.size(); ++i, at_ = (at_ + 1) % topics_.size()) {
      if (topics_[at_].sentences < topics_[at_].topic->sentences.size()) break;
    }
    return topics_[at_].topic;
  }

  void WriteParagraph(const Topic& topic) {
    if (random_.Below(2) == 0) out_.Fill(random_.Pick(Prose()));
    for (size_t left = 1 + random_.Below(2); left > 0; --left) {
      out_.Fill(topic.sentences[topics_[at_].sentences++ % topic.sentences.size()]);
    }
    out_.Fill(random_.Pick(Prose()));
  }

  Random& random_;
  Writer& out_;
  std::vector<Used> topics_;
  size_t at_ = 0;  // the topic that is written on
};

std::string JsonString(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '\n') {
      out += "\\n";
    } else {
      out += c;
    }
  }
  return out + '"';
}

}  // namespace

SyntheticPages::SyntheticPages(const Gazetteer& gazetteer, uint64_t seed)
    : gazetteer_(gazetteer), seed_(seed) {
  const auto size = static_cast<DivisionId>(gazetteer.size());
  std::vector<std::vector<DivisionId>> counties(gazetteer.size());
  for (DivisionId id = 0; id < size; ++id) {
    const Division& division = gazetteer[id];
    if (division.level == Level::kCounty && division.valid_in(kYear) &&
        division.parent != kNoDivision) {
      counties[static_cast<size_t>(division.parent)].push_back(id);
    }
  }
  for (DivisionId id = 0; id < size; ++id) {
    if (gazetteer[id].level == Level::kPrefecture && gazetteer[id].valid_in(kYear) &&
        counties[static_cast<size_t>(id)].size() >= kMaxDistricts) {
      cities_.push_back({id, std::move(counties[static_cast<size_t>(id)])});
    }
  }
  // Which cities publish most is up to the seed.
  Random random(seed);
  for (size_t i = cities_.size(); i > 1; --i) std::swap(cities_[i - 1], cities_[random.Below(i)]);
}

v1::ArticleInput SyntheticPages::Page(uint64_t index) const {
  Random random(Random(seed_).Next() ^ (index * 0xD1342543DE82EF95u));
  const City& city = random.PickSkewed(std::span<const City>(cities_));
  const Date date =
      FromDayNumber(ToDayNumber({2011, 1, 1}) + static_cast<int>(random.Below(kDays)));
  const std::string name(gazetteer_[city.id].name);
  Writer out(random, date);
  out.Number(date.year);
  out += "年";
  out.Number(date.month);
  out += "月";
  out.Number(date.day);
  out += "日\n\n编辑:";
  out.Person();
  out += " 校对:";
  out.Person();
  out += "\n\n";
  std::vector<DivisionId> counties = city.counties;
  const size_t districts = 1 + random.Below(kMaxDistricts);
  for (size_t i = 0; i < districts; ++i) {
    std::swap(counties[i], counties[i + random.Below(counties.size() - i)]);
    out.set_places(gazetteer_[counties[i]].name, name);
    Section(random, out).Write(kMinBytes / districts);
  }

  v1::ArticleInput page;
  page.set_text(std::move(out.text()));
  page.set_publication(std::string(gazetteer_[city.id].stem) + "日报");
  page.set_page(std::to_string(1 + random.Below(12)));
  page.set_source_uri("synthetic/" + std::to_string(seed_) + "/" + std::to_string(index) + ".txt");
  page.mutable_publication_date()->set_year(date.year);
  page.mutable_publication_date()->set_month(date.month);
  page.mutable_publication_date()->set_day(date.day);
  page.set_home_district("districts/" + std::to_string(gazetteer_[city.id].code));
  return page;
}

std::string NdjsonLine(const v1::ArticleInput& page) {
  const v1::Date& date = page.publication_date();
  std::string line = "{\"text\":" + JsonString(page.text());
  line += ",\"publication\":" + JsonString(page.publication());
  line += ",\"page\":" + JsonString(page.page());
  line += ",\"source_uri\":" + JsonString(page.source_uri());
  line += ",\"publication_date\":\"" + FormatDate({date.year(), date.month(), date.day()}) + "\"";
  line += ",\"home_district\":" + JsonString(page.home_district());
  return line + "}\n";
}

}  // namespace qushu::testing
