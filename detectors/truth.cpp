#include "detectors/truth.hpp"

#include <algorithm>

#include "detectors/csv.hpp"

namespace foreshock::detectors {
namespace {

Result<TrueIncident> incident_of(const std::vector<std::string>& cells) {
    if (cells.size() != 4)
        return fail(Errc::malformed, "write four cells: kind-or-*,component-or-*,from,to");
    const auto from = parse_csv_time(cells[2]);
    if (!from) return fail(from.error());
    const auto to = parse_csv_time(cells[3]);
    if (!to) return fail(to.error());
    if (*to < *from) return fail(Errc::malformed, "it ends before it begins");
    if (cells[0].empty() || cells[1].empty())
        return fail(Errc::malformed, "an empty kind or component; write * for any");
    return TrueIncident{cells[0], cells[1], *from, *to};
}

bool is_left_out(const std::string& line, bool is_first) {
    return line.empty() || line == "\r" || line.front() == '#' ||
           (is_first && line.starts_with("kind,"));
}

bool is_like(std::string_view pattern, std::string_view text) {
    if (!pattern.ends_with('*')) return pattern == text;
    return text.starts_with(pattern.substr(0, pattern.size() - 1));
}

bool tells(const Episode& episode, const TrueIncident& incident) {
    return is_like(incident.kind, episode.kind) && is_like(incident.component, episode.component) &&
           episode.raised_at <= incident.to &&
           (!episode.cleared_at || *episode.cleared_at >= incident.from);
}

double share(std::size_t part, std::size_t whole) {
    return whole == 0 ? 1 : static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

Result<std::vector<TrueIncident>> read_truth(std::istream& csv) {
    std::vector<TrueIncident> incidents;
    std::string line;
    for (std::size_t number = 1; std::getline(csv, line); ++number) {
        const std::string place = "line " + std::to_string(number);
        if (line.size() > csv_line_bytes_max) return fail(Errc::too_large, place + " is too long");
        if (is_left_out(line, number == 1)) continue;
        if (incidents.size() == true_incidents_max)
            return fail(Errc::too_large, place + ": more than 10,000 incidents");
        const auto cells = parse_csv_line(line);
        if (!cells) return fail(Error{cells.error()}.with(place));
        auto incident = incident_of(*cells);
        if (!incident) return fail(std::move(incident).error().with(place));
        incidents.push_back(std::move(*incident));
    }
    return incidents;
}

double TruthScore::precision() const {
    return share(true_episodes, episodes);
}

double TruthScore::recall() const {
    return share(met, incidents);
}

TruthScore score_truth(const std::vector<Episode>& episodes,
                       const std::vector<TrueIncident>& incidents) {
    TruthScore score;
    score.episodes = episodes.size();
    score.incidents = incidents.size();
    std::vector<bool> is_true(episodes.size());
    for (const TrueIncident& incident : incidents) {
        std::optional<TimePoint> first;
        for (std::size_t i = 0; i < episodes.size(); ++i) {
            if (!tells(episodes[i], incident)) continue;
            is_true[i] = true;
            if (!first || episodes[i].raised_at < *first) first = episodes[i].raised_at;
        }
        if (!first) continue;
        ++score.met;
        score.announced += *first < incident.from ? 1 : 0;
        score.leads.push_back(incident.from - *first);
    }
    score.true_episodes =
        static_cast<std::size_t>(std::count(is_true.begin(), is_true.end(), true));
    return score;
}

Duration median(std::vector<Duration> spans) {
    if (spans.empty()) return Duration{0};
    const auto middle = spans.begin() + static_cast<std::ptrdiff_t>((spans.size() - 1) / 2);
    std::nth_element(spans.begin(), middle, spans.end());
    return *middle;
}

}  // namespace foreshock::detectors
