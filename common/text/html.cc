#include "common/text/html.h"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "common/base/status_macros.h"
#include "common/base/utf8.h"
#include "common/data/table.h"
#include "common/text/html_reference.h"
#include "common/text/html_tree.h"
#include "common/text/html_writer.h"

extern "C" const char qushu_html_furniture_tsv[], qushu_html_furniture_tsv_end[];

namespace qushu {
namespace {

constexpr uint32_t kCellCharacters = 60;  // of a cell that is a cell and no column of a page
constexpr size_t kLongestName = 200;      // bytes of a class or id that are looked at

bool HasFurnitureWord(std::string_view names) {
  static const auto* const kWords = [] {
    auto* words = new std::unordered_set<std::string_view>;
    const auto table =
        ParseTable("html_furniture.tsv",
                   {qushu_html_furniture_tsv,
                    static_cast<size_t>(qushu_html_furniture_tsv_end - qushu_html_furniture_tsv)},
                   {"word"});
    if (!table.ok()) std::abort();  // the test of the table is for this
    for (const TableRow& row : table->rows) words->insert(row.cells[0]);
    return words;
  }();
  const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  const auto is_lower = [](char c) { return c >= 'a' && c <= 'z'; };
  std::string word;
  char before = ' ';
  for (char c : names.substr(0, kLongestName)) {
    const bool begins = is_upper(c) && !is_upper(before);
    if ((begins || !(is_upper(c) || is_lower(c))) && !word.empty()) {
      if (kWords->count(word) > 0) return true;
      word.clear();
    }
    if (is_upper(c) || is_lower(c)) word += static_cast<char>(c | 0x20);
    before = c;
  }
  return kWords->count(word) > 0;
}

std::string WithoutBlanks(std::string_view text) {
  std::string out;
  for (size_t at = 0; at < text.size(); at += CharSize(text[at])) {
    const char32_t c = CodePointAt(text, at);
    if (c > ' ' && c != 0xA0 && c != 0x3000) out.append(text.substr(at, CharSize(text[at])));
  }
  return out;
}

// Where the name of the article ends in `某某通报_某某网`, `某某通报 - 某某网`.
size_t TitleEnd(std::string_view title) {
  size_t end = title.size();
  for (std::string_view sign : {"_", "|", "-", "—", "–", "－", "丨"}) {
    end = std::min(end, title.find(sign));
  }
  return end == 0 ? title.size() : end;
}

bool IsDateName(std::string_view name) {
  std::string lower;
  for (char c : name.substr(0, kLongestName)) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
    if (c != '-' && c != '_' && c != ':' && c != '.') lower += c;
  }
  for (std::string_view known :
       {"pubdate", "publishdate", "publishtime", "articlepublishedtime", "datepublished",
        "weiboarticlecreateat", "ogreleasedate", "bytedancepublishedtime"}) {
    if (lower == known) return true;
  }
  return false;
}

// Chooses the pieces of a page.
class Reader {
 public:
  Reader(std::string_view markup, const HtmlTree& tree) : markup_(markup), nodes_(tree.nodes()) {}

  // `lists` are lists of links taken too.
  std::vector<HtmlPiece> Body(bool lists) {
    pieces_.clear();
    before_ = HtmlBreak::kNone;
    open_.clear();
    for (uint32_t i = 0; i < nodes_.size();) {
      while (!open_.empty() && nodes_[open_.back()].end <= i) Leave();
      const HtmlNode& node = nodes_[i];
      if (node.skipped || (!lists && IsLinkList(node)) || IsFurniture(i)) {
        // What is left out parts lines if it would have.
        if (IsBlock(node.tag())) Part(HtmlBreak::kLine);
        i = node.end;
        continue;
      }
      if (node.is_text()) {
        AddText(node);
      } else {
        Enter(i);
      }
      ++i;
    }
    return std::move(pieces_);
  }

