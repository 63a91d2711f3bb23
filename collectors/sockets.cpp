#include "collectors/sockets.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include "collectors/entity_series.hpp"
#include "collectors/kernel_file.hpp"
#include "collectors/keyed_lines.hpp"
#include "collectors/rate.hpp"
#include "collectors/retransmission.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array signals{
    SignalDescription{"sockets.used.count", gauge, "count", "Sockets of all kinds."},
    SignalDescription{"sockets.tcp.in_use_count", gauge, "count",
                      "TCP sockets in any state but time-wait."},
    SignalDescription{"sockets.tcp.orphan_count", gauge, "count",
                      "TCP connections that no process holds any more."},
    SignalDescription{"sockets.tcp.time_wait_count", gauge, "count",
                      "Closed TCP connections that still keep their port."},
    SignalDescription{"sockets.tcp.allocated_count", gauge, "count", "TCP sockets in memory."},
    SignalDescription{"sockets.tcp.memory_bytes", gauge, "bytes", "Memory of TCP buffers."},
    SignalDescription{"sockets.udp.in_use_count", gauge, "count", "UDP sockets."},
    SignalDescription{"tcp.connections.established_count", gauge, "count",
                      "Open connections, those that the peer has closed included."},
    SignalDescription{"tcp.connections.opened_per_second", gauge, "per_second",
                      "Connections begun by this host."},
    SignalDescription{"tcp.connections.accepted_per_second", gauge, "per_second",
                      "Connections begun by others."},
    SignalDescription{"tcp.connections.failed_per_second", gauge, "per_second",
                      "Connections that never came to be."},
    SignalDescription{"tcp.connections.reset_per_second", gauge, "per_second",
                      "Open connections that ended by a reset."},
    SignalDescription{"tcp.segments.received_per_second", gauge, "per_second",
                      "Segments that came in."},
    SignalDescription{"tcp.segments.sent_per_second", gauge, "per_second",
                      "Segments sent for the first time."},
    SignalDescription{"tcp.segments.retransmitted_per_second", gauge, "per_second",
                      "Segments sent again because no answer came."},
    SignalDescription{"tcp.segments.retransmitted_ratio", gauge, "ratio",
                      "Share of segments sent again over about 10 s; absent when few were sent."},
    SignalDescription{"tcp.listen.overflows_per_second", gauge, "per_second",
                      "Connections refused because a program did not accept fast enough."},
    SignalDescription{"tcp.listen.drops_per_second", gauge, "per_second",
                      "Connections refused by listening sockets for any reason."},
    SignalDescription{"udp.receive.errors_per_second", gauge, "per_second",
                      "Datagrams that could not be delivered."},
    SignalDescription{"udp.receive.buffer_errors_per_second", gauge, "per_second",
                      "Datagrams dropped because a program did not read fast enough."},
    SignalDescription{"udp.receive.datagrams_per_second", gauge, "per_second",
                      "Datagrams that came in."},
    SignalDescription{"udp.receive.unwanted_per_second", gauge, "per_second",
                      "Datagrams for ports at which nobody listens."},
    SignalDescription{"udp.transmit.datagrams_per_second", gauge, "per_second",
                      "Datagrams that went out."},
    SignalDescription{"udp.transmit.buffer_errors_per_second", gauge, "per_second",
                      "Datagrams not sent because the buffer was full."},
    SignalDescription{"tcp.segments.broken_per_second", gauge, "per_second",
                      "Segments that came in broken."},
    SignalDescription{"tcp.connections.resets_sent_per_second", gauge, "per_second",
                      "Resets sent: nobody listens there, or a program broke off."},
    SignalDescription{"ip.receive.packets_per_second", gauge, "per_second",
                      "IPv4 packets that came in."},
    SignalDescription{"ip.receive.header_errors_per_second", gauge, "per_second",
                      "IPv4 packets with a broken head, or that have gone through too many hosts."},
    SignalDescription{"ip.receive.address_errors_per_second", gauge, "per_second",
                      "IPv4 packets for an address that is not this host's."},
    SignalDescription{"ip.receive.discards_per_second", gauge, "per_second",
                      "IPv4 packets dropped for lack of memory."},
    SignalDescription{"ip.forward.packets_per_second", gauge, "per_second",
                      "IPv4 packets passed on to others."},
    SignalDescription{"ip.transmit.packets_per_second", gauge, "per_second",
                      "IPv4 packets that programs sent."},
    SignalDescription{"ip.transmit.discards_per_second", gauge, "per_second",
                      "IPv4 packets dropped instead of sent."},
    SignalDescription{"ip.transmit.no_route_per_second", gauge, "per_second",
                      "IPv4 packets to where no route leads."},
    SignalDescription{"ip.fragments.failures_per_second", gauge, "per_second",
                      "Fragments that never became whole: some were lost, or memory was short."},
    SignalDescription{"icmp.receive.messages_per_second", gauge, "per_second",
                      "ICMP messages that came in."},
    SignalDescription{"icmp.receive.unreachable_per_second", gauge, "per_second",
                      "Answers of others that what this host sent cannot arrive."},
    SignalDescription{"icmp.receive.time_exceeded_per_second", gauge, "per_second",
                      "Answers of others that packets went in circles."},
    SignalDescription{"icmp.receive.redirects_per_second", gauge, "per_second",
                      "Advice of routers to take another way."},
    SignalDescription{"icmp.transmit.messages_per_second", gauge, "per_second",
                      "ICMP messages that went out."},
    SignalDescription{"icmp.transmit.unreachable_per_second", gauge, "per_second",
                      "Others were told that what they sent cannot arrive."},
};

