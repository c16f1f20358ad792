// QueryCore::ListFigures() and ListFiguresAsBytes().
#include <string>
#include <utility>

#include "common/base/status_macros.h"
#include "services/query/answers.h"
#include "services/query/arguments.h"
#include "services/query/figure_pages.h"
#include "services/query/query_core.h"

namespace qushu::query {
namespace {

// What the fields of the request ask for, besides filter and order.
FigureQuery QueryFrom(const Gazetteer& gazetteer, const Catalogue& catalogue,
                      const v1::ListFiguresRequest& request, rpc::FieldErrors& errors) {
  FigureQuery query;
  query.limit = rpc::PageSize(request.page_size(), 100, 1000, errors);
  query.district =
      CodeOf(gazetteer, DistrictFromName(gazetteer, request.district(), "district", false, errors));
  query.include_descendants = request.include_descendants();
  query.article = ArticleIdFromName(request.article(), "article", false, errors);
  query.unit = request.unit();
  query.kinds = EnumsFrom<v1::Kind>(request.kinds(), v1::Kind_IsValid, "kinds", errors);
  query.aspects = EnumsFrom<v1::Aspect>(request.aspects(), v1::Aspect_IsValid, "aspects", errors);
  rpc::CheckEnum(v1::Scope_IsValid(request.scope()), "scope", errors);
  query.scope = request.scope();
  query.min_value = DecimalFromText(request.min_value(), "min_value", errors);
  query.max_value = DecimalFromText(request.max_value(), "max_value", errors);
  if (query.min_value && query.max_value && *query.max_value < *query.min_value) {
    errors.Add(v1::ERROR_REASON_INVALID_VALUE_RANGE, "max_value",
               "the range ends before it begins");
  }
  query.published = WindowFromRange(request.publication_dates(), "publication_dates", errors);
  query.as_of = WindowFromRange(request.as_of_dates(), "as_of_dates", errors);
  IndicatorFromId(catalogue, request.indicator(), "indicator", false, errors);
  query.indicator = request.indicator();
  query.measure_contains = request.measure_contains();
  query.superseded = request.superseded();
  return query;
}

// NOT_FOUND if the request names an article that is not there.
absl::Status CheckArticle(Store& store, const FigureListing& listing) {
  if (listing.query.article.empty()) return absl::OkStatus();
  return store.GetSource(listing.query.article).status();
}

}  // namespace

absl::StatusOr<FigureListing> QueryCore::ListingFrom(const rpc::Call& call,
                                                     const v1::ListFiguresRequest& request) const {
  rpc::FieldErrors errors;
  FigureQuery query = QueryFrom(gazetteer_, catalogue_, request, errors);
  rpc::CheckEnum(v1::OffsetEncoding_IsValid(request.offset_encoding()), "offset_encoding", errors);
  rpc::CheckEnum(v1::FigureView_IsValid(request.view()), "view", errors);
  auto filter = FigureFilter::Parse(request.filter(), gazetteer_);
  errors.Add(filter.status());
  auto order = FigureOrder::Parse(request.order_by());
  errors.Add(order.status());
  auto position = tokens_.Decode("ListFigures", request, request.page_token());
  errors.Add(position.status());
  QUSHU_RETURN_IF_ERROR(errors.ToStatus());

  query.cancelled = CancelledBy(call);
  filter->Narrow(query);
  FigureListing listing{
      .query = std::move(query), .filter = *std::move(filter), .order = *std::move(order)};
  if (*position) {
    listing.query.after = {.article = KeyAt(**position), .number = (*position)->figure()};
    listing.after_keys.assign((*position)->sort_keys().begin(), (*position)->sort_keys().end());
  }
  return listing;
}

absl::Status QueryCore::ReadListing(const FigureListing& listing,
                                    const v1::ListFiguresRequest& request,
                                    v1::ListFiguresResponse& response) const {
  QUSHU_ASSIGN_OR_RETURN(ListedFigures page, ReadFigurePage(store_, listing));
  if (page.figures.empty()) QUSHU_RETURN_IF_ERROR(CheckArticle(store_, listing));
  const bool basic = request.view() == v1::FIGURE_VIEW_BASIC;
  for (v1::Figure& figure : page.figures) {
    if (basic) ReduceToBasic(figure);
    *response.add_figures() = std::move(figure);
  }
  if (!basic) {
    QUSHU_RETURN_IF_ERROR(
        ConvertSpansOf(store_, request.offset_encoding(), *response.mutable_figures()));
  }
  if (page.next) {
    response.set_next_page_token(tokens_.Encode("ListFigures", request, *page.next));
  }
  response.set_read_revision(page.revision);
  return absl::OkStatus();
}

absl::Status QueryCore::ListFigures(const rpc::Call& call, const v1::ListFiguresRequest& request,
                                    v1::ListFiguresResponse& response) const {
  QUSHU_ASSIGN_OR_RETURN(const FigureListing listing, ListingFrom(call, request));
  return ReadListing(listing, request, response);
}

absl::Status QueryCore::ListFiguresAsBytes(const rpc::Call& call,
                                           const v1::ListFiguresRequest& request,
                                           std::string& response) const {
  QUSHU_ASSIGN_OR_RETURN(FigureListing listing, ListingFrom(call, request));
  const bool basic = request.view() == v1::FIGURE_VIEW_BASIC;
  // Of what is put together here, none of the figures.
  v1::ListFiguresResponse message;
  if (!listing.filter.empty() || !listing.order.empty() ||
      !(basic || IsUtf8(request.offset_encoding()))) {
    QUSHU_RETURN_IF_ERROR(ReadListing(listing, request, message));
  } else {
    listing.query.as_bytes = true;
    if (basic) listing.query.left_out = kFigureFieldsNotInBasic;
    QUSHU_ASSIGN_OR_RETURN(FigurePage page, store_.ListFigures(listing.query));
    if (page.arrivals.empty()) QUSHU_RETURN_IF_ERROR(CheckArticle(store_, listing));
    if (page.next) {
      message.set_next_page_token(tokens_.Encode("ListFigures", request, PositionOf(*page.next)));
    }
    message.set_read_revision(page.revision);
    response = std::move(page.list);
  }
  message.AppendToString(&response);
  return absl::OkStatus();
}

}  // namespace qushu::query
