#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "agent/curl_uplink.hpp"
#include "agent/log.hpp"
#include "certificates/certificate.hpp"
#include "collectors/background.hpp"
#include "core/time.hpp"

namespace foreshock::agent {

struct RenewalSettings {
    std::string identity_file;   ///< key and certificate; empty: there is nothing to renew
    std::string authority_file;  ///< of the server
    std::vector<std::string> urls;
    std::string proxy;

    bool operator==(const RenewalSettings&) const = default;
};

/// When to try to renew a certificate: first within the tenth of its life that begins when two
/// thirds are over, so that a fleet does not come in step; after failures at growing waits. Pure.
class RenewalSchedule {
public:
    static constexpr Duration wait_min = std::chrono::seconds{5};
    static constexpr Duration wait_max = std::chrono::hours{1};

    /// Of this certificate; `spread` from 0 to 1.
    void set(const certificates::Certificate& certificate, double spread);

    void clear() { due_.reset(); }

    /// Growing from a hundredth of the life on, within the bounds above.
    void failed(TimePoint now);

    [[nodiscard]] bool is_due(TimePoint now) const { return due_ && now >= *due_; }

private:
    std::optional<TimePoint> due_;
    Duration life_{};
    int failures_ = 0;
};

/// Gets a new key and certificate before the present one ends, and puts them into the same file:
/// the uplink reads that for each request. For the loop's thread; what blocks is done in the
/// background.
class Renewal {
public:
    /// All must outlive it, but what `post` works on.
    Renewal(collectors::Background& background, Post post, EventLog& log);
    /// What still runs is forgotten.
    ~Renewal();
    Renewal(const Renewal&) = delete;
    Renewal& operator=(const Renewal&) = delete;

    void set(RenewalSettings settings);

    /// To be called every few seconds, with the host's own time.
    void look(TimePoint now);

    /// Why the last attempt came to nothing; empty when all is well.
    [[nodiscard]] const std::string& failure() const { return said_; }

private:
    struct Shared;
    void read();
    void finished(const Result<std::string>& done, TimePoint now);

    collectors::Background& background_;
    EventLog& log_;
    RenewalSettings settings_;
    RenewalSchedule schedule_;
    std::shared_ptr<Shared> shared_;
    bool is_busy_ = false;
    std::string said_;
};

/// A new key and certificate for the one in the file, in its place. Says until when it is good.
/// Blocks.
Result<std::string> renew_once(const RenewalSettings& settings);

}  // namespace foreshock::agent