enum Row : std::size_t {
    used,
    tcp_in_use,
    tcp_orphan,
    tcp_time_wait,
    tcp_allocated,
    tcp_memory,
    udp_in_use,
    established,
    opened,
    accepted,
    failed_opens,
    resets,
    received,
    sent,
    retransmitted,
    retransmitted_share,
    overflows,
    drops,
    udp_errors,
    udp_buffer_errors,
    udp_received,
    udp_unwanted,
    udp_sent,
    udp_send_errors,
    tcp_broken,
    tcp_resets_sent,
    ip_received,
    ip_bad_header,
    ip_bad_address,
    ip_receive_discards,
    ip_forwarded,
    ip_sent,
    ip_send_discards,
    ip_no_route,
    ip_reassembly_failures,
    icmp_received,
    icmp_unreachable_received,
    icmp_time_exceeded,
    icmp_redirects,
    icmp_sent,
    icmp_unreachable_sent,
    row_count
};

static_assert(signals.size() == row_count);

// The kernel needs longer to write netstat than all other files of this collector together.
constexpr Duration listeners_every = std::chrono::seconds{5};

struct SockstatField {
    std::string_view line, word;
    std::uint64_t SocketCounts::*value;
};

constexpr std::array sockstat_fields{
    SockstatField{"sockets:", "used", &SocketCounts::used},
    SockstatField{"TCP:", "inuse", &SocketCounts::tcp_in_use},
    SockstatField{"TCP:", "orphan", &SocketCounts::tcp_orphan},
    SockstatField{"TCP:", "tw", &SocketCounts::tcp_time_wait},
    SockstatField{"TCP:", "alloc", &SocketCounts::tcp_allocated},
    SockstatField{"TCP:", "mem", &SocketCounts::tcp_memory_pages},
    SockstatField{"UDP:", "inuse", &SocketCounts::udp_in_use},
    SockstatField{"TCP6:", "inuse", &SocketCounts::tcp_in_use},
    SockstatField{"UDP6:", "inuse", &SocketCounts::udp_in_use},
};

struct ProtocolField {
    std::string_view table, name;
    std::uint64_t ProtocolCounters::*value;
};