  // Title and date of the head, those that the body, read as these pieces and this text, does not
  // have.
  std::vector<HtmlPiece> Head(const std::vector<HtmlPiece>& pieces, std::string_view body) const {
    std::vector<HtmlPiece> head;
    const std::string said = WithoutBlanks(body);
    bool dated = HasDate(said);
    bool titled = false;
    for (const HtmlNode& node : nodes_) {
      if (node.tag() == GUMBO_TAG_TITLE && !titled &&
          node.node->v.element.tag_namespace == GUMBO_NAMESPACE_HTML) {
        titled = true;
        const GumboVector& children = node.node->v.element.children;
        if (children.length == 0) continue;
        const GumboText& text = static_cast<const GumboNode*>(children.data[0])->v.text;
        const bool in_body = std::any_of(pieces.begin(), pieces.end(), [&](const HtmlPiece& p) {
          return p.original.data() == text.original_text.data;
        });
        if (in_body) continue;
        const std::string_view title = text.text;
        const std::string name = WithoutBlanks(title.substr(0, TitleEnd(title)));
        if (name.empty() || said.find(name) != said.npos) continue;
        std::string_view original{text.original_text.data, text.original_text.length};
        head.push_back({.original = original.substr(0, TitleEnd(original)),
                        .text = title.substr(0, TitleEnd(title)),
                        .before = HtmlBreak::kParagraph,
                        .written = HtmlWritten::kReferences});
      } else if (node.tag() == GUMBO_TAG_META && !dated) {
        std::string_view name = node.Attribute("name");
        if (name.empty()) name = node.Attribute("property");
        const GumboAttribute* content =
            gumbo_get_attribute(&node.node->v.element.attributes, "content");
        if (content == nullptr || !IsDateName(name) || !HasDate(content->value)) continue;
        std::string_view original{content->original_value.data, content->original_value.length};
        if (!original.empty() && (original[0] == '"' || original[0] == '\'')) {
          original.remove_prefix(1);
        }
        // `2020-02-20T10:00:00+08:00`: the day alone.
        std::string_view day = content->value;
        if (const size_t time = day.find('T'); time != day.npos) day = day.substr(0, time);
        head.push_back({.original = original,
                        .text = day,
                        .before = HtmlBreak::kParagraph,
                        .written = HtmlWritten::kReferences});
        dated = true;
      }
    }
    return head;
  }

 private:
  void Part(HtmlBreak by) { before_ = std::max(before_, by); }

  // Links and hardly anything else: menus, lists of other articles.
  static bool IsLinkList(const HtmlNode& node) {
    if (node.links < 3 || node.stops > 0 || node.link_characters * 10 < node.characters * 7) {
      return false;
    }
    return IsBlock(node.tag()) && node.tag() != GUMBO_TAG_BODY;
  }

  bool IsFurniture(uint32_t index) const {
    const HtmlNode& node = nodes_[index];
    const GumboTag tag = node.tag();
    if (node.node->type != GUMBO_NODE_ELEMENT || tag == GUMBO_TAG_BODY || tag == GUMBO_TAG_HTML) {
      return false;
    }
    const HtmlNode& page = nodes_[0];
    const bool little =
        node.stops * 5 <= page.stops && node.characters * 2 < page.characters && node.headings == 0;
    if (!little) return false;
    // A bar of buttons that says when the page was published.
    if (node.dates == 1) return false;
    if (tag == GUMBO_TAG_HEADER) return true;
    if (tag == GUMBO_TAG_SUP) return IsNoteMark(index);
    return HasFurnitureWord(node.Attribute("class")) || HasFurnitureWord(node.Attribute("id"));
  }

  // `[1]`, raised: where a note belongs, no number of the text.
  bool IsNoteMark(uint32_t index) const {
    const HtmlNode& node = nodes_[index];
    for (uint32_t i = index + 1; i < node.end; ++i) {
      if (!nodes_[i].is_text()) continue;
      return std::string_view(nodes_[i].node->v.text.text).starts_with('[');
    }
    return false;
  }

  // A cell of a row, and not a column of a page that is laid out by a table.
  bool IsCell(const HtmlNode& node) const {
    const GumboTag tag = node.tag();
    return (tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH) && node.blocks <= 1 &&
           node.characters <= kCellCharacters;
  }

  bool InCell() const { return !cells_.empty(); }

