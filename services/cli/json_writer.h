// JSON onto the end of a string.
#ifndef QUSHU_SERVICES_CLI_JSON_WRITER_H_
#define QUSHU_SERVICES_CLI_JSON_WRITER_H_

#include <rapidjson/writer.h>

#include <bit>
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
    std::memcpy(text_.data() + size_, part.data(), part.size());
    size_ += part.size();
  }
  void Reserve(size_t count) {
    if (text_.size() - size_ < count) [[unlikely]]
      text_.resize(size_ + count + kRoom);
  }
  void Flush() {}

 private:
  static constexpr size_t kRoom = 512;

  std::string& text_;
  size_t size_;  // of what has been written; the rest of text_ is room
};

// What the library calls where it knows how much it is going to write.
inline void PutReserve(JsonStream& stream, size_t count) { stream.Reserve(count); }
inline void PutUnsafe(JsonStream& stream, char c) { stream.PutUnsafe(c); }

// How many leading bytes of `text` stand in a JSON string as they are: no quote, no backslash, no
// control character.
inline size_t UnescapedPrefix(std::string_view text) {
  constexpr uint64_t kOnes = 0x0101010101010101;
  constexpr uint64_t kHighest = 0x8080808080808080;
  // The highest bit of each byte that is below `n`, n <= 128; exact up to the first one.
  constexpr auto below = [](uint64_t word, uint64_t n) {
    return (word - kOnes * n) & ~word & kHighest;
  };
  size_t at = 0;
  if constexpr (std::endian::native == std::endian::little) {
    for (uint64_t word; at + sizeof(word) <= text.size(); at += sizeof(word)) {
      std::memcpy(&word, text.data() + at, sizeof(word));
      const uint64_t special =
          below(word, 0x20) | below(word ^ kOnes * '"', 1) | below(word ^ kOnes * '\\', 1);
      if (special != 0) return at + static_cast<size_t>(std::countr_zero(special)) / 8;
    }
  }
  while (at < text.size() && static_cast<unsigned char>(text[at]) >= 0x20 && text[at] != '"' &&
         text[at] != '\\') {
    ++at;
  }
  return at;
}

class JsonWriter {
 public:
  // Appends to `text`, which must outlive it and has all that was written only once it is gone.
  explicit JsonWriter(std::string& text) : stream_(text), writer_(stream_) {}

  void StartObject() { writer_.StartObject(); }
  void EndObject() { writer_.EndObject(); }
  void StartArray() { writer_.StartArray(); }
  void EndArray() { writer_.EndArray(); }
  void Key(std::string_view key) { String(key); }
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
  rapidjson::Writer<JsonStream> writer_;
};

}  // namespace qushu::cli

// Takes what needs no escape at once. The library asks at every character that it writes.
template <>
inline bool rapidjson::Writer<qushu::cli::JsonStream>::ScanWriteUnescapedString(
    rapidjson::StringStream& is, size_t length) {
  const std::string_view rest(is.src_, length - is.Tell());
  const size_t size = qushu::cli::UnescapedPrefix(rest);
  os_->Append(rest.substr(0, size));
  is.src_ += size;
  return size < rest.size();
}

#endif  // QUSHU_SERVICES_CLI_JSON_WRITER_H_
