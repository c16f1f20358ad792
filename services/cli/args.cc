#include "services/cli/args.h"

#include <algorithm>
#include <charconv>
#include <ostream>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/base/absl_compat.h"
#include "common/base/edit_distance.h"
#include "services/cli/display_width.h"
#include "services/cli/input.h"

namespace qushu::cli {
namespace {

constexpr int kHelpColumns = 100;

absl::Status WrongUsage(std::string_view message) {
  return absl::InvalidArgumentError(ToAbsl(message));
}

const Flag* FindFlag(const Command& command, std::string_view name) {
  for (const Flag& flag : command.flags) {
    if (flag.name == name) return &flag;
  }
  return nullptr;
}

std::vector<std::string> FlagNames(const Command& command) {
  std::vector<std::string> names = {"help"};
  for (const Flag& flag : command.flags) names.push_back(flag.name);
  return names;
}

absl::Status CheckValue(const Flag& flag, const std::string& value) {
  if (value.empty()) return WrongUsage(absl::StrCat("--", flag.name, " needs a value"));
  if (flag.choices.empty() || std::ranges::find(flag.choices, value) != flag.choices.end()) {
    return absl::OkStatus();
  }
  return WrongUsage(absl::StrCat("--", flag.name, " takes ", absl::StrJoin(flag.choices, ", "),
                                 ", not '", value, "'"));
}

}  // namespace

std::string DidYouMean(std::string_view word, const std::vector<std::string>& names) {
  std::string best;
  size_t best_distance = std::max<size_t>(1, word.size() / 2);
  for (const std::string& name : names) {
    const size_t distance = EditDistance(CodePointsOf(ValidUtf8(word)), CodePointsOf(name));
    if (distance < best_distance || (distance == best_distance && best.empty())) {
      best = name;
      best_distance = distance;
    }
  }
  return best;
}

absl::StatusOr<Args> Args::Parse(const Command& command, const std::vector<std::string>& words) {
  Args args(command);
  bool flags_ended = false;
  for (size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (flags_ended || word == "-" || !word.starts_with('-')) {
      args.arguments_.push_back(word);
      continue;
    }
    if (word == "--") {
      flags_ended = true;
      continue;
    }
    const size_t equals = word.find('=');
    const bool two_dashes = word.starts_with("--");
    const std::string name = word.substr(0, equals).substr(two_dashes ? 2 : 1);
    const Flag* flag = two_dashes ? FindFlag(command, name) : nullptr;
    if (flag == nullptr) {
      const std::string guess = DidYouMean(name, FlagNames(command));
      return WrongUsage(absl::StrCat("unknown flag ", word.substr(0, equals),
                                     guess.empty() ? "" : "; did you mean --", guess,
                                     guess.empty() ? "" : "?"));
    }
    if (flag->value.empty()) {
      if (equals != std::string::npos) {
        return WrongUsage(absl::StrCat("--", name, " takes no value"));
      }
      args.values_[name].emplace_back();
      continue;
    }
    std::string value;
    if (equals != std::string::npos) {
      value = word.substr(equals + 1);
    } else if (i + 1 < words.size()) {
      value = words[++i];
    }
    std::vector<std::string> values = {value};
    if (flag->repeated) values = absl::StrSplit(value, ',');
    for (const std::string& one : values) {
      absl::Status fits = CheckValue(*flag, one);
      if (!fits.ok()) return fits;
      args.values_[name].push_back(one);
    }
  }
  if (args.arguments_.size() < command.min_arguments) {
    return WrongUsage(absl::StrCat("needs ", command.arguments));
  }
  if (args.arguments_.size() > command.max_arguments) {
    return WrongUsage(absl::StrCat("does not take '", args.arguments_[command.max_arguments], "'"));
  }
  return args;
}

bool Args::Has(std::string_view flag) const { return values_.contains(flag); }

std::string Args::Get(std::string_view flag) const {
  auto it = values_.find(flag);
  if (it != values_.end()) return it->second.back();
  const Flag* declared = FindFlag(*command_, flag);
  return declared == nullptr ? "" : declared->default_value;
}

std::vector<std::string> Args::GetAll(std::string_view flag) const {
  auto it = values_.find(flag);
  return it == values_.end() ? std::vector<std::string>{} : it->second;
}

absl::StatusOr<int> Args::GetInt(std::string_view flag, int min, int max) const {
  const std::string text = Get(flag);
  int value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < min || value > max) {
    return WrongUsage(absl::StrCat("--", ToAbsl(flag), " takes a number from ", min, " to ", max,
                                   ", not '", text, "'"));
  }
  return value;
}

absl::StatusOr<std::optional<Date>> Args::GetDate(std::string_view flag) const {
  const std::string text = Get(flag);
  if (text.empty()) return std::optional<Date>();
  std::optional<Date> date = ParseDate(text);
  if (!date) {
    return WrongUsage(
        absl::StrCat("--", ToAbsl(flag), " takes a date such as 2020-02-20, not '", text, "'"));
  }
  return date;
}

absl::StatusOr<absl::Duration> Args::GetDuration(std::string_view flag) const {
  const std::string text = Get(flag);
  absl::Duration duration;
  if ((absl::ParseDuration(text, &duration) || absl::ParseDuration(text + "s", &duration)) &&
      duration > absl::ZeroDuration()) {
    return duration;
  }
  return WrongUsage(
      absl::StrCat("--", ToAbsl(flag), " takes a time such as 30s or 500ms, not '", text, "'"));
}

void PrintHelp(const Command& command, std::ostream& out, std::string_view program) {
  out << "usage: " << program << ' ' << command.name << (command.flags.empty() ? "" : " [FLAG]...");
  if (!command.arguments.empty()) out << ' ' << command.arguments;
  out << "\n\n" << command.summary << ".\n";
  if (!command.details.empty()) out << '\n' << command.details << '\n';
  out << "\nflags:\n";
  std::vector<std::pair<std::string, std::string>> lines;
  for (const Flag& flag : command.flags) {
    std::string form = "--" + flag.name;
    if (!flag.value.empty()) form += "=" + flag.value;
    std::string help = flag.help;
    if (!flag.choices.empty()) help += ": " + absl::StrJoin(flag.choices, ", ");
    if (flag.repeated) help += "; several with commas";
    if (!flag.default_value.empty()) help += " (default " + flag.default_value + ")";
    lines.emplace_back(form, help);
  }
  lines.emplace_back("--help", "prints this");
  size_t width = 0;
  for (const auto& [form, help] : lines) width = std::max(width, form.size());
  for (const auto& [form, help] : lines) {
    std::string lead = "  " + form + std::string(width + 2 - form.size(), ' ');
    for (const std::string& line : Wrap(help, kHelpColumns - static_cast<int>(lead.size()))) {
      out << lead << line << '\n';
      lead.assign(lead.size(), ' ');
    }
  }
  if (command.examples.empty()) return;
  out << "\nexamples:\n";
  for (const Example& example : command.examples) {
    out << "  " << example.line << "\n      " << example.effect << '\n';
  }
}

}  // namespace qushu::cli
