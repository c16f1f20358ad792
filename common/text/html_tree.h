// A page as gumbo reads it, its nodes in a row.
#ifndef QUSHU_COMMON_TEXT_HTML_TREE_H_
#define QUSHU_COMMON_TEXT_HTML_TREE_H_

#include <gumbo.h>

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace qushu {

// A node and what stands below it, added up. Characters are those that are not white space.
struct HtmlNode {
  const GumboNode* node = nullptr;
  uint32_t parent = 0;
  uint32_t end = 0;  // index behind the last node below it
  uint32_t characters = 0;
  uint32_t link_characters = 0;  // of them, in links
  uint32_t links = 0;
  uint32_t stops = 0;     // 。and ；: marks of prose
  uint32_t blocks = 0;    // block elements with text
  uint32_t breaks = 0;    // <br>
  uint32_t headings = 0;  // <h1>, <h2>
  uint32_t dates = 0;     // texts with a date
  bool skipped = false;   // never text, whatever stands in it: not added up

  bool is_text() const {
    return node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_CDATA ||
           node->type == GUMBO_NODE_WHITESPACE;
  }
  GumboTag tag() const {
    return node->type == GUMBO_NODE_ELEMENT ? node->v.element.tag : GUMBO_TAG_UNKNOWN;
  }
  // The value of an attribute; empty if it is absent.
  std::string_view Attribute(const char* name) const;
};

// Whether there is a date with a year in the text: 2020年2月, 2020-02-20.
bool HasDate(std::string_view text);

// Whether the element begins and ends a line.
bool IsBlock(GumboTag tag);

class HtmlTree {
 public:
  // `markup` has to outlive the tree. Errors: those of ReadHtml().
  static absl::StatusOr<HtmlTree> Parse(std::string_view markup);

  // In the order of the tree, the root first.
  const std::vector<HtmlNode>& nodes() const { return nodes_; }

  HtmlTree(HtmlTree&&);
  HtmlTree& operator=(HtmlTree&&);
  ~HtmlTree();

 private:
  class Arena;
  explicit HtmlTree(std::unique_ptr<Arena> arena);
  void Flatten(const GumboNode* root);
  void AddUp();

  std::unique_ptr<Arena> arena_;
  std::vector<HtmlNode> nodes_;
};

}  // namespace qushu

#endif  // QUSHU_COMMON_TEXT_HTML_TREE_H_
