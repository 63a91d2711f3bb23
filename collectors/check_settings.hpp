#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/time.hpp"

namespace foreshock::collectors {

/// Is a page there, and does it say what it should? http:// or https://.
struct HttpTarget {
    std::string url;
    int status_min = 200;
    int status_max = 399;
    std::string contains;  ///< a text that the body must have
    std::string match;     ///< a POSIX extended regular expression that must be found in the body
    std::string ca_file;   ///< PEM; empty: the host's own store
};

/// Does somebody accept connections there?
struct TcpTarget {
    std::string host;
    std::uint16_t port = 0;
};

/// Can the host look up this name, and does every name server of /etc/resolv.conf answer?
struct DnsTarget {
    std::string query;
    std::vector<std::string> expect;  ///< addresses, one of which must come; empty: any
    std::string server{};             ///< empty: as the host looks names up; else its address
    std::uint16_t port = 53;          ///< of that server
};

/// Does somebody speak TLS there, with a certificate that holds for a while?
struct TlsTarget {
    std::string host;
    std::uint16_t port = 443;
    std::string server_name;  ///< empty: host
    std::string ca_file;      ///< PEM; empty: the host's own store
};

/// Does the host answer to ICMP echo?
struct IcmpTarget {
    std::string host;
    int count = 3;  ///< echo requests; one answer is enough to be up
};

/// Is the file there, young and large enough? As the agent sees it.
struct FileTarget {
    std::string path;
    std::optional<Duration> age_max;
    std::optional<double> bytes_min;
    std::optional<double> bytes_max;
};

/// A Nagios plugin: up unless it says critical or unknown.
struct PluginTarget {
    std::vector<std::string> command;
};

using CheckTarget =
    std::variant<HttpTarget, TcpTarget, DnsTarget, TlsTarget, IcmpTarget, FileTarget, PluginTarget>;

/// A question that is asked again and again: [[checks]].
struct CheckSettings {
    static constexpr std::size_t checks_max = 256;
    static constexpr std::size_t name_bytes_max = 64;

    std::string name;  ///< the `check` label; unique
    CheckTarget target;
    Duration every = std::chrono::minutes{1};
    Duration timeout = std::chrono::seconds{10};
    Duration certificate_min = std::chrono::hours{0};  ///< http, tls: down when less is left
};

/// "http", "tcp": the `type` of a check.
std::string_view check_type(const CheckTarget& target);

/// A page in Prometheus' text format that is read again and again: [[scrape]].
struct ScrapeSettings {
    static constexpr std::size_t targets_max = 64;
    static constexpr std::size_t series_bound = 5000;

    std::string name;  ///< part of the signals' names: [a-z][a-z0-9_]*
    std::string url;
    Duration every = std::chrono::seconds{15};
    Duration timeout = std::chrono::seconds{10};
    std::size_t series_max = 1000;   ///< at most series_bound
    std::vector<std::string> match;  ///< globs of metric names; empty: all
};

/// Where programs of this host may send StatsD lines: [statsd].
struct StatsdSettings {
    std::uint16_t port = 8125;  ///< UDP on the loopback; 0: any that is free
};

}  // namespace foreshock::collectors
