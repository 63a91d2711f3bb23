#include "agent/orders.hpp"

#include <filesystem>

#include "agent/record_file.hpp"

namespace foreshock::agent {
namespace {

constexpr const char* default_config = "/etc/foreshock/agent.toml";
constexpr const char* installed_pack = "/usr/share/foreshock/packs/stock.toml";

}  // namespace

std::string stock_pack_file() {
    std::error_code unknown;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", unknown);
    const auto beside = program.parent_path() / "packs" / "stock.toml";
    if (!unknown && std::filesystem::exists(beside, unknown)) return beside.string();
    return installed_pack;
}

Result<AgentConfig> effective_config(const CommandLine& line) {
    const bool has_default = line.config_file.empty() && std::filesystem::exists(default_config);
    const std::string file = has_default ? default_config : line.config_file;
    Result<AgentConfig> config = file.empty() ? parse_config({}) : load_config(file);
    if (!config) return config;
    if (line.server_url) config->server.urls = {*line.server_url};
    if (line.state) config->state = *line.state;
    if (line.token_file) config->server.token_file = *line.token_file;
    if (line.host_root) config->host_root = *line.host_root;
    if (line.log_level) config->log_level = *line.log_level;
    config->watch.logs.root = config->host_root;
    config->watch.logs.state_folder = config->state + "/logs";
    if (config->packs.empty()) config->packs = {stock_pack_file()};
    return config;
}

Result<Orders> load_orders(const CommandLine& line) {
    Result<AgentConfig> config = effective_config(line);
    if (!config) return fail(std::move(config).error());
    Orders orders;
    orders.version = FORESHOCK_VERSION;
    std::vector<detectors::PackText> texts;
    for (const std::string& file : config->packs) {
        Result<std::string> text = read_whole(file, detectors::pack_bytes_max);
        if (!text) return fail(std::move(text).error().with("packs.files"));
        orders.pack_text += file + "\n" + *text;
        texts.push_back({file, std::move(*text)});
    }
    auto pack = detectors::parse_packs(texts);
    if (!pack) return fail(std::move(pack).error());
    orders.pack = std::move(*pack);
    orders.config = std::move(*config);
    return orders;
}

}  // namespace foreshock::agent
