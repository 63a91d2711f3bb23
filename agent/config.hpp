#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agent/budget.hpp"
#include "agent/config_labels.hpp"
#include "agent/server_settings.hpp"
#include "agent/spool_settings.hpp"
#include "collectors/catalog.hpp"
#include "core/result.hpp"
#include "core/time.hpp"

namespace foreshock::agent {

/// [collectors.NAME]: what is not said is the catalogue's default.
struct CollectorSettings {
    std::optional<bool> enabled;
    std::optional<Duration> every;
};

/// agent.toml as values; docs/reference/agent.md explains each key.
struct AgentConfig {
    std::string name;  ///< empty: the host's name
    std::string state = "/var/lib/foreshock/agent";
    Duration interval{1000};
    Duration report_every{10000};
    std::string host_root = "/";
    bool witness = true;  ///< looks at other hosts when the server asks
    HostLabels labels;
    ServerSettings server;
    std::vector<std::string> packs;  ///< empty: detectors::default_packs()
    std::map<std::string, CollectorSettings, std::less<>> collectors;
    collectors::WatchSettings watch;
    SpoolSettings spool;
    BudgetSettings budget;
    std::string log_level = "info";
};

/// One TOML text and the name that complaints give it.
struct ConfigText {
    std::string file_name;
    std::string toml;
};

/// Several texts, a later one over an earlier one; lists of watched things add up. invalid with
/// one line per complaint, all of them: "file:line:column: key.path: what is wrong and how to
/// write it".
Result<AgentConfig> parse_config(const std::vector<ConfigText>& texts);

/// The file and then the `*.toml` of the folder agent.d beside it (for FILE.toml: FILE.d), in the
/// order of their names; `before` is read first. Empty: there is none of them. unreadable, invalid.
Result<AgentConfig> load_config(const std::string& file, const std::string& before = {});

/// The whole configuration, defaults included, as TOML that parse_config reads again.
std::string print_effective(const AgentConfig& config);

/// The bound on one configuration file.
inline constexpr std::size_t config_bytes_max = 1 << 20;

}  // namespace foreshock::agent