  HtmlBreak BreakOf(const HtmlNode& node) const {
    switch (node.tag()) {
      case GUMBO_TAG_P:
      case GUMBO_TAG_H1:
      case GUMBO_TAG_H2:
      case GUMBO_TAG_H3:
      case GUMBO_TAG_H4:
      case GUMBO_TAG_H5:
      case GUMBO_TAG_H6:
      case GUMBO_TAG_FIGCAPTION:
      case GUMBO_TAG_CAPTION:
      case GUMBO_TAG_TABLE:
      case GUMBO_TAG_BLOCKQUOTE:
        return InCell() ? HtmlBreak::kNone : HtmlBreak::kParagraph;
      case GUMBO_TAG_TD:
      case GUMBO_TAG_TH:
        return IsCell(node) ? HtmlBreak::kCell : HtmlBreak::kLine;
      default:
        return IsBlock(node.tag()) && !InCell() ? HtmlBreak::kLine : HtmlBreak::kNone;
    }
  }

  void Enter(uint32_t index) {
    const HtmlNode& node = nodes_[index];
    if (node.tag() == GUMBO_TAG_BR) return Part(InCell() ? HtmlBreak::kSpace : HtmlBreak::kLine);
    Part(BreakOf(node));
    if (IsCell(node)) cells_.push_back(index);
    if (node.tag() == GUMBO_TAG_PRE) preformatted_.push_back(index);
    open_.push_back(index);
  }

  void Leave() {
    const uint32_t index = open_.back();
    open_.pop_back();
    if (!cells_.empty() && cells_.back() == index) cells_.pop_back();
    if (!preformatted_.empty() && preformatted_.back() == index) preformatted_.pop_back();
    Part(BreakOf(nodes_[index]));
  }

  void AddText(const HtmlNode& node) {
    const GumboText& text = node.node->v.text;
    std::string_view original{text.original_text.data, text.original_text.length};
    // Text that the parser made up stands nowhere.
    if (original.data() < markup_.data() || original.data() > markup_.data() + markup_.size()) {
      return;
    }
    pieces_.push_back({.original = original,
                       .text = text.text,
                       .before = std::exchange(before_, HtmlBreak::kNone),
                       .preformatted = !preformatted_.empty(),
                       .written = WrittenIn(nodes_[node.parent].tag())});
  }

  static HtmlWritten WrittenIn(GumboTag tag) {
    switch (tag) {
      case GUMBO_TAG_TITLE:
        return HtmlWritten::kReferences;
      case GUMBO_TAG_XMP:
      case GUMBO_TAG_NOEMBED:
      case GUMBO_TAG_PLAINTEXT:
        return HtmlWritten::kVerbatim;
      default:
        return HtmlWritten::kMarkup;
    }
  }

  std::string_view markup_;
  const std::vector<HtmlNode>& nodes_;
  std::vector<HtmlPiece> pieces_;
  HtmlBreak before_ = HtmlBreak::kNone;
  std::vector<uint32_t> open_;
  std::vector<uint32_t> cells_;
  std::vector<uint32_t> preformatted_;
};

}  // namespace

absl::StatusOr<Text> ReadHtml(std::string_view markup) {
  const std::optional<std::string> within = WithinUnicode(markup);
  if (within) markup = *within;
  QUSHU_ASSIGN_OR_RETURN(const HtmlTree tree, HtmlTree::Parse(markup));
  Reader reader(markup, tree);
  std::vector<HtmlPiece> pieces = reader.Body(/*lists=*/false);
  Text text = WriteHtmlText(markup, pieces);
  if (text.text.empty()) {
    // A page that is a list.
    pieces = reader.Body(/*lists=*/true);
    text = WriteHtmlText(markup, pieces);
  }
  std::vector<HtmlPiece> head = reader.Head(pieces, text.text);
  if (head.empty()) return text;
  if (!pieces.empty()) pieces.front().before = HtmlBreak::kParagraph;
  head.insert(head.end(), pieces.begin(), pieces.end());
  return WriteHtmlText(markup, std::move(head));
}

}  // namespace qushu
