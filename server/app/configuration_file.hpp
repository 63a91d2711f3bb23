#pragma once

#include <string>
#include <string_view>

#include "server/app/configuration.hpp"

namespace foreshock::app {

constexpr std::string_view configuration_path_default = "/etc/foreshock/server.toml";

/// Reads `toml` over what `into` holds. invalid or malformed with one line per complaint:
/// "server.toml:3:8: incidents.soak: …". An error may leave `into` half read.
Result<void> read_toml(std::string_view toml, const std::string& file_name, Configuration& into);

/// The file and the drop-ins beside it (server.d/*.toml, in the order of their names). An empty
/// path means the default one, which may be missing; a path that is given must be readable.
Result<Configuration> load_configuration(const std::string& path);

}  // namespace foreshock::app