constexpr std::array protocol_fields{
    ProtocolField{"Ip:", "InReceives", &ProtocolCounters::ip_received},
    ProtocolField{"Ip:", "InHdrErrors", &ProtocolCounters::ip_bad_headers},
    ProtocolField{"Ip:", "InAddrErrors", &ProtocolCounters::ip_bad_addresses},
    ProtocolField{"Ip:", "InDiscards", &ProtocolCounters::ip_receive_discards},
    ProtocolField{"Ip:", "ForwDatagrams", &ProtocolCounters::ip_forwarded},
    ProtocolField{"Ip:", "OutRequests", &ProtocolCounters::ip_sent},
    ProtocolField{"Ip:", "OutDiscards", &ProtocolCounters::ip_send_discards},
    ProtocolField{"Ip:", "OutNoRoutes", &ProtocolCounters::ip_no_routes},
    ProtocolField{"Ip:", "ReasmFails", &ProtocolCounters::ip_reassembly_failures},
    ProtocolField{"Icmp:", "InMsgs", &ProtocolCounters::icmp_received},
    ProtocolField{"Icmp:", "InDestUnreachs", &ProtocolCounters::icmp_unreachable_received},
    ProtocolField{"Icmp:", "InTimeExcds", &ProtocolCounters::icmp_time_exceeded},
    ProtocolField{"Icmp:", "InRedirects", &ProtocolCounters::icmp_redirects},
    ProtocolField{"Icmp:", "OutMsgs", &ProtocolCounters::icmp_sent},
    ProtocolField{"Icmp:", "OutDestUnreachs", &ProtocolCounters::icmp_unreachable_sent},
    ProtocolField{"Tcp:", "ActiveOpens", &ProtocolCounters::tcp_active_opens},
    ProtocolField{"Tcp:", "PassiveOpens", &ProtocolCounters::tcp_passive_opens},
    ProtocolField{"Tcp:", "AttemptFails", &ProtocolCounters::tcp_failed_opens},
    ProtocolField{"Tcp:", "EstabResets", &ProtocolCounters::tcp_resets},
    ProtocolField{"Tcp:", "CurrEstab", &ProtocolCounters::tcp_established},
    ProtocolField{"Tcp:", "InSegs", &ProtocolCounters::tcp_received_segments},
    ProtocolField{"Tcp:", "OutSegs", &ProtocolCounters::tcp_sent_segments},
    ProtocolField{"Tcp:", "RetransSegs", &ProtocolCounters::tcp_retransmitted_segments},
    ProtocolField{"Tcp:", "InErrs", &ProtocolCounters::tcp_broken_segments},
    ProtocolField{"Tcp:", "OutRsts", &ProtocolCounters::tcp_resets_sent},
    ProtocolField{"Udp:", "InDatagrams", &ProtocolCounters::udp_received},
    ProtocolField{"Udp:", "NoPorts", &ProtocolCounters::udp_unwanted},
    ProtocolField{"Udp:", "InErrors", &ProtocolCounters::udp_receive_errors},
    ProtocolField{"Udp:", "OutDatagrams", &ProtocolCounters::udp_sent},
    ProtocolField{"Udp:", "RcvbufErrors", &ProtocolCounters::udp_buffer_errors},
    ProtocolField{"Udp:", "SndbufErrors", &ProtocolCounters::udp_send_errors},
    ProtocolField{"TcpExt:", "ListenOverflows", &ProtocolCounters::tcp_listen_overflows},
    ProtocolField{"TcpExt:", "ListenDrops", &ProtocolCounters::tcp_listen_drops},
    ProtocolField{"TcpExt:", "SyncookiesSent", &ProtocolCounters::tcp_syncookies},
    ProtocolField{"TcpExt:", "TCPReqQFullDrop", &ProtocolCounters::tcp_syn_drops},
    ProtocolField{"TcpExt:", "TCPToZeroWindowAdv", &ProtocolCounters::tcp_windows_closed},
    ProtocolField{"TcpExt:", "TCPWinProbe", &ProtocolCounters::tcp_window_probes},
    ProtocolField{"TcpExt:", "TCPTimeouts", &ProtocolCounters::tcp_timeouts},
    ProtocolField{"TcpExt:", "TCPSynRetrans", &ProtocolCounters::tcp_syn_retransmits},
    ProtocolField{"TcpExt:", "TCPAbortOnTimeout", &ProtocolCounters::tcp_timeout_aborts},
    ProtocolField{"TcpExt:", "TCPAbortOnMemory", &ProtocolCounters::tcp_memory_aborts},
    ProtocolField{"TcpExt:", "TCPMemoryPressures", &ProtocolCounters::tcp_memory_pressures},
    ProtocolField{"TcpExt:", "PruneCalled", &ProtocolCounters::tcp_pruned},
    ProtocolField{"TcpExt:", "TCPBacklogDrop", &ProtocolCounters::tcp_backlog_drops},
    ProtocolField{"TcpExt:", "TCPTimeWaitOverflow", &ProtocolCounters::tcp_time_wait_overflows},
};

bool is_known_table(std::string_view table) {
    return table == "Tcp:" || table == "Udp:" || table == "Ip:" || table == "Icmp:" ||
           table == "TcpExt:";
}

/// The fields of one table, which stand together, in the order of the kernel's text.
class TableFields {
public:
    explicit TableFields(std::string_view table) {
        const auto is_of_table = [table](const ProtocolField& field) {
            return field.table == table;
        };
        const auto first =
            std::find_if(protocol_fields.begin(), protocol_fields.end(), is_of_table);
        const auto last = std::find_if_not(first, protocol_fields.end(), is_of_table);
        fields_ = {first, last};
        for (const ProtocolField& field : fields_)
            marks_.add(field.name);
    }

