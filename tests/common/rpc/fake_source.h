// A call without a transport.
#ifndef QUSHU_TESTS_COMMON_RPC_FAKE_SOURCE_H_
#define QUSHU_TESTS_COMMON_RPC_FAKE_SOURCE_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/rpc/calls/call_info.h"

namespace qushu::rpc {

struct FakeSource final : CallSource {
  std::optional<std::string_view> Metadata(std::string_view key) const override {
    const auto found = metadata.find(key);
    if (found == metadata.end()) return std::nullopt;
    return found->second;
  }
  std::string Peer() const override { return peer; }
  std::vector<std::string> CertificateNames() const override { return names; }
  absl::Time Deadline() const override { return deadline; }

  std::map<std::string, std::string, std::less<>> metadata;
  std::string peer = "test:1";
  std::vector<std::string> names;
  absl::Time deadline = absl::InfiniteFuture();
};

}  // namespace qushu::rpc

#endif  // QUSHU_TESTS_COMMON_RPC_FAKE_SOURCE_H_
