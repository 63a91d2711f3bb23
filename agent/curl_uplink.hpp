#pragma once

#include <functional>
#include <memory>
#include <string>

#include "agent/server_settings.hpp"
#include "agent/uplink.hpp"

namespace foreshock::agent {

struct UplinkSettings {
    ServerSettings server;  ///< its token_file is read again for every request
    std::string version;
};

/// Runs a function on the loop's thread. Called from the uplink's thread.
using Post = std::function<void(std::function<void()>)>;

/// POSTs reports with libcurl, on a thread of its own, over connections that are kept open and TLS
/// 1.2 or newer. A connection is made within 5 s or not at all; answers are read up to 64 KiB.
class CurlUplink final : public Uplink {
public:
    CurlUplink(UplinkSettings settings, Post post);
    /// Breaks off what is under way. Name resolution cannot be broken off: after `close_wait` its
    /// thread is left to itself, and the process should end without running its destructors.
    ~CurlUplink() override;

    static constexpr Duration close_wait{500};

    /// From the next request on.
    void set(UplinkSettings settings);

    void send(std::string body, std::size_t server, Duration timeout,
              std::function<void(const UplinkAnswer&)> done) override;

private:
    struct State;
    std::shared_ptr<State> state_;
};

/// The first line of the file, trimmed. Warnings for people go to `complaint`: a token that others
/// may read.
Result<std::string> read_token(const std::string& path, std::string* complaint = nullptr);

/// The text of a member of a flat JSON object, as problem documents are: empty when it is not
/// there.
std::string problem_member(std::string_view json, std::string_view name);

}  // namespace foreshock::agent
