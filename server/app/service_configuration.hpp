#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "server/desk/weekly_hours.hpp"
#include "server/incidents/engine.hpp"

namespace foreshock::app {

/// A [[service]] of the configuration.
struct ServiceConfiguration {
    incidents::Service service;  ///< its hours not resolved yet
    desk::WeeklyHours hours;
    std::string place;  ///< "server.toml:12:1: ", for complaints that need the whole catalogue
};

/// Names differ and dependencies name services: invalid, with the place, otherwise.
Result<void> check_services(const std::vector<ServiceConfiguration>& services);

/// As [priority] and [[service]] tables that read back as the same.
void write_priority(std::ostream& out, const incidents::Settings& settings);
void write_services(std::ostream& out, const std::vector<ServiceConfiguration>& services);

}  // namespace foreshock::app
