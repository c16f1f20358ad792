#include "common/store/search_terms.h"

#include "tests/testing/testing.h"

namespace qushu {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(SearchTermsTest, PairsOfHanCharactersAndWords) {
  EXPECT_EQ(SearchTerms("设立卡口７27个"), "设立 立卡 卡口 口 727 个");
  EXPECT_EQ(SearchTerms("N95口罩，ＣＯＶＩＤ-19"), "n95 口罩 罩 covid 19");
  EXPECT_EQ(SearchTerms("卡口。卡口"), "卡口 口") << "each once";
  EXPECT_EQ(SearchTerms(""), "");
  EXPECT_EQ(SearchTerms("，。!\n"), "");
  EXPECT_EQ(SearchTerms("𠮷野家"), "𠮷野 野家 家");
}

TEST(SearchTermsTest, WhatATextMustHave) {
  EXPECT_THAT(RequiredTerms("管控卡口"), ElementsAre("管控", "控卡", "卡口"));
  EXPECT_THAT(RequiredTerms("口"), ElementsAre("口*"));
  EXPECT_THAT(RequiredTerms("Ｎ95"), ElementsAre("n95*"));
  EXPECT_THAT(RequiredTerms("5G基站"), ElementsAre("5g*", "基站"));
  EXPECT_THAT(RequiredTerms("\"*%"), IsEmpty());
}

// What a query needs is among the terms of every text that has its words.
TEST(SearchTermsTest, EveryPartOfATextIsFound) {
  const std::string text = "全区614个小区设立卡口727个Abc";
  const std::string terms = " " + SearchTerms(text) + " ";
  for (size_t i = 0; i < text.size(); ++i) {
    if ((text[i] & 0xC0) == 0x80) continue;
    for (size_t end = i + 1; end <= text.size(); ++end) {
      if (end < text.size() && (text[end] & 0xC0) == 0x80) continue;
      // The middle of a number is no beginning of a term.
      if (i > 0 && std::isalnum(static_cast<unsigned char>(text[i - 1])) &&
          std::isalnum(static_cast<unsigned char>(text[i]))) {
        continue;
      }
      for (std::string term : RequiredTerms(text.substr(i, end - i))) {
        const bool prefix = term.back() == '*';
        if (prefix) term.pop_back();
        EXPECT_NE(terms.find(" " + term + (prefix ? "" : " ")), std::string::npos)
            << text.substr(i, end - i);
      }
    }
  }
}

}  // namespace
}  // namespace qushu
