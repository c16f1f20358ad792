// Figures as lines of a table, for exports.
#ifndef QUSHU_SERVICES_QUERY_FIGURE_TABLE_H_
#define QUSHU_SERVICES_QUERY_FIGURE_TABLE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/repeated_field.h"
#include "qushu/v1/figure.pb.h"
#include "qushu/v1/figure_streams.pb.h"

namespace qushu::query {

// The columns of a table and how they are written.
class FigureTable {
 public:
  // `columns` are fields of Figure; all but `candidates` and `evidence` where there are none.
  // INVALID_ARGUMENT (INVALID_ARGUMENT) for field `columns`: an unknown one, or one named twice.
  static absl::StatusOr<FigureTable> Create(
      v1::ExportFormat format, const google::protobuf::RepeatedPtrField<std::string>& columns);

  // The line with the names of the columns; empty for JSON lines.
  std::string Header() const;
  // The line of a figure, with its line end. CSV: dates as 2020-02-20, spans as begin-end, enums in
  // lower case without their prefix; RFC 4180, so lines end in CR LF. JSON: the protobuf mapping
  // with the names of the fields as they are.
  std::string Line(const v1::Figure& figure) const;

 private:
  FigureTable() = default;

  v1::ExportFormat format_ = v1::EXPORT_FORMAT_CSV;
  std::vector<const google::protobuf::FieldDescriptor*> columns_;
};

}  // namespace qushu::query

#endif  // QUSHU_SERVICES_QUERY_FIGURE_TABLE_H_
