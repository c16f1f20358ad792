// What synthetic pages are made of.
#ifndef QUSHU_TESTS_TESTING_SYNTHETIC_TEMPLATES_H_
#define QUSHU_TESTS_TESTING_SYNTHETIC_TEMPLATES_H_

#include <span>
#include <string_view>

namespace qushu::testing {

// Sentences and headlines of one topic. Slots:
//   {d} the county   {c} its city       {s} a street or town   {v} a village or community
//   {p} a person     {f} a firm         {t} a day of the page's month
//   {1} {2} {3} {4}  a number of so many digits at most        {%} a percentage with a decimal
struct Topic {
  std::span<const std::string_view> headlines;
  std::span<const std::string_view> sentences;
};

// The commonest first.
std::span<const Topic> Topics();

// Sentences without a number, on any topic.
std::span<const std::string_view> Prose();

std::span<const std::string_view> TownNames();
std::span<const std::string_view> TownKinds();
std::span<const std::string_view> VillageNames();
std::span<const std::string_view> FirmNames();
std::span<const std::string_view> FirmKinds();
std::span<const std::string_view> Surnames();
std::span<const std::string_view> GivenNames();

}  // namespace qushu::testing

#endif  // QUSHU_TESTS_TESTING_SYNTHETIC_TEMPLATES_H_
