#include "collectors/sockets.hpp"

#include <array>
#include <optional>

#include "collectors/entity_series.hpp"
#include "collectors/kernel_file.hpp"
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
    ProtocolField{"Tcp:", "ActiveOpens", &ProtocolCounters::tcp_active_opens},
    ProtocolField{"Tcp:", "PassiveOpens", &ProtocolCounters::tcp_passive_opens},
    ProtocolField{"Tcp:", "AttemptFails", &ProtocolCounters::tcp_failed_opens},
    ProtocolField{"Tcp:", "EstabResets", &ProtocolCounters::tcp_resets},
    ProtocolField{"Tcp:", "CurrEstab", &ProtocolCounters::tcp_established},
    ProtocolField{"Tcp:", "InSegs", &ProtocolCounters::tcp_received_segments},
    ProtocolField{"Tcp:", "OutSegs", &ProtocolCounters::tcp_sent_segments},
    ProtocolField{"Tcp:", "RetransSegs", &ProtocolCounters::tcp_retransmitted_segments},
    ProtocolField{"Udp:", "InErrors", &ProtocolCounters::udp_receive_errors},
    ProtocolField{"Udp:", "RcvbufErrors", &ProtocolCounters::udp_buffer_errors},
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
    return table == "Tcp:" || table == "Udp:" || table == "TcpExt:";
}

/// Walks names and numbers side by side.
bool parse_pair_of_lines(std::string_view table, std::string_view names, std::string_view numbers,
                         ProtocolCounters& out) {
    for (auto name = take_word(names); !name.empty(); name = take_word(names)) {
        const std::string_view number = take_word(numbers);
        if (number.empty()) return false;
        for (const ProtocolField& field : protocol_fields) {
            if (field.name != name || field.table != table) continue;
            const auto value = word_as_uint(number);
            if (!value) return false;
            out.*field.value = *value;
        }
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
