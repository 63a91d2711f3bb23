#include "wire/labels_reader.hpp"

#include "wire/message_reader.hpp"
#include "wire/report_fields.hpp"

namespace foreshock::wire {

Labels::Pair read_label(std::string_view bytes, const ReportLimits& limits) {
    Labels::Pair label;
    MessageReader<LabelField> in{bytes, "labels"};
    while (in.next()) {
        switch (in.field()) {
            case LabelField::name:
                label.first = in.text(limits.text_bytes_max);
                break;
            case LabelField::value:
                label.second = in.text(limits.text_bytes_max);
                break;
            default:
                in.skip();
        }
    }
    return label;
}

Labels make_labels(std::vector<Labels::Pair> pairs, std::string_view field) {
    Result<Labels> labels = Labels::from_pairs(std::move(pairs));
    if (!labels) refuse(Errc::malformed, field, labels.error().what);
    return std::move(*labels);
}

}  // namespace foreshock::wire
