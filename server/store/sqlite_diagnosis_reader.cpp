#include "server/store/sqlite_diagnosis_reader.hpp"

#include <algorithm>

#include "server/store/forecast_rows.hpp"
#include "server/store/host_codec.hpp"
#include "server/store/incident_text.hpp"
#include "server/store/known_error_rows.hpp"

namespace foreshock::store {
namespace {

using incidents::DiagnosisContext;
using incidents::DiagnosisReader;
using incidents::Host;

Result<std::vector<Host>> hosts_named(Connection& connection,
                                      const std::vector<std::string>& names) {
    std::vector<Host> hosts;
    const std::size_t count = std::min(names.size(), DiagnosisReader::hosts_max);
    for (std::size_t i = 0; i < count; ++i) {
        const auto rows = connection.execute(
            "SELECT body FROM host WHERE json_extract(body, '$.name') = $1", {names[i]});
        if (!rows) return fail(rows.error());
        for (const Row& row : *rows) {
            auto host = decode_host(row.text(0));
            if (!host) return fail(std::move(host).error());
            hosts.push_back(std::move(*host));
        }
    }
    return hosts;
}

}  // namespace

Result<DiagnosisContext> SqliteDiagnosisReader::context_of(
    const incidents::Incident& incident) const {
    auto reader = readers_.lease();
    if (!reader) return fail(std::move(reader).error());
    Connection& connection = *reader->operator->();
    auto hosts = hosts_named(connection, incident.hosts());
    if (!hosts) return fail(std::move(hosts).error());
    auto past = past_like(connection, incident, past_max);
    if (!past) return fail(std::move(past).error());
    auto known = known_errors(connection);
    if (!known) return fail(std::move(known).error());
    return DiagnosisContext{std::move(*hosts), std::move(*past), std::move(*known)};
}

Result<incidents::NearMissLedger> SqliteDiagnosisReader::near_misses(
    const incidents::NearMissQuery& query) const {
    auto reader = readers_.lease();
    if (!reader) return fail(std::move(reader).error());
    return store::near_misses(*reader->operator->(), query);
}

}  // namespace foreshock::store
