#include "detectors/csv_recording.hpp"

#include "detectors/csv.hpp"

namespace foreshock::detectors {

CsvRecording::CsvRecording(std::istream& csv, SeriesKey series, std::string name)
    : csv_(csv), value_(std::move(series)), name_(std::move(name)) {}

Error CsvRecording::in_place(Error error) const {
    Error placed = std::move(error).with("line " + std::to_string(number_));
    return name_.empty() ? placed : std::move(placed).with(name_);
}

Result<SeriesKey> CsvRecording::key_of(const std::string& name) const {
    if (name == "value") {
        if (value_.signal.empty())
            return fail(Errc::invalid, "the column 'value' needs a signal to stand for");
        return value_;
    }
    const std::size_t brace = name.find('{');
    auto labels = Labels::parse(brace == name.npos ? "" : std::string_view{name}.substr(brace));
    if (!labels) return fail(std::move(labels).error().with("column " + name));
    return SeriesKey{name.substr(0, brace), std::move(*labels)};
}

Result<void> CsvRecording::read_header(const std::vector<std::string>& names) {
    if (names.size() < 2) return fail(Errc::malformed, "a time and a value column are needed");
    for (std::size_t i = 1; i < names.size(); ++i) {
        auto key = key_of(names[i]);
        if (!key) return fail(std::move(key).error());
        keys_.push_back(std::move(*key));
    }
    return {};
}

Result<void> CsvRecording::read_row(const std::vector<std::string>& cells) {
    if (cells.size() > keys_.size() + 1)
        return fail(Errc::malformed, "more cells than the first line has names");
    const auto at = parse_csv_time(cells.front());
    if (!at) return fail(at.error());
    if (last_ && *at <= *last_) {
        ++counts_.out_of_order;
        return {};
    }
    row_.clear();
    for (std::size_t i = 1; i < cells.size(); ++i) {
        const auto value = parse_csv_number(cells[i]);
        if (!value) return fail(value.error());
        row_.push_back(*value);
    }
    at_ = last_ = *at;
    return {};
}

/// False at the end.
Result<bool> CsvRecording::read_line() {
    if (!std::getline(csv_, line_)) {
        if (number_ > 0) return false;
        Error none{Errc::malformed, "there is no first line with column names"};
        return fail(name_.empty() ? none : std::move(none).with(name_));
    }
    ++number_;
    if (line_.size() > csv_line_bytes_max)
        return fail(in_place({Errc::too_large, "the line is too long"}));
    if (line_.empty() || line_ == "\r") return true;
    const auto cells = parse_csv_line(line_);
    if (!cells) return fail(in_place(cells.error()));
    const auto done = keys_.empty() ? read_header(*cells) : read_row(*cells);
    if (!done) return fail(in_place(done.error()));
    return true;
}

Result<std::optional<TimePoint>> CsvRecording::next() {
    while (!at_) {
        const auto more = read_line();
        if (!more) return fail(more.error());
        if (!*more) return std::optional<TimePoint>{};
    }
    return at_;
}

Result<void> CsvRecording::play(RecordingSink& out) {
    if (ids_.empty())
        for (const SeriesKey& key : keys_)
            ids_.push_back(out.series(key));
    for (std::size_t i = 0; i < row_.size(); ++i)
        if (row_[i]) out.value(ids_[i], *at_, *row_[i]);
    at_.reset();
    return {};
}

}  // namespace foreshock::detectors
