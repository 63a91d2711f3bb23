#include "collectors/network/connections.hpp"

#include <algorithm>
#include <array>

#include "collectors/discovery.hpp"
#include "collectors/entity_map.hpp"
#include "collectors/entity_series.hpp"
#include "collectors/kernel_file.hpp"
#include "collectors/network/new_round.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array signals{
    SignalDescription{"connections.state.syn_sent_count", gauge, "count",
                      "Connections begun here that the peer has not answered yet."},
    SignalDescription{"connections.state.syn_received_count", gauge, "count",
                      "Connections begun by others that are not complete yet."},
    SignalDescription{"connections.state.closing_count", gauge, "count",
                      "Connections that one side has closed and the other has not confirmed."},
    SignalDescription{"connections.state.close_wait_count", gauge, "count",
                      "Connections that the peer has closed and a program here has not."},
    SignalDescription{"connections.ports.used_count", gauge, "count",
                      "Local ports taken by connections to one remote address and port."},
    SignalDescription{"connections.ports.limit_count", gauge, "count",
                      "How many ports there are to choose from (ip_local_port_range)."},
};

enum Row : std::size_t { syn_sent, syn_received, closing, close_wait, ports_used, ports_limit };

static_assert(signals.size() == ports_limit + 1);

/// What two connections must not share together with their port.
struct Ends {
    Endpoint remote;
    std::array<std::uint8_t, 16> local_address;

    auto operator<=>(const Ends&) const = default;
};

struct Remote {
    explicit Remote(std::string_view text)
        : series(signals, Labels{{"remote", std::string{text}}}) {}

    EntitySeries series;
};

class ConnectionsCollector final : public Collector {
public:
    explicit ConnectionsCollector(const CollectorContext& context)
        : rounds_(context.sockets, NewRound::Of::connections),
          range_file_(context.host, port_range_path) {}

    Result<void> collect(TimePoint now, SampleSink& out) override {
        const auto round = rounds_.read(now);
        if (!round) return fail(round.error());
        if (!*round) return {};
        add_states(out, count_connections((*round)->sockets));
        return collect_ports(out, (*round)->sockets);
    }

private:
    void add_states(SampleSink& out, const ConnectionCounts& counts) {
        host_.add(out, syn_sent, static_cast<double>(counts.syn_sent));
        host_.add(out, syn_received, static_cast<double>(counts.syn_received));
        host_.add(out, closing, static_cast<double>(counts.closing));
        host_.add(out, close_wait, static_cast<double>(counts.close_wait));
    }

    Result<void> collect_ports(SampleSink& out, const std::vector<TcpSocket>& sockets) {
        const Result<PortRange> range = port_range_of(range_file_.read());
        if (!range) return fail(range.error());
        const auto limit = static_cast<double>(range->size());
        const std::vector<PortUse> uses = count_port_use(sockets, *range);
        choose(uses, limit);
        for (const PortUse& use : uses) {
            if (!chosen_.holds(use.remote)) continue;
            Remote* remote = known_.see(endpoint_text(use.remote));
            if (!remote) continue;
            remote->series.add(out, ports_used, static_cast<double>(use.ports));
            remote->series.add(out, ports_limit, limit);
        }
        known_.forget_unseen();
        return {};
    }

    void choose(const std::vector<PortUse>& uses, double limit) {
        std::vector<DiscoverySlots<Endpoint>::Candidate> seen;
        for (const PortUse& use : uses) {
            const double share = static_cast<double>(use.ports) / limit;
            seen.push_back({use.remote, share, share >= port_share_min});
        }
        chosen_.offer(std::move(seen));
    }

    NewRound rounds_;
    KernelFile range_file_;
    EntitySeries host_{signals};
    DiscoverySlots<Endpoint> chosen_{port_remotes_max};
    // Who has just lost a place is still known when the next one comes.
    EntityMap<Remote> known_{2 * port_remotes_max};
};

}  // namespace

ConnectionCounts count_connections(const std::vector<TcpSocket>& sockets) {
    std::array<std::uint64_t, 16> states{};
    for (const TcpSocket& socket : sockets)
        ++states[static_cast<std::size_t>(socket.state) % states.size()];
    const auto of = [&states](TcpState state) { return states[static_cast<std::size_t>(state)]; };
    return {of(TcpState::syn_sent), of(TcpState::syn_received) + of(TcpState::new_syn_received),
            of(TcpState::fin_wait1) + of(TcpState::fin_wait2) + of(TcpState::closing) +
                of(TcpState::last_ack),
            of(TcpState::close_wait)};
}

std::vector<PortUse> count_port_use(const std::vector<TcpSocket>& sockets, PortRange range) {
    std::vector<Ends> all;
    for (const TcpSocket& socket : sockets) {
        const bool listens = socket.state == TcpState::listening;
        if (listens || !range.contains(socket.local.port)) continue;
        all.push_back({socket.remote, socket.local.address});
    }
    std::sort(all.begin(), all.end());
    std::vector<PortUse> uses;
    for (std::size_t from = 0, to = 0; from < all.size(); from = to) {
        while (to < all.size() && all[to] == all[from])
            ++to;
        const bool is_new = uses.empty() || uses.back().remote != all[from].remote;
        if (is_new) uses.push_back({all[from].remote, 0});
        uses.back().ports = std::max(uses.back().ports, to - from);
    }
    return uses;
}

std::span<const SignalDescription> connections_signals() {
    return signals;
}

Result<std::unique_ptr<Collector>> make_connections(const CollectorContext& context) {
    return std::make_unique<ConnectionsCollector>(context);
}

}  // namespace foreshock::collectors
