#pragma once

#include "collectors/catalog.hpp"

namespace foreshock::collectors {

/// /proc/net/sockstat, and of sockstat6 what adds to it.
struct SocketCounts {
    std::uint64_t used = 0;
    std::uint64_t tcp_in_use = 0;  ///< IPv4 and IPv6
    std::uint64_t tcp_orphan = 0;
    std::uint64_t tcp_time_wait = 0;
    std::uint64_t tcp_allocated = 0;
    std::uint64_t tcp_memory_pages = 0;
    std::uint64_t udp_in_use = 0;  ///< IPv4 and IPv6
};

/// Adds what the text tells. malformed when it has neither a sockets nor a TCP line.
Result<void> parse_sockstat(std::string_view text, SocketCounts& out);

/// Counters since boot of /proc/net/snmp and netstat; established is a gauge.
struct ProtocolCounters {
    std::uint64_t tcp_active_opens = 0;
    std::uint64_t tcp_passive_opens = 0;
    std::uint64_t tcp_failed_opens = 0;
    std::uint64_t tcp_resets = 0;
    std::uint64_t tcp_established = 0;
    std::uint64_t tcp_received_segments = 0;
    std::uint64_t tcp_sent_segments = 0;
    std::uint64_t tcp_retransmitted_segments = 0;
    std::uint64_t tcp_listen_overflows = 0;
    std::uint64_t tcp_listen_drops = 0;
    std::uint64_t tcp_syncookies = 0;
    std::uint64_t tcp_syn_drops = 0;
    std::uint64_t tcp_windows_closed = 0;
    std::uint64_t tcp_window_probes = 0;
    std::uint64_t tcp_timeouts = 0;
    std::uint64_t tcp_syn_retransmits = 0;
    std::uint64_t tcp_timeout_aborts = 0;
    std::uint64_t tcp_memory_aborts = 0;
    std::uint64_t tcp_memory_pressures = 0;
    std::uint64_t tcp_pruned = 0;
    std::uint64_t tcp_backlog_drops = 0;
    std::uint64_t tcp_time_wait_overflows = 0;
    std::uint64_t udp_receive_errors = 0;
    std::uint64_t udp_buffer_errors = 0;
    std::uint64_t udp_received = 0;
    std::uint64_t udp_unwanted = 0;
    std::uint64_t udp_sent = 0;
    std::uint64_t udp_send_errors = 0;
    std::uint64_t tcp_broken_segments = 0;
    std::uint64_t tcp_resets_sent = 0;
    std::uint64_t ip_received = 0;
    std::uint64_t ip_bad_headers = 0;
    std::uint64_t ip_bad_addresses = 0;
    std::uint64_t ip_receive_discards = 0;
    std::uint64_t ip_forwarded = 0;
    std::uint64_t ip_sent = 0;
    std::uint64_t ip_send_discards = 0;
    std::uint64_t ip_no_routes = 0;
    std::uint64_t ip_reassembly_failures = 0;
    std::uint64_t icmp_received = 0;
    std::uint64_t icmp_unreachable_received = 0;
    std::uint64_t icmp_time_exceeded = 0;
    std::uint64_t icmp_redirects = 0;
    std::uint64_t icmp_sent = 0;
    std::uint64_t icmp_unreachable_sent = 0;
};

/// Reads a table of pairs of lines, "Tcp: name name …" over "Tcp: 1 2 …", and takes what it knows.
/// malformed when a line of numbers does not fit its line of names.
Result<void> parse_protocol_table(std::string_view text, ProtocolCounters& out);

std::span<const SignalDescription> sockets_signals();
Result<std::unique_ptr<Collector>> make_sockets(const CollectorContext& context);

}  // namespace foreshock::collectors
