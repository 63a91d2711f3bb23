#include "collectors/checks/statsd.hpp"

#include <array>
#include <cerrno>

#include <arpa/inet.h>
#include <sys/socket.h>

#include "collectors/checks/statsd_metrics.hpp"
#include "collectors/rate.hpp"
#include "core/system_error.hpp"
#include "core/text_scan.hpp"
#include "core/unique_fd.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

/// Datagrams of one tick; what comes faster waits in the kernel's buffer, and is lost beyond it.
constexpr std::size_t datagrams_max = 2048;
constexpr int receive_buffer_bytes = 1 << 20;

constexpr std::array listener_signals{
    SignalDescription{"statsd.listener.lines_per_second", gauge, "per_second",
                      "Lines that came and could be read."},
    SignalDescription{"statsd.listener.malformed_count", counter, "count",
                      "Lines that are none of the format."},
    SignalDescription{"statsd.listener.refused_count", counter, "count",
                      "Lines that were not taken: too many names."},
    SignalDescription{"statsd.listener.names_used_count", gauge, "count", "Names that are known."},
    SignalDescription{"statsd.listener.names_limit_count", gauge, "count",
                      "Names that can be known."},
};

enum Row : std::size_t { lines_rate, malformed, refused, names_used, names_limit };

Result<UniqueFd> listen_on(std::uint16_t port) {
    UniqueFd fd{::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (!fd.valid() ||
        ::bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        return fail(Errc::unavailable,
                    "127.0.0.1 port " + std::to_string(port) + ": " + errno_text(errno));
    }
    ::setsockopt(fd.get(), SOL_SOCKET, SO_RCVBUF, &receive_buffer_bytes,
                 sizeof receive_buffer_bytes);
    return fd;
}

class StatsdCollector final : public Collector {
public:
    explicit StatsdCollector(std::uint16_t port) : port_(port) {}

    /// The port is taken at the first tick: the collector that this one replaces has it till then.
    Result<void> collect(TimePoint now, SampleSink& out) override {
        if (!fd_.valid()) {
            auto fd = listen_on(port_);
            if (!fd) return fail(std::move(fd).error());
            fd_ = std::move(*fd);
        }
        const double before = lines_;
        drain(now);
        const double seconds = interval_.to(now);
        metrics_.flush(now, seconds, out);
        own_.add(out, lines_rate, per_second(lines_ - before, seconds));
        own_.add(out, malformed, malformed_);
        own_.add(out, refused, refused_);
        own_.add(out, names_used, static_cast<double>(metrics_.size()));
        own_.add(out, names_limit, static_cast<double>(StatsdMetrics::names_max));
        return {};
    }

private:
    void drain(TimePoint now) {
        for (std::size_t i = 0; i < datagrams_max; ++i) {
            const ssize_t got = ::recv(fd_.get(), buffer_.data(), buffer_.size(), MSG_DONTWAIT);
            if (got < 0) return;
            take({buffer_.data(), static_cast<std::size_t>(got)}, now);
        }
    }

    void take(std::string_view datagram, TimePoint now) {
        std::string_view text;
        while (take_line(datagram, text)) {
            if (text.empty()) continue;
            const auto line = parse_statsd_line(text);
            if (!line) {
                ++malformed_;
            } else if (metrics_.take(*line, now)) {
                ++lines_;
            } else {
                ++refused_;
            }
        }
    }

    std::uint16_t port_;
    UniqueFd fd_;
    StatsdMetrics metrics_;
    EntitySeries own_{listener_signals};
    Interval interval_;
    double lines_ = 0;
    double malformed_ = 0;
    double refused_ = 0;
    std::array<char, 65536> buffer_{};
};

}  // namespace

std::span<const SignalDescription> statsd_signals() {
    static const auto all = [] {
        std::vector<SignalDescription> rows(listener_signals.begin(), listener_signals.end());
        const auto metrics = statsd_metric_signals();
        rows.insert(rows.end(), metrics.begin(), metrics.end());
        return rows;
    }();
    return all;
}

Result<std::unique_ptr<Collector>> make_statsd(const CollectorContext& context) {
    return std::make_unique<StatsdCollector>(context.watch.statsd.port);
}

}  // namespace foreshock::collectors
