#include "common/store/figure_bytes.h"

#include <charconv>
#include <cstring>

#include "common/base/date.h"
#include "common/store/article_rows.h"
#include "qushu/v1/figure.pb.h"
#include "qushu/v1/query_service.pb.h"
#include "qushu/v1/span.pb.h"

namespace qushu {
namespace {

using v1::Figure;

// The low three bits of a field's tag.
enum WireType : uint8_t { kVarint = 0, kFixed64 = 1, kLengthDelimited = 2, kFixed32 = 5 };

constexpr size_t kMaxVarint = 10;

// Writes fields into room that is large enough, except those left out.
class Writer {
 public:
  Writer(uint64_t left_out, char* room) : left_out_(left_out), at_(room) {}

  char* end() const { return at_; }

  void Bytes(std::string_view bytes) {
    std::memcpy(at_, bytes.data(), bytes.size());
    at_ += bytes.size();
  }
  void Varint(uint64_t value) {
    for (; value > 0x7F; value >>= 7) *at_++ = static_cast<char>((value & 0x7F) | 0x80);
    *at_++ = static_cast<char>(value);
  }
  void Int(int field, int64_t value) {
    if (value == 0 || LeftOut(field)) return;
    Tag(field, kVarint);
    Varint(static_cast<uint64_t>(value));
  }
  void Text(int field, std::string_view text) {
    if (text.empty() || LeftOut(field)) return;
    Tag(field, kLengthDelimited);
    Varint(text.size());
    Bytes(text);
  }
  void Day(int field, const Date& date) {
    if (LeftOut(field)) return;
    Tag(field, kLengthDelimited);
    char* const size = at_++;
    Writer day(0, at_);
    day.Int(v1::Date::kYearFieldNumber, date.year);
    day.Int(v1::Date::kMonthFieldNumber, date.month);
    day.Int(v1::Date::kDayFieldNumber, date.day);
    // Three small numbers: a size of one byte.
    *size = static_cast<char>(day.end() - at_);
    at_ = day.end();
  }

 private:
  bool LeftOut(int field) const { return ((left_out_ >> field) & 1) != 0; }
  void Tag(int field, WireType type) { Varint(static_cast<uint64_t>(field) << 3 | type); }

  const uint64_t left_out_;
  char* at_;
};

std::optional<uint64_t> TakeVarint(std::string_view& bytes) {
  uint64_t value = 0;
  for (size_t i = 0; i < bytes.size() && i < kMaxVarint; ++i) {
    value |= static_cast<uint64_t>(bytes[i] & 0x7F) << (7 * i);
    if ((bytes[i] & 0x80) != 0) continue;
    bytes.remove_prefix(i + 1);
    return value;
  }
  return std::nullopt;
}

// Takes a field; its number, absent where there is none.
std::optional<uint64_t> TakeField(std::string_view& bytes) {
  const auto tag = TakeVarint(bytes);
  if (!tag || *tag >> 3 == 0) return std::nullopt;
  std::optional<uint64_t> size;
  switch (*tag & 7) {
    case kVarint:
      if (!TakeVarint(bytes)) return std::nullopt;
      return *tag >> 3;
    case kLengthDelimited:
      size = TakeVarint(bytes);
      break;
    case kFixed64:
      size = 8;
      break;
    case kFixed32:
      size = 4;
      break;
    default:
      break;
  }
  if (!size || *size > bytes.size()) return std::nullopt;
  bytes.remove_prefix(*size);
  return *tag >> 3;
}

// Writes the fields of `message` that are not left out; false if it is none.
bool CopyFields(std::string_view message, uint64_t left_out, Writer& out) {
  const char* kept = message.data();  // where what is kept and not yet written begins
  std::string_view left = message;
  while (!left.empty()) {
    const char* const begin = left.data();
    const auto field = TakeField(left);
    if (!field) return false;
    if (*field > 63 || ((left_out >> *field) & 1) == 0) continue;
    out.Bytes({kept, static_cast<size_t>(begin - kept)});
    kept = left.data();
  }
  out.Bytes({kept, static_cast<size_t>(left.data() - kept)});
  return true;
}

// `articles/{digits}/figures/{number}`, whose beginning is the name of the article.
class Name {
 public:
  Name(std::string_view article, int number) {
    Add("articles/");
    Add(article);
    article_size_ = size_;
    Add("/figures/");
    size_ = static_cast<size_t>(std::to_chars(text_ + size_, text_ + sizeof(text_), number).ptr -
                                text_);
  }
  std::string_view article() const { return {text_, article_size_}; }
  std::string_view figure() const { return {text_, size_}; }

 private:
  void Add(std::string_view part) { size_ += part.copy(text_ + size_, sizeof(text_) - size_); }

  char text_[80];
  size_t size_ = 0;
  size_t article_size_ = 0;
};

}  // namespace

std::optional<size_t> AppendFigure(const StoredFigure& figure, uint64_t left_out,
                                   std::string& list) {
  // Names, district, dates and numbers take less than kOther.
  constexpr size_t kOther = 320;
  const size_t room = kOther + figure.unit.size() + figure.measure.size() + figure.rest.size();
  // Kept for the next one, and no smaller than it was.
  thread_local std::string bytes;
  if (bytes.size() < room) bytes.resize(room);

  const Name name(figure.article, figure.number);
  Writer writer(left_out, bytes.data());
  writer.Text(Figure::kNameFieldNumber, name.figure());
  if (!CopyFields(figure.rest, left_out, writer)) return std::nullopt;
  writer.Text(Figure::kUnitFieldNumber, figure.unit);
  writer.Int(Figure::kKindFieldNumber, figure.kind);
  writer.Text(Figure::kMeasureFieldNumber, figure.measure);
  writer.Int(Figure::kAspectFieldNumber, figure.aspect);
  if (figure.district != 0) {
    writer.Text(Figure::kDistrictFieldNumber, "districts/" + std::to_string(figure.district));
  }
  writer.Int(Figure::kScopeFieldNumber, figure.scope);
  if (figure.as_of) {
    writer.Day(Figure::kAsOfFieldNumber, FromDayNumber(static_cast<int>(*figure.as_of)));
  }
  writer.Text(Figure::kArticleFieldNumber, name.article());
  if (const auto date = DateOfRank(figure.date_rank)) {
    writer.Day(Figure::kPublicationDateFieldNumber, *date);
  }
  const auto size = static_cast<size_t>(writer.end() - bytes.data());

  char head[2 * kMaxVarint];
  Writer header(0, head);
  header.Varint(v1::ListFiguresResponse::kFiguresFieldNumber << 3 | kLengthDelimited);
  header.Varint(size);
  list.append(head, header.end());
  list.append(bytes, 0, size);
  return size;
}

}  // namespace qushu
