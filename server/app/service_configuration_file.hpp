#pragma once

#include "server/app/service_configuration.hpp"
#include "server/app/table_reader.hpp"

/// Inside the sources that read the configuration only: it brings toml++.
namespace foreshock::app {

struct ReadingPlace {
    const std::string& file;
    std::vector<std::string>& complaints;
};

/// One [[service]]; a later file's replaces the earlier one of its name.
void read_service(const toml::table& table, ReadingPlace at,
                  std::vector<ServiceConfiguration>& into);

/// The keys of [priority].
void read_priority(TableReader& in, incidents::Settings& into);

}  // namespace foreshock::app
