#include "detectors/csv.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/number.hpp"

namespace foreshock::detectors {
namespace {

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

/// Takes a quoted cell from the front, without what follows it.
bool take_quoted(std::string_view& line, std::string& cell) {
    line.remove_prefix(1);
    while (true) {
        const std::size_t quote = line.find('"');
        if (quote == line.npos) return false;
        cell.append(line.substr(0, quote));
        line.remove_prefix(quote + 1);
        if (!line.starts_with('"')) return true;
        cell += '"';
        line.remove_prefix(1);
    }
}

bool is_absent(std::string_view text) {
    constexpr std::array<std::string_view, 5> words{"", "nan", "null", "none", "-"};
    std::string lower{text};
    std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return std::find(words.begin(), words.end(), lower) != words.end();
}

}  // namespace

Result<std::vector<std::string>> parse_csv_line(std::string_view line) {
    while (line.ends_with('\n') || line.ends_with('\r'))
        line.remove_suffix(1);
    std::vector<std::string> cells;
    while (true) {
        if (cells.size() == csv_columns_max) return fail(Errc::too_large, "more than 2000 columns");
        std::string cell;
        if (line.starts_with('"') && !take_quoted(line, cell))
            return fail(Errc::malformed, "a quote is not closed");
        const std::size_t comma = line.find(',');
        cell.append(line.substr(0, comma));
        cells.push_back(std::move(cell));
        if (comma == line.npos) return cells;
        line.remove_prefix(comma + 1);
    }
}

Result<TimePoint> parse_csv_time(std::string_view text) {
    text = trimmed(text);
    if (const auto number = parse_double(text)) {
        constexpr double seconds_max = 1e11;
        if (!std::isfinite(*number) || std::abs(*number) > seconds_max * 1000)
            return fail(Errc::malformed, "'" + std::string{text} + "' is no time");
        const bool is_ms = std::abs(*number) >= seconds_max;
        return from_unix_ms(std::llround(is_ms ? *number : *number * 1000));
    }
    if (const auto at = parse_rfc3339(text)) return *at;
    std::string iso{text};
    if (iso.size() > 10 && iso[10] == ' ') iso[10] = 'T';
    if (const auto at = parse_rfc3339(iso + "Z")) return *at;
    return fail(Errc::malformed, "'" + std::string{text.substr(0, 40)} + "' is no time");
}

Result<std::optional<double>> parse_csv_number(std::string_view text) {
    text = trimmed(text);
    if (is_absent(text)) return std::optional<double>{};
    const auto number = parse_double(text);
    if (!number)
        return fail(Errc::malformed, "'" + std::string{text.substr(0, 40)} + "' is no number");
    if (!std::isfinite(*number)) return std::optional<double>{};
    return std::optional<double>{*number};
}

}  // namespace foreshock::detectors
