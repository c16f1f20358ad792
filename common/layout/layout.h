// What the page makes of a text: masthead, sections, paragraphs, sentences.
//
// A page cuts its text by columns: a paragraph that runs on in the next column is two lines with a
// line break, often with blank lines, between them. The layout joins such lines again and so makes
// the reading text: one block a line, in the order of the text, nothing left out but line breaks
// and the white space at the edges of lines. Between two Latin words that a break parted it has a
// space. All spans here are bytes of the reading text.
//
// The steps, each in a file of its own: lines.h (what a line looks like), heading.h (which line
// names a district), join.h (which lines are one paragraph), blocks.h (sections, masthead, titles),
// sentences.h, heads.h (run-in heads, displaced leads). Words that they go by are in
// data/layout_words.tsv.
#ifndef QUSHU_COMMON_LAYOUT_LAYOUT_H_
#define QUSHU_COMMON_LAYOUT_LAYOUT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/date.h"
#include "common/base/span.h"
#include "common/text/text.h"

namespace qushu {

class Gazetteer;

enum class BlockKind : uint8_t {
  kMasthead,    // date line, editors' line
  kTitle,       // heading of the whole page or article
  kHeading,     // district's name, with or without headline: opens a section; headline below it
  kSubheading,  // heading inside a section, or one of no district
  kByline,     // reporters, alone on their line; a byline behind a paragraph is only in the section
  kCaption,    // of a photograph
  kFurniture,  // buttons, menus, copyright lines: no text
  kBody,       // paragraph
};

struct Block {
  BlockKind kind = BlockKind::kBody;
  Span span;                    // without the line break behind it
  std::vector<Span> sentences;  // of every kind but kFurniture; they cover all but white space and
                                // a byline behind the last; a quotation is with who said it
  Span run_in_head;             // first sentence, where it is the paragraph's head; else empty
  bool displaced_lead = false;  // reads as the section's opening but stands further down
  int section = -1;             // index in `sections`; -1 outside
};

// The part of a text about one district. It begins with a line that names the district, alone or
// with a headline, or with a paragraph that begins with the name set off: `【涧西区】`, `涧西区：`,
// `本报涧西讯`. A report that an office of a district signs, `（某县融媒体中心 张三）`, is a
// section from its headline on; its name is then in the signature. Names in running text make no
// section.
struct Section {
  Span span;                 // heading to byline
  Span name;                 // district's name as printed; of 洛阳市涧西区 the last part
  Span division;             // what of `name` the gazetteer knows; empty for a functional zone
  Span headline;             // empty where there is none
  std::vector<Span> byline;  // reporters
  Span byline_role;          // 文/图; empty where there is none
  int first_block = 0;       // the heading, or the paragraph that begins with the name
  int end_block = 0;         // one past the last
};

struct LayoutCredit {
  Span role;
  Span person;
};

struct LayoutMasthead {
  std::optional<Date> date;
  Span date_span;
  Span weekday;
  std::vector<LayoutCredit> credits;
  Span title;
};

struct Layout {
  Text reading;  // map leads to the normalised text
  LayoutMasthead masthead;
  std::vector<Block> blocks;
  std::vector<Section> sections;
};

// Takes time linear in the length of `normalized`.
Layout ReadLayout(std::string_view normalized, const Gazetteer& gazetteer);

}  // namespace qushu

#endif  // QUSHU_COMMON_LAYOUT_LAYOUT_H_
