// The schemas document themselves: every element has a comment, and the comments hold what callers
// look for in them.
#include <functional>
#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor.pb.h"
#include "tests/testing/testing.h"

namespace qushu {
namespace {

using ::google::protobuf::Descriptor;
using ::google::protobuf::DescriptorPool;
using ::google::protobuf::EnumDescriptor;
using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::FileDescriptor;
using ::google::protobuf::MethodDescriptor;
using ::google::protobuf::ServiceDescriptor;
using ::google::protobuf::SourceLocation;

class SchemaTest : public ::testing::Test {
 protected:
  void SetUp() override {
    google::protobuf::FileDescriptorSet set;
    ASSERT_TRUE(set.ParseFromString(testing::ReadFile(QUSHU_DESCRIPTORS)));
    for (const auto& file : set.file()) {
      const FileDescriptor* built = pool_.BuildFile(file);
      ASSERT_NE(built, nullptr) << file.name();
      if (built->package() == "qushu.v1") files_.push_back(built);
    }
    ASSERT_GE(files_.size(), 8u);
  }

  void ForEachMessage(const std::function<void(const Descriptor&)>& visit) const {
    const std::function<void(const Descriptor&)> walk = [&](const Descriptor& message) {
      if (message.options().map_entry()) return;
      visit(message);
      for (int i = 0; i < message.nested_type_count(); ++i) walk(*message.nested_type(i));
    };
    for (const FileDescriptor* file : files_) {
      for (int i = 0; i < file->message_type_count(); ++i) walk(*file->message_type(i));
    }
  }

  void ForEachField(const std::function<void(const FieldDescriptor&)>& visit) const {
    ForEachMessage([&](const Descriptor& message) {
      for (int i = 0; i < message.field_count(); ++i) visit(*message.field(i));
    });
  }

  void ForEachEnum(const std::function<void(const EnumDescriptor&)>& visit) const {
    for (const FileDescriptor* file : files_) {
      for (int i = 0; i < file->enum_type_count(); ++i) visit(*file->enum_type(i));
    }
    ForEachMessage([&](const Descriptor& message) {
      for (int i = 0; i < message.enum_type_count(); ++i) visit(*message.enum_type(i));
    });
  }

  void ForEachMethod(const std::function<void(const MethodDescriptor&)>& visit) const {
    for (const FileDescriptor* file : files_) {
      for (int s = 0; s < file->service_count(); ++s) {
        for (int i = 0; i < file->service(s)->method_count(); ++i) {
          visit(*file->service(s)->method(i));
        }
      }
    }
  }

