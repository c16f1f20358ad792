// Newspaper pages made up by a program, as many as one likes: what stores, services and streams are
// measured and put under load with.
//
// A page reports on one to four counties of a city, under their names as headings, out of
// templates on a dozen topics; it has about 3 KB and up to some 60 figures. The papers of some
// cities publish much more than those of others, and some names and topics come up much more often.
// Publication dates are spread over 2011 to 2020. Places are real divisions of GB/T 2260; people,
// firms and figures are made up and say nothing about the place they name.
//
// Page `index` of `seed` is the same on every machine and needs none of the pages before it. Pages
// of one seed differ from each other in their text.
//
//   ASSERT_OK_AND_ASSIGN(auto gazetteer, Gazetteer::Create());
//   const SyntheticPages pages(*gazetteer, /*seed=*/1);
//   for (uint64_t i = 0; i < 1000; ++i) Ingest(pages.Page(i));
//
// The program `qushu-synth` writes them to files.
#ifndef QUSHU_TESTS_TESTING_SYNTHETIC_SYNTHETIC_PAGES_H_
#define QUSHU_TESTS_TESTING_SYNTHETIC_SYNTHETIC_PAGES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "common/gazetteer/gazetteer.h"
#include "qushu/v1/ingest_service.pb.h"

namespace qushu::testing {

class SyntheticPages {
 public:
  // `gazetteer` outlives the object.
  SyntheticPages(const Gazetteer& gazetteer, uint64_t seed);

  // The page, with publication, page, source_uri, publication_date and home_district. Safe from
  // many threads.
  v1::ArticleInput Page(uint64_t index) const;

  struct City {
    DivisionId id = kNoDivision;
    std::vector<DivisionId> counties = {};
  };
  // The cities that have a paper, those that publish most first.
  const std::vector<City>& cities() const { return cities_; }

 private:
  const Gazetteer& gazetteer_;
  const uint64_t seed_;
  std::vector<City> cities_;
};

// `page` as a line of NDJSON, with its line end: an object with `text` and the other fields of
// ArticleInput by their names, `publication_date` as `2020-02-20`.
std::string NdjsonLine(const v1::ArticleInput& page);

}  // namespace qushu::testing

#endif  // QUSHU_TESTS_TESTING_SYNTHETIC_SYNTHETIC_PAGES_H_
