// One HTTP request, for what the services tell by HTTP.
#ifndef QUSHU_TESTS_TESTING_HTTP_GET_H_
#define QUSHU_TESTS_TESTING_HTTP_GET_H_

#include <string>

namespace qushu::testing {

// The whole answer of 127.0.0.1:`port` to `GET path`, headers included; empty without connection.
std::string HttpGet(int port, const std::string& path);

}  // namespace qushu::testing

#endif  // QUSHU_TESTS_TESTING_HTTP_GET_H_
