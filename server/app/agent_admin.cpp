#include "server/app/agent_admin.hpp"

#include <algorithm>

#include "server/app/data_folder.hpp"
#include "server/http/token.hpp"

namespace foreshock::app {
namespace {

constexpr std::size_t name_bytes_max = 253;  // as long as a host's name may be

bool is_plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
}

}  // namespace

Result<std::string> add_agent(incidents::AgentRegistry& registry, const std::string& name) {
    if (name.empty() || name.size() > name_bytes_max ||
        !std::all_of(name.begin(), name.end(), is_plain)) {
        return fail(Errc::invalid, "an agent's name has 1 to 253 letters, digits, '-', '_', '.'");
    }
    Result<std::string> token = new_token();
    if (!token) return token;
    const Result<void> put = registry.put(name, http::sha256_hex(*token));
    if (!put) return fail(put.error());
    return token;
}

}  // namespace foreshock::app
