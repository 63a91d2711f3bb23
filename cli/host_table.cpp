#include "cli/host_table.hpp"

#include <cmath>

#include "cli/table.hpp"
#include "cli/words.hpp"
#include "core/number.hpp"

namespace foreshock::cli {
namespace {

/// Below this a clock is right enough not to be mentioned.
constexpr double skew_seconds_min = 0.5;

std::string presence_words(const HostLine& host) {
    if (host.presence == "expected_away") return "away (" + host.goodbye + ")";
    return host.presence;
}

Colour presence_colour(const HostLine& host) {
    if (host.presence == "present") return Colour::green;
    return host.presence == "lost" ? Colour::red : Colour::yellow;
}

std::string skew_words(double seconds) {
    if (std::abs(seconds) < skew_seconds_min) return "-";
    return (seconds > 0 ? "+" : "") + describe_number(seconds) + "s";
}

std::vector<TableCell> row_of(const HostLine& host, TimePoint now) {
    return {
        {host.name},
        {presence_words(host), presence_colour(host)},
        {host.last_seen ? short_duration(now - *host.last_seen) + " ago" : "never"},
        {skew_words(host.clock_skew_seconds)},
        {std::to_string(host.open_incidents), host.open_incidents > 0 ? Colour::red : Colour::none},
        {host.kernel}};
}

}  // namespace

std::string render_host_table(const std::vector<HostLine>& hosts, const Look& look) {
    const std::vector<TableColumn> columns{{"HOST", 40, true}, {"PRESENCE"},  {"LAST SEEN"},
                                           {"CLOCK"},          {"INCIDENTS"}, {"KERNEL"}};
    std::vector<std::vector<TableCell>> rows;
    for (const HostLine& host : hosts)
        rows.push_back(row_of(host, look.now));
    return render_table(columns, rows, look);
}

}  // namespace foreshock::cli
