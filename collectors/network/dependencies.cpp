#include "collectors/network/dependencies.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "collectors/entity_series.hpp"
#include "collectors/kernel_file.hpp"
#include "collectors/network/new_round.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array signals{
    SignalDescription{"dependencies.connections.open_count", gauge, "count",
                      "Open connections from this host to one service that it depends on."},
    SignalDescription{"dependencies.known.count", gauge, "count",
                      "Services that programs here have been connected to within a day."},
};

enum Row : std::size_t { open_connections, known_count };

static_assert(signals.size() == known_count + 1);

/// Long enough to be seen again, even where reading all sockets takes a minute.
constexpr Duration candidate_kept = std::chrono::minutes{5};

bool is_open(TcpState state) {
    return state == TcpState::established || state == TcpState::close_wait;
}

/// A connection that was never answered is no sign of a service.
bool was_answered(TcpState state) {
    return state != TcpState::syn_sent && state != TcpState::syn_received &&
           state != TcpState::new_syn_received && state != TcpState::listening &&
           state != TcpState::closed;
}

/// Who might be, or is, a dependency.
struct Peer {
    std::size_t rounds = 0;
    TimePoint last_seen{};
    bool learned = false;
    std::string unit{};
    std::optional<EntitySeries> series{};
};

class DependenciesCollector final : public Collector {
public:
    explicit DependenciesCollector(const CollectorContext& context)
        : rounds_(context.sockets, NewRound::Of::connections),
          range_file_(context.host, port_range_path) {}

    Result<void> collect(TimePoint now, SampleSink& out) override {
        const auto round = rounds_.read(now);
        if (!round) return fail(round.error());
        if (!*round) return {};
        const Result<PortRange> range = port_range_of(range_file_.read());
        if (!range) return fail(range.error());
        const auto peers = find_outgoing_peers((*round)->sockets, *range);
        for (const OutgoingPeer& peer : peers)
            see(peer, now);
        forget(now);
        add_series(out, peers);
        return {};
    }

    void add_facts(std::vector<Fact>& out) const override {
        for (const auto& [remote, peer] : peers_) {
            if (!peer.learned) continue;
            const std::string& unit = peer.unit;
            out.push_back(
                {"dependency." + endpoint_text(remote), unit.empty() ? "connected" : unit});
        }
    }

private:
    void see(const OutgoingPeer& seen, TimePoint now) {
        if (!seen.was_open) return;
        auto found = peers_.find(seen.remote);
        if (found == peers_.end()) {
            if (peers_.size() >= dependencies_max + dependency_candidates_max) return;
            found = peers_.emplace(seen.remote, Peer{}).first;
        }
        Peer& peer = found->second;
        peer.last_seen = now;
        // The first unit is kept: a fact that goes to and fro between two would tell of changes.
        if (peer.unit.empty()) peer.unit = label_text(rounds_.unit_of(seen.cgroup_id));
        ++peer.rounds;
        if (peer.learned || peer.rounds < dependency_rounds_min) return;
        if (learned_ >= dependencies_max) return;
        peer.learned = true;
        ++learned_;
    }

    void forget(TimePoint now) {
        for (auto it = peers_.begin(); it != peers_.end();) {
            const Duration kept = it->second.learned ? dependency_kept : candidate_kept;
            const bool gone = now - it->second.last_seen > kept;
            if (gone && it->second.learned) --learned_;
            it = gone ? peers_.erase(it) : std::next(it);
        }
    }

    void add_series(SampleSink& out, const std::vector<OutgoingPeer>& seen) {
        host_.add(out, known_count, static_cast<double>(learned_));
        // Both are sorted by remote.
        auto next = seen.begin();
        for (auto& [remote, peer] : peers_) {
            while (next != seen.end() && next->remote < remote)
                ++next;
            const bool here = next != seen.end() && next->remote == remote;
            if (peer.learned) add_open(out, remote, peer, here ? next->open : 0);
        }
    }

    static void add_open(SampleSink& out, const Endpoint& remote, Peer& peer, std::size_t open) {
        if (!peer.series) peer.series.emplace(signals, Labels{{"peer", endpoint_text(remote)}});
        peer.series->add(out, open_connections, static_cast<double>(open));
    }

    NewRound rounds_;
    KernelFile range_file_;
    EntitySeries host_{signals};
    std::map<Endpoint, Peer> peers_;
    std::size_t learned_ = 0;
};

}  // namespace

std::vector<OutgoingPeer> find_outgoing_peers(const std::vector<TcpSocket>& sockets,
                                              PortRange range) {
    std::set<std::uint16_t> served;
    for (const TcpSocket& socket : sockets) {
        if (socket.state == TcpState::listening) served.insert(socket.local.port);
    }
    std::map<Endpoint, OutgoingPeer> peers;
    for (const TcpSocket& socket : sockets) {
        const bool called_us =
            served.contains(socket.local.port) ||
            (range.contains(socket.remote.port) && !range.contains(socket.local.port));
        if (called_us || socket.state == TcpState::listening || socket.remote.port == 0) continue;
        OutgoingPeer& peer = peers[socket.remote];
        peer.remote = socket.remote;
        peer.was_open = peer.was_open || was_answered(socket.state);
        peer.open += is_open(socket.state) ? 1 : 0;
        if (peer.cgroup_id == 0 && is_open(socket.state)) peer.cgroup_id = socket.cgroup_id;
    }
    std::vector<OutgoingPeer> found;
    for (const auto& [remote, peer] : peers)
        found.push_back(peer);
    return found;
}

std::span<const SignalDescription> dependencies_signals() {
    return signals;
}

Result<std::unique_ptr<Collector>> make_dependencies(const CollectorContext& context) {
    return std::make_unique<DependenciesCollector>(context);
}

}  // namespace foreshock::collectors
