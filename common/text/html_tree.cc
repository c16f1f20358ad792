#include "common/text/html_tree.h"

#include <algorithm>
#include <csetjmp>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <utility>

#include "common/base/error.h"
#include "common/base/utf8.h"

namespace qushu {
namespace {

constexpr size_t kBlockBytes = 256 << 10;
// What a page may take: no sensible one comes near. Elements that are left open make a parser copy
// or look through all of them again for every one that follows.
constexpr size_t kMemoryBase = 32 << 20;
constexpr size_t kMemoryPerByte = 32;
constexpr double kSecondsBase = 1;
constexpr double kSecondsPerByte = 0.5 / (1 << 20);

double ThreadSeconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

bool IsSkipped(const GumboNode& node) {
  if (node.type == GUMBO_NODE_COMMENT || node.type == GUMBO_NODE_TEMPLATE) return true;
  if (node.type != GUMBO_NODE_ELEMENT) return false;
  if (node.v.element.tag_namespace != GUMBO_NAMESPACE_HTML) return true;
  switch (node.v.element.tag) {
    case GUMBO_TAG_SCRIPT:
    case GUMBO_TAG_STYLE:
    case GUMBO_TAG_TEMPLATE:
    case GUMBO_TAG_NOSCRIPT:
    case GUMBO_TAG_HEAD:
    case GUMBO_TAG_IFRAME:
    case GUMBO_TAG_FRAMESET:
    case GUMBO_TAG_NOFRAMES:
    case GUMBO_TAG_OBJECT:
    case GUMBO_TAG_APPLET:
    case GUMBO_TAG_CANVAS:
    case GUMBO_TAG_AUDIO:
    case GUMBO_TAG_VIDEO:
    case GUMBO_TAG_SELECT:
    case GUMBO_TAG_OPTION:
    case GUMBO_TAG_DATALIST:
    case GUMBO_TAG_BUTTON:
    case GUMBO_TAG_TEXTAREA:
    case GUMBO_TAG_LABEL:
    case GUMBO_TAG_LEGEND:
    case GUMBO_TAG_RT:
    case GUMBO_TAG_RP:
    case GUMBO_TAG_NAV:
    case GUMBO_TAG_ASIDE:
    case GUMBO_TAG_FOOTER:
    case GUMBO_TAG_MENU:
      return true;
    default:
      return false;
  }
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsHidden(const HtmlNode& node) {
  if (gumbo_get_attribute(&node.node->v.element.attributes, "hidden") != nullptr) return true;
  const std::string_view style = node.Attribute("style");
  const size_t display = style.find("display");
  if (display == style.npos) return false;
  const size_t value = style.find_first_not_of(" \t:", display + 7);
  return value != style.npos && style.substr(value).starts_with("none");
}

}  // namespace

bool HasDate(std::string_view text) {
  for (size_t at = 0; (at = text.find("20", at)) != text.npos; ++at) {
    if (at + 5 > text.size() || !IsDigit(text[at + 2]) || !IsDigit(text[at + 3])) continue;
    const std::string_view rest = text.substr(at + 4);
    for (std::string_view sign : {"年", "-", "/", "."}) {
      if (rest.starts_with(sign) && rest.size() > sign.size() && IsDigit(rest[sign.size()])) {
        return true;
      }
    }
  }
  return false;
}

bool IsBlock(GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_ADDRESS:
    case GUMBO_TAG_ARTICLE:
    case GUMBO_TAG_BLOCKQUOTE:
    case GUMBO_TAG_BODY:
    case GUMBO_TAG_CAPTION:
    case GUMBO_TAG_CENTER:
    case GUMBO_TAG_DD:
    case GUMBO_TAG_DETAILS:
    case GUMBO_TAG_DIV:
    case GUMBO_TAG_DL:
    case GUMBO_TAG_DT:
    case GUMBO_TAG_FIELDSET:
    case GUMBO_TAG_FIGCAPTION:
    case GUMBO_TAG_FIGURE:
    case GUMBO_TAG_FORM:
    case GUMBO_TAG_H1:
    case GUMBO_TAG_H2:
    case GUMBO_TAG_H3:
    case GUMBO_TAG_H4:
    case GUMBO_TAG_H5:
    case GUMBO_TAG_H6:
    case GUMBO_TAG_HEADER:
    case GUMBO_TAG_HR:
    case GUMBO_TAG_LI:
    case GUMBO_TAG_MAIN:
    case GUMBO_TAG_OL:
    case GUMBO_TAG_P:
    case GUMBO_TAG_PRE:
    case GUMBO_TAG_SECTION:
    case GUMBO_TAG_SUMMARY:
    case GUMBO_TAG_TABLE:
    case GUMBO_TAG_TR:
    case GUMBO_TAG_UL:
      return true;
    default:
      return false;
  }
}

std::string_view HtmlNode::Attribute(const char* name) const {
  const GumboAttribute* attribute = gumbo_get_attribute(&node->v.element.attributes, name);
  return attribute == nullptr ? std::string_view() : attribute->value;
}

// The tree's memory. It is given back at once: gumbo's own way descends as deep as the tree is.
class HtmlTree::Arena {
 public:
  explicit Arena(size_t markup_bytes)
      : bytes_left_(kMemoryBase + kMemoryPerByte * markup_bytes),
        deadline_(ThreadSeconds() + kSecondsBase +
                  kSecondsPerByte * static_cast<double>(markup_bytes)) {}
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;
  ~Arena() {
    while (blocks_ != nullptr) std::free(std::exchange(blocks_, blocks_->next));
  }