    /// Null for most names: the kernel has many more.
    const ProtocolField* find(std::string_view name) {
        if (!marks_.may_have(name)) return nullptr;
        for (std::size_t tried = 0; tried < fields_.size(); ++tried, ++next_) {
            if (next_ >= fields_.size()) next_ = 0;
            if (fields_[next_].name == name) return &fields_[next_++];
        }
        return nullptr;
    }

private:
    std::span<const ProtocolField> fields_;
    KeyMarks marks_;
    std::size_t next_ = 0;  // where the one sought most likely is
};

/// Walks names and numbers side by side.
bool parse_pair_of_lines(std::string_view table, std::string_view names, std::string_view numbers,
                         ProtocolCounters& out) {
    TableFields fields{table};
    for (auto name = take_word(names); !name.empty(); name = take_word(names)) {
        const std::string_view number = take_word(numbers);
        if (number.empty()) return false;
        const ProtocolField* field = fields.find(name);
        if (!field) continue;
        const auto value = word_as_uint(number);
        if (!value) return false;
        out.*field->value = *value;
    }
    return take_word(numbers).empty();
}

class SocketsCollector final : public Collector {
public:
    explicit SocketsCollector(const CollectorContext& context)
        : page_bytes_(context.units.page_bytes),
          sockstat_(context.host, "proc/net/sockstat"),
          sockstat6_(context.host, "proc/net/sockstat6"),
          snmp_(context.host, "proc/net/snmp"),
          netstat_(context.host, "proc/net/netstat") {}

    Result<void> collect(TimePoint now, SampleSink& out) override {
        auto sockets = collect_sockets(out);
        auto protocols = collect_protocols(now, out);
        const bool quiet = !sockets && sockets.error().code == Errc::no_data;
        return sockets || quiet ? protocols : sockets;
    }

private:
    Result<void> collect_sockets(SampleSink& out) {
        SocketCounts counts;
        const auto text = sockstat_.read();
        if (!text) return fail(text.error());
        if (auto parsed = parse_sockstat(*text, counts); !parsed) return parsed;
        if (const auto more = sockstat6_.read()) {
            if (auto parsed = parse_sockstat(*more, counts); !parsed) return parsed;
        }
        add_sockets(out, counts);
        return {};
    }

    void add_sockets(SampleSink& out, const SocketCounts& counts) {
        series_.add(out, used, static_cast<double>(counts.used));
        series_.add(out, tcp_in_use, static_cast<double>(counts.tcp_in_use));
        series_.add(out, tcp_orphan, static_cast<double>(counts.tcp_orphan));
        series_.add(out, tcp_time_wait, static_cast<double>(counts.tcp_time_wait));
        series_.add(out, tcp_allocated, static_cast<double>(counts.tcp_allocated));
        series_.add(out, tcp_memory, static_cast<double>(counts.tcp_memory_pages) * page_bytes_);
        series_.add(out, udp_in_use, static_cast<double>(counts.udp_in_use));
    }

    Result<void> collect_protocols(TimePoint now, SampleSink& out) {
        ProtocolCounters counters;
        const auto text = snmp_.read();
        if (!text) return fail(text.error());
        if (auto parsed = parse_protocol_table(*text, counters); !parsed) return parsed;
        const double seconds = interval_.to(now);
        series_.add(out, established, static_cast<double>(counters.tcp_established));
        add_rates(out, counters, seconds);
        add_segments(out, counters, seconds);
        add_packets(out, counters, seconds);
        return collect_listeners(now, out);
    }

    Result<void> collect_listeners(TimePoint now, SampleSink& out) {
        if (listeners_at_ && now >= *listeners_at_ && now - *listeners_at_ < listeners_every) {
            return {};
        }
        ProtocolCounters counters;
        const auto text = netstat_.read();
        if (!text) return fail(text.error());
        if (auto parsed = parse_protocol_table(*text, counters); !parsed) return parsed;
        listeners_at_ = now;
        const double seconds = listeners_interval_.to(now);
        const auto overflowed = increase(overflows, counters.tcp_listen_overflows);
        const auto dropped = increase(drops, counters.tcp_listen_drops);
        series_.add(out, overflows, per_second(overflowed, seconds));
        series_.add(out, drops, per_second(dropped, seconds));
        return {};
    }

    std::optional<double> increase(Row row, std::uint64_t counter) {
        return counters_[row].to(counter);
    }

