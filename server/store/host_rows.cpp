#include "server/store/host_rows.hpp"

#include "server/store/host_codec.hpp"
#include "server/store/statement.hpp"

namespace foreshock::store {

using incidents::Host;
using incidents::HostMark;

Result<void> save_host(Connection& connection, const Host& host) {
    auto saved = run(connection,
                     "INSERT INTO host (id, body) VALUES ($1, $2) "
                     "ON CONFLICT (id) DO UPDATE SET body = excluded.body",
                     {host.id, encode_host(host)});
    if (!saved) return saved;
    return save_mark(connection, {host.id, host.sequence, host.last_seen, host.clock_skew});
}

Result<void> save_mark(Connection& connection, const HostMark& mark) {
    return run(connection,
               "INSERT INTO host_mark (id, sequence, last_seen, clock_skew) "
               "VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO UPDATE SET "
               "sequence = excluded.sequence, last_seen = excluded.last_seen, "
               "clock_skew = excluded.clock_skew",
               {mark.id, static_cast<std::int64_t>(mark.sequence), to_unix_ms(mark.last_seen),
                std::int64_t{mark.clock_skew.count()}});
}

Result<std::vector<Host>> all_hosts(Connection& connection) {
    const auto rows = connection.execute(
        "SELECT host.body, host_mark.id IS NOT NULL, coalesce(sequence, 0), "
        "coalesce(last_seen, 0), coalesce(clock_skew, 0) FROM host "
        "LEFT JOIN host_mark ON host_mark.id = host.id ORDER BY host.id");
    if (!rows) return fail(rows.error());
    std::vector<Host> hosts;
    hosts.reserve(rows->size());
    for (const Row& row : *rows) {
        auto host = decode_host(row.text(0));
        if (!host) return fail(std::move(host).error());
        // A host of a version before has no mark yet.
        if (row.integer(1) != 0) {
            host->sequence = static_cast<std::uint64_t>(row.integer(2));
            host->last_seen = from_unix_ms(row.integer(3));
            host->clock_skew = Duration{row.integer(4)};
        }
        hosts.push_back(std::move(*host));
    }
    return hosts;
}

}  // namespace foreshock::store