  // Null if the page takes too much.
  const GumboOutput* Parse(std::string_view markup) {
    GumboOptions options = kGumboDefaultOptions;
    options.allocator = [](void* arena, size_t size) {
      return static_cast<Arena*>(arena)->Allocate(size);
    };
    options.deallocator = [](void*, void*) {};
    options.userdata = this;
    options.max_errors = 0;
    // gumbo has no way to give up: Allocate() leaves it by this one, through frames of C alone.
    if (setjmp(give_up_) != 0) return nullptr;  // NOLINT(cert-err52-cpp)
    return gumbo_parse_with_options(&options, markup.data(), markup.size());
  }

 private:
  struct Block {
    Block* next;
  };

  void* Allocate(size_t size) {
    size = (size + 15) / 16 * 16;
    if (size > room_) {
      const size_t block = std::max(size + 16, kBlockBytes);
      if (block > bytes_left_) std::longjmp(give_up_, 1);  // NOLINT(cert-err52-cpp)
      auto* added = static_cast<Block*>(std::malloc(block));
      if (added == nullptr) std::longjmp(give_up_, 1);  // NOLINT(cert-err52-cpp)
      bytes_left_ -= block;
      added->next = blocks_;
      blocks_ = added;
      next_ = reinterpret_cast<char*>(added) + 16;
      room_ = block - 16;
    }
    if (++calls_ % 64 == 0 && ThreadSeconds() > deadline_) {
      std::longjmp(give_up_, 1);  // NOLINT(cert-err52-cpp)
    }
    room_ -= size;
    return std::exchange(next_, next_ + size);
  }

  std::jmp_buf give_up_;
  Block* blocks_ = nullptr;
  char* next_ = nullptr;
  size_t room_ = 0;
  size_t bytes_left_;
  double deadline_;
  uint32_t calls_ = 0;
};

HtmlTree::HtmlTree(std::unique_ptr<Arena> arena) : arena_(std::move(arena)) {}
HtmlTree::HtmlTree(HtmlTree&&) = default;
HtmlTree& HtmlTree::operator=(HtmlTree&&) = default;
HtmlTree::~HtmlTree() = default;

absl::StatusOr<HtmlTree> HtmlTree::Parse(std::string_view markup) {
  HtmlTree tree(std::make_unique<Arena>(markup.size()));
  const GumboOutput* output = tree.arena_->Parse(markup);
  if (output == nullptr) {
    return InvalidField(v1::ERROR_REASON_HTML_TOO_COMPLEX, "article.text",
                        "The HTML nests its elements too deeply to be read.");
  }
  tree.Flatten(output->root);
  tree.AddUp();
  return tree;
}

void HtmlTree::Flatten(const GumboNode* root) {
  nodes_.push_back({.node = root});
  uint32_t at = 0;  // the node whose children are being added
  std::vector<uint32_t> next_child = {0};
  while (true) {
    const GumboNode* node = nodes_[at].node;
    const bool has_children = node->type == GUMBO_NODE_ELEMENT;
    if (has_children && next_child.back() < node->v.element.children.length) {
      const auto* child =
          static_cast<const GumboNode*>(node->v.element.children.data[next_child.back()++]);
      HtmlNode added{.node = child, .parent = at};
      added.skipped = nodes_[at].skipped || IsSkipped(*child) ||
                      (child->type == GUMBO_NODE_ELEMENT && IsHidden({.node = child}));
      at = static_cast<uint32_t>(nodes_.size());
      nodes_.push_back(added);
      next_child.push_back(0);
      continue;
    }
    nodes_[at].end = static_cast<uint32_t>(nodes_.size());
    next_child.pop_back();
    if (next_child.empty()) return;
    at = nodes_[at].parent;
  }
}

void HtmlTree::AddUp() {
  for (size_t i = nodes_.size(); i-- > 0;) {
    HtmlNode& node = nodes_[i];
    if (node.skipped) continue;
    if (node.is_text()) {
      const std::string_view text = node.node->v.text.text;
      for (size_t at = 0; at < text.size(); at += CharSize(text[at])) {
        const char32_t c = CodePointAt(text, at);
        node.characters += c > ' ' && c != 0xA0 && c != 0x3000;
        node.stops += c == U'。' || c == U'；';
      }
      node.dates = HasDate(text);
    }
    const GumboTag tag = node.tag();
    if (tag == GUMBO_TAG_A) {
      node.link_characters = node.characters;
      node.links = node.characters > 0;
    }
    node.blocks += IsBlock(tag) && tag != GUMBO_TAG_TR && node.characters > 0;
    node.breaks += tag == GUMBO_TAG_BR;
    node.headings += (tag == GUMBO_TAG_H1 || tag == GUMBO_TAG_H2) && node.characters > 0;
    if (i == 0) break;
    HtmlNode& parent = nodes_[node.parent];
    parent.characters += node.characters;
    parent.link_characters += node.link_characters;
    parent.links += node.links;
    parent.stops += node.stops;
    parent.blocks += node.blocks;
    parent.breaks += node.breaks;
    parent.headings += node.headings;
    parent.dates += node.dates;
  }
}

}  // namespace qushu
