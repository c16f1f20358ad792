#include "tests/fuzz/message_mutator.h"

#include <cstdint>
#include <limits>

namespace qushu::fuzz {
namespace {

using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr int64_t kNumbers[] = {0,
                                1,
                                2,
                                3,
                                5,
                                12,
                                28,
                                29,
                                30,
                                31,
                                50,
                                100,
                                1000,
                                2020,
                                9999,
                                10000,
                                -1,
                                -2,
                                1001,
                                4096,
                                65536,
                                410305,
                                std::numeric_limits<int32_t>::max(),
                                std::numeric_limits<int32_t>::min()};

}  // namespace

void MessageMutator::Fill(Message& message, const FieldDescriptor& field, Random& random) const {
  const Reflection& reflection = *message.GetReflection();
  const bool repeated = field.is_repeated();
  const int64_t number = kNumbers[random() % std::size(kNumbers)];
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      Mutate(repeated ? *reflection.AddMessage(&message, &field)
                      : *reflection.MutableMessage(&message, &field),
             random);
      break;
    case FieldDescriptor::CPPTYPE_STRING: {
      std::string value = strings[random() % strings.size()];
      if (!repeated && random() % 2 == 0) {
        value = mutate(reflection.GetString(message, &field), random());
      }
      repeated ? reflection.AddString(&message, &field, value)
               : reflection.SetString(&message, &field, value);
      break;
    }
    case FieldDescriptor::CPPTYPE_BOOL:
      repeated ? reflection.AddBool(&message, &field, random() % 2 == 0)
               : reflection.SetBool(&message, &field, random() % 2 == 0);
      break;
    case FieldDescriptor::CPPTYPE_ENUM: {  // a value that the schema does not have, too
      const int value = static_cast<int>(random() % (field.enum_type()->value_count() + 2));
      repeated ? reflection.AddEnumValue(&message, &field, value)
               : reflection.SetEnumValue(&message, &field, value);
      break;
    }
    case FieldDescriptor::CPPTYPE_INT32:
      repeated ? reflection.AddInt32(&message, &field, static_cast<int32_t>(number))
               : reflection.SetInt32(&message, &field, static_cast<int32_t>(number));
      break;
    case FieldDescriptor::CPPTYPE_INT64:
      repeated ? reflection.AddInt64(&message, &field, number)
               : reflection.SetInt64(&message, &field, number);
      break;
    default:  // the schemas have no other kinds
      break;
  }
}

void MessageMutator::Mutate(Message& message, Random& random) const {
  const auto& descriptor = *message.GetDescriptor();
  if (descriptor.field_count() == 0) return;
  const FieldDescriptor& field =
      *descriptor.field(static_cast<int>(random() % descriptor.field_count()));
  const Reflection& reflection = *message.GetReflection();
  switch (random() % 8) {
    case 0:
      reflection.ClearField(&message, &field);
      break;
    case 1:
      if (field.is_repeated() && reflection.FieldSize(message, &field) > 0) {
        reflection.RemoveLast(&message, &field);
        break;
      }
      [[fallthrough]];
    default:
      Fill(message, field, random);
  }
}

}  // namespace qushu::fuzz
