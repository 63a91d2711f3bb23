#pragma once

#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "agent/config.hpp"
#include "collectors/mounts.hpp"
#include "collectors/system/certificates.hpp"
#include "collectors/system/unit_reading.hpp"

namespace foreshock::agent {

/// What there is on a host.
struct Findings {
    std::string name;
    std::string os;
    std::string kernel;
    std::vector<collectors::Mount> mounts;
    std::vector<std::string> mount_space;  ///< for each mount: "12 GiB of 40 GiB used", or empty
    std::optional<collectors::UnitsReading> units;
    std::string units_absent;  ///< why there are none
    std::vector<collectors::Listener> listeners;
    std::vector<std::string> sockets;  ///< paths of local sockets that wait
    collectors::CertificatesReading certificates;
    std::vector<std::string> blind_spots;  ///< a line for each right that is missing
};

/// The findings for people, checks to enable as TOML included.
std::string explain(const Findings& findings, TimePoint now);

/// --once --explain: looks around, which may take half a minute, and prints what there is.
void print_explanation(const AgentConfig& config, std::ostream& out);

}  // namespace foreshock::agent
