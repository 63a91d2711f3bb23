#pragma once

#include <string>
#include <utility>
#include <vector>

#include "agent/server_settings.hpp"
#include "core/result.hpp"
#include "core/time.hpp"

namespace foreshock::agent {

/// What a server shows to somebody who believes nothing yet.
struct ShownServer {
    std::vector<std::string> chain;  ///< its certificates in PEM, its own first
    TimePoint clock = {};            ///< by its Date field; 1970 when it sends none
};

/// Shakes hands and asks whether it is well, without proof and without telling anything. The error
/// says what to do. Blocks for at most 20 s.
Result<ShownServer> look_at_server(const std::string& url, const std::string& proxy);

/// How an exchange with the server went wrong.
struct ExchangeFailure {
    int status = 0;       ///< HTTP; 0: there was no answer
    std::string problem;  ///< "token-expired"; empty: none of ours
    std::string words;
};

/// What the server gave.
struct Certified {
    std::string certificate;  ///< PEM
    std::string authority;    ///< PEM
    std::string expires_at;
    std::vector<std::pair<std::string, std::string>> labels;
};

/// To whom, whom to believe, and as whom: PEM in each, the last one empty for nobody yet.
struct ExchangeWay {
    std::string url;
    std::string proxy;
    std::string authority;
    std::string identity;
};

struct EnrolmentWords {
    std::string token;
    std::string request;
    std::string agent_id;
    std::string machine_id;
};

/// POST /api/v1/enroll and /api/v1/renew. Each blocks for at most 30 s.
tl::expected<Certified, ExchangeFailure> ask_to_enrol(const ExchangeWay& way,
                                                      const EnrolmentWords& words);
tl::expected<Certified, ExchangeFailure> ask_to_renew(const ExchangeWay& way,
                                                      const std::string& request);

/// Reads such an answer, of foreign hands: malformed.
Result<Certified> parse_certified(const std::string& json);

/// "https://mon.example:8420/x" → "mon.example", "https://[::1]:8420" → "::1".
std::string host_of_url(std::string_view url);

}  // namespace foreshock::agent
