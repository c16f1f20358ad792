#include "common/text/transcode.h"

#include <unicode/ucnv.h>
#include <unicode/utf16.h>

#include <array>
#include <memory>

#include "common/base/utf8.h"

namespace qushu {
namespace {

using Converter = std::unique_ptr<UConverter, decltype(&ucnv_close)>;

const char* IcuName(Encoding encoding) {
  switch (encoding) {
    case Encoding::kUtf16Le:
      return "UTF-16LE";
    case Encoding::kUtf16Be:
      return "UTF-16BE";
    case Encoding::kBig5:
      return "Big5-HKSCS";
    case Encoding::kGb18030:
      return "gb18030";
    case Encoding::kUtf8:
      break;
  }
  return "UTF-8";
}

Converter Open(Encoding encoding) {
  UErrorCode error = U_ZERO_ERROR;
  return Converter(ucnv_open(IcuName(encoding), &error), &ucnv_close);
}

// Turns UTF-16 with the offset of each unit into UTF-8 with its map.
class Writer {
 public:
  explicit Writer(Text& out) : out_(out) {}

  // A unit of a character that begins at `at` in the bytes. Characters follow each other without
  // gaps: one ends where the next begins.
  void Add(char16_t unit, size_t at) {
    if (at != begin_) Flush(at);
    if (U16_IS_LEAD(unit)) {
      lead_ = unit;
      return;
    }
    const size_t before = out_.text.size();
    AppendUtf8(
        U16_IS_TRAIL(unit) ? static_cast<char32_t>(U16_GET_SUPPLEMENTARY(lead_, unit)) : unit,
        out_.text);
    written_ += static_cast<uint32_t>(out_.text.size() - before);
  }

  void Flush(size_t end) {
    out_.map.Replace(static_cast<uint32_t>(end - begin_), written_);
    begin_ = end;
    written_ = 0;
  }

 private:
  Text& out_;
  size_t begin_ = 0;
  uint32_t written_ = 0;
  char16_t lead_ = 0;
};

// Internet Explorer and the WHATWG read this byte of GBK as the euro sign.
bool IsEuro(Encoding encoding, std::string_view bytes, size_t at) {
  return encoding == Encoding::kGb18030 && at < bytes.size() && bytes[at] == '\x80';
}

}  // namespace

Transcoded Transcode(std::string_view bytes, Encoding encoding) {
  Transcoded result;
  const Converter converter = Open(encoding);
  UErrorCode error = U_ZERO_ERROR;
  if (converter) {
    ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr,
                        &error);
  }
  if (!converter || U_FAILURE(error)) {
    result.bad_byte = 0;
    return result;
  }
  result.text.text.reserve(bytes.size() + bytes.size() / 2);
  Writer writer(result.text);
  std::array<char16_t, 4096> units;
  std::array<int32_t, 4096> offsets;
  const char* const begin = bytes.data();
  const char* const end = begin + bytes.size();
  const char* source = begin;
  while (true) {
    const size_t base = static_cast<size_t>(source - begin);
    char16_t* target = units.data();
    error = U_ZERO_ERROR;
    ucnv_toUnicode(converter.get(), &target, units.data() + units.size(), &source, end,
                   offsets.data(), /*flush=*/true, &error);
    // An offset below 0 is of a character that began in the chunk before.
    size_t last = base;
    for (size_t i = 0; i < static_cast<size_t>(target - units.data()); ++i) {
      if (offsets[i] >= 0) last = base + static_cast<size_t>(offsets[i]);
      writer.Add(units[i], last);
    }
    if (error == U_BUFFER_OVERFLOW_ERROR) continue;
    if (U_SUCCESS(error)) break;
    char invalid[8];
    int8_t size = sizeof invalid;
    UErrorCode ignored = U_ZERO_ERROR;
    ucnv_getInvalidChars(converter.get(), invalid, &size, &ignored);
    const size_t bad = static_cast<size_t>(source - begin) - static_cast<size_t>(size);
    writer.Flush(bad);
    if (!IsEuro(encoding, bytes, bad)) {
      result.bad_byte = bad;
      return result;
    }
    writer.Add(u'€', bad);
    writer.Flush(bad + 1);
    ucnv_resetToUnicode(converter.get());
    source = begin + bad + 1;
  }
  writer.Flush(bytes.size());
  return result;
}

std::string TranscodeLoosely(std::string_view bytes, Encoding encoding) {
  std::string out;
  const Converter converter = Open(encoding);
  if (!converter) return out;
  std::u16string units(bytes.size() + 16, u'\0');
  char16_t* target = units.data();
  const char* source = bytes.data();
  UErrorCode error = U_ZERO_ERROR;
  ucnv_toUnicode(converter.get(), &target, units.data() + units.size(), &source,
                 bytes.data() + bytes.size(), nullptr, /*flush=*/false, &error);
  units.resize(static_cast<size_t>(target - units.data()));
  out.reserve(units.size() * 3);
  for (size_t i = 0; i < units.size();) {
    UChar32 c;
    U16_NEXT(units.data(), i, units.size(), c);
    AppendUtf8(U_IS_SURROGATE(c) ? 0xFFFD : static_cast<char32_t>(c), out);
  }
  return out;
}

}  // namespace qushu
