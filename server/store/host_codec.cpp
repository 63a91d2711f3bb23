#include "server/store/host_codec.hpp"

#include <nlohmann/json.hpp>

#include "server/store/json_values.hpp"

namespace foreshock::store {
namespace {

using incidents::Host;

constexpr Goodbye goodbyes[] = {Goodbye::none, Goodbye::stop, Goodbye::upgrade, Goodbye::reboot,
                                Goodbye::shutdown};

Goodbye goodbye_from_json(const Json& json) {
    const auto& name = json.get_ref<const std::string&>();
    for (const Goodbye goodbye : goodbyes) {
        if (to_string(goodbye) == name) return goodbye;
    }
    throw std::out_of_range{"no such goodbye: " + name};
}

Json fact_to_json(const Fact& fact) {
    return {fact.name, fact.value};
}

Fact fact_from_json(const Json& json) {
    return {json.at(0).get<std::string>(), json.at(1).get<std::string>()};
}

Json change_to_json(const Change& change) {
    return {time_to_json(change.at), change.fact, change.from, change.to};
}

Change change_from_json(const Json& json) {
    return {time_from_json(json.at(0)), json.at(1).get<std::string>(),
            json.at(2).get<std::string>(), json.at(3).get<std::string>()};
}

Json dependency_to_json(const incidents::LearnedDependency& learned) {
    return {learned.peer, learned.unit, time_to_json(learned.since),
            time_to_json(learned.last_seen)};
}

incidents::LearnedDependency dependency_from_json(const Json& json) {
    return {json.at(0).get<std::string>(), json.at(1).get<std::string>(),
            time_from_json(json.at(2)), time_from_json(json.at(3))};
}

Host host_from_json(const Json& json) {
    Host host;
    host.id = json.at("id").get<std::string>();
    host.name = json.at("name").get<std::string>();
    host.boot_id = json.at("boot_id").get<std::string>();
    host.run_id = json.at("run_id").get<std::string>();
    host.sequence = json.at("sequence").get<std::uint64_t>();
    host.report_interval = Duration{json.at("report_interval").get<std::int64_t>()};
    host.first_seen = time_from_json(json.at("first_seen"));
    host.last_seen = time_from_json(json.at("last_seen"));
    host.clock_skew = Duration{json.at("clock_skew").get<std::int64_t>()};
    const auto presence = incidents::parse_presence(json.at("presence").get<std::string>());
    if (!presence) throw std::out_of_range{presence.error().what};
    host.presence = *presence;
    host.goodbye = goodbye_from_json(json.at("goodbye"));
    host.facts = list_from_json(json.at("facts"), fact_from_json);
    host.changes = list_from_json(json.at("changes"), change_from_json);
    // Absent in what versions before it wrote.
    if (json.contains("dependencies")) {
        host.dependencies = list_from_json(json.at("dependencies"), dependency_from_json);
    }
    return host;
}

}  // namespace

std::string encode_host(const Host& host) {
    return write_json({{"id", host.id},
                       {"name", host.name},
                       {"boot_id", host.boot_id},
                       {"run_id", host.run_id},
                       {"sequence", host.sequence},
                       {"report_interval", host.report_interval.count()},
                       {"first_seen", time_to_json(host.first_seen)},
                       {"last_seen", time_to_json(host.last_seen)},
                       {"clock_skew", host.clock_skew.count()},
                       {"presence", incidents::to_string(host.presence)},
                       {"goodbye", to_string(host.goodbye)},
                       {"facts", list_to_json(host.facts, fact_to_json)},
                       {"changes", list_to_json(host.changes, change_to_json)},
                       {"dependencies", list_to_json(host.dependencies, dependency_to_json)}});
}

Result<Host> decode_host(std::string_view text) {
    try {
        return host_from_json(Json::parse(text));
    } catch (const std::exception& error) {
        return fail(Errc::malformed, std::string{"stored host: "} + error.what());
    }
}

}  // namespace foreshock::store
