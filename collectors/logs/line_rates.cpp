#include "collectors/logs/line_rates.hpp"

#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

enum Row : std::size_t { first_class, bytes = line_classes, skipped_lines, skipped_bytes };

}  // namespace

SourceRates::SourceRates(std::string_view source)
    : series_(source_signals, {{"source", label_text(source)}}) {}

void SourceRates::emit(TimePoint now, SampleSink& out) {
    const double seconds = interval_.to(now);
    if (seconds > 0) {
        for (std::size_t i = 0; i < line_classes; ++i)
            series_.add(out, first_class + i, static_cast<double>(counts_[i]) / seconds);
        series_.add(out, bytes, static_cast<double>(bytes_) / seconds);
    }
    counts_ = {};
    bytes_ = 0;
    series_.add(out, skipped_lines, static_cast<double>(skipped_lines_));
    series_.add(out, skipped_bytes, static_cast<double>(skipped_bytes_));
}

}  // namespace foreshock::collectors
