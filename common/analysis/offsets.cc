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

bool IsConverted(v1::OffsetEncoding encoding) {
  return encoding == v1::OFFSET_ENCODING_UTF16 || encoding == v1::OFFSET_ENCODING_UTF32;
}

// Units of the characters whose first byte is in `bytes`.
int64_t Units(std::string_view bytes, v1::OffsetEncoding encoding) {
  return static_cast<int64_t>(encoding == v1::OFFSET_ENCODING_UTF32 ? CountCodePoints(bytes)
                                                                    : CountUtf16Units(bytes));
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
  if (!IsConverted(encoding)) return;
  samples_.reserve(text.size() / kStep + 1);
  int64_t units = 0;
  for (size_t i = 0; i + kStep <= text.size(); i += kStep) {
    samples_.push_back(static_cast<uint32_t>(units));
    units += Units(text.substr(i, kStep), encoding);
  }
  samples_.push_back(static_cast<uint32_t>(units));
}

int64_t OffsetIndex::FromUtf8(int64_t position) const {
  if (samples_.empty()) return position;
  const size_t end = std::min<size_t>(position, text_.size());
  const size_t sample = end / kStep;
  return samples_[sample] + Units(text_.substr(sample * kStep, end % kStep), encoding_);
}

void ConvertSpans(const v1::Article& texts, v1::OffsetEncoding encoding,
                  google::protobuf::Message& message) {
  if (encoding == v1::OFFSET_ENCODING_SOURCE_BYTES) return ConvertToSourceBytes(texts, message);
  if (!IsConverted(encoding)) return;
  const OffsetIndex source(texts.source_text(), encoding);
  const OffsetIndex normalized(texts.normalized_text(), encoding);
  Convert(By(source), By(normalized), message);
}

void ConvertSpans(v1::Article& article, v1::OffsetEncoding encoding) {
  ConvertSpans(article, encoding, article);
}

}  // namespace qushu
