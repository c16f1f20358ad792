// Requests of both services, handed to their cores. The first byte of an input is the method, the
// rest the request, serialised.
#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "common/base/error.h"
#include "common/store/sqlite_store.h"
#include "services/ingest/ingest_core.h"
#include "services/query/query_core.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/message_mutator.h"
#include "tests/testing/testing.h"

namespace qushu {
namespace {

using fuzz::Expect;
using google::protobuf::Message;

struct Services {
  testing::TempDir folder;
  std::unique_ptr<Analyzer> analyzer = fuzz::Made(Analyzer::Create());
  std::unique_ptr<Store> store =
      fuzz::Made(OpenSqliteStore({.path = (folder.path() / "store.db").string()}));
  rpc::PageTokenCodec tokens{"a key of sixteen bytes or more"};
  ingest::IngestCore ingest{*analyzer, *store};
  query::QueryCore query{analyzer->gazetteer(), analyzer->catalogue(), tokens, *store};
  rpc::Call call{"fuzz", absl::InfiniteFuture(), [] { return false; }};
  std::string article;  // the name of one that is stored

  Services() {
    for (const char* text : {"2020年2月20日\n涧西区\n全区设立卡口727个，其中新增12个。\n",
                             "西工区\n截至2月19日，累计确诊3例，返岗24738人。\n"}) {
      v1::IngestArticleRequest request;
      v1::IngestArticleResponse response;
      request.mutable_article()->set_text(text);
      Expect(ingest.IngestArticle(call, request, response).ok(), "the first article is refused");
      article = response.name();
    }
  }
};

Services& TheServices() {
  static auto& services = *new Services;
  return services;
}

struct Method {
  std::unique_ptr<Message> (*make)();
  absl::Status (*run)(const Message& request);
};

template <auto kMethod>
struct MethodOf;

template <typename Core, typename Request, typename Response,
          absl::Status (Core::*kMethod)(const rpc::Call&, const Request&, Response&) const>
struct MethodOf<kMethod> {
  static std::unique_ptr<Message> Make() { return std::make_unique<Request>(); }

  static absl::Status Run(const Message& message) {
    Services& services = TheServices();
    const Core& core = [&]() -> const Core& {
      if constexpr (std::is_same_v<Core, query::QueryCore>) {
        return services.query;
      } else {
        return services.ingest;
      }
    }();
    Request request = static_cast<const Request&>(message);
    // A list is read to its end, as far as it goes in a few pages.
    for (int page = 0; page < 4; ++page) {
      Response response;
      const absl::Status status = (core.*kMethod)(services.call, request, response);
      Expect(page == 0 || status.ok(), "the next page is refused: " + status.ToString());
      if (!status.ok()) return status;
      Response again;
      Expect(again.ParseFromString(response.SerializeAsString()), "an answer that cannot be read");
      if constexpr (requires { request.set_page_token(response.next_page_token()); }) {
        if (response.next_page_token().empty()) break;
        request.set_page_token(response.next_page_token());
      } else {
        break;
      }
    }
    return absl::OkStatus();
  }
};

template <auto kMethod>
constexpr Method Entry() {
  return {&MethodOf<kMethod>::Make, &MethodOf<kMethod>::Run};
}

using ingest::IngestCore;
using query::QueryCore;
constexpr Method kMethods[] = {
    Entry<&IngestCore::AnalyzeArticle>(),    Entry<&IngestCore::IngestArticle>(),
    Entry<&QueryCore::GetArticle>(),         Entry<&QueryCore::ListArticles>(),
    Entry<&QueryCore::GetDistrict>(),        Entry<&QueryCore::ListDistricts>(),
    Entry<&QueryCore::GetDistrictSummary>(), Entry<&QueryCore::ListFigures>(),
    Entry<&QueryCore::ListIndicators>(),     Entry<&QueryCore::CompareDistricts>(),
    Entry<&QueryCore::GetFigureSeries>(),
};

}  // namespace
}  // namespace qushu

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace qushu;
  if (size == 0) return -1;
  const Method& method = kMethods[data[0] % std::size(kMethods)];
  const std::unique_ptr<Message> request = method.make();
  if (!request->ParseFromArray(data + 1, static_cast<int>(size - 1))) return -1;
  const absl::Status status = method.run(*request);
  if (status.ok()) return 0;
  Expect(status.code() == absl::StatusCode::kInvalidArgument ||
             status.code() == absl::StatusCode::kNotFound,
         "refused as if it were not the request's fault: " + status.ToString());
  Expect(!ReasonOf(status).empty(), "refused without a reason: " + status.ToString());
  return 0;
}

#ifdef QUSHU_LIBFUZZER
extern "C" size_t LLVMFuzzerMutate(uint8_t* data, size_t size, size_t max_size);

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t max_size,
                                          unsigned seed) {
  using namespace qushu;
  static const fuzz::MessageMutator mutator{
      .strings = {"",
                  "districts/410305",
                  "districts/410000",
                  "districts/100000",
                  "districts/999999",
                  "districts/涧西区",
                  "涧西区",
                  "articles/",
                  TheServices().article,
                  "articles/00000000000000000000000000000000",
                  TheServices().article + "/figures/1",
                  "人",
                  "个",
                  "卡口",
                  "checkpoints",
                  "-12.5",
                  "1e5",
                  "00000000-0000-4000-8000-000000000000",
                  "洛阳日报",
                  "2020年2月20日\n涧西区\n全区设立卡口727个。",
                  "全区44家。",
                  "\xFF",
                  "%",
                  "_",
                  "'"},
      .mutate = [](const std::string& value, unsigned mix) {
        std::string changed = value + std::string(8 + mix % 8, '\0');
        changed.resize(LLVMFuzzerMutate(reinterpret_cast<uint8_t*>(changed.data()), value.size(),
                                        changed.size()));
        // String fields that are no UTF-8 do not come through the parser.
        return fuzz::ValidText(reinterpret_cast<const uint8_t*>(changed.data()), changed.size());
      }};
  fuzz::Random random(seed);
  if (size == 0 || random() % 16 == 0) {
    data[0] = static_cast<uint8_t>(random() % std::size(kMethods));
    size = std::max<size_t>(size, 1);
  }
  const std::unique_ptr<Message> request = kMethods[data[0] % std::size(kMethods)].make();
  if (random() % 8 == 0 || !request->ParseFromArray(data + 1, static_cast<int>(size - 1))) {
    return LLVMFuzzerMutate(data, size, max_size);
  }
  for (size_t i = 0, changes = 1 + random() % 3; i < changes; ++i) mutator.Mutate(*request, random);
  const std::string bytes = request->SerializeAsString();
  if (bytes.size() + 1 > max_size) return LLVMFuzzerMutate(data, size, max_size);
  std::copy(bytes.begin(), bytes.end(), data + 1);
  return bytes.size() + 1;
}
#endif
