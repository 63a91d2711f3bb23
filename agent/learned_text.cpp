#include "agent/learned_text.hpp"

#include <algorithm>
#include <array>

#include "core/number.hpp"

namespace foreshock::agent {
namespace {

using Row = std::array<std::string, 5>;

std::string quoted(std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (byte < 0x20) {
            out.append("\\u00").append({digits[byte >> 4U], digits[byte & 15U]});
        } else {
            out += c;
        }
    }
    return out + '"';
}

std::string member(std::string_view name, const std::string& json) {
    return quoted(name) + ":" + json;
}

std::string labels_json(const Labels& labels) {
    std::string out;
    for (const auto& [name, value] : labels.pairs())
        out += (out.empty() ? "" : ",") + member(name, quoted(value));
    return "{" + out + "}";
}

void sort(std::vector<KeptState>& states) {
    std::sort(states.begin(), states.end(), [](const KeptState& a, const KeptState& b) {
        return std::tie(a.learned.kind, a.learned.subject) <
               std::tie(b.learned.kind, b.learned.subject);
    });
}

Duration age_of(const detectors::Learned& learned, TimePoint now) {
    return std::max(Duration{0}, now - learned.since);
}

/// Columns as wide as their widest cell; the last one stays ragged.
std::string aligned(const std::vector<Row>& rows) {
    std::array<std::size_t, 5> widths{};
    for (const Row& row : rows)
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], row[i].size());
    std::string text;
    for (const Row& row : rows) {
        for (std::size_t i = 0; i + 1 < row.size(); ++i)
            text += row[i] + std::string(widths[i] - row[i].size() + 2, ' ');
        text += row.back() + "\n";
    }
    return text;
}

}  // namespace

std::string learned_table(std::vector<KeptState> states, TimePoint now) {
    if (states.empty()) return "nothing is learned yet\n";
    sort(states);
    std::vector<Row> rows{{"KIND", "SUBJECT", "SINCE", "AGE", "SUMMARY"}};
    for (const KeptState& state : states) {
        const detectors::Learned& learned = state.learned;
        rows.push_back({learned.kind, subject_text(learned.subject),
                        format_rfc3339(learned.since).substr(0, 16) + "Z",
                        describe_duration(age_of(learned, now)), learned.summary});
    }
    return aligned(rows);
}

std::string learned_json(std::vector<KeptState> states, TimePoint now) {
    sort(states);
    std::string text;
    for (const KeptState& state : states) {
        const detectors::Learned& learned = state.learned;
        text += text.empty() ? "[\n{" : ",\n{";
        text += member("kind", quoted(learned.kind)) + "," +
                member("subject", quoted(subject_text(learned.subject))) + "," +
                member("signal", quoted(learned.subject.signal)) + "," +
                member("labels", labels_json(learned.subject.labels)) + "," +
                member("summary", quoted(learned.summary)) + "," +
                member("since", quoted(format_rfc3339(learned.since))) + "," +
                member("kept_at", quoted(format_rfc3339(learned.kept_at))) + "," +
                member("age_seconds", std::to_string(age_of(learned, now).count() / 1000)) + "," +
                member("state_bytes", std::to_string(learned.state.size())) + "}";
    }
    return text.empty() ? "[]\n" : text + "\n]\n";
}

}  // namespace foreshock::agent
