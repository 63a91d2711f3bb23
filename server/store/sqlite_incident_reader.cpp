#include "server/store/sqlite_incident_reader.hpp"

#include <algorithm>

#include "core/number.hpp"
#include "server/store/event_rows.hpp"
#include "server/store/host_rows.hpp"
#include "server/store/incident_codec.hpp"
#include "server/store/incident_page.hpp"
#include "server/store/member_rows.hpp"

namespace foreshock::store {

using incidents::Event;
using incidents::Host;
using incidents::Incident;
using incidents::IncidentPage;
using incidents::IncidentQuery;

Result<Incident> SqliteIncidentReader::find(std::string_view id_or_number) const {
    auto reader = readers_.lease();
    if (!reader) return fail(std::move(reader).error());
    const auto number = parse_int(id_or_number);
    const auto rows =
        number ? (*reader)->execute("SELECT body FROM incident WHERE number = $1", {*number})
               : (*reader)->execute("SELECT body FROM incident WHERE id = $1",
                                    {std::string{id_or_number}});
    if (!rows) return fail(rows.error());
    if (rows->empty()) {
        return fail(Errc::not_found, "there is no incident " + std::string{id_or_number});
    }
    return decode_incident(rows->front().text(0));
}

Result<IncidentPage> SqliteIncidentReader::list(const IncidentQuery& query) const {
    const auto statement = page_statement(query);
    if (!statement) return fail(statement.error());
    auto reader = readers_.lease();
    if (!reader) return fail(std::move(reader).error());
    const auto rows = (*reader)->execute(statement->sql, statement->parameters);
    if (!rows) return fail(rows.error());
    IncidentPage page;
    const std::size_t shown = std::min(rows->size(), query.limit);
    for (std::size_t i = 0; i < shown; ++i) {
        auto incident = decode_incident((*rows)[i].text(1));
        if (!incident) return fail(std::move(incident).error());
        page.incidents.push_back(std::move(*incident));
    }
    if (rows->size() > shown) page.next_cursor = cursor_after((*rows)[shown - 1]);
    return page;
}

Result<std::vector<Event>> SqliteIncidentReader::events(
    std::string_view condition, const std::vector<Value>& parameters) const {
    auto reader = readers_.lease();
    if (!reader) return fail(std::move(reader).error());
    const std::string sql =
        "SELECT " + std::string{event_columns} + " FROM event WHERE " + std::string{condition};
    const auto rows = (*reader)->execute(sql, parameters);
    if (!rows) return fail(rows.error());
    std::vector<Event> events;
    for (const Row& row : *rows) {
        auto event = event_from(row);
        if (!event) return fail(std::move(event).error());
        events.push_back(std::move(*event));
    }
    return events;
}

Result<std::vector<Event>> SqliteIncidentReader::timeline(std::string_view incident_id) const {
    return events("incident_id = $1 ORDER BY sequence", {std::string{incident_id}});
}

Result<std::vector<Event>> SqliteIncidentReader::events_after(std::uint64_t sequence,
                                                              std::size_t limit) const {
    return events("sequence > $1 ORDER BY sequence LIMIT $2",
                  {static_cast<std::int64_t>(sequence), static_cast<std::int64_t>(limit)});
}

Result<std::vector<Host>> SqliteIncidentReader::hosts() const {
    auto reader = readers_.lease();
    if (!reader) return fail(std::move(reader).error());
    return all_hosts(*reader->operator->());
}

Result<incidents::MemberSummary> SqliteIncidentReader::members(const Incident& incident) const {
    if (incident.symptoms_beyond == 0) return incidents::MemberSummary{};
    auto reader = readers_.lease();
    if (!reader) return fail(std::move(reader).error());
    return member_summary(*reader->operator->(), incident.number);
}

}  // namespace foreshock::store
