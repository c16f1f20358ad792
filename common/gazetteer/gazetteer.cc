#include "common/gazetteer/gazetteer.h"

#include <algorithm>
#include <utility>

#include "common/base/status_macros.h"
#include "common/gazetteer/load.h"
#include "common/gazetteer/nearest.h"

namespace qushu {

absl::StatusOr<std::unique_ptr<Gazetteer>> Gazetteer::Create() {
  QUSHU_ASSIGN_OR_RETURN(LoadedTables tables, LoadTables());
  std::unique_ptr<Gazetteer> result(new Gazetteer);
  result->divisions_ = std::move(tables.divisions);
  result->made_ = std::move(tables.made);
  result->first_chinese_ = tables.first_chinese;
  QUSHU_RETURN_IF_ERROR(result->names_.Build(std::move(tables.names)));
  return result;
}

NameMatch Gazetteer::Lookup(std::string_view name) const { return names_.Find(name); }

DivisionId Gazetteer::ByCode(int32_t code, int year) const {
  const auto begin = divisions_.begin() + static_cast<ptrdiff_t>(first_chinese_);
  auto row = std::lower_bound(begin, divisions_.end(), code,
                              [](const Division& d, int32_t c) { return d.code < c; });
  DivisionId latest = kNoDivision;
  for (; row != divisions_.end() && row->code == code; ++row) {
    latest = static_cast<DivisionId>(row - divisions_.begin());
    if (year != 0 && row->valid_in(year)) break;
  }
  return latest;
}

std::string Gazetteer::Path(DivisionId id) const {
  std::string path(divisions_[id].name);
  for (id = divisions_[id].parent; id != kNoDivision; id = divisions_[id].parent) {
    if (divisions_[id].level == Level::kCountry) break;
    path.insert(0, "/").insert(0, divisions_[id].name);
  }
  return path;
}

bool Gazetteer::IsWithin(DivisionId id, DivisionId ancestor) const {
  if (id == kNoDivision) return false;
  for (id = divisions_[id].parent; id != kNoDivision; id = divisions_[id].parent) {
    if (id == ancestor) return true;
  }
  return false;
}

DivisionId Gazetteer::AtLevel(DivisionId id, Level level) const {
  while (id != kNoDivision && divisions_[id].level != level) id = divisions_[id].parent;
  return id;
}

std::vector<std::string> Gazetteer::Nearest(std::string_view name, size_t limit) const {
  return NearestNames(names_, name, limit);
}

}  // namespace qushu
