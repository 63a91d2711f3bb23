#include "cli/event_stream.hpp"

namespace foreshock::cli {

void EventStreamReader::take(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto end = bytes.find('\n');
        const std::string_view part = bytes.substr(0, end);
        if (line_.size() + part.size() <= event_bytes_max) line_ += part;
        if (end == std::string_view::npos) return;
        if (line_.ends_with('\r')) line_.pop_back();
        take_line(line_);
        line_.clear();
        bytes.remove_prefix(end + 1);
    }
}

void EventStreamReader::restart() {
    line_.clear();
    event_ = {};
    has_data_ = false;
}

void EventStreamReader::take_line(std::string_view line) {
    if (line.empty()) return dispatch();
    const auto colon = line.find(':');
    const std::string_view field = line.substr(0, colon);
    std::string_view value =
        colon == std::string_view::npos ? std::string_view{} : line.substr(colon + 1);
    if (value.starts_with(' ')) value.remove_prefix(1);
    if (field == "event") event_.name = value;
    if (field == "id") last_event_id_ = value;
    if (field == "data" && event_.data.size() + value.size() < event_bytes_max) {
        if (has_data_) event_.data += '\n';
        event_.data += value;
        has_data_ = true;
    }
}

void EventStreamReader::dispatch() {
    if (has_data_) on_event_(event_);
    event_ = {};
    has_data_ = false;
}

}  // namespace foreshock::cli
