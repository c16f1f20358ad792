// The methods of QueryCore as the query service offers them.
#ifndef QUSHU_SERVICES_QUERY_QUERY_SERVICE_H_
#define QUSHU_SERVICES_QUERY_QUERY_SERVICE_H_

#include "common/rpc/transport/byte_methods.h"
#include "services/query/query_core.h"

namespace qushu::query {

// `core` outlives the table.
rpc::ByteMethods MethodsOf(const QueryCore& core);

}  // namespace qushu::query

#endif  // QUSHU_SERVICES_QUERY_QUERY_SERVICE_H_
