#pragma once

#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "server/http/message.hpp"

namespace foreshock::http {

/// Remembers how POSTs with an Idempotency-Key were answered, so that a repeat is answered alike
/// and does nothing. Keeps the newest `keys_max`, until the server stops. Safe from any thread.
class IdempotencyMemory {
public:
    static constexpr std::size_t key_bytes_max = 255;

    explicit IdempotencyMemory(std::size_t keys_max = 1000) : keys_max_(keys_max) {}

    /// Nothing when the request is the first with its key, or has none: go on, and call `finish`
    /// with the answer. Else the answer to give: the old one, or a problem when the key was used
    /// for something else or the first request is still under way.
    std::optional<Response> begin(const Request& request);

    /// Answers of 500 and above are forgotten: the repeat shall try again.
    void finish(const Request& request, const Response& response);

private:
    struct Entry {
        std::string fingerprint;
        std::optional<Response> response;
    };

    void forget_oldest();

    std::size_t keys_max_;
    std::mutex mutex_;
    std::map<std::string, Entry, std::less<>> entries_;
    std::deque<std::string> oldest_first_;
};

}  // namespace foreshock::http
