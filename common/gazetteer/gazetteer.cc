#include "common/gazetteer/gazetteer.h"

namespace qushu {

struct Gazetteer::Index {};
Gazetteer::Gazetteer() = default;
Gazetteer::~Gazetteer() = default;

absl::StatusOr<std::unique_ptr<Gazetteer>> Gazetteer::Create() {
  return std::unique_ptr<Gazetteer>(new Gazetteer);
}

}  // namespace qushu
