#include "collectors/system/chrony.hpp"

#include <array>

#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

/// The first fields of a line; the rest is passed over. How many there were.
template <std::size_t N>
std::size_t split(std::string_view line, std::array<std::string_view, N>& fields) {
    std::size_t count = 0;
    while (count < N) {
        const std::size_t comma = line.find(',');
        fields[count++] = line.substr(0, comma);
        if (comma == std::string_view::npos) break;
        line.remove_prefix(comma + 1);
    }
    return count;
}

}  // namespace

Result<ChronyTracking> parse_chrony_tracking(std::string_view text) {
    std::string_view line;
    take_line(text, line);
    std::array<std::string_view, 14> fields;
    if (split(line, fields) != fields.size()) {
        return fail(Errc::malformed, "chronyc tracking: not fourteen fields");
    }
    const auto stratum = word_as_uint(fields[2]);
    const auto offset = word_as_double(fields[4]);
    const auto delay = word_as_double(fields[10]);
    const auto dispersion = word_as_double(fields[11]);
    if (!stratum || !offset || !delay || !dispersion) {
        return fail(Errc::malformed, "chronyc tracking: a field is no number");
    }
    return ChronyTracking{*stratum, *offset, *delay, *dispersion,
                          *stratum != 0 && fields[13] != "Not synchronised"};
}

Result<ChronySources> parse_chrony_sources(std::string_view text) {
    ChronySources sources;
    std::string_view line;
    while (take_line(text, line)) {
        std::array<std::string_view, 10> fields;
        if (split(line, fields) != fields.size() || fields[1].size() != 1) {
            return fail(Errc::malformed, "chronyc sources: not ten fields");
        }
        ++sources.configured;
        if (fields[5] != "0") ++sources.reachable;
        const char state = fields[1].front();
        if (state == '*' || state == '+' || state == '-') ++sources.selected;
        if (state == 'x') ++sources.false_ones;
    }
    return sources;
}

}  // namespace foreshock::collectors
