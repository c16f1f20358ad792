#include "common/rpc/observe/method_table.h"

#include <algorithm>

namespace qushu::rpc {

void MethodCounts::Handled(grpc::StatusCode code, absl::Duration time) {
  const auto index = static_cast<size_t>(code);
  Add(handled_[index < kCodes ? index : static_cast<size_t>(grpc::StatusCode::UNKNOWN)]);
  const double seconds = absl::ToDoubleSeconds(time);
  const auto* const bound = std::lower_bound(kBounds.begin(), kBounds.end(), seconds);
  Add(buckets_[bound - kBounds.begin()]);
  Add(nanoseconds_, std::max<int64_t>(0, absl::ToInt64Nanoseconds(time)));
}

MethodTable::MethodTable() {
  indexes_.push_back(std::make_unique<Index>());
  index_ = indexes_.back().get();
}

MethodTable::~MethodTable() = default;

Method& MethodTable::Find(std::string_view name, CallType type) {
  const Index& known = *index_.load(std::memory_order_acquire);
  if (const auto found = known.find(name); found != known.end()) return *found->second;

  absl::MutexLock lock(&mutex_);
  const Index& newest = *indexes_.back();
  if (const auto found = newest.find(name); found != newest.end()) return *found->second;
  const size_t slash = name.find('/');
  const std::string_view service = name.substr(0, slash == name.npos ? 0 : slash);
  methods_.push_back(
      std::unique_ptr<Method>(new Method{.name = std::string(name),
                                         .service = std::string(service),
                                         .method = std::string(name.substr(slash + 1)),
                                         .type = type,
                                         .scope = RequiredScope(name),
                                         .counts = {},
                                         .under_way = 0}));
  auto index = std::make_unique<Index>(newest);
  index->emplace(methods_.back()->name, methods_.back().get());
  index_.store(index.get(), std::memory_order_release);
  indexes_.push_back(std::move(index));
  return *methods_.back();
}

std::vector<const Method*> MethodTable::All() const {
  absl::MutexLock lock(&mutex_);
  std::vector<const Method*> all;
  all.reserve(methods_.size());
  for (const auto& method : methods_) all.push_back(method.get());
  return all;
}

}  // namespace qushu::rpc
