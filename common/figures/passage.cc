#include "common/figures/passage.h"

#include <utility>

#include "common/figures/sentence_reader.h"

namespace qushu {
namespace {

constexpr size_t kMaxHeads = 64;

}  // namespace

void PassageReader::BeginSection(const Place& place, Span heading, bool institution) {
  header_ = Aspect::kNone;
  header_total_ = {};
  institution_ = text_institution_ = institution;
  unit_.reset();
  base_ = place.known() ? place : places_.home();
  base_reason_ = {place.known() ? Rule::kSectionPlace : Rule::kHomePlace, heading};
  subject_ = base_;
  subject_reason_ = base_reason_;
  person_ = neighbour_ = {};
  aspect_ = Aspect::kNone;
  as_of_.reset();
}

void PassageReader::BeginBlock(bool list, bool heading) {
  heading_ = heading;
  if (!header_fresh_ && !(list && list_block_)) {
    header_ = Aspect::kNone;
    header_total_ = {};
  }
  header_fresh_ = false;
  list_block_ = list;
  part_ = named_part_ = false;
  block_begins_ = true;
  topic_.clear();
  person_ = {};
  if (base_.known()) {
    subject_ = base_;
    subject_reason_ = base_reason_;
  }
  if (!list) {
    aspect_ = Aspect::kNone;
    as_of_.reset();
  }
}

void PassageReader::Read(const TokenizedSentence& sentence, std::vector<Figure>& figures) {
  SentenceReader reader(*this, sentence, figures);
  reader.Read();
  figures_ += static_cast<int>(reader.heads().size());
  for (Head& head : reader.heads()) {
    if (heads_.size() == kMaxHeads) heads_.pop_front();
    heads_.push_back(std::move(head));
  }
  ++sentence_;
}

}  // namespace qushu
