#include "server/store/sqlite_ledger.hpp"

#include "server/store/alert_rows.hpp"
#include "server/store/event_rows.hpp"
#include "server/store/farewell_rows.hpp"
#include "server/store/forecast_rows.hpp"
#include "server/store/host_rows.hpp"
#include "server/store/incident_codec.hpp"
#include "server/store/incident_text.hpp"
#include "server/store/kept_apart_rows.hpp"
#include "server/store/known_error_rows.hpp"
#include "server/store/learned_rows.hpp"
#include "server/store/member_rows.hpp"
#include "server/store/outbox_rows.hpp"
#include "server/store/sqlite_judgements.hpp"
#include "server/store/sqlite_report_store.hpp"
#include "server/store/statement.hpp"

namespace foreshock::store {
namespace {

using incidents::Commit;
using incidents::Host;
using incidents::Incident;
using incidents::OutboxEntry;

Result<void> save_row(Connection& connection, const Incident& incident) {
    return forget_rows(connection.execute(
        "INSERT INTO incident (id, number, revision, state, ended, priority, foreseen, category, "
        "opened_at, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) "
        "ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, state = excluded.state, "
        "ended = excluded.ended, priority = excluded.priority, foreseen = excluded.foreseen, "
        "category = excluded.category, body = excluded.body "
        "WHERE excluded.revision > incident.revision",
        {incident.id, static_cast<std::int64_t>(incident.number),
         static_cast<std::int64_t>(incident.revision), std::string{to_string(incident.state)},
         std::int64_t{incident.is_open() ? 0 : 1}, std::int64_t{incident.priority.level},
         std::int64_t{incident.phase == Phase::occurring ? 1 : 0}, incident.category,
         to_unix_ms(incident.opened_at), encode_incident(incident)}));
}

Result<void> save(Connection& connection, const Incident& incident) {
    if (auto done = save_row(connection, incident); !done) return done;
    for (const std::string& host : incident.hosts()) {
        auto done = connection.execute(
            "INSERT INTO incident_host (host, incident_id) VALUES ($1, $2) ON CONFLICT DO NOTHING",
            {host, incident.id});
        if (!done) return fail(std::move(done).error());
    }
    return {};
}

Result<void> save(Connection& connection, const OutboxEntry& entry) {
    return save_outbox_entry(connection, entry);
}

Result<void> save(Connection& connection, const Host& host) {
    return save_host(connection, host);
}

Result<void> save(Connection& connection, const incidents::HostMark& mark) {
    return save_mark(connection, mark);
}

Result<void> save(Connection& connection, const incidents::LimitsOfHost& told) {
    return save_limits(connection, told);
}

Result<void> save(Connection& connection, const incidents::PackOfHost& told) {
    return save_pack(connection, told);
}

Result<void> save(Connection& connection, const ScoredForecast& announcement) {
    return save_forecast(connection, announcement);
}

Result<void> save(Connection& connection, const incidents::SharedForeignAlert& alert) {
    return save_alert(connection, *alert);
}

Result<void> save(Connection& connection, const incidents::KinVerdict& verdict) {
    return forget_rows(connection.execute(
        "INSERT INTO kin_verdict (kind_a, kind_b, merged, split, at) VALUES ($1, $2, $3, $4, $5) "
        "ON CONFLICT (kind_a, kind_b) DO UPDATE SET merged = excluded.merged, "
        "split = excluded.split, at = excluded.at",
        {verdict.a, verdict.b, std::int64_t{verdict.merged}, std::int64_t{verdict.split},
         to_unix_ms(verdict.at)}));
}

template <class Item>
Result<void> save_all(Connection& connection, const std::vector<Item>& items) {
    for (const Item& item : items) {
        if (auto done = save(connection, item); !done) return done;
    }
    return {};
}

Result<void> append_events(Connection& connection, std::vector<incidents::Event>& events) {
    for (incidents::Event& event : events) {
        const auto sequence = append_event(connection, event);
        if (!sequence) return fail(sequence.error());
        event.sequence = *sequence;
    }
    return {};
}

template <class Item>
Result<std::vector<Item>> decode_all(const std::vector<Row>& rows,
                                     Result<Item> (*decode)(std::string_view)) {
    std::vector<Item> items;
    items.reserve(rows.size());
    for (const Row& row : rows) {
        auto item = decode(row.text(0));
        if (!item) return fail(std::move(item).error());
        items.push_back(std::move(*item));
    }
    return items;
}

}  // namespace

Result<void> write_commit(Connection& connection, Commit& commit) {
    for (const incidents::HostGone& host : commit.hosts_gone) {
        if (auto done = remove_host(connection, host); !done) return done;
    }
    for (const std::string& id : commit.farewells_done) {
        if (auto done = end_farewell(connection, id); !done) return done;
    }
    for (const std::string& incident : commit.pages_withdrawn) {
        auto done = forget_rows(connection.execute(
            "DELETE FROM outbox WHERE incident_id = $1 AND transition = 'paged'", {incident}));
        if (!done) return done;
    }
    if (auto done = save_all(connection, commit.incidents); !done) return done;
    if (auto done = append_events(connection, commit.events); !done) return done;
    if (auto done = save_member_changes(connection, commit.members); !done) return done;
    if (auto done = save_all(connection, commit.feedback); !done) return done;
    for (const Incident& incident : commit.incidents) {
        if (auto done = index_text(connection, incident); !done) return done;
    }
    if (auto done = place_reports(connection, commit.events); !done) return done;
    if (auto done = note_fixes(connection, commit.incidents, commit.events); !done) return done;
    if (auto done = save_all(connection, commit.outbox); !done) return done;
    if (auto done = void_pages(connection, commit.events); !done) return done;
    if (auto done = save_all(connection, commit.hosts); !done) return done;
    if (auto done = save_all(connection, commit.host_marks); !done) return done;
    if (auto done = save_learned(connection, commit.learned); !done) return done;
    if (auto done = save_all(connection, commit.limits); !done) return done;
    if (auto done = save_all(connection, commit.packs); !done) return done;
    if (auto done = save_all(connection, commit.forecasts); !done) return done;
    for (const std::uint64_t number : commit.alerts_gone) {
        if (auto done = remove_alert(connection, number); !done) return done;
    }
    if (auto done = save_all(connection, commit.alerts); !done) return done;
    for (const std::string& id : commit.kept_apart) {
        if (auto done = keep_apart(connection, id); !done) return done;
    }
    return {};
}

Result<void> SqliteLedger::commit(Commit& commit) {
    return writer_.transact(
        [&](Connection& connection) { return write_commit(connection, commit); });
}

Result<std::vector<Incident>> SqliteLedger::load_unfinished() {
    auto reader = readers_.lease();
    if (!reader) return fail(std::move(reader).error());
    const auto rows =
        (*reader)->execute("SELECT body FROM incident WHERE state <> 'closed' ORDER BY number");
    if (!rows) return fail(rows.error());
    return decode_all<Incident>(*rows, decode_incident);
}

Result<void> SqliteLedger::tell_members(
    const std::function<void(const incidents::MemberChange&)>& take) {
    auto reader = readers_.lease();
    if (!reader) return fail(std::move(reader).error());
    return tell_members_of_unfinished(*reader->operator->(), take);
}

Result<std::vector<incidents::KinVerdict>> SqliteLedger::load_feedback() {
    auto reader = readers_.lease();
    if (!reader) return fail(std::move(reader).error());
    const auto rows = (*reader)->execute(
        "SELECT kind_a, kind_b, merged, split, at FROM kin_verdict ORDER BY kind_a, kind_b");
    if (!rows) return fail(rows.error());
    std::vector<incidents::KinVerdict> verdicts;
    for (const Row& row : *rows) {
        verdicts.push_back({row.text(0), row.text(1), static_cast<int>(row.integer(2)),
                            static_cast<int>(row.integer(3)), from_unix_ms(row.integer(4))});
    }
    return verdicts;
}

Result<std::uint64_t> SqliteLedger::next_number() {
    auto reader = readers_.lease();
    if (!reader) return fail(std::move(reader).error());
    const auto rows = (*reader)->execute(
        "SELECT coalesce(max(number), 0) + 1 FROM (SELECT max(number) AS number FROM incident "
        "UNION ALL SELECT max(number) FROM kept_apart)");
    if (!rows) return fail(rows.error());
    return static_cast<std::uint64_t>(rows->at(0).integer(0));
}

Result<std::vector<Host>> SqliteLedger::load_hosts() {
    auto reader = readers_.lease();
    if (!reader) return fail(std::move(reader).error());
    return all_hosts(*reader->operator->());
}

Result<std::vector<incidents::Farewell>> SqliteLedger::load_farewells() {
    auto reader = readers_.lease();
    if (!reader) return fail(std::move(reader).error());
    return farewells(*reader->operator->());
}

Result<std::vector<incidents::LearnedOfHost>> SqliteLedger::load_learned(TimePoint since) {
    auto reader = readers_.lease();
    if (!reader) return fail(std::move(reader).error());
    return learned_since(*reader->operator->(), since);
}

Result<std::vector<ScoredForecast>> SqliteLedger::load_pending_forecasts() {
    auto reader = readers_.lease();
    if (!reader) return fail(std::move(reader).error());
    return pending_forecasts(*reader->operator->());
}

Result<std::vector<incidents::ForecastOutcome>> SqliteLedger::load_forecast_outcomes(
    TimePoint since) {
    auto reader = readers_.lease();
    if (!reader) return fail(std::move(reader).error());
    return forecast_outcomes(*reader->operator->(), since);
}

Result<std::vector<incidents::ForeignAlert>> SqliteLedger::load_alerts() {
    auto reader = readers_.lease();
    if (!reader) return fail(std::move(reader).error());
    return firing_alerts(*reader->operator->());
}

}  // namespace foreshock::store
