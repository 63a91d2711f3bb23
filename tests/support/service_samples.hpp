#pragma once

#include "server/incidents/service_map.hpp"

namespace foreshock::incidents::test {

inline Service service(std::string name, std::vector<std::string> hosts,
                       std::vector<std::string> depends_on = {}) {
    Service one;
    one.name = name;
    one.title = std::move(name);
    one.hosts = std::move(hosts);
    one.depends_on = std::move(depends_on);
    return one;
}

inline ServiceHost named_host(std::string name, std::string address = "",
                              std::vector<LearnedConnection> calls = {}) {
    ServiceHost host;
    host.name = std::move(name);
    if (!address.empty()) host.addresses.push_back(std::move(address));
    host.connections = std::move(calls);
    return host;
}

}  // namespace foreshock::incidents::test
