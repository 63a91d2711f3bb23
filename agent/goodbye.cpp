#include "agent/goodbye.hpp"

#include <filesystem>

namespace foreshock::agent {

Goodbye goodbye_reason(const HostFs& host, const std::string& state) {
    if (const auto going = host.read("run/foreshock-agent-going")) {
        return going->starts_with("reboot") ? Goodbye::reboot : Goodbye::shutdown;
    }
    std::error_code ignored;
    if (std::filesystem::remove(state + "/upgrading", ignored)) return Goodbye::upgrade;
    const bool going_down = host.read("run/nologin").has_value();
    const auto scheduled = host.read("run/systemd/shutdown/scheduled");
    const bool to_reboot = scheduled && (scheduled->find("MODE=reboot") != std::string::npos ||
                                         scheduled->find("MODE=kexec") != std::string::npos);
    // A shutdown planned for tomorrow does not make today's stop of the agent a shutdown.
    if (!going_down) return Goodbye::stop;
    return to_reboot ? Goodbye::reboot : Goodbye::shutdown;
}

}  // namespace foreshock::agent
