#include "common/rpc/auth/reloading_authenticator.h"

#include <sys/stat.h>

#include <utility>

#include "absl/strings/str_cat.h"

namespace qushu::rpc {
namespace {

// Tells one state of a file from another without reading it.
std::string FingerprintOf(const std::string& path) {
  struct stat status {};
  if (path.empty() || stat(path.c_str(), &status) != 0) return "none;";
  return absl::StrCat(status.st_dev, " ", status.st_ino, " ", status.st_size, " ",
                      status.st_mtim.tv_sec, " ", status.st_mtim.tv_nsec, ";");
}

}  // namespace

absl::StatusOr<std::unique_ptr<ReloadingAuthenticator>> ReloadingAuthenticator::Open(
    const std::string& path, Report report, absl::Duration interval) {
  auto first = Authenticator::FromFile(path);
  if (!first.ok()) return first.status();
  return std::unique_ptr<ReloadingAuthenticator>(
      new ReloadingAuthenticator(path, std::move(report), interval, *std::move(first)));
}

ReloadingAuthenticator::ReloadingAuthenticator(std::string path, Report report,
                                               absl::Duration interval,
                                               std::shared_ptr<const Authenticator> first)
    : path_(std::move(path)),
      report_(std::move(report)),
      interval_(interval),
      current_(std::move(first)),
      fingerprint_(Fingerprint()),
      thread_([this] { Watch(); }) {}

ReloadingAuthenticator::~ReloadingAuthenticator() {
  stop_.Notify();
  thread_.join();
}

std::shared_ptr<const Authenticator> ReloadingAuthenticator::current() const {
  absl::MutexLock lock(&mutex_);
  return current_;
}

std::string ReloadingAuthenticator::Fingerprint() const {
  return FingerprintOf(path_) + FingerprintOf(current()->jwks_file());
}

void ReloadingAuthenticator::Watch() {
  while (!stop_.WaitForNotificationWithTimeout(interval_)) {
    const std::string now = Fingerprint();
    if (now == fingerprint_) continue;
    fingerprint_ = now;
    auto read = Authenticator::FromFile(path_);
    if (read.ok()) {
      {
        absl::MutexLock lock(&mutex_);
        current_ = *read;
      }
      // It may name another file of keys.
      fingerprint_ = Fingerprint();
    }
    report_(read.status());
  }
}

}  // namespace qushu::rpc
