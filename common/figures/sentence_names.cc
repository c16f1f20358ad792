// Names of places in a sentence: divisions, functional zones, where somebody lives.
#include "common/figures/sentence_reader.h"

#include <algorithm>

namespace qushu {
namespace {

constexpr int kLongestZone = 5;  // tokens before 开发区

// 城区, 郊区, 新区: the name of a few districts, and a part of any city.
bool IsKindOfDistrict(std::string_view name) { return name.size() == 6 && name.ends_with("区"); }

}  // namespace

// Whether what stands behind token `end` makes the place before it one of origin: 菲律宾输入.
bool SentenceReader::IsOrigin(int end) const {
  return end < size() && (parts(end) & kPartOrigin) != 0;
}

// Whether somebody comes from the place at token `first`, or goes there: 来自隆安、马山的.
bool SentenceReader::IsTarget(int first) const {
  int i = first - 1;
  // 隆安 is a county, and the name of an era.
  while (i > 0 && (token(i).kind == TokenKind::kPlace || IsSign(i, "、") || str(i) == "和" ||
                   (parts(i) & kPartEra))) {
    --i;
  }
  return i >= 0 && (parts(i) & kPartTarget) != 0;
}

// 徐州软件园, 西安市第八十五中学: a city in the name of an institution that lies in a district of
// it.
bool SentenceReader::IsInName(int end, const Place& place, const Place& around) const {
  const Gazetteer& gazetteer = passage_.places_.gazetteer();
  if (around.division == kNoDivision || place.division == around.division ||
      !gazetteer.IsWithin(around.division, place.division)) {
    return false;
  }
  int i = end;
  for (; i < size() && i < end + kLongestZone; ++i) {
    const Token& t = token(i);
    if (t.kind == TokenKind::kOther) continue;
    if (t.kind != TokenKind::kWord) break;
    const WordClass c = t.word_class;
    if (c == WordClass::kOrganisation) return true;  // 山西医科大学
    if (c != WordClass::kNoun && c != WordClass::kUnknown && c != WordClass::kAttributive &&
        c != WordClass::kVerbalNoun && c != WordClass::kPlace && c != WordClass::kPhrase &&
        c != WordClass::kAdjective) {
      break;
    }
    if (t.parts & (kPartOrgan | kPartSpecialName)) return true;
  }
  return false;
}

bool SentenceReader::IsCounty(const Place& place) const {
  return place.division != kNoDivision &&
         passage_.places_.gazetteer()[place.division].level == Level::kCounty;
}

// 市民政局, 省财政厅: whether token `i` heads a clause and the name of an office of the city or
// province that the place spoken of lies in.
bool SentenceReader::IsOwnOffice(int i) const {
  if ((parts(i) & kPartLevel) == 0 || i + 1 >= size() || token(i + 1).kind != TokenKind::kWord ||
      (str(i) != "市" && str(i) != "省" && str(i) != "州") || !HeadsClause(i))
    return false;
  for (int k = i + 1; k < size() && k < i + 5 && token(k).kind == TokenKind::kWord; ++k) {
    for (std::string_view office : {"局", "厅", "委", "办", "政府", "财政", "总会", "总工会"})
      if (str(k).ends_with(office)) return true;
    if (token(k).word_class != WordClass::kNoun && token(k).word_class != WordClass::kVerbalNoun &&
        token(k).word_class != WordClass::kUnknown)
      return false;
  }
  return false;
}

std::optional<SentenceReader::PlaceRun> SentenceReader::ReadPlace(int i) const {
  if (token(i).kind == TokenKind::kPlace || token(i).kind == TokenKind::kWord) {
    if (auto zone = ReadZone(i)) return zone;
  }
  PlaceRun run;
  run.begin = i;
  // 岳阳市119例（湘阴、汨罗各12例）
  const Breakdown& bracket = breakdowns_.back();
  const bool inside = breakdowns_.size() > 1 && bracket.active && bracket.head.place.known();
  const Place around = inside ? bracket.head.place : passage_.subject_;
  if (token(i).kind == TokenKind::kPlace) {
    Place place = around;
    int k = i;
    for (; k < size() && token(k).kind == TokenKind::kPlace; ++k) {
      const PlaceName& name = sentence_.places[token(k).index];
      Place next = passage_.places_.Resolve(name.divisions, k == i ? around : place);
      const Gazetteer& gazetteer = passage_.places_.gazetteer();
      // 云南大理: its province vouches for it.
      const bool below = k > i && name.form == NameForm::kStem &&
                         gazetteer.IsWithin(next.division, place.division);
      if (((name.form == NameForm::kStem && !below) || IsKindOfDistrict(str(k))) &&
          !passage_.places_.Supports(next.division, around)) {
        if (k == i) return std::nullopt;
        break;
      }
      if (k > i && next.division != place.division &&
          !gazetteer.IsWithin(next.division, place.division)) {
        break;
      }
      place = next;
      const Division& division = gazetteer[place.division];
      run.part |= division.level == Level::kForeign && str(k) != division.name;
    }
    run.place = place;
    run.end = k;
    if (IsInName(k, place, around)) return std::nullopt;
    return run;
  }
  const uint64_t p = parts(i);
  // 市民政局下拨200万元: the city's, in a paragraph on a district of it.
  if (IsOwnOffice(i)) {
    run.place = passage_.places_.ResolveRelative(str(i), around);
    run.end = i + 1;
    if (!run.place.known()) return std::nullopt;
    return run;
  }
  if (str(i) == "港澳台") {
    run.place.division = passage_.places_.gazetteer().ByCode(100000);
    run.part = true;
    run.end = i + 1;
    return run;
  }
  if (p & kPartWhole) {
    // In a text about one place, 全国 is what it is measured by, or in a name: 全国文明城市.
    if ((str(i) == "全国" || str(i) == "我国") && passage_.base_.known()) return std::nullopt;
    // 海州区30家，东海县200家，全县5000户: of the county that was just named.
    const std::string_view level = str(i).substr(str(i).size() - 3);
    const Gazetteer& gazetteer = passage_.places_.gazetteer();
    auto is_of_level = [&](const Place& place) {
      return place.division != kNoDivision && gazetteer[place.division].name.ends_with(level);
    };
    const bool just_named = !figures_.empty() && is_of_level(figures_.back().place) &&
                            !is_of_level(around) && IsCounty(around);
    // 市里出台20条办法。全区44家企业: a district is the section's, whichever city was named since.
    const bool of_county = level == "区" || level == "县" || level == "旗";
    const bool of_section = of_county && IsCounty(passage_.base_) && !IsCounty(around);
    // 兰州、金昌支援我市: the text's own.
    const bool own = str(i).starts_with("我") && passage_.base_.known();
    run.place = passage_.places_.ResolveRelative(str(i), just_named          ? figures_.back().place
                                                         : of_section || own ? passage_.base_
                                                                             : around);
    // 江阳区的街道……。全区: in a paper of the city, the district of the paragraph before.
    if (of_county && figures_.empty() && !is_of_level(run.place) && !passage_.heads_.empty()) {
      const Place& told = passage_.heads_.back().place;
      if (is_of_level(told) && IsCounty(told) &&
          gazetteer.IsWithin(told.division, passage_.base_.division))
        run.place = told;
    }
    run.end = i + 1;
    // 市本级 is what the city runs itself.
    run.part = str(i).find("本级") != std::string_view::npos;
    if (!run.place.known()) return std::nullopt;
    return run;
  }
  return std::nullopt;
}

// 东湖高新区, 衡水高新技术产业开发区, 经开区: a functional zone by its name. It lies in the city
// that the text or its own name says; one of a county is a part of that county.
std::optional<SentenceReader::PlaceRun> SentenceReader::ReadZone(int i) const {
  if (!zones_) return std::nullopt;
  PlaceRun run;
  run.begin = i;
  Place city = passage_.base_.known() ? passage_.base_ : passage_.subject_;
  city.zone.clear();
  int name = i;
  bool piece = false;
  int k = i;
  for (; k < size() && token(k).kind == TokenKind::kPlace; ++k) {
    const PlaceName& place = sentence_.places[token(k).index];
    const Place next = passage_.places_.Resolve(place.divisions, city);
    const Division& division = passage_.places_.gazetteer()[next.division];
    if ((place.form == NameForm::kStem || IsKindOfDistrict(str(k))) && k == i &&
        !passage_.places_.Supports(next.division, passage_.subject_)) {
      piece = true;
      continue;
    }
    if (division.level == Level::kForeign || division.level == Level::kCountry) return std::nullopt;
    city = next;
    piece = true;
    // 重庆市|高新区, 襄阳高新区
    if (place.form == NameForm::kFull) name = k + 1;
    // 两江新区, 雄安新区
    if (str(k).ends_with("新区") && !division.name.ends_with("新区") &&
        division.level != Level::kCounty) {
      run.place = city;
      run.place.zone = str(k);
      run.end = k + 1;
      return run;
    }
  }
  for (; k < size() && k <= i + kLongestZone; ++k) {
    if (token(k).kind != TokenKind::kWord) return std::nullopt;
    const WordClass c = token(k).word_class;
    if (parts(k) & kPartZone) {
      while (k + 1 < size() && (parts(k + 1) & kPartZone)) ++k;
      const std::string_view word = str(k);
      const bool by_itself =
          word.ends_with("开发区") || word == "高新区" || word == "经开区" || word == "综保区";
      if (!piece && !(by_itself && (k == i || k <= i + 3))) return std::nullopt;
      run.end = k + 1;
      const Gazetteer& gazetteer = passage_.places_.gazetteer();
      run.place = city;
      if (city.known() && gazetteer[city.division].level == Level::kCounty) {
        run.part = true;
      } else {
        run.place.zone = Slice(text_, Tokens(std::min(name, k), k + 1));
      }
      return run;
    }
    if ((token(k).parts &
         (kPartWhole | kPartLink | kPartNew | kPartLevel | kPartAspectWord | kPartBreakdown)) ||
        (!piece && (token(k).parts & kPartGenericName))) {
      return std::nullopt;
    }
    if (c != WordClass::kNoun && c != WordClass::kUnknown && c != WordClass::kPlace &&
        c != WordClass::kPerson && c != WordClass::kAttributive && c != WordClass::kAdjective &&
        c != WordClass::kVerbalNoun && token(k).span.size() > 3) {
      return std::nullopt;
    }
    if (c == WordClass::kParticle || c == WordClass::kPreposition || c == WordClass::kConjunction ||
        c == WordClass::kAdverb || c == WordClass::kPronoun || c == WordClass::kMeasure) {
      return std::nullopt;
    }
    piece |= c == WordClass::kUnknown || c == WordClass::kPlace || c == WordClass::kPerson ||
             (c == WordClass::kNoun && k == i && k + 1 < size() && (parts(k + 1) & kPartZone));
  }
  return std::nullopt;
}

// Where the zone that ends with token `i` begins; `i` if no token before belongs to its name.
int SentenceReader::ZoneBegin(int begin, int i) const {
  for (int k = std::max(begin, i - kLongestZone); k < i; ++k) {
    if (token(k).kind == TokenKind::kPunctuation || token(k).kind == TokenKind::kNumber) continue;
    const auto zone = ReadZone(k);
    if (zone && zone->end > i) return k;
  }
  return i;
}

// 最大为岑溪市糯垌镇: the place that a clause picks out.
int SentenceReader::FindSuperlative(int begin, int end) const {
  bool most = false;
  for (int i = begin; i + 1 < end; ++i) {
    const std::string_view word = str(i);
    most |= token(i).first == u'最';
    if (most && token(i + 1).kind == TokenKind::kPlace &&
        (word == "为" || word == "是" || (parts(i) & kPartLocated))) {
      return i + 1;
    }
  }
  return -1;
}

// The home of a patient, where the sentence says it: 居住地为荔湾区, or else 青秀区人.
std::optional<SentenceReader::PlaceRun> SentenceReader::Residence(int number) const {
  std::optional<PlaceRun> native;
  for (int i = number + 1; i < size(); ++i) {
    if (token(i).kind == TokenKind::kPlace && !native && token(i - 1).kind != TokenKind::kPlace) {
      if (auto run = ReadPlace(i); run && run->end < size() && str(run->end) == "人") native = run;
    }
    const std::string_view word = str(i);
    if (word != "居住地" && word != "现住" && word != "家住" && word != "住址" && word != "住" &&
        word != "居住" && word != "现居" && word != "常住" && word != "居住在" && word != "地为" &&
        word != "住地") {
      continue;
    }
    for (int k = i + 1; k < size() && k <= i + 4; ++k) {
      if (token(k).kind != TokenKind::kPlace) continue;
      if (auto run = ReadPlace(k); run && run->place.known()) return run;
    }
  }
  return native;
}

// The word behind token `number` for living with a patient described before; -1 if there is none.
int SentenceReader::LivesWith(int number) const {
  for (int i = number + 1; i < size(); ++i) {
    const std::string_view word = str(i);
    if (word == "同住" || word == "同户" || word == "同居" || word == "共同居住") return i;
    if (word == "同" && i + 1 < size() && str(i + 1) == "住") return i;
  }
  return -1;
}

}  // namespace qushu
