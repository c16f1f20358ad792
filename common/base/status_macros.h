// Early return for functions that return absl::Status or absl::StatusOr.
#ifndef QUSHU_COMMON_BASE_STATUS_MACROS_H_
#define QUSHU_COMMON_BASE_STATUS_MACROS_H_

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#define QUSHU_RETURN_IF_ERROR(expr)                                                  \
  do {                                                                               \
    if (absl::Status qushu_status = (expr); !qushu_status.ok()) return qushu_status; \
  } while (false)

#define QUSHU_CONCAT_INNER(a, b) a##b
#define QUSHU_CONCAT(a, b) QUSHU_CONCAT_INNER(a, b)

// QUSHU_ASSIGN_OR_RETURN(auto x, F()): x is F()'s value, or the enclosing function returns its
// error.
#define QUSHU_ASSIGN_OR_RETURN(lhs, expr)                         \
  auto QUSHU_CONCAT(qushu_or_, __LINE__) = (expr);                \
  if (!QUSHU_CONCAT(qushu_or_, __LINE__).ok())                    \
    return std::move(QUSHU_CONCAT(qushu_or_, __LINE__)).status(); \
  lhs = *std::move(QUSHU_CONCAT(qushu_or_, __LINE__))

#endif  // QUSHU_COMMON_BASE_STATUS_MACROS_H_
