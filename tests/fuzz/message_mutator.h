// Changes a protobuf message field by field, whatever its type.
#ifndef QUSHU_TESTS_FUZZ_MESSAGE_MUTATOR_H_
#define QUSHU_TESTS_FUZZ_MESSAGE_MUTATOR_H_

#include <functional>
#include <random>
#include <string>
#include <vector>

#include "google/protobuf/message.h"

namespace qushu::fuzz {

using Random = std::minstd_rand;

// `strings` is what string and bytes fields are filled from, as well as with `mutate` applied to
// what they hold.
struct MessageMutator {
  std::vector<std::string> strings;
  std::function<std::string(const std::string& value, unsigned seed)> mutate;

  // Sets, clears, adds to or removes from one field of `message` or of a message inside.
  void Mutate(google::protobuf::Message& message, Random& random) const;

 private:
  void Fill(google::protobuf::Message& message, const google::protobuf::FieldDescriptor& field,
            Random& random) const;
};

}  // namespace qushu::fuzz

#endif  // QUSHU_TESTS_FUZZ_MESSAGE_MUTATOR_H_
