#include "common/figures/place_context.h"

#include <algorithm>

#include "common/base/utf8.h"

namespace qushu {
namespace {

// Only so much of a text is looked through: what comes later adds nothing to the votes.
constexpr size_t kVotingBytes = 64 << 10;

constexpr size_t kTwoCharacters = 6;  // bytes

bool EndsWith(std::string_view text, std::string_view tail) {
  return text.size() >= tail.size() && text.substr(text.size() - tail.size()) == tail;
}

}  // namespace

PlaceContext::PlaceContext(std::string_view text, std::string_view lead, const Gazetteer& gazetteer,
                           std::optional<Date> date, DivisionId home)
    : gazetteer_(gazetteer), year_(date ? date->year : 0) {
  int total = 0;
  const size_t end = std::min(text.size(), kVotingBytes);
  // 洛阳市涧西区 is one name: it votes for its last part alone.
  size_t before_end = 0;
  DivisionId before = kNoDivision;
  for (size_t p = 0; p < end;) {
    const NameMatch match = gazetteer.MatchAt(text, p);
    if (match.size == 0) {
      p += CharSize(text[p]);
      continue;
    }
    // A name vouches for what all its bearers that are valid have in common.
    DivisionId common = kNoDivision;
    bool first = true;
    // Counties of two characters are too often a piece of something else: 代县长, 洪赵县.
    const Level level = gazetteer[match.divisions[0]].level;
    const bool county = level == Level::kCounty;
    // 赣江都市报 is a paper.
    const bool paper = text.substr(p + match.size).starts_with("报");
    if (!paper && (!county || (match.form != NameForm::kStem && match.size > kTwoCharacters))) {
      for (DivisionId id : match.divisions) {
        if (year_ != 0 && !gazetteer[id].valid_in(year_)) continue;
        if (year_ == 0 && IsRenumbered(id, match.divisions)) continue;
        if (first) {
          common = id;
          first = false;
          continue;
        }
        while (common != kNoDivision && !gazetteer.IsWithin(id, common))
          common = gazetteer[common].parent;
      }
    }
    auto vote = [&](DivisionId id, int count) {
      total += id != kNoDivision ? count : 0;
      for (; id != kNoDivision && gazetteer[id].code != 100000; id = gazetteer[id].parent) {
        votes_[id] += count;
      }
    };
    if (p == before_end && before != kNoDivision && common != kNoDivision && common != before &&
        gazetteer.IsWithin(common, before)) {
      vote(before, -1);
    }
    vote(common, 1);
    p += match.size;
    before_end = p;
    before = common;
  }
  home_.division = home;
  if (home == kNoDivision) home_.division = NamedIn(lead);
  if (home_.division == kNoDivision) home_.division = MostNamed(total);
  if (home == kNoDivision) home_.division = CountyOf(text.substr(0, end), home_.division);
}

// Whether `id` is under an old number what another of `divisions` is now.
bool PlaceContext::IsRenumbered(DivisionId id, std::span<const DivisionId> divisions) const {
  const Division& old = gazetteer_[id];
  if (old.valid_until == 0) return false;
  return std::any_of(divisions.begin(), divisions.end(), [&](DivisionId other) {
    const Division& now = gazetteer_[other];
    return other != id && now.valid_until == 0 && now.name == old.name &&
           now.code / 10000 == old.code / 10000;
  });
}

// A text that says 全县 is about one county: the one in `above` that it names most.
DivisionId PlaceContext::CountyOf(std::string_view text, DivisionId above) const {
  if (above == kNoDivision || gazetteer_[above].level == Level::kCounty) return above;
  bool says_county = false;
  for (std::string_view word : {"全县", "本县", "我县", "县境"})
    says_county |= text.find(word) != std::string_view::npos;
  if (!says_county) return above;
  DivisionId best = above;
  int most = 0;
  bool alone = false;  // no other county is named as often
  for (const auto& [id, votes] : votes_) {
    if (gazetteer_[id].level != Level::kCounty || !gazetteer_.IsWithin(id, above)) continue;
    alone = votes > most || (alone && votes < most);
    if (votes > most || (votes == most && id < best)) {
      best = id;
      most = votes;
    }
  }
  return most > 1 || alone ? best : above;
}

DivisionId PlaceContext::NamedIn(std::string_view lead) const {
  Place named;
  for (size_t p = 0; p < lead.size();) {
    const NameMatch match = gazetteer_.MatchAt(lead, p);
    if (match.size == 0) {
      p += CharSize(lead[p]);
      continue;
    }
    const Level level = gazetteer_[match.divisions[0]].level;
    const Place next = Resolve(match.divisions, named);
    // A county without its level is believed in the name of its own book, 会泽年鉴, and where the
    // text has its whole name.
    const std::string_view rest = lead.substr(p + match.size);
    const bool book = rest.starts_with("年鉴") || rest.starts_with("统计年鉴");
    const bool sure = match.form != NameForm::kStem ? match.size > kTwoCharacters
                                                    : book || votes_.contains(next.division);
    const bool paper = rest.starts_with("报");
    const bool valid = year_ == 0 || gazetteer_[next.division].valid_in(year_);
    if (level != Level::kForeign && level != Level::kCountry && !paper && valid &&
        (sure || (level <= Level::kPrefecture && !named.known()))) {
      // 徐州市鼓楼区 goes down; another name beside does not take its place.
      if (!named.known() || gazetteer_.IsWithin(next.division, named.division)) named = next;
    }
    p += match.size;
  }
  return named.division;
}

DivisionId PlaceContext::MostNamed(int total) const {
  DivisionId best = kNoDivision;
  for (const auto& [id, votes] : votes_) {
    if (votes * 2 < total || votes <= 0 || gazetteer_[id].level == Level::kForeign) continue;
    // One county of two that are named is no more the home than the other.
    if (gazetteer_[id].level == Level::kCounty && votes * 2 == total) continue;
    if (best == kNoDivision || gazetteer_[id].level > gazetteer_[best].level ||
        (gazetteer_[id].level == gazetteer_[best].level && id < best)) {
      best = id;
    }
  }
  return best;
}

int PlaceContext::Score(DivisionId id, const Place& around) const {
  const Division& division = gazetteer_[id];
  int score = 0;
  if (year_ == 0 ? division.valid_until == 0 : division.valid_in(year_)) score += 1000000;
  if (around.division != kNoDivision) {
    if (gazetteer_.IsWithin(id, around.division)) score += 40000;
    for (Level level : {Level::kPrefecture, Level::kProvince}) {
      const DivisionId a = gazetteer_.AtLevel(around.division, level);
      if (a != kNoDivision && gazetteer_.IsWithin(id, a))
        score += level == Level::kPrefecture ? 20000 : 10000;
    }
  }
  if (home_.division != kNoDivision) {
    for (Level level : {Level::kPrefecture, Level::kProvince}) {
      const DivisionId a = gazetteer_.AtLevel(home_.division, level);
      if (a != kNoDivision && gazetteer_.IsWithin(id, a))
        score += level == Level::kPrefecture ? 8000 : 4000;
    }
  }
  int weight = 20;
  // Of 临夏 alone the prefecture has as many votes as its city.
  const bool prefecture = division.level == Level::kPrefecture;
  if (auto own = votes_.find(id); prefecture && own != votes_.end())
    score += std::min(own->second, 50) * weight;
  for (DivisionId parent = division.parent; parent != kNoDivision;
       parent = gazetteer_[parent].parent) {
    auto found = votes_.find(parent);
    if (found != votes_.end() && gazetteer_[parent].code != 100000)
      score += std::min(found->second, 50) * weight;
    weight = 10;
  }
  return score;
}

Place PlaceContext::Resolve(std::span<const DivisionId> divisions, const Place& around) const {
  Place place;
  int best = -1;
  for (DivisionId id : divisions) {
    int score = Score(id, around) * 8;
    // Between a province and a city of one name (吉林), between a city and a district in it: the
    // higher one is meant, unless the passage is about it already.
    if (gazetteer_[id].level == Level::kProvince) score += around.division == id ? 0 : 6;
    if (gazetteer_[id].level == Level::kPrefecture) score += 4;
    if (score > best) {
      best = score;
      place.division = id;
      place.candidates.clear();
    } else if (score == best) {
      place.candidates.push_back(id);
    }
  }
  if (!place.candidates.empty()) place.candidates.insert(place.candidates.begin(), place.division);
  return place;
}

bool PlaceContext::Supports(DivisionId id, const Place& around) const {
  if (id == kNoDivision) return false;
  const Division& division = gazetteer_[id];
  if (division.level != Level::kCounty) return true;
  if (!(year_ == 0 ? division.valid_until == 0 : division.valid_in(year_))) return false;
  const DivisionId above = division.parent;
  for (DivisionId base : {around.division, home_.division}) {
    if (base == kNoDivision) continue;
    if (base == id || base == above || gazetteer_.IsWithin(base, above)) return true;
  }
  auto votes = votes_.find(id);
  return votes != votes_.end();
}

Place PlaceContext::ResolveRelative(std::string_view word, const Place& around) const {
  Place place;
  if (word == "全国" || word == "我国") {
    place.division = gazetteer_.ByCode(100000);
    return place;
  }
  // The level is in the word: 全省, 该市, 市本级, 县内. 我市 in a county-level city may mean
  // itself.
  auto has = [&](std::string_view level) { return word.find(level) != std::string_view::npos; };
  if (around.division == kNoDivision) return place;
  const Level here = gazetteer_[around.division].level;
  if (here == Level::kForeign || here == Level::kCountry) return place;
  if (has("省") || has("自治区")) {
    place.division = gazetteer_.AtLevel(around.division, Level::kProvince);
  } else if (has("市") || has("州") || has("盟")) {
    const std::string_view name = gazetteer_[around.division].name;
    if (here == Level::kCounty && EndsWith(name, "市") && has("市")) {
      place.division = around.division;
    } else {
      place.division = gazetteer_.AtLevel(around.division, Level::kPrefecture);
      if (place.division == kNoDivision)
        place.division = gazetteer_.AtLevel(around.division, Level::kProvince);
    }
  } else if (has("区") && !EndsWith(gazetteer_[around.division].name, "区") &&
             EndsWith(gazetteer_[gazetteer_.AtLevel(around.division, Level::kProvince)].name,
                      "自治区")) {
    // 全区 in a county or city of an autonomous region.
    place.division = gazetteer_.AtLevel(around.division, Level::kProvince);
  } else if (has("区") || has("县") || has("旗") || word == "全境" || word == "全域" ||
             word == "境内") {
    // In a text about a whole city, 辖区 and 全区 mean the city's own area.
    return around;
  }
  return place;
}

}  // namespace qushu
