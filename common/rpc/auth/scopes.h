// What calls ask of who makes them.
#ifndef QUSHU_COMMON_RPC_AUTH_SCOPES_H_
#define QUSHU_COMMON_RPC_AUTH_SCOPES_H_

#include <cstdint>
#include <optional>
#include <string_view>

namespace qushu::rpc {

// A set of scopes.
using Scopes = uint32_t;

inline constexpr Scopes kQueryRead = 1;    // `query.read`
inline constexpr Scopes kIngestWrite = 2;  // `ingest.write`
inline constexpr Scopes kAdmin = 4;        // `admin`

// The scope of this name; absent for none.
std::optional<Scopes> ScopeByName(std::string_view name);

// The scope that a method asks for, by the table in scopes.cc. What is not in it asks for `admin`.
Scopes RequiredScope(std::string_view method);

// Whether the table has the method.
bool HasRequiredScope(std::string_view method);

}  // namespace qushu::rpc

#endif  // QUSHU_COMMON_RPC_AUTH_SCOPES_H_
