#include "agent/orders.hpp"

#include <filesystem>

#include "agent/enrolment_files.hpp"
#include "detectors/pack/pack_identity.hpp"

namespace foreshock::agent {
namespace {

constexpr const char* default_config = "/etc/foreshock/agent.toml";
}  // namespace

Result<AgentConfig> effective_config(const CommandLine& line) {
    const bool has_default = line.config_file.empty() && std::filesystem::exists(default_config);
    const std::string file = has_default ? default_config : line.config_file;
    Result<AgentConfig> config = load_config(file);
    if (!config) return config;
    // Where enrolment left its settings is known only now.
    const EnrolmentFiles enrolled{line.state ? *line.state : config->state};
    std::error_code none;
    if (std::filesystem::exists(enrolled.settings(), none)) {
        config = load_config(file, enrolled.settings());
        if (!config) return config;
    }
    if (line.server_url) config->server.urls = {*line.server_url};
    if (line.state) config->state = *line.state;
    if (line.token_file) config->server.token_file = *line.token_file;
    if (line.host_root) config->host_root = *line.host_root;
    if (line.log_level) config->log_level = *line.log_level;
    config->watch.logs.root = config->host_root;
    config->watch.logs.state_folder = config->state + "/logs";
    if (config->packs.empty()) config->packs = detectors::default_packs();
    return config;
}

Result<Orders> load_orders(const CommandLine& line) {
    Result<AgentConfig> config = effective_config(line);
    if (!config) return fail(std::move(config).error());
    Orders orders;
    orders.version = FORESHOCK_VERSION;
    auto texts = detectors::read_pack_texts(config->packs);
    if (!texts) return fail(std::move(texts).error().with("packs.files"));
    auto pack = detectors::parse_packs(*texts);
    if (!pack) return fail(std::move(pack).error());
    orders.pack = std::move(*pack);
    orders.pack_in_use = detectors::pack_in_use(*texts, orders.pack.kinds.size());
    orders.pack_in_use.version = orders.version;
    orders.config = std::move(*config);
    return orders;
}

}  // namespace foreshock::agent
