#include "common/rpc/config/server_flags.h"

#include "absl/flags/flag.h"

ABSL_FLAG(std::string, address, "",
          "HOST:PORT to listen on, port 0 for any free one, or unix:/path. Default: the service's "
          "own port on 127.0.0.1.");
ABSL_FLAG(bool, insecure_any_address, false,
          "Allows an address that other machines reach without TLS.");
ABSL_FLAG(std::string, tls_cert, "",
          "PEM file with the server's certificate, then those that signed it. This and the other "
          "files of TLS are read again when they change.");
ABSL_FLAG(std::string, tls_key, "", "PEM file with the key of --tls_cert.");
ABSL_FLAG(
    std::string, tls_client_ca, "",
    "PEM file with the certificates that sign those of clients. Default: clients are asked for "
    "none.");
ABSL_FLAG(bool, tls_client_cert_optional, false,
          "With --tls_client_ca: a client may also come without a certificate.");
ABSL_FLAG(std::string, auth_config, "",
          "File that says who may do what (common/rpc/auth/auth_config.proto has its form), read "
          "again when "
          "it changes. Default: everybody may do everything.");
ABSL_FLAG(std::string, port_file, "", "File that the port is written to once the service listens.");
ABSL_FLAG(int, workers, 0, "Threads that run calls. Default: what suits the service.");
ABSL_FLAG(int, max_queued_calls, 0,
          "Calls that may wait for a thread; more are refused with RESOURCE_EXHAUSTED. Default: "
          "what suits the service.");
ABSL_FLAG(
    int, max_burst_calls, 0,
    "Calls that may wait for a thread, more than --max_queued_calls, if they come in a burst and "
    "the last of them waits for 0.1 s at most. Default: what suits the service.");
ABSL_FLAG(absl::Duration, max_call_time, absl::Seconds(60),
          "Longest time that a call may take, whatever deadline its client set.");
ABSL_FLAG(int, max_request_bytes, 0, "Largest request. Default: what suits the service.");
ABSL_FLAG(
    int, max_calls, 2000,
    "Calls under way at once, streams too; past this and the next limits calls are refused with "
    "RESOURCE_EXHAUSTED and when to try again. 0 is no limit, here and below.");
ABSL_FLAG(int, max_calls_per_method, 1000, "Calls under way at once, of one method.");
ABSL_FLAG(
    int, max_calls_per_client, 500,
    "Calls under way at once, streams too, of one client: of one identity where --auth_config "
    "is given, else of one address.");
ABSL_FLAG(
    int, max_quick_calls, 64,
    "Calls that are answered in microseconds and wait for that, if they are as many for longer "
    "than 0.1 s: bursts may be more.");
ABSL_FLAG(int, max_streams, 64, "Streams under way at once.");
ABSL_FLAG(int, max_streams_per_client, 32, "Streams under way at once, of one client.");
ABSL_FLAG(double, max_calls_per_second, 0,
          "Calls a second of one client; twice as many may come at once.");
ABSL_FLAG(int, max_calls_per_connection, 1000,
          "Calls that one connection may have under way; more wait at the client.");
ABSL_FLAG(int, max_transport_mib, 0,
          "Memory, in MiB, for what was received and not taken up yet; past it less is read.");
ABSL_FLAG(
    absl::Duration, keepalive_time, absl::Minutes(1),
    "A connection on which nothing came for so long is asked whether its client is still there; "
    "0s: after 2 hours.");
ABSL_FLAG(absl::Duration, keepalive_timeout, absl::Seconds(20),
          "For the answer; without one the connection is closed, and its calls end.");
ABSL_FLAG(absl::Duration, drain_delay, absl::ZeroDuration(),
          "On SIGTERM: time between health NOT_SERVING and the refusal of new calls.");
ABSL_FLAG(absl::Duration, stop_grace, absl::Seconds(20),
          "On SIGTERM: time for calls under way to finish before they are cancelled.");
ABSL_FLAG(std::string, metrics_address, "",
          "HOST:PORT for Prometheus, GET /metrics by HTTP: counts and times, nothing of a text. "
          "Default: none.");
ABSL_FLAG(
    bool, channelz, false,
    "Answers grpc.channelz.v1: connections, their clients' addresses, and counts of calls. With "
    "--auth_config to callers with the scope admin alone.");
ABSL_FLAG(absl::Duration, slow_call, absl::Seconds(1),
          "A call that takes longer, streams aside, is logged as slow, with the statements that "
          "it ran and their query plans; 0s: none is.");
ABSL_FLAG(bool, access_log, true, "A JSON line a call on standard error.");

namespace qushu::rpc {

ServerOptions ServerOptionsFromFlags(const ServerOptions& defaults) {
  ServerOptions options = defaults;
  if (const auto address = absl::GetFlag(FLAGS_address); !address.empty()) {
    options.address = address;
  }
  options.insecure_any_address = absl::GetFlag(FLAGS_insecure_any_address);
  options.tls = {.cert = absl::GetFlag(FLAGS_tls_cert),
                 .key = absl::GetFlag(FLAGS_tls_key),
                 .client_ca = absl::GetFlag(FLAGS_tls_client_ca),
                 .client_cert_optional = absl::GetFlag(FLAGS_tls_client_cert_optional)};
  options.auth_config = absl::GetFlag(FLAGS_auth_config);
  options.port_file = absl::GetFlag(FLAGS_port_file);
  // 0 stands for "not given"; a negative number goes through and is refused by Server::Start().
  if (const int workers = absl::GetFlag(FLAGS_workers); workers != 0) options.workers = workers;
  if (const int queued = absl::GetFlag(FLAGS_max_queued_calls); queued != 0) {
    options.max_queued_calls = queued;
  }
  if (const int burst = absl::GetFlag(FLAGS_max_burst_calls); burst != 0) {
    options.max_burst_calls = burst;
  }
  options.max_call_time = absl::GetFlag(FLAGS_max_call_time);
  if (const int bytes = absl::GetFlag(FLAGS_max_request_bytes); bytes != 0) {
    options.max_receive_bytes = bytes;
  }
  options.limits = {.max_calls = absl::GetFlag(FLAGS_max_calls),
                    .max_calls_per_method = absl::GetFlag(FLAGS_max_calls_per_method),
                    .max_calls_per_client = absl::GetFlag(FLAGS_max_calls_per_client),
                    .max_quick_calls = absl::GetFlag(FLAGS_max_quick_calls),
                    .max_streams = absl::GetFlag(FLAGS_max_streams),
                    .max_streams_per_client = absl::GetFlag(FLAGS_max_streams_per_client),
                    .calls_per_second = absl::GetFlag(FLAGS_max_calls_per_second)};
  options.max_calls_per_connection = absl::GetFlag(FLAGS_max_calls_per_connection);
  options.max_transport_mib = absl::GetFlag(FLAGS_max_transport_mib);
  options.keepalive_time = absl::GetFlag(FLAGS_keepalive_time);
  options.keepalive_timeout = absl::GetFlag(FLAGS_keepalive_timeout);
  options.drain_delay = absl::GetFlag(FLAGS_drain_delay);
  options.stop_grace = absl::GetFlag(FLAGS_stop_grace);
  options.metrics_address = absl::GetFlag(FLAGS_metrics_address);
  options.channelz = absl::GetFlag(FLAGS_channelz);
  options.slow_call = absl::GetFlag(FLAGS_slow_call);
  options.access_log = absl::GetFlag(FLAGS_access_log);
  return options;
}

}  // namespace qushu::rpc
