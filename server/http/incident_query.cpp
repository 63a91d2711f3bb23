#include "server/http/incident_query.hpp"

#include "server/http/incident_api.hpp"

namespace foreshock::http {
namespace {

using incidents::IncidentQuery;
using incidents::IncidentState;

tl::unexpected<Error> bad(std::string_view name, std::string_view value, std::string_view takes) {
    return fail(Errc::invalid, "parameter '" + std::string{name} + "' takes " + std::string{takes} +
                                   ", not '" + std::string{value.substr(0, 100)} + "'");
}

Result<void> read_states(const Query& query, IncidentQuery& out) {
    for (const std::string_view word : query.list("state")) {
        if (word == "all") {
            out.states.clear();
            return {};
        }
        if (word == "open") {
            out.states.insert(out.states.end(),
                              {IncidentState::fresh, IncidentState::assigned,
                               IncidentState::in_progress, IncidentState::pending});
            continue;
        }
        const Result<IncidentState> state = incidents::parse_incident_state(word);
        if (!state) {
            return bad("state", word,
                       "open, all, new, assigned, in_progress, pending, resolved, closed");
        }
        out.states.push_back(*state);
    }
    return {};
}

Result<void> read_priorities(const Query& query, IncidentQuery& out) {
    for (const std::string_view word : query.list("priority")) {
        const std::string_view digit = word.starts_with('P') ? word.substr(1) : word;
        if (digit.size() != 1 || digit[0] < '1' || digit[0] > '5') {
            return bad("priority", word, "P1 to P5");
        }
        out.priorities.push_back(digit[0] - '0');
    }
    return {};
}

Result<void> read_phase(const Query& query, IncidentQuery& out) {
    const auto phase = query.get("phase");
    if (!phase) return {};
    if (*phase == to_string(Phase::impending)) {
        out.phase = Phase::impending;
    } else if (*phase == to_string(Phase::occurring)) {
        out.phase = Phase::occurring;
    } else {
        return bad("phase", *phase, "impending or occurring");
    }
    return {};
}

}  // namespace

Result<IncidentQuery> incident_query(const Query& query) {
    IncidentQuery out;
    for (const auto read : {read_states, read_priorities, read_phase}) {
        Result<void> done = read(query, out);
        if (!done) return fail(std::move(done).error());
    }
    out.host = query.get("host").value_or("");
    out.category = query.get("category").value_or("");
    out.cursor = query.get("cursor").value_or("");
    const Result<std::size_t> limit =
        query.number("limit", IncidentApi::limit_default, 1, IncidentApi::limit_max);
    if (!limit) return fail(limit.error());
    out.limit = *limit;
    return out;
}

}  // namespace foreshock::http
