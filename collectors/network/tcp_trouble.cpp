#include "collectors/network/tcp_trouble.hpp"

#include <array>

#include "collectors/entity_series.hpp"
#include "collectors/kernel_file.hpp"
#include "collectors/rate.hpp"
#include "collectors/sockets.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array signals{
    SignalDescription{"tcp.listen.syncookies_per_second", gauge, "per_second",
                      "Connections answered by a cookie because too many were half open."},
    SignalDescription{"tcp.listen.syn_drops_per_second", gauge, "per_second",
                      "Half open connections dropped because their queue was full."},
    SignalDescription{"tcp.window.closed_per_second", gauge, "per_second",
                      "Times that a program here read so slowly that its peer had to wait."},
    SignalDescription{"tcp.window.probes_per_second", gauge, "per_second",
                      "Times that this host asked a peer whether it takes more by now."},
    SignalDescription{"tcp.timeouts.retransmit_per_second", gauge, "per_second",
                      "Times that no answer came for so long that a segment was sent again."},
    SignalDescription{"tcp.timeouts.syn_retransmit_per_second", gauge, "per_second",
                      "Times that a connection had to be asked for again."},
    SignalDescription{"tcp.aborts.timeout_per_second", gauge, "per_second",
                      "Connections given up because the peer did not answer."},
    SignalDescription{"tcp.aborts.memory_per_second", gauge, "per_second",
                      "Connections given up for lack of memory, or because of too many orphans."},
    SignalDescription{"tcp.memory.pressure_per_second", gauge, "per_second",
                      "Times that TCP came under pressure for its share of memory."},
    SignalDescription{"tcp.memory.pruned_per_second", gauge, "per_second",
                      "Times that received segments were merged or dropped for lack of buffer."},
    SignalDescription{"tcp.queue.backlog_drops_per_second", gauge, "per_second",
                      "Segments dropped because a socket was busy and its backlog full."},
    SignalDescription{"tcp.time_wait.overflows_per_second", gauge, "per_second",
                      "Closed connections not kept because there were too many."},
    SignalDescription{"sockets.tcp.orphan_limit_count", gauge, "count",
                      "How many orphans there may be (tcp_max_orphans): beside orphan_count."},
    SignalDescription{"sockets.tcp.time_wait_limit_count", gauge, "count",
                      "How many may wait (tcp_max_tw_buckets): beside time_wait_count."},
    SignalDescription{"sockets.tcp.memory_limit_bytes", gauge, "bytes",
                      "Memory that TCP buffers may take (tcp_mem): beside memory_bytes."},
    SignalDescription{"sockets.udp.memory_bytes", gauge, "bytes", "Memory of UDP buffers."},
    SignalDescription{"sockets.udp.memory_limit_bytes", gauge, "bytes",
                      "Memory that UDP buffers may take (udp_mem)."},
};

/// The rows of rates come first, in this order.
constexpr std::array counters{
    &ProtocolCounters::tcp_syncookies,       &ProtocolCounters::tcp_syn_drops,
    &ProtocolCounters::tcp_windows_closed,   &ProtocolCounters::tcp_window_probes,
    &ProtocolCounters::tcp_timeouts,         &ProtocolCounters::tcp_syn_retransmits,
    &ProtocolCounters::tcp_timeout_aborts,   &ProtocolCounters::tcp_memory_aborts,
    &ProtocolCounters::tcp_memory_pressures, &ProtocolCounters::tcp_pruned,
    &ProtocolCounters::tcp_backlog_drops,    &ProtocolCounters::tcp_time_wait_overflows,
};

enum Row : std::size_t {
    orphan_limit = counters.size(),
    time_wait_limit,
    tcp_memory_limit,
    udp_memory,
    udp_memory_limit
};

static_assert(signals.size() == udp_memory_limit + 1);

class TcpTroubleCollector final : public Collector {
public:
    explicit TcpTroubleCollector(const CollectorContext& context)
        : page_bytes_(context.units.page_bytes),
          netstat_(context.host, "proc/net/netstat"),
          sockstat_(context.host, "proc/net/sockstat"),
          orphans_(context.host, "proc/sys/net/ipv4/tcp_max_orphans"),
          time_waits_(context.host, "proc/sys/net/ipv4/tcp_max_tw_buckets"),
          tcp_mem_(context.host, "proc/sys/net/ipv4/tcp_mem"),
          udp_mem_(context.host, "proc/sys/net/ipv4/udp_mem") {}

    Result<void> collect(TimePoint now, SampleSink& out) override {
        add_limits(out);
        const auto text = netstat_.read();
        if (!text) return fail(text.error());
        ProtocolCounters reading;
        if (auto parsed = parse_protocol_table(*text, reading); !parsed) return parsed;
        const double seconds = interval_.to(now);
        for (std::size_t row = 0; row < counters.size(); ++row) {
            const auto grown = increases_[row].to(reading.*counters[row]);
            series_.add(out, row, per_second(grown, seconds));
        }
        return {};
    }

private:
    /// What a kernel, or a network namespace of a container, does not have is left out.
    void add_limits(SampleSink& out) {
        add(out, orphan_limit, orphans_, only_number, 1);
        add(out, time_wait_limit, time_waits_, only_number, 1);
        add(out, tcp_memory_limit, tcp_mem_, parse_memory_limit_pages, page_bytes_);
        add(out, udp_memory, sockstat_, parse_udp_memory_pages, page_bytes_);
        add(out, udp_memory_limit, udp_mem_, parse_memory_limit_pages, page_bytes_);
    }

    static std::optional<double> only_number(std::string_view text) {
        const auto value = only_uint(text);
        return value ? std::optional{static_cast<double>(*value)} : std::nullopt;
    }

    void add(SampleSink& out, Row row, KernelFile& file,
             std::optional<double> (*parse)(std::string_view), double unit) {
        const auto text = file.read();
        const auto value = text ? parse(*text) : std::nullopt;
        if (value) series_.add(out, row, *value * unit);
    }

    double page_bytes_;
    KernelFile netstat_;
    KernelFile sockstat_;
    KernelFile orphans_;
    KernelFile time_waits_;
    KernelFile tcp_mem_;
    KernelFile udp_mem_;
    Interval interval_;
    std::array<Increase, counters.size()> increases_;
    EntitySeries series_{signals};
};

}  // namespace

std::optional<double> parse_memory_limit_pages(std::string_view text) {
    std::string_view line;
    take_line(text, line);
    take_word(line);  // no limit below
    take_word(line);  // pressure from here on
    const auto most = take_uint(line);
    return most ? std::optional{static_cast<double>(*most)} : std::nullopt;
}

std::optional<double> parse_udp_memory_pages(std::string_view text) {
    std::string_view line;
    while (take_line(text, line)) {
        if (take_word(line) != "UDP:") continue;
        for (auto word = take_word(line); !word.empty(); word = take_word(line)) {
            const auto value = take_uint(line);
            if (word == "mem" && value) return static_cast<double>(*value);
        }
    }
    return std::nullopt;
}

std::span<const SignalDescription> tcp_trouble_signals() {
    return signals;
}

Result<std::unique_ptr<Collector>> make_tcp_trouble(const CollectorContext& context) {
    return std::make_unique<TcpTroubleCollector>(context);
}

}  // namespace foreshock::collectors
