#include "common/analysis/offsets.h"

#include "common/base/utf8.h"
#include "google/protobuf/descriptor.h"

namespace qushu {
namespace {

// Units that the character beginning with `lead` takes.
int64_t Units(char lead, v1::OffsetEncoding encoding) {
  if (encoding == v1::OFFSET_ENCODING_UTF32) return 1;
  return CharSize(lead) == 4 ? 2 : 1;
}

void Convert(const OffsetIndex& source, const OffsetIndex& normalized,
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
      const OffsetIndex& index = field->name() == "normalized_span" ? normalized : source;
      auto& span = static_cast<v1::Span&>(*child);
      span.set_begin(index.FromUtf8(span.begin()));
      span.set_end(index.FromUtf8(span.end()));
    }
  }
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

void ConvertSpans(std::string_view source, std::string_view normalized, v1::OffsetEncoding encoding,
                  google::protobuf::Message& message) {
  if (encoding != v1::OFFSET_ENCODING_UTF16 && encoding != v1::OFFSET_ENCODING_UTF32) return;
  Convert(OffsetIndex(source, encoding), OffsetIndex(normalized, encoding), message);
}

}  // namespace qushu
