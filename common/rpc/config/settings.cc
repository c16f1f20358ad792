#include "common/rpc/config/settings.h"

#include <cstdlib>
#include <memory>
#include <string_view>

#include "absl/flags/flag.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/absl_compat.h"
#include "common/base/status_macros.h"
#include "common/rpc/config/text_proto.h"
#include "common/rpc/observe/log.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/dynamic_message.h"

ABSL_FLAG(std::string, config_file, "",
          "File with values for these flags, one a line: `max_streams: 100`, `db: \"/data/q.db\"`; "
          "times are strings: `stop_grace: \"5s\"`. The environment and the command line go before "
          "it.");
ABSL_FLAG(
    std::string, log_level, "info",
    "info: a line for every call; warning: for slow calls and the service's own faults; error: "
    "for its faults. On SIGHUP the value in --config_file is taken up.");

namespace qushu::rpc {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::FieldDescriptorProto;
using google::protobuf::Message;

FieldDescriptorProto::Type TypeOf(const absl::CommandLineFlag& flag) {
  if (flag.IsOfType<bool>()) return FieldDescriptorProto::TYPE_BOOL;
  if (flag.IsOfType<int>()) return FieldDescriptorProto::TYPE_INT32;
  if (flag.IsOfType<double>()) return FieldDescriptorProto::TYPE_DOUBLE;
  return FieldDescriptorProto::TYPE_STRING;
}

// A message with a field for each flag. The flags are the one table of settings.
class SettingsFile {
 public:
  static absl::StatusOr<std::unique_ptr<SettingsFile>> Read(const std::string& path) {
    std::unique_ptr<SettingsFile> file(new SettingsFile());
    google::protobuf::FileDescriptorProto proto;
    proto.set_name("settings.proto");
    proto.set_syntax("proto2");
    auto* message = proto.add_message_type();
    message->set_name("Settings");
    for (const auto& [name, flag] : OwnFlags()) {
      auto* field = message->add_field();
      field->set_name(name);
      field->set_number(message->field_size());
      field->set_label(FieldDescriptorProto::LABEL_OPTIONAL);
      field->set_type(TypeOf(*flag));
    }
    const auto* built = file->pool_.BuildFile(proto);
    if (built == nullptr) return absl::InternalError("the flags make no message");
    file->message_.reset(file->factory_.GetPrototype(built->message_type(0))->New());
    QUSHU_RETURN_IF_ERROR(ReadTextProto(path, *file->message_));
    return file;
  }

  // The values that the file has, as a command line would have them.
  std::map<std::string, std::string> Values() const {
    std::vector<const FieldDescriptor*> fields;
    const auto& reflection = *message_->GetReflection();
    reflection.ListFields(*message_, &fields);
    std::map<std::string, std::string> values;
    for (const FieldDescriptor* field : fields) {
      std::string& value = values[field->name()];
      switch (field->cpp_type()) {
        case FieldDescriptor::CPPTYPE_BOOL:
          value = reflection.GetBool(*message_, field) ? "true" : "false";
          break;
        case FieldDescriptor::CPPTYPE_INT32:
          value = std::to_string(reflection.GetInt32(*message_, field));
          break;
        case FieldDescriptor::CPPTYPE_DOUBLE:
          value = std::to_string(reflection.GetDouble(*message_, field));
          break;
        default:
          value = reflection.GetString(*message_, field);
      }
    }
    return values;
  }

 private:
  SettingsFile() : factory_(&pool_) {}

  google::protobuf::DescriptorPool pool_;
  google::protobuf::DynamicMessageFactory factory_;
  std::unique_ptr<Message> message_;
};

absl::Status Set(absl::CommandLineFlag& flag, const std::string& value, const std::string& place) {
  std::string error;
  if (flag.ParseFrom(value, &error)) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(place, ": no value for --", flag.Name(), error.empty() ? "" : ": ", error));
}

// The last --config_file of a command line that is not parsed yet; else the environment's.
std::string ConfigFileOf(int argc, char** argv) {
  const char* variable = std::getenv(VariableOf("config_file").c_str());
  std::string path = variable == nullptr ? "" : variable;
  for (int i = 1; i < argc; ++i) {
    absl::string_view word = argv[i];
    while (absl::StartsWith(word, "-")) word.remove_prefix(1);
    if (absl::StartsWith(word, "config_file=")) path = std::string(word.substr(12));
    if (word == "config_file" && i + 1 < argc) path = argv[i + 1];
  }
  return path;
}

}  // namespace

std::map<std::string, absl::CommandLineFlag*> OwnFlags() {
  std::map<std::string, absl::CommandLineFlag*> flags;
  for (const auto& [name, flag] : absl::GetAllFlags()) {
    const std::string file = flag->Filename();
    if (absl::StrContains(file, "services/") || absl::StrContains(file, "common/rpc/")) {
      flags.emplace(std::string(ToStd(name)), flag);
    }
  }
  return flags;
}

std::string VariableOf(const std::string& flag) { return "QUSHU_" + absl::AsciiStrToUpper(flag); }

absl::Status ReadSettings(int argc, char** argv) {
  const auto flags = OwnFlags();
  if (const std::string path = ConfigFileOf(argc, argv); !path.empty()) {
    QUSHU_ASSIGN_OR_RETURN(const auto file, SettingsFile::Read(path));
    for (const auto& [name, value] : file->Values()) {
      QUSHU_RETURN_IF_ERROR(Set(*flags.at(name), value, path));
    }
  }
  for (const auto& [name, flag] : flags) {
    const std::string variable = VariableOf(name);
    const char* value = std::getenv(variable.c_str());
    if (value != nullptr) QUSHU_RETURN_IF_ERROR(Set(*flag, value, variable));
  }
  return absl::OkStatus();
}

std::string EffectiveSettings() {
  std::string all;
  for (const auto& [name, flag] : OwnFlags()) {
    const std::string value = flag->CurrentValue();
    if (value == flag->DefaultValue()) continue;
    absl::StrAppend(&all, all.empty() ? "--" : " --", name, "=", value);
  }
  return all;
}

void ReadLogLevelAgain() {
  const std::string path = absl::GetFlag(FLAGS_config_file);
  if (path.empty()) return Log(LogLevel::kWarning, "SIGHUP: there is no --config_file to read");
  const auto file = SettingsFile::Read(path);
  if (!file.ok()) {
    return Log(LogLevel::kError,
               absl::StrCat("log_level stays as it was: ", file.status().message()));
  }
  const auto values = (*file)->Values();
  const auto found = values.find("log_level");
  const auto level = LogLevelByName(found == values.end() ? "info" : found->second);
  if (!level) return Log(LogLevel::kError, "log_level stays as it was: no such level");
  Log(LogLevel::kWarning, absl::StrCat("log_level is ", NameOf(*level), " now"));
  SetLogLevel(*level);
}

}  // namespace qushu::rpc
