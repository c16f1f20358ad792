#include "common/analysis/offsets.h"

#include <functional>
#include <optional>

#include "common/base/span.h"
#include "common/base/utf8.h"
#include "common/text/encoding.h"
#include "common/text/transcode.h"
#include "google/protobuf/descriptor.h"

namespace qushu {
namespace {

// Units that the character beginning with `lead` takes.
int64_t Units(char lead, v1::OffsetEncoding encoding) {
  if (encoding == v1::OFFSET_ENCODING_UTF32) return 1;
  return CharSize(lead) == 4 ? 2 : 1;
}

// Turns a span of UTF-8 bytes into one of the unit wanted.
using ConvertFn = std::function<void(v1::Span&)>;

void Convert(const ConvertFn& source, const ConvertFn& normalized,
             google::protobuf::Message& message) {
  const google::protobuf::Reflection* reflection = message.GetReflection();
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const auto* field : fields) {
    if (field->cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE) continue;
    const int count = field->is_repeated() ? reflection->FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      google::protobuf::Message* child =
          field->is_repeated() ? reflection->MutableRepeatedMessage(&message, field, i)
                               : reflection->MutableMessage(&message, field);
      if (child->GetDescriptor() != v1::Span::descriptor()) {
        Convert(source, normalized, *child);
        continue;
      }
      (field->name() == "normalized_span" ? normalized : source)(static_cast<v1::Span&>(*child));
    }
  }
}

ConvertFn By(const OffsetIndex& index) {
  return [&index](v1::Span& span) {
    span.set_begin(index.FromUtf8(span.begin()));
    span.set_end(index.FromUtf8(span.end()));
  };
}

// Nothing to do where the text came in UTF-8.
void ConvertToSourceBytes(const v1::Article& texts, google::protobuf::Message& message) {
  const std::optional<Encoding> encoding = FindEncoding(texts.source_encoding());
  if (texts.source_bytes().empty() || !encoding) return;
  const OffsetMap map = Transcode(texts.source_bytes(), *encoding).text.map;
  Convert(
      [&map](v1::Span& span) {
        const qushu::Span bytes =
            map.ToOrigin({static_cast<uint32_t>(span.begin()), static_cast<uint32_t>(span.end())});
        span.set_begin(bytes.begin);
        span.set_end(bytes.end);
      },
      [](v1::Span&) {}, message);
}

}  // namespace

OffsetIndex::OffsetIndex(std::string_view text, v1::OffsetEncoding encoding)
    : text_(text), encoding_(encoding) {
  if (encoding != v1::OFFSET_ENCODING_UTF16 && encoding != v1::OFFSET_ENCODING_UTF32) return;
  samples_.reserve(text.size() / kStep + 1);
  uint32_t units = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (i % kStep == 0) samples_.push_back(units);
    if (!IsContinuation(text[i])) units += Units(text[i], encoding);
  }
  if (text.size() % kStep == 0) samples_.push_back(units);
}

int64_t OffsetIndex::FromUtf8(int64_t position) const {
  if (samples_.empty()) return position;
  const size_t end = std::min<size_t>(position, text_.size());
  int64_t units = samples_[end / kStep];
  for (size_t i = end / kStep * kStep; i < end; ++i) {
    if (!IsContinuation(text_[i])) units += Units(text_[i], encoding_);
  }
  return units;
}

void ConvertSpans(const v1::Article& texts, v1::OffsetEncoding encoding,
                  google::protobuf::Message& message) {
  if (encoding == v1::OFFSET_ENCODING_SOURCE_BYTES) return ConvertToSourceBytes(texts, message);
  if (encoding != v1::OFFSET_ENCODING_UTF16 && encoding != v1::OFFSET_ENCODING_UTF32) return;
  const OffsetIndex source(texts.source_text(), encoding);
  const OffsetIndex normalized(texts.normalized_text(), encoding);
  Convert(By(source), By(normalized), message);
}

void ConvertSpans(v1::Article& article, v1::OffsetEncoding encoding) {
  ConvertSpans(article, encoding, article);
}

}  // namespace qushu
