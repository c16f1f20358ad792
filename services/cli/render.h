// Articles, summaries and figures for people.
#ifndef QUSHU_SERVICES_CLI_RENDER_H_
#define QUSHU_SERVICES_CLI_RENDER_H_

#include <iosfwd>
#include <string>
#include <vector>

#include "qushu/v1/article.pb.h"
#include "qushu/v1/figure.pb.h"
#include "qushu/v1/query_service.pb.h"
#include "qushu/v1/summary.pb.h"

namespace qushu::cli {

struct RenderOptions {
  int columns = 100;
  bool explain = false;         // each figure's evidence below it
  bool summaries_only = false;  // no figures
};

// District by district, in the order of the page: headline, summary, figures.
void RenderArticle(const v1::Article& article, const RenderOptions& options, std::ostream& out);

// One district: what each article says of it, with key figures.
void RenderDistrict(const v1::GetDistrictSummaryResponse& district, const RenderOptions& options,
                    std::ostream& out);

// Figures grouped by district, in the order in which the districts first appear.
void RenderFigures(const std::vector<v1::Figure>& figures, const RenderOptions& options,
                   std::ostream& out);

// A line a finding.
void RenderFindings(const google::protobuf::RepeatedPtrField<v1::Finding>& findings, int columns,
                    std::ostream& out);

}  // namespace qushu::cli

#endif  // QUSHU_SERVICES_CLI_RENDER_H_
