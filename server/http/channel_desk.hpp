#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/result.hpp"

namespace foreshock::http {

/// A channel as people see it: nothing of its secrets.
struct ChannelView {
    std::string name;
    std::string kind;
    std::vector<std::string> recipients;
    std::string fallback;
};

/// How the attempt ended, in words.
struct ChannelTestResult {
    bool is_delivered = false;
    std::string detail;
};

using ChannelTestDone = std::function<void(const ChannelTestResult&)>;

/// The channels, for the API. Safe from any thread.
class ChannelDesk {
public:
    virtual ~ChannelDesk() = default;
    [[nodiscard]] virtual std::vector<ChannelView> channels() const = 0;
    /// Sends one test message; `done` is called later, from another thread. not_found for an
    /// unknown channel, invalid where no recipient is known, unavailable while another test is
    /// under way: `done` is then never called.
    virtual Result<void> test(const std::string& name, const std::string& recipient,
                              ChannelTestDone done) = 0;
    /// Somebody subscribed, or unsubscribed.
    virtual void subscriptions_changed() = 0;
};

}  // namespace foreshock::http
