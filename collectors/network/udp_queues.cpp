#include "collectors/network/udp_queues.hpp"

#include <algorithm>
#include <array>

#include "collectors/discovery.hpp"
#include "collectors/entity_map.hpp"
#include "collectors/entity_series.hpp"
#include "collectors/kernel_file.hpp"
#include "collectors/proc_socket_table.hpp"
#include "collectors/rate.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array signals{
    SignalDescription{"udp.queue.waiting_bytes", gauge, "bytes",
                      "Datagrams that wait at a local address until the program reads them."},
    SignalDescription{"udp.queue.drops_per_second", gauge, "per_second",
                      "Datagrams dropped there because the program did not read fast enough."},
};

enum Row : std::size_t { waiting, drops };

static_assert(signals.size() == drops + 1);

struct Address {
    explicit Address(std::string_view text)
        : series(signals, Labels{{"address", std::string{text}}}) {}

    EntitySeries series;
    Increase dropped;
};

class UdpQueuesCollector final : public Collector {
public:
    explicit UdpQueuesCollector(const HostFs& host)
        : udp_(host, "proc/net/udp"), udp6_(host, "proc/net/udp6") {}

    Result<void> collect(TimePoint now, SampleSink& out) override {
        queues_.clear();
        const auto four = udp_.read();
        const auto six = udp6_.read();
        if (!four && !six) return fail(four.error());
        for (const auto* text : {&four, &six}) {
            if (!*text) continue;
            if (auto parsed = parse_proc_net_udp(**text, queues_); !parsed) return parsed;
        }
        merge();
        choose();
        const double seconds = interval_.to(now);
        for (const UdpQueue& queue : queues_) {
            if (chosen_.holds(queue.at)) add(out, queue, seconds);
        }
        known_.forget_unseen();
        return {};
    }

private:
    /// One queue for each address.
    void merge() {
        std::sort(queues_.begin(), queues_.end(),
                  [](const UdpQueue& a, const UdpQueue& b) { return a.at < b.at; });
        std::size_t kept = 0;
        for (const UdpQueue& queue : queues_) {
            if (kept > 0 && queues_[kept - 1].at == queue.at) {
                queues_[kept - 1].waiting_bytes += queue.waiting_bytes;
                queues_[kept - 1].drops += queue.drops;
            } else {
                queues_[kept++] = queue;
            }
        }
        queues_.resize(kept);
    }

    /// Ports of the moment (a question to a name server) are gone before they could tell anything.
    void choose() {
        std::vector<DiscoverySlots<Endpoint>::Candidate> seen;
        for (const UdpQueue& queue : queues_) {
            const bool wanted = queue.drops > 0 || queue.waiting_bytes >= waiting_min;
            const auto urgency = static_cast<double>(queue.waiting_bytes + queue.drops);
            seen.push_back({queue.at, urgency, wanted});
        }
        chosen_.offer(std::move(seen));
    }

    void add(SampleSink& out, const UdpQueue& queue, double seconds) {
        Address* address = known_.see(endpoint_text(queue.at));
        if (!address) return;
        address->series.add(out, waiting, static_cast<double>(queue.waiting_bytes));
        address->series.add(out, drops, per_second(address->dropped.to(queue.drops), seconds));
    }

    static constexpr std::uint64_t waiting_min = 4096;

    KernelFile udp_;
    KernelFile udp6_;
    Interval interval_;
    std::vector<UdpQueue> queues_;
    DiscoverySlots<Endpoint> chosen_{udp_queues_max};
    // Who has just lost a place is still known when the next one comes.
    EntityMap<Address> known_{2 * udp_queues_max};
};

}  // namespace

Result<void> parse_proc_net_udp(std::string_view text, std::vector<UdpQueue>& out) {
    std::string_view line;
    if (!take_line(text, line) || line.find("local_address") == std::string_view::npos) {
        return fail(Errc::malformed, "net/udp: no heading");
    }
    while (take_line(text, line)) {
        TcpSocket socket;
        std::string_view last;
        std::string_view words = line;
        for (auto word = take_word(words); !word.empty(); word = take_word(words))
            last = word;
        const auto dropped = word_as_uint(last);
        if (!parse_proc_net_socket(line, socket) || !dropped) {
            return fail(Errc::malformed, "net/udp: a line is no socket");
        }
        out.push_back({socket.local, socket.receive_queue, *dropped});
    }
    return {};
}

std::span<const SignalDescription> udp_queues_signals() {
    return signals;
}

Result<std::unique_ptr<Collector>> make_udp_queues(const CollectorContext& context) {
    return std::make_unique<UdpQueuesCollector>(context.host);
}

}  // namespace foreshock::collectors
