#pragma once

#include <string_view>

#include "server/incidents/ports.hpp"

namespace foreshock::http {

/// The host of that id, else the one that people call so; not_found in words for whoever asked.
Result<incidents::Host> find_host(const incidents::IncidentReader& reader,
                                  std::string_view id_or_name);

}  // namespace foreshock::http