    void add_rates(SampleSink& out, const ProtocolCounters& counters, double seconds) {
        const auto add = [&](Row row, std::uint64_t counter) {
            series_.add(out, row, per_second(increase(row, counter), seconds));
        };
        add(opened, counters.tcp_active_opens);
        add(accepted, counters.tcp_passive_opens);
        add(failed_opens, counters.tcp_failed_opens);
        add(resets, counters.tcp_resets);
        add(received, counters.tcp_received_segments);
        add(udp_errors, counters.udp_receive_errors);
        add(udp_buffer_errors, counters.udp_buffer_errors);
    }

    /// A counter that has never moved has no series.
    void add_packets(SampleSink& out, const ProtocolCounters& counters, double seconds) {
        const auto add = [&](Row row, std::uint64_t counter) {
            if (counter > 0) series_.add(out, row, per_second(increase(row, counter), seconds));
        };
        add(udp_received, counters.udp_received);
        add(udp_unwanted, counters.udp_unwanted);
        add(udp_sent, counters.udp_sent);
        add(udp_send_errors, counters.udp_send_errors);
        add(tcp_broken, counters.tcp_broken_segments);
        add(tcp_resets_sent, counters.tcp_resets_sent);
        add(ip_received, counters.ip_received);
        add(ip_bad_header, counters.ip_bad_headers);
        add(ip_bad_address, counters.ip_bad_addresses);
        add(ip_receive_discards, counters.ip_receive_discards);
        add(ip_forwarded, counters.ip_forwarded);
        add(ip_sent, counters.ip_sent);
        add(ip_send_discards, counters.ip_send_discards);
        add(ip_no_route, counters.ip_no_routes);
        add(ip_reassembly_failures, counters.ip_reassembly_failures);
        add(icmp_received, counters.icmp_received);
        add(icmp_unreachable_received, counters.icmp_unreachable_received);
        add(icmp_time_exceeded, counters.icmp_time_exceeded);
        add(icmp_redirects, counters.icmp_redirects);
        add(icmp_sent, counters.icmp_sent);
        add(icmp_unreachable_sent, counters.icmp_unreachable_sent);
    }

    void add_segments(SampleSink& out, const ProtocolCounters& counters, double seconds) {
        const auto first_time = increase(sent, counters.tcp_sent_segments);
        const auto again = increase(retransmitted, counters.tcp_retransmitted_segments);
        if (!first_time || !again || seconds <= 0) return;
        series_.add(out, sent, *first_time / seconds);
        series_.add(out, retransmitted, *again / seconds);
        series_.add(out, retransmitted_share, share_.add(*first_time, *again, seconds));
    }

    double page_bytes_;
    KernelFile sockstat_;
    KernelFile sockstat6_;
    KernelFile snmp_;
    KernelFile netstat_;
    Interval interval_;
    std::optional<TimePoint> listeners_at_;
    Interval listeners_interval_;
    std::array<Increase, row_count> counters_;
    RetransmissionShare share_;
    EntitySeries series_{signals};
};

}  // namespace

Result<void> parse_sockstat(std::string_view text, SocketCounts& out) {
    bool known = false;
    std::string_view line;
    while (take_line(text, line)) {
        const std::string_view name = take_word(line);
        known = known || name == "sockets:" || name.starts_with("TCP");
        for (auto word = take_word(line); !word.empty(); word = take_word(line)) {
            const auto value = take_uint(line);
            if (!value) return fail(Errc::malformed, "sockstat: a word lacks its number");
            for (const SockstatField& field : sockstat_fields) {
                if (field.line == name && field.word == word) out.*field.value += *value;
            }
        }
    }
    if (!known) return fail(Errc::malformed, "sockstat: no line is known");
    return {};
}

Result<void> parse_protocol_table(std::string_view text, ProtocolCounters& out) {
    bool known = false;
    std::string_view names;
    std::string_view numbers;
    while (take_line(text, names)) {
        const std::string_view table = take_word(names);
        if (!take_line(text, numbers) || take_word(numbers) != table) {
            return fail(Errc::malformed, "a table of protocols has a heading without numbers");
        }
        if (!is_known_table(table)) continue;
        known = true;
        if (!parse_pair_of_lines(table, names, numbers, out)) {
            return fail(Errc::malformed, "a table of protocols has numbers that do not fit");
        }
    }
    if (!known) return fail(Errc::malformed, "a table of protocols has none that is known");
    return {};
}

std::span<const SignalDescription> sockets_signals() {
    return signals;
}

Result<std::unique_ptr<Collector>> make_sockets(const CollectorContext& context) {
    return std::make_unique<SocketsCollector>(context);
}

}  // namespace foreshock::collectors
