#pragma once

#include <functional>
#include <optional>
#include <string>

#include "core/time.hpp"

namespace foreshock::agent {

/// What came back for one request.
struct UplinkAnswer {
    int status = 0;                       ///< HTTP; 0 when there was no answer
    std::string problem;                  ///< `type` of a problem document, "" without one
    std::string text;                     ///< for people: the transport's error, or the detail
    std::optional<Duration> retry_after;  ///< when the server says
    std::string questions = {};           ///< the body, where it asks to look at other hosts
};

/// The way to the servers. One request at a time.
class Uplink {
public:
    virtual ~Uplink() = default;

    /// Sends the body to the server of that number in the background. `done` is called exactly
    /// once, later, on the loop's thread, unless the uplink is destroyed first.
    virtual void send(std::string body, std::size_t server, Duration timeout,
                      std::function<void(const UplinkAnswer&)> done) = 0;
};

}  // namespace foreshock::agent
