// qushu delete and undelete: take stored articles out of every answer, and bring them back.
#include <memory>
#include <ostream>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/status_macros.h"
#include "google/protobuf/util/time_util.h"
#include "qushu/v1/ingest_service.grpc.pb.h"
#include "services/cli/article_flags.h"
#include "services/cli/client.h"
#include "services/cli/commands.h"
#include "services/cli/errors.h"
#include "services/cli/input.h"
#include "services/cli/json_output.h"

namespace qushu::cli {
namespace {

std::string TimeText(const google::protobuf::Timestamp& time) {
  return absl::FormatTime(
      "%Y-%m-%d %H:%M UTC",
      absl::FromUnixSeconds(google::protobuf::util::TimeUtil::TimestampToSeconds(time)),
      absl::UTCTimeZone());
}

absl::Status Delete(const Server& server, v1::IngestService::Stub& stub, const Args& args,
                    const std::string& name, bool json, std::ostream& out) {
  v1::DeleteArticleRequest request;
  request.set_name(name);
  request.set_allow_missing(args.Has("allow-missing"));
  request.set_etag(ValidUtf8(args.Get("etag")));
  QUSHU_ASSIGN_OR_RETURN(const v1::DeleteArticleResponse deleted,
                         Call(server, stub, &v1::IngestService::Stub::DeleteArticle, request));
  if (json) {
    QUSHU_ASSIGN_OR_RETURN(const std::string line, MessageLine(deleted, name, "article"));
    out << line << '\n';
  } else if (deleted.revision() == 0) {
    out << name << ": was not there\n";
  } else {
    out << name << ": deleted; can be brought back until " << TimeText(deleted.purge_time())
        << '\n';
  }
  return absl::OkStatus();
}

absl::Status Undelete(const Server& server, v1::IngestService::Stub& stub, const Args&,
                      const std::string& name, bool json, std::ostream& out) {
  v1::UndeleteArticleRequest request;
  request.set_name(name);
  QUSHU_ASSIGN_OR_RETURN(const v1::UndeleteArticleResponse back,
                         Call(server, stub, &v1::IngestService::Stub::UndeleteArticle, request));
  if (json) {
    QUSHU_ASSIGN_OR_RETURN(const std::string line, MessageLine(back, name, "article"));
    out << line << '\n';
  } else {
    out << name << ": is back\n";
  }
  return absl::OkStatus();
}

template <auto kMethod>
int RunForEach(const Args& args, Io& io) {
  const std::string command = kMethod == &Delete ? "delete" : "undelete";
  const auto server = IngestServer(args);
  absl::Status usage = server.status();
  if (usage.ok() && args.Has("etag") && args.arguments().size() > 1) {
    usage = absl::InvalidArgumentError("--etag is that of one article");
  }
  if (!usage.ok()) {
    PrintWrongUsage(command, std::string(usage.message()), io.err);
    return kWrongUsage;
  }
  const auto stub = v1::IngestService::NewStub(server->channel);
  int exit_status = kDone;
  for (const std::string& word : args.arguments()) {
    const std::string name = ArticleName(word);
    const absl::Status done =
        kMethod(*server, *stub, args, name, args.Get("format") == "jsonl", io.out);
    if (done.ok()) continue;
    PrintError(name, done, io.err);
    exit_status = kFailed;
  }
  return exit_status;
}

std::vector<Flag> Flags(std::vector<Flag> more) {
  std::vector<Flag> flags = IngestServerFlags();
  flags.push_back(FormatFlag({"text", "jsonl"}));
  for (Flag& flag : more) flags.push_back(std::move(flag));
  return flags;
}

}  // namespace

const Command& DeleteCommand() {
  static const Command command = {
      .name = "delete",
      .arguments = "ARTICLE...",
      .summary =
          "Takes stored articles out of every answer; for some time they can be brought back",
      .details =
          "ARTICLE is the name that `qushu ingest` printed, with or without articles/. An article\n"
          "that cannot be deleted is reported, and the others still are. jsonl is a\n"
          "DeleteArticleResponse a line, with a key `article`.",
      .flags = Flags({{.name = "allow-missing",
                       .value = "",
                       .help = "an article that is not there is no error"},
                      {.name = "etag",
                       .value = "ETAG",
                       .help = "deletes it only if it is still as it was with this etag"}}),
      .examples = {{"qushu delete 555871bc6832eb8f94f118b0afd1abcb", "deletes an article"}},
      .min_arguments = 1,
      .run = RunForEach<&Delete>};
  return command;
}

const Command& UndeleteCommand() {
  static const Command command = {
      .name = "undelete",
      .arguments = "ARTICLE...",
      .summary = "Brings articles back that were deleted",
      .details =
          "They are as they were, in a revision of their own. jsonl is an\n"
          "UndeleteArticleResponse a line, with a key `article`.",
      .flags = Flags({}),
      .examples = {{"qushu undelete 555871bc6832eb8f94f118b0afd1abcb", "brings an article back"}},
      .min_arguments = 1,
      .run = RunForEach<&Undelete>};
  return command;
}

}  // namespace qushu::cli
