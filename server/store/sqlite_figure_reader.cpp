#include "server/store/sqlite_figure_reader.hpp"

#include "server/store/incident_codec.hpp"

namespace foreshock::store {
namespace {

using statistics::IncidentFigures;

/// Whole incidents are large: so many are in memory at a time.
constexpr std::int64_t page_size = 200;

}  // namespace

Result<std::vector<IncidentFigures>> SqliteFigureReader::figures(TimePoint begin,
                                                                 TimePoint end) const {
    auto reader = readers_.lease();
    if (!reader) return fail(std::move(reader).error());
    std::vector<IncidentFigures> all;
    std::int64_t last = 0;
    while (true) {
        const auto rows = (*reader)->execute(
            "SELECT number, body FROM incident WHERE opened_at >= $1 AND opened_at < $2 "
            "AND number > $3 ORDER BY number LIMIT $4",
            {to_unix_ms(begin), to_unix_ms(end), last, page_size});
        if (!rows) return fail(rows.error());
        for (const Row& row : *rows) {
            last = row.integer(0);
            const auto incident = decode_incident(row.text(1));
            if (!incident) return fail(incident.error());
            if (incident->outcome == incidents::Outcome::merged) continue;
            all.push_back(statistics::figures_of(*incident));
        }
        if (all.size() > incidents_max) {
            return fail(Errc::too_large, "more than " + std::to_string(incidents_max) +
                                             " incidents were opened in that time: ask for less");
        }
        if (static_cast<std::int64_t>(rows->size()) < page_size) return all;
    }
}

}  // namespace foreshock::store
