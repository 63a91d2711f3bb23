#pragma once

#include <map>
#include <mutex>
#include <string>

#include "core/clock.hpp"
#include "server/people/ports.hpp"

namespace foreshock::http {

/// Writes down that an agent spoke for another one, once an hour for each that does: it may try
/// as often as it reports, and must not fill the disk. Safe from any thread.
class ImpostorLog {
public:
    /// Both must outlive it.
    ImpostorLog(people::AuditLog& log, const Clock& clock) : log_(log), clock_(clock) {}

    static constexpr Duration noted_every = std::chrono::hours{1};
    static constexpr std::size_t agents_max = 1000;  ///< the rest is counted only

    void note(const std::string& agent, const std::string& claimed, const std::string& address);

private:
    [[nodiscard]] bool is_new(const std::string& agent, TimePoint now);

    people::AuditLog& log_;
    const Clock& clock_;
    std::mutex mutex_;
    std::map<std::string, TimePoint> noted_;
};

}  // namespace foreshock::http
