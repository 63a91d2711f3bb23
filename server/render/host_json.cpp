#include "server/render/host_json.hpp"

#include <nlohmann/json.hpp>

namespace foreshock::render {
namespace {

using Json = nlohmann::ordered_json;

Json change_list(const std::vector<Change>& changes) {
    Json list = Json::array();
    for (const Change& change : changes) {
        list.push_back({{"at", format_rfc3339(change.at)},
                        {"fact", change.fact},
                        {"from", change.from},
                        {"to", change.to}});
    }
    return list;
}

Json fact_map(const std::vector<Fact>& facts) {
    Json map = Json::object();
    for (const Fact& fact : facts)
        map[fact.name] = fact.value;
    return map;
}

}  // namespace

std::string host_json(const incidents::Host& host, std::size_t open_incidents) {
    Json json;
    json["id"] = host.id;
    json["name"] = host.name;
    json["presence"] = to_string(host.presence);
    json["goodbye"] = to_string(host.goodbye);
    json["first_seen"] = format_rfc3339(host.first_seen);
    json["last_seen"] = format_rfc3339(host.last_seen);
    json["boot_id"] = host.boot_id;
    json["run_id"] = host.run_id;
    json["sequence"] = host.sequence;
    json["clock_skew_seconds"] = to_seconds(host.clock_skew);
    json["report_interval_seconds"] = to_seconds(host.report_interval);
    json["facts"] = fact_map(host.facts);
    json["changes"] = change_list(host.changes);
    json["open_incidents"] = open_incidents;
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string host_gone_json(const incidents::HostGone& host) {
    const Json json{{"id", host.id}, {"name", host.name}};
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace foreshock::render
