#include "common/analysis/version.h"

#include <openssl/sha.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace qushu {
namespace {

// `0.1.0-8d3c4fc5a3e1`, made by the build.
constexpr char kBuiltIn[] =
#include "analysis_version.inc"
    ;

constexpr size_t kHashBytes = 4;

}  // namespace

std::string AnalysisVersion(std::string_view own_series) {
  if (own_series.empty()) return kBuiltIn;
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(own_series.data()), own_series.size(), digest);
  return absl::StrCat(
      kBuiltIn, "-",
      absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(digest), kHashBytes)));
}

}  // namespace qushu
