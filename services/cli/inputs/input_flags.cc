#include "services/cli/inputs/input_flags.h"

namespace qushu::cli {

const char kInputHelp[] =
    "FILE is plain text or HTML in UTF-8, UTF-16, GB18030 (GBK, GB2312) or Big5; - is\n"
    "standard input. It may also be\n"
    "  a folder    all .txt, .html, .htm, .xhtml and what is below, in its folders too\n"
    "  a pattern   in quotes, with *, ? and [...]\n"
    "  .ndjson     (.jsonl) a JSON object a line: text, publication, page, source_uri,\n"
    "              publication_date, home_district, content_type\n"
    "  .zip        (.tar, .tar.gz) all such files in it, whose names may be in GBK\n"
    "  .gz         one of them, compressed\n"
    "A line or a file that cannot be read is reported with its number or name, and the\n"
    "others go on. An archive may unpack to 200 times its size.";

std::vector<Flag> InputFlags() {
  return {{.name = "ndjson",
           .value = "",
           .help = "FILE has a JSON object a line, whatever its name; for standard input"},
          {.name = "ignore-unknown",
           .value = "",
           .help = "fields of NDJSON that an article has not are no error"}};
}

void ReadInputFlags(const Args& args, DocumentOptions& options) {
  options.lines = args.Has("ndjson");
  options.ignore_unknown = args.Has("ignore-unknown");
}

bool MayBeSeveral(const FoundFiles& found, const DocumentOptions& options) {
  return found.searched || options.lines || found.files.size() != 1 ||
         MayHoldSeveral(KindOf(found.files.front().path));
}

}  // namespace qushu::cli
