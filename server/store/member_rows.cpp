#include "server/store/member_rows.hpp"

namespace foreshock::store {
namespace {

using incidents::Member;
using incidents::MemberChanged;
using incidents::MemberCount;
using incidents::MemberEntered;
using incidents::MembersPassed;
using incidents::MemberState;

std::int64_t ms_or_zero(const std::optional<TimePoint>& at) {
    return at ? to_unix_ms(*at) : 0;
}

std::optional<TimePoint> time_or_none(std::int64_t ms) {
    if (ms == 0) return std::nullopt;
    return from_unix_ms(ms);
}

std::int64_t number_of(std::uint64_t number) {
    return static_cast<std::int64_t>(number);
}

Result<void> run(Connection& connection, std::string_view sql, const std::vector<Value>& values) {
    auto rows = connection.execute(sql, values);
    if (!rows) return fail(std::move(rows).error());
    return {};
}

void add_state(std::vector<Value>& values, const MemberState& state) {
    for (const auto number :
         {std::int64_t{state.phase == Phase::occurring}, static_cast<std::int64_t>(state.severity),
          std::int64_t{state.worst_phase == Phase::occurring},
          static_cast<std::int64_t>(state.worst_severity), std::int64_t{state.times_raised},
          to_unix_ms(state.observed_at), to_unix_ms(state.received_at),
          ms_or_zero(state.cleared_at), ms_or_zero(state.orphaned_since)}) {
        values.emplace_back(number);
    }
}

MemberState state_from(const Row& row, std::size_t first) {
    const auto phase = [&](std::size_t column) {
        return row.integer(column) == 0 ? Phase::impending : Phase::occurring;
    };
    const auto severity = [&](std::size_t column) {
        return static_cast<Severity>(row.integer(column));
    };
    MemberState state;
    state.phase = phase(first);
    state.severity = severity(first + 1);
    state.worst_phase = phase(first + 2);
    state.worst_severity = severity(first + 3);
    state.times_raised = static_cast<int>(row.integer(first + 4));
    state.observed_at = from_unix_ms(row.integer(first + 5));
    state.received_at = from_unix_ms(row.integer(first + 6));
    state.cleared_at = time_or_none(row.integer(first + 7));
    state.orphaned_since = time_or_none(row.integer(first + 8));
    return state;
}

Result<void> save(Connection& connection, const MemberEntered& entered) {
    const Member& member = entered.member;
    std::vector<Value> values{
        number_of(member.incident), member.fingerprint,     member.words.episode, member.words.host,
        member.words.kind,          member.words.component, member.words.because};
    add_state(values, member.state);
    auto saved = run(
        connection,
        "INSERT INTO member (incident, fingerprint, episode, past_episode, host, kind, component, "
        "because, phase, severity, worst_phase, worst_severity, times_raised, observed_at, "
        "received_at, cleared_at, orphaned_since) "
        "VALUES ($1, $2, $3, '', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) "
        "ON CONFLICT (incident, fingerprint) DO UPDATE SET past_episode = member.episode, "
        "episode = excluded.episode, because = excluded.because, phase = excluded.phase, "
        "severity = excluded.severity, worst_phase = excluded.worst_phase, "
        "worst_severity = excluded.worst_severity, times_raised = excluded.times_raised, "
        "observed_at = excluded.observed_at, received_at = excluded.received_at, "
        "cleared_at = excluded.cleared_at, orphaned_since = excluded.orphaned_since",
        values);
    if (!saved) return saved;
    return run(connection,
               "INSERT INTO incident_host (host, incident_id) "
               "SELECT $1, id FROM incident WHERE number = $2 ON CONFLICT DO NOTHING",
               {member.words.host, number_of(member.incident)});
}

Result<void> save(Connection& connection, const MemberChanged& changed) {
    std::vector<Value> values{number_of(changed.incident), changed.fingerprint};
    add_state(values, changed.state);
    return run(connection,
               "UPDATE member SET phase = $3, severity = $4, worst_phase = $5, "
               "worst_severity = $6, times_raised = $7, observed_at = $8, received_at = $9, "
               "cleared_at = $10, orphaned_since = $11 WHERE incident = $1 AND fingerprint = $2",
               values);
}

Result<void> save(Connection& connection, const MembersPassed& passed) {
    const std::int64_t from = number_of(passed.from);
    const std::int64_t to = number_of(passed.to);
    auto done = run(connection, "UPDATE OR IGNORE member SET incident = $2 WHERE incident = $1",
                    {from, to});
    if (!done) return done;
    done = run(connection, "DELETE FROM member WHERE incident = $1", {from});
    if (!done) return done;
    return run(connection,
               "INSERT INTO incident_host (host, incident_id) SELECT DISTINCT member.host, "
               "incident.id FROM member JOIN incident ON incident.number = member.incident "
               "WHERE member.incident = $1 ON CONFLICT DO NOTHING",
               {to});
}

Result<std::vector<MemberCount>> counts_by(Connection& connection, std::string_view column,
                                           std::uint64_t incident) {
    const std::string name{column};
    const auto rows = connection.execute(
        "SELECT " + name + ", count(*), sum(cleared_at = 0) FROM member WHERE incident = $1 " +
            "GROUP BY " + name + " ORDER BY 2 DESC, 1 LIMIT $2",
        {number_of(incident), static_cast<std::int64_t>(incidents::MemberSummary::rows_max)});
    if (!rows) return fail(rows.error());
    std::vector<MemberCount> counts;
    for (const Row& row : *rows) {
        counts.push_back({row.text(0), static_cast<std::uint64_t>(row.integer(1)),
                          static_cast<std::uint64_t>(row.integer(2))});
    }
    return counts;
}

}  // namespace

Result<void> save_member_change(Connection& connection, const incidents::MemberChange& change) {
    return std::visit([&](const auto& one) { return save(connection, one); }, change);
}

Result<std::vector<Member>> members_of_unfinished(Connection& connection) {
    const auto rows = connection.execute(
        "SELECT member.incident, fingerprint, episode, past_episode, host, kind, component, "
        "because, phase, severity, worst_phase, worst_severity, times_raised, observed_at, "
        "received_at, cleared_at, orphaned_since FROM member "
        "JOIN incident ON incident.number = member.incident WHERE incident.state <> 'closed' "
        "ORDER BY member.incident, fingerprint");
    if (!rows) return fail(rows.error());
    std::vector<Member> members;
    members.reserve(rows->size());
    for (const Row& row : *rows) {
        members.push_back({static_cast<std::uint64_t>(row.integer(0)),
                           row.text(1),
                           {row.text(2), row.text(4), row.text(5), row.text(6), row.text(7)},
                           state_from(row, 8),
                           row.text(3)});
    }
    return members;
}

Result<incidents::MemberSummary> member_summary(Connection& connection, std::uint64_t incident) {
    auto hosts = counts_by(connection, "host", incident);
    if (!hosts) return fail(std::move(hosts).error());
    auto kinds = counts_by(connection, "kind", incident);
    if (!kinds) return fail(std::move(kinds).error());
    return incidents::MemberSummary{std::move(*hosts), std::move(*kinds)};
}

}  // namespace foreshock::store
