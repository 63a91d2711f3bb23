#include <algorithm>

#include "agent/curl_uplink.hpp"

namespace foreshock::agent {

std::string problem_member(std::string_view json, std::string_view name) {
    const std::string quoted = "\"" + std::string{name} + "\"";
    auto at = json.find(quoted);
    if (at == std::string_view::npos) return {};
    json.remove_prefix(at + quoted.size());
    const auto skip = [&json] {
        json.remove_prefix(std::min(json.find_first_not_of(" \t\r\n"), json.size()));
    };
    skip();
    if (!json.starts_with(':')) return {};
    json.remove_prefix(1);
    skip();
    if (!json.starts_with('"')) return {};
    json.remove_prefix(1);
    std::string value;
    while (!json.empty() && json.front() != '"') {
        if (json.front() == '\\' && json.size() > 1) json.remove_prefix(1);
        value += json.front();
        json.remove_prefix(1);
    }
    return json.empty() ? std::string{} : value;
}

}  // namespace foreshock::agent
