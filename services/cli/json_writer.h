// JSON onto the end of a string.
#ifndef QUSHU_SERVICES_CLI_JSON_WRITER_H_
#define QUSHU_SERVICES_CLI_JSON_WRITER_H_

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace qushu::cli {

// The stream that JsonWriter writes to: the end of a string, which has room to spare until the
// stream goes, so that a character costs a store.
class JsonStream {
 public:
  using Ch = char;
  explicit JsonStream(std::string& text) : text_(text), size_(text.size()) {}
  ~JsonStream() { text_.resize(size_); }
  JsonStream(const JsonStream&) = delete;
  JsonStream& operator=(const JsonStream&) = delete;

  void Put(char c) {
    Reserve(1);
    PutUnsafe(c);
  }
  // Only as many as Reserve() made room for.
  void PutUnsafe(char c) { text_[size_++] = c; }
  void Append(std::string_view part) {
    Reserve(part.size());
    AppendUnsafe(part);
  }
  // In quotes, without a look at what it is.
  void Quote(std::string_view part) {
    Reserve(part.size() + 2);
    PutUnsafe('"');
    AppendUnsafe(part);
    PutUnsafe('"');
  }
  void Reserve(size_t count) {
    if (text_.size() - size_ < count) [[unlikely]]
      text_.resize(size_ + count + kRoom);
  }
  void Flush() {}

 private:
  static constexpr size_t kRoom = 512;

  void AppendUnsafe(std::string_view part) {
    std::memcpy(text_.data() + size_, part.data(), part.size());
    size_ += part.size();
  }

  std::string& text_;
  size_t size_;  // of what has been written; the rest of text_ is room
};

// What the library calls where it knows how much it is going to write.
inline void PutReserve(JsonStream& stream, size_t count) { stream.Reserve(count); }
inline void PutUnsafe(JsonStream& stream, char c) { stream.PutUnsafe(c); }

// Sixteen bytes at once, by instructions of the processor where it has some for that.
using Bytes16 __attribute__((vector_size(16))) = unsigned char;

// Some bit if one of the bytes needs an escape in a JSON string: a quote, a backslash, a control
// character.
inline auto SpecialOf(Bytes16 bytes) { return (bytes < ' ') | (bytes == '"') | (bytes == '\\'); }
inline uint64_t SpecialOf(uint64_t word) {
  constexpr uint64_t kOnes = 0x0101010101010101;
  const auto below = [](uint64_t bytes, uint64_t n) {  // n <= 128
    return (bytes - kOnes * n) & ~bytes & kOnes << 7;
  };
  return below(word, 0x20) | below(word ^ kOnes * '"', 1) | below(word ^ kOnes * '\\', 1);
}

// Whether `text` stands in a JSON string as it is.
inline bool NeedsNoEscape(std::string_view text) {
  const char* at = text.data();
  const auto load = [](const char* from, auto word) {
    std::memcpy(&word, from, sizeof(word));
    return word;
  };
  if (text.size() < 4) {
    return std::all_of(text.begin(), text.end(), [](char c) {
      return static_cast<unsigned char>(c) >= ' ' && c != '"' && c != '\\';
    });
  }
  if (text.size() < 8) {
    const uint64_t word = load(at, uint32_t{});
    return SpecialOf(word << 32 | load(at + text.size() - 4, uint32_t{})) == 0;
  }
  // The last ones of a string may be looked at twice.
  if (text.size() < 16) {
    return (SpecialOf(load(at, uint64_t{})) | SpecialOf(load(at + text.size() - 8, uint64_t{}))) ==
           0;
  }
  const char* const last = at + text.size() - 16;
  auto special = SpecialOf(load(last, Bytes16{}));
  for (; at < last; at += 16) special |= SpecialOf(load(at, Bytes16{}));
  uint64_t halves[2];
  std::memcpy(halves, &special, sizeof(halves));
  return (halves[0] | halves[1]) == 0;
}

class JsonLibraryWriter : public rapidjson::Writer<JsonStream> {
 public:
  explicit JsonLibraryWriter(JsonStream& stream) : Writer(stream) {}

  // A key as it is.
  void PlainKey(std::string_view key) {
    Prefix(rapidjson::kStringType);
    os_->Quote(key);
  }
};

class JsonWriter {
 public:
  // Appends to `text`, which must outlive it and has all that was written only once it is gone.
  explicit JsonWriter(std::string& text) : stream_(text), writer_(stream_) {}

  void StartObject() { writer_.StartObject(); }
  void EndObject() { writer_.EndObject(); }
  void StartArray() { writer_.StartArray(); }
  void EndArray() { writer_.EndArray(); }
  // A name of ours, which needs no escape.
  void Key(std::string_view key) { writer_.PlainKey(key); }
  void String(std::string_view value) {
    writer_.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
  }
  void Int(int64_t value) { writer_.Int64(value); }
  void Bool(bool value) { writer_.Bool(value); }

  void Add(std::string_view key, std::string_view value) {
    Key(key);
    String(value);
  }
  void Add(std::string_view key, int64_t value) {
    Key(key);
    Int(value);
  }

 private:
  JsonStream stream_;
  JsonLibraryWriter writer_;
};

}  // namespace qushu::cli

// Nearly every string needs no escape and is taken as it is. The library escapes the others.
template <>
inline bool rapidjson::Writer<qushu::cli::JsonStream>::WriteString(const char* text,
                                                                   SizeType size) {
  if (qushu::cli::NeedsNoEscape({text, size})) [[likely]] {
    os_->Quote({text, size});
    return true;
  }
  rapidjson::StringBuffer escaped;
  rapidjson::Writer<rapidjson::StringBuffer>(escaped).String(text, size);
  os_->Append({escaped.GetString(), escaped.GetSize()});
  return true;
}

#endif  // QUSHU_SERVICES_CLI_JSON_WRITER_H_
