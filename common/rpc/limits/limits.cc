#include "common/rpc/limits/limits.h"

#include <algorithm>

#include "common/rpc/calls/refusals.h"

namespace qushu::rpc {
namespace {

// Whom those share who are too many to be remembered.
constexpr std::string_view kOthers = "";

constexpr absl::Duration kRetryStream = absl::Seconds(1);
constexpr absl::Duration kRetryCall = absl::Milliseconds(200);

}  // namespace

absl::Status ClientLimits::Take(std::string_view client, CallType type, absl::Time now) {
  absl::MutexLock lock(&mutex_);
  Client& counted = Find(client, now);
  const bool stream = type != CallType::kUnary;
  if (stream && limits_.max_streams_per_client > 0 &&
      counted.streams >= limits_.max_streams_per_client) {
    return ClientLimit(kRetryStream);
  }
  if (limits_.max_calls_per_client > 0 && counted.calls >= limits_.max_calls_per_client) {
    return ClientLimit(kRetryCall);
  }
  if (limits_.calls_per_second > 0) {
    Fill(counted, now);
    if (counted.tokens < 1) {
      return ClientLimit(absl::Seconds((1 - counted.tokens) / limits_.calls_per_second));
    }
    counted.tokens -= 1;
  }
  ++counted.calls;
  if (stream) ++counted.streams;
  return absl::OkStatus();
}

void ClientLimits::Release(std::string_view client, CallType type) {
  absl::MutexLock lock(&mutex_);
  auto found = clients_.find(client);
  // It was counted among the others, or it would still be remembered.
  if (found == clients_.end() || found->second.calls == 0) found = clients_.find(kOthers);
  if (found == clients_.end()) return;
  Client& counted = found->second;
  if (counted.calls > 0) --counted.calls;
  if (type != CallType::kUnary && counted.streams > 0) --counted.streams;
}

size_t ClientLimits::remembered() const {
  absl::MutexLock lock(&mutex_);
  return clients_.size();
}

void ClientLimits::Fill(Client& client, absl::Time now) const {
  const double seconds = std::max(0.0, absl::ToDoubleSeconds(now - client.filled));
  client.tokens = std::min(burst(), client.tokens + seconds * limits_.calls_per_second);
  client.filled = std::max(client.filled, now);
}

ClientLimits::Client& ClientLimits::Find(std::string_view name, absl::Time now) {
  if (const auto found = clients_.find(name); found != clients_.end()) return found->second;
  if (clients_.size() >= kMaxClients) {
    // Whoever has no call and all of his tokens is as one who never came.
    std::erase_if(clients_, [&](const auto& entry) {
      Client client = entry.second;
      Fill(client, now);
      return client.calls == 0 && client.tokens >= burst();
    });
    if (clients_.size() >= kMaxClients) name = kOthers;
  }
  return clients_.try_emplace(std::string(name), Client{.tokens = burst(), .filled = now})
      .first->second;
}

std::string_view HostOf(std::string_view peer) {
  if (peer.substr(0, 2) != "ip") return peer;
  return peer.substr(0, peer.rfind(':'));
}

}  // namespace qushu::rpc
