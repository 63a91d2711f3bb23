#pragma once

#include <cstddef>
#include <string>

#include "server/incidents/host.hpp"

namespace foreshock::render {

/// One host with its facts and newest changes, in the manner of incident_json.hpp.
/// `open_incidents` is how many open incidents name it.
std::string host_json(const incidents::Host& host, std::size_t open_incidents);

/// {"id":…,"name":…}
std::string host_gone_json(const incidents::HostGone& host);

}  // namespace foreshock::render
