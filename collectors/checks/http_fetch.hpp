#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/result.hpp"
#include "core/time.hpp"

namespace foreshock::collectors {

struct HttpRequest {
    std::string url;
    std::string accept;   ///< the header of that name; empty: none
    std::string ca_file;  ///< PEM; empty: the host's own store
    Duration timeout = std::chrono::seconds{10};
    std::size_t body_bytes_max = 256 << 10;  ///< the rest is left on the line
};

struct HttpPage {
    int status = 0;
    std::string body;
    bool is_cut = false;            ///< there was more
    double first_byte_seconds = 0;  ///< since the beginning of the request
    double total_seconds = 0;
    std::uint32_t retransmissions = 0;  ///< segments that were sent again, of all connections
    std::optional<TimePoint> certificate_end;  ///< the first of the chain to end
};

/// GET with libcurl, following at most redirects_max redirections, compressed if the other side
/// likes. Blocks up to the timeout: for background threads. unavailable: no page came, for a reason
/// that people understand.
Result<HttpPage> fetch_http(const HttpRequest& request);

inline constexpr long redirects_max = 5;

}  // namespace foreshock::collectors
