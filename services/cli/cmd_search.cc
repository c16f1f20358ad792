// qushu search: sentences of the stored articles.
#include <algorithm>
#include <ostream>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "qushu/v1/query_service.grpc.pb.h"
#include "services/cli/article_flags.h"
#include "services/cli/commands.h"
#include "services/cli/display_width.h"
#include "services/cli/figure_text.h"
#include "services/cli/input.h"
#include "services/cli/json_output.h"
#include "services/cli/query_command.h"

namespace qushu::cli {
namespace {

using Stub = v1::QueryService::Stub;

constexpr int kPageSize = 200;

// The sentence with its terms between brackets. Offsets are UTF-8 bytes of the source; where the
// sentence was printed without its line breaks they do not fit, and it is left as it is.
std::string Marked(const v1::Passage& passage) {
  const std::string& text = passage.sentence().text();
  const v1::Span& span = passage.sentence().source_span();
  if (span.end() - span.begin() != static_cast<int64_t>(text.size())) return text;
  std::string marked;
  size_t at = 0;
  for (const v1::Span& highlight : passage.highlights()) {
    const auto begin = static_cast<size_t>(highlight.begin() - span.begin());
    const auto end = static_cast<size_t>(highlight.end() - span.begin());
    if (begin < at || end > text.size()) return text;
    absl::StrAppend(&marked, text.substr(at, begin - at), "[", text.substr(begin, end - begin),
                    "]");
    at = end;
  }
  return marked + text.substr(at);
}

void PrintPassage(const v1::Passage& passage, int columns, std::ostream& out) {
  const std::string date = DateText(passage.publication_date());
  out << (date.empty() ? "undated" : date) << "  " << Printable(passage.place())
      << (passage.place().empty() ? "" : "  ") << passage.sentence().article() << '\n';
  for (const std::string& line : Wrap(Printable(Marked(passage)), columns - 2)) {
    out << "  " << line << '\n';
  }
}

absl::StatusOr<v1::SearchPassagesRequest> ParseRequest(const Args& args) {
  v1::SearchPassagesRequest request;
  std::string query;
  for (const std::string& word : args.arguments()) {
    absl::StrAppend(&query, query.empty() ? "" : " ", ValidUtf8(word));
  }
  request.set_query(query);
  QUSHU_RETURN_IF_ERROR(ReadDistrict(args, request));
  if (args.Has("from") || args.Has("to")) {
    QUSHU_RETURN_IF_ERROR(ReadDateRange(args, "from", "to", *request.mutable_publication_dates()));
  }
  if (args.Has("newest")) request.set_order(v1::SEARCH_ORDER_NEWEST);
  request.set_offset_encoding(OffsetsOf(args));
  return request;
}

absl::Status Search(const Server& server, const Args& args, v1::SearchPassagesRequest request,
                    int limit, int columns, Io& io) {
  const auto stub = v1::QueryService::NewStub(server.channel);
  const bool json = args.Get("format") == "json";
  v1::SearchPassagesResponse all;
  v1::SearchPassagesResponse page;
  int count = 0;
  do {
    request.set_page_size(std::min(kPageSize, limit - count));
    request.set_page_token(page.next_page_token());
    QUSHU_ASSIGN_OR_RETURN(page, Call(server, *stub, &Stub::SearchPassages, request));
    for (v1::Passage& passage : *page.mutable_passages()) {
      ++count;
      if (json) {
        all.add_passages()->Swap(&passage);
      } else {
        if (count > 1) io.out << '\n';
        PrintPassage(passage, columns, io.out);
      }
    }
  } while (!page.next_page_token().empty() && count < limit && io.out);
  if (json) {
    all.set_next_page_token(page.next_page_token());
    all.set_read_revision(page.read_revision());
    all.set_partial(page.partial());
    QUSHU_ASSIGN_OR_RETURN(const std::string text, MessageJson(all));
    io.out << text << '\n';
  } else if (count == 0) {
    io.out << "no sentence has all of these terms\n";
  }
  io.out.flush();
  if (!page.next_page_token().empty()) {
    io.err << "qushu: the first " << count << " sentences; --limit=N prints more\n";
  }
  if (page.partial()) io.err << "qushu: only the newest articles were ranked\n";
  return absl::OkStatus();
}

int RunSearch(const Args& args, Io& io) {
  const auto request = ParseRequest(args);
  const auto limit = args.GetInt("limit", 1, 1'000'000);
  return RunQuery("search", args, request.ok() ? limit.status() : request.status(), io,
                  [&](const Server& server, int columns) {
                    return Search(server, args, *request, *limit, columns, io);
                  });
}

std::vector<Flag> Flags() {
  return QueryFlags(
      {{FormatFlag({"table", "json"}),
        {.name = "limit", .value = "N", .help = "most sentences", .default_value = "20"}},
       DistrictFlags(),
       PublishedFlags(),
       {{.name = "newest", .value = "", .help = "newest first, not what says most of the terms"},
        OffsetsFlag(),
        WidthFlag()}});
}

}  // namespace

const Command& SearchCommand() {
  static const Command command = {
      .name = "search",
      .arguments = "TERM...",
      .summary = "Searches the sentences of the stored articles",
      .details =
          "All terms must stand in the sentence; OR between two asks for either, -TERM leaves\n"
          "out sentences with it (behind --, or it is taken for a flag), and quotation marks\n"
          "keep words together. A term may be of one character.",
      .flags = Flags(),
      .examples = {{"qushu search 卡口 值守", "finds sentences with both words"},
                   {"qushu search --district=洛阳市 --below --newest 口罩 OR 防护服",
                    "finds the newest sentences on either of a city and its districts"}},
      .min_arguments = 1,
      .run = RunSearch};
  return command;
}

}  // namespace qushu::cli