  DescriptorPool pool_;
  std::vector<const FileDescriptor*> files_;
};

template <typename Element>
std::string CommentOf(const Element& element) {
  SourceLocation location;
  if (!element.GetSourceLocation(&location)) return "";
  return location.leading_comments;
}

bool StartsWith(const std::string& text, const std::string& prefix) {
  return text.rfind(prefix, 0) == 0;
}

template <typename Element>
void ExpectComment(const Element& element) {
  EXPECT_GE(CommentOf(element).size(), 4u) << element.full_name() << " has no comment";
}

TEST_F(SchemaTest, EveryElementHasAComment) {
  int elements = 0;
  ForEachMessage([&](const Descriptor& message) {
    ++elements;
    ExpectComment(message);
    for (int i = 0; i < message.real_oneof_decl_count(); ++i) {
      ExpectComment(*message.oneof_decl(i));
    }
  });
  ForEachField([&](const FieldDescriptor& field) {
    ++elements;
    ExpectComment(field);
  });
  ForEachEnum([&](const EnumDescriptor& type) {
    ExpectComment(type);
    for (int i = 0; i < type.value_count(); ++i) ExpectComment(*type.value(i));
  });
  ForEachMethod([&](const MethodDescriptor& method) {
    ++elements;
    ExpectComment(method);
    ExpectComment(*method.service());
  });
  EXPECT_GT(elements, 200) << "the descriptors hold less than the schemas";
}

TEST_F(SchemaTest, EveryFieldSaysWhoSetsIt) {
  ForEachField([](const FieldDescriptor& field) {
    const std::string comment = CommentOf(field);
    EXPECT_TRUE(StartsWith(comment, " Required.") || StartsWith(comment, " Optional.") ||
                StartsWith(comment, " Output only."))
        << field.full_name() << ":" << comment;
  });
}

TEST_F(SchemaTest, EveryMethodListsItsErrors) {
  ForEachMethod([](const MethodDescriptor& method) {
    const std::string comment = CommentOf(method);
    const size_t errors = comment.find("\n Errors:");
    ASSERT_NE(errors, std::string::npos) << method.full_name();
    EXPECT_NE(comment.find("\n - ", errors), std::string::npos) << method.full_name();
  });
}

TEST_F(SchemaTest, RequestsAndAnswersAreNamedAfterTheirMethod) {
  ForEachMethod([](const MethodDescriptor& method) {
    EXPECT_EQ(method.input_type()->name(), method.name() + "Request");
    EXPECT_EQ(method.output_type()->name(), method.name() + "Response");
  });
}

TEST_F(SchemaTest, ListsArePaged) {
  ForEachMethod([](const MethodDescriptor& method) {
    if (!StartsWith(method.name(), "List")) return;
    EXPECT_NE(method.input_type()->FindFieldByName("page_size"), nullptr) << method.full_name();
    EXPECT_NE(method.input_type()->FindFieldByName("page_token"), nullptr) << method.full_name();
    EXPECT_NE(method.output_type()->FindFieldByName("next_page_token"), nullptr)
        << method.full_name();
    EXPECT_FALSE(method.server_streaming()) << method.full_name();
  });
}

TEST_F(SchemaTest, EnumsBeginWithUnspecified) {
  ForEachEnum([](const EnumDescriptor& type) {
    ASSERT_GT(type.value_count(), 0);
    EXPECT_EQ(type.value(0)->number(), 0) << type.full_name();
    const std::string& name = type.value(0)->name();
    EXPECT_TRUE(name.size() > 12 && name.substr(name.size() - 12) == "_UNSPECIFIED") << name;
  });
}

TEST_F(SchemaTest, NoFieldIsFloatingPoint) {
  ForEachField([](const FieldDescriptor& field) {
    EXPECT_NE(field.cpp_type(), FieldDescriptor::CPPTYPE_DOUBLE) << field.full_name();
    EXPECT_NE(field.cpp_type(), FieldDescriptor::CPPTYPE_FLOAT) << field.full_name();
  });
}

TEST_F(SchemaTest, EveryErrorReasonNamesItsCode) {
  static const char* const kCodes[] = {
      " INVALID_ARGUMENT:", " NOT_FOUND:",          " UNAVAILABLE:",   " FAILED_PRECONDITION:",
      " DATA_LOSS:",        " RESOURCE_EXHAUSTED:", " UNIMPLEMENTED:", " DEADLINE_EXCEEDED:",
      " INTERNAL:",         " CANCELLED:",          " ABORTED:",       " OUT_OF_RANGE:",
      " UNAUTHENTICATED:",  " PERMISSION_DENIED:",  " ALREADY_EXISTS:"};
  const EnumDescriptor* reasons = pool_.FindEnumTypeByName("qushu.v1.ErrorReason");
  ASSERT_NE(reasons, nullptr);
  for (int i = 1; i < reasons->value_count(); ++i) {
    const std::string comment = CommentOf(*reasons->value(i));
    bool named = false;
    for (const char* code : kCodes) named |= StartsWith(comment, code);
    EXPECT_TRUE(named) << reasons->value(i)->name() << ":" << comment;
  }
}

}  // namespace
}  // namespace qushu
