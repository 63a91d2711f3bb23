#include "server/store/learned_rows.hpp"

#include <nlohmann/json.hpp>

#include "server/store/json_values.hpp"
#include "server/store/statement.hpp"

namespace foreshock::store {
namespace {

using incidents::LearnedLikeness;
using incidents::LearnedOfHost;
using incidents::LearnedStream;

Json likeness_to_json(const LearnedLikeness& one) {
    return {one.signal, one.group, one.alike.count()};
}

LearnedLikeness likeness_from_json(const Json& json) {
    return {json.at(0).get<std::string>(), json.at(1).get<std::string>(),
            Duration{json.at(2).get<std::int64_t>()}};
}

Json stream_to_json(const LearnedStream& one) {
    return {one.name, one.times, time_to_json(one.first), time_to_json(one.last),
            one.longest_gap.count()};
}

LearnedStream stream_from_json(const Json& json) {
    return {json.at(0).get<std::string>(), json.at(1).get<std::size_t>(),
            time_from_json(json.at(2)), time_from_json(json.at(3)),
            Duration{json.at(4).get<std::int64_t>()}};
}

std::string encode(const LearnedOfHost& learned) {
    return write_json({{"peers", list_to_json(learned.peers, likeness_to_json)},
                       {"streams", list_to_json(learned.streams, stream_to_json)}});
}

Result<LearnedOfHost> decode(const Row& row) {
    try {
        const Json json = Json::parse(row.text(2));
        return LearnedOfHost{row.text(0), from_unix_ms(row.integer(1)),
                             list_from_json(json.at("peers"), likeness_from_json),
                             list_from_json(json.at("streams"), stream_from_json)};
    } catch (const std::exception& error) {
        return fail(Errc::malformed, "learned of " + row.text(0) + ": " + error.what());
    }
}

Result<void> save(Connection& connection, const LearnedOfHost& learned) {
    if (learned.empty())
        return run(connection, "DELETE FROM learned WHERE host = $1", {learned.host});
    return run(connection,
               "INSERT INTO learned (host, at, body) VALUES ($1, $2, $3) "
               "ON CONFLICT (host) DO UPDATE SET at = excluded.at, body = excluded.body",
               {learned.host, to_unix_ms(learned.at), encode(learned)});
}

}  // namespace

Result<void> save_learned(Connection& connection, const std::vector<LearnedOfHost>& learned) {
    for (const LearnedOfHost& one : learned) {
        if (auto done = save(connection, one); !done) return done;
    }
    if (learned.empty()) return {};
    return run(connection, "DELETE FROM learned WHERE at < $1",
               {to_unix_ms(learned.back().at - LearnedOfHost::kept)});
}

Result<std::vector<LearnedOfHost>> learned_since(Connection& connection, TimePoint since) {
    const auto rows = connection.execute(
        "SELECT host, at, body FROM learned WHERE at >= $1 ORDER BY host", {to_unix_ms(since)});
    if (!rows) return fail(rows.error());
    std::vector<LearnedOfHost> learned;
    for (const Row& row : *rows) {
        auto one = decode(row);
        if (!one) return fail(std::move(one).error());
        learned.push_back(std::move(*one));
    }
    return learned;
}

}  // namespace foreshock::store
