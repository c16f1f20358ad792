#include "common/rpc/observe/call_collector.h"

#include <limits>
#include <string>
#include <utility>

#include "prometheus/metric_family.h"

namespace qushu::rpc {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

const char* TypeName(CallType type) {
  switch (type) {
    case CallType::kUnary:
      return "unary";
    case CallType::kServerStream:
      return "server_stream";
    case CallType::kClientStream:
      return "client_stream";
    case CallType::kBidiStream:
      return "bidi_stream";
  }
  return "";
}

// As Go writes them, which is what dashboards filter by.
constexpr const char* kCodeNames[MethodCounts::kCodes] = {
    "OK",       "Canceled",       "Unknown",          "InvalidArgument",   "DeadlineExceeded",
    "NotFound", "AlreadyExists",  "PermissionDenied", "ResourceExhausted", "FailedPrecondition",
    "Aborted",  "OutOfRange",     "Unimplemented",    "Internal",          "Unavailable",
    "DataLoss", "Unauthenticated"};

MetricFamily Family(const char* name, const char* help, MetricType type) {
  MetricFamily family;
  family.name = name;
  family.help = help;
  family.type = type;
  return family;
}

ClientMetric Labelled(const Method& method) {
  ClientMetric metric;
  metric.label = {{"grpc_type", TypeName(method.type)},
                  {"grpc_service", method.service},
                  {"grpc_method", method.method}};
  return metric;
}

void AddCounter(const Method& method, uint64_t value, MetricFamily& family) {
  ClientMetric metric = Labelled(method);
  metric.counter.value = static_cast<double>(value);
  family.metric.push_back(std::move(metric));
}

void AddHandled(const Method& method, MetricFamily& family) {
  for (size_t code = 0; code < MethodCounts::kCodes; ++code) {
    const uint64_t handled = method.counts.handled(code);
    // OK always, so that a rate of errors has something to be divided by.
    if (handled == 0 && code != 0) continue;
    AddCounter(method, handled, family);
    family.metric.back().label.push_back({"grpc_code", kCodeNames[code]});
  }
}

void AddTimes(const Method& method, MetricFamily& family) {
  ClientMetric metric = Labelled(method);
  uint64_t below = 0;
  for (size_t i = 0; i <= MethodCounts::kBounds.size(); ++i) {
    below += method.counts.in_bucket(i);
    const double bound = i < MethodCounts::kBounds.size() ? MethodCounts::kBounds[i]
                                                          : std::numeric_limits<double>::infinity();
    metric.histogram.bucket.push_back({.cumulative_count = below, .upper_bound = bound});
  }
  metric.histogram.sample_count = below;
  metric.histogram.sample_sum = method.counts.total_seconds();
  family.metric.push_back(std::move(metric));
}

MetricFamily Gauge(const char* name, const char* help, double value) {
  MetricFamily family = Family(name, help, MetricType::Gauge);
  family.metric.emplace_back().gauge.value = value;
  return family;
}

}  // namespace

std::vector<MetricFamily> CallCollector::Collect() const {
  MetricFamily started = Family("grpc_server_started_total", "Calls begun.", MetricType::Counter);
  MetricFamily handled =
      Family("grpc_server_handled_total", "Calls ended, by their code.", MetricType::Counter);
  MetricFamily received = Family("grpc_server_msg_received_total",
                                 "Messages received from clients.", MetricType::Counter);
  MetricFamily sent =
      Family("grpc_server_msg_sent_total", "Messages sent to clients.", MetricType::Counter);
  MetricFamily times = Family("grpc_server_handling_seconds",
                              "Time from a call's headers to its status.", MetricType::Histogram);
  for (const Method* method : methods_.All()) {
    AddCounter(*method, method->counts.started(), started);
    AddHandled(*method, handled);
    AddCounter(*method, method->counts.received(), received);
    AddCounter(*method, method->counts.sent(), sent);
    AddTimes(*method, times);
  }
  const Load load = load_();
  std::vector<MetricFamily> families;
  for (MetricFamily* family : {&started, &handled, &received, &sent, &times}) {
    families.push_back(std::move(*family));
  }
  families.push_back(Gauge("qushu_calls_under_way", "Calls under way, streams too.", load.calls));
  families.push_back(Gauge("qushu_streams_under_way", "Streams under way.", load.streams));
  families.push_back(Gauge("qushu_calls_queued", "Calls that wait for a thread.",
                           static_cast<double>(load.queued)));
  families.push_back(Gauge("qushu_draining", "1 while the service stops.", load.draining));
  return families;
}

}  // namespace qushu::rpc
