// qushu summary: what the stored articles say of districts.
#include <algorithm>
#include <ostream>

#include "common/base/status_macros.h"
#include "common/gazetteer/gazetteer.h"
#include "qushu/v1/query_service.grpc.pb.h"
#include "services/cli/article_flags.h"
#include "services/cli/client.h"
#include "services/cli/commands.h"
#include "services/cli/errors.h"
#include "services/cli/input.h"
#include "services/cli/json_output.h"
#include "services/cli/places.h"
#include "services/cli/render.h"

namespace qushu::cli {
namespace {

using Stub = v1::QueryService::Stub;

struct Options {
  v1::GetDistrictSummaryRequest request;  // all but the district
  RenderOptions render;
  bool json = false;
};

absl::StatusOr<Options> ParseOptions(const Args& args, const Io& io) {
  Options options;
  options.json = args.Get("format") == "json";
  QUSHU_ASSIGN_OR_RETURN(options.render.columns, TableWidth(args, io));
  options.render.summaries_only = args.Has("no-figures");
  v1::GetDistrictSummaryRequest& request = options.request;
  request.set_article(ArticleName(args.Get("article")));
  QUSHU_ASSIGN_OR_RETURN(const int sentences, args.GetInt("sentences", 1, 50));
  request.set_max_sentences(sentences);
  QUSHU_ASSIGN_OR_RETURN(const int articles, args.GetInt("limit", 1, 100));
  request.set_max_articles(articles);
  if (args.Has("from") || args.Has("to")) {
    QUSHU_RETURN_IF_ERROR(ReadDateRange(args, "from", "to", *request.mutable_publication_dates()));
  }
  request.set_offset_encoding(OffsetsOf(args));
  return options;
}

// The districts of an article in page order; of a text without sections, those that it reports on.
absl::StatusOr<std::vector<std::string>> DistrictsOfPage(const Server& server, Stub& stub,
                                                         const std::string& article) {
  v1::GetArticleRequest request;
  request.set_name(article);
  request.set_view(v1::ARTICLE_VIEW_BASIC);
  QUSHU_ASSIGN_OR_RETURN(const v1::GetArticleResponse response,
                         Call(server, stub, &Stub::GetArticle, request));
  std::vector<std::string> districts;
  for (const v1::Section& section : response.article().sections()) {
    const std::string& district = section.district();
    if (!district.empty() && std::ranges::find(districts, district) == districts.end()) {
      districts.push_back(district);
    }
  }
  return districts;
}

absl::StatusOr<std::vector<std::string>> StoredDistricts(const Server& server, Stub& stub,
                                                         const std::string& article) {
  std::vector<std::string> districts;
  v1::ListDistrictsRequest request;
  request.set_page_size(1000);
  request.set_article(article);
  do {
    QUSHU_ASSIGN_OR_RETURN(const v1::ListDistrictsResponse response,
                           Call(server, stub, &Stub::ListDistricts, request));
    for (const v1::District& district : response.districts()) districts.push_back(district.name());
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  return districts;
}

absl::StatusOr<std::vector<std::string>> AllDistricts(const Server& server, Stub& stub,
                                                      const std::string& article) {
  if (!article.empty()) {
    QUSHU_ASSIGN_OR_RETURN(std::vector<std::string> districts,
                           DistrictsOfPage(server, stub, article));
    if (!districts.empty()) return districts;
  }
  return StoredDistricts(server, stub, article);
}

// Prints districts one after another, and goes on behind one that fails.
class Printer {
 public:
  Printer(const Server& server, Stub& stub, const Options& options, bool array, Io& io)
      : server_(server),
        stub_(stub),
        options_(options),
        io_(io),
        values_(io.out, options.json && array) {}

  // Of a district that the user `named`, it is also said that there is nothing.
  void Print(const std::string& label, const absl::StatusOr<std::string>& district, bool named) {
    const absl::Status done = district.ok() ? PrintOne(*district, named) : district.status();
    if (done.ok()) return;
    PrintError(label, done, io_.err);
    exit_status_ = kFailed;
  }

  int Finish() {
    if (options_.json) values_.Finish();
    return exit_status_;
  }

 private:
  absl::Status PrintOne(const std::string& district, bool named) {
    v1::GetDistrictSummaryRequest request = options_.request;
    request.set_name(district);
    QUSHU_ASSIGN_OR_RETURN(const v1::GetDistrictSummaryResponse response,
                           Call(server_, stub_, &Stub::GetDistrictSummary, request));
    // A district that figures are of, and no section.
    if (!named && response.summaries().empty()) return absl::OkStatus();
    if (options_.json) {
      QUSHU_ASSIGN_OR_RETURN(const std::string json, MessageJson(response));
      values_.Add(json);
      return absl::OkStatus();
    }
    if (!first_) io_.out << '\n';
    first_ = false;
    RenderDistrict(response, options_.render, io_.out);
    return absl::OkStatus();
  }

  const Server& server_;
  Stub& stub_;
  const Options& options_;
  Io& io_;
  JsonValues values_;
  bool first_ = true;
  int exit_status_ = kDone;
};

int RunSummary(const Args& args, Io& io) {
  auto options = ParseOptions(args, io);
  if (!options.ok()) return PrintFlagError("summary", options.status(), io.err);
  auto server = QueryServer(args);
  if (!server.ok()) return PrintFlagError("summary", server.status(), io.err);
  auto gazetteer = Gazetteer::Create();
  if (!gazetteer.ok()) {
    PrintError("", gazetteer.status(), io.err);
    return kFailed;
  }
  const auto stub = v1::QueryService::NewStub(server->channel);
  Printer printer(*server, *stub, *options, args.arguments().size() != 1, io);
  for (const std::string& word : args.arguments()) {
    printer.Print(word, ResolveDistrict(**gazetteer, word), true);
  }
  if (args.arguments().empty()) {
    auto districts = AllDistricts(*server, *stub, options->request.article());
    if (!districts.ok()) {
      PrintError(server->address, districts.status(), io.err);
      return kFailed;
    }
    for (const std::string& district : *districts) printer.Print(district, district, false);
    if (districts->empty() && !options->json) io.out << "nothing stored\n";
  }
  return printer.Finish();
}

std::vector<Flag> Flags() {
  std::vector<Flag> flags = QueryServerFlags();
  flags.push_back(FormatFlag({"table", "json"}));
  flags.push_back({.name = "article", .value = "NAME", .help = "only what this article says"});
  flags.push_back({.name = "sentences",
                   .value = "N",
                   .help = "most sentences an article, 1 to 50",
                   .default_value = "3"});
  flags.push_back({.name = "limit",
                   .value = "N",
                   .help = "most articles a district, newest first, 1 to 100",
                   .default_value = "10"});
  flags.push_back({.name = "from",
                   .value = "YYYY-MM-DD",
                   .help = "only articles published on this day or later"});
  flags.push_back({.name = "to",
                   .value = "YYYY-MM-DD",
                   .help = "only articles published on this day or before"});
  flags.push_back({.name = "no-figures", .value = "", .help = "leaves the key figures out"});
  flags.push_back(OffsetsFlag());
  flags.push_back(WidthFlag());
  return flags;
}

}  // namespace

const Command& SummaryCommand() {
  static const Command command = {
      .name = "summary",
      .arguments = "[DISTRICT]...",
      .summary =
          "Prints what the stored articles say of districts: headline, sentences, key "
          "figures",
      .details =
          "DISTRICT is a six-digit code or a name: 410305, 涧西区, 洛阳市/涧西区. Without any, "
          "all\n"
          "districts that are stored are printed; with --article those of the article, in the\n"
          "order of the page. json is the GetDistrictSummaryResponse; an array of them unless one\n"
          "DISTRICT was named.",
      .flags = Flags(),
      .examples = {{"qushu summary 涧西区 西工区", "prints two districts"},
                   {"qushu summary --from=2020-02-01 --to=2020-02-29 --sentences=1 410305",
                    "prints one sentence of each article of a month"},
                   {"qushu summary --server=10.0.0.5:7402 --format=json",
                    "prints all districts of another service, for programs"}},
      .min_arguments = 0,
      .run = RunSummary};
  return command;
}

}  // namespace qushu::cli
