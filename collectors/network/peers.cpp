#include "collectors/network/peers.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "collectors/discovery.hpp"
#include "collectors/entity_map.hpp"
#include "collectors/entity_series.hpp"
#include "collectors/network/new_round.hpp"
#include "collectors/rate.hpp"
#include "collectors/retransmission.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array signals{
    SignalDescription{"peers.path.round_trip_seconds", gauge, "seconds",
                      "Mean time until the peer confirms a segment, over its connections."},
    SignalDescription{"peers.path.retransmitted_ratio", gauge, "ratio",
                      "Share of segments to the peer sent again; absent when few were sent."},
    SignalDescription{"peers.connections.open_count", gauge, "count",
                      "Open connections with the peer, in both directions."},
};

enum Row : std::size_t { round_trip, retransmitted, connections };

static_assert(signals.size() == connections + 1);

struct Peer {
    explicit Peer(std::string_view address)
        : series(signals, Labels{{"peer", std::string{address}}}) {}

    EntitySeries series;
    RetransmissionShare share;
};

class PeersCollector final : public Collector {
public:
    explicit PeersCollector(SocketTable* sockets) : rounds_(sockets, NewRound::Of::connections) {}

    Result<void> collect(TimePoint now, SampleSink& out) override {
        const auto round = rounds_.read(now);
        if (!round) return fail(round.error());
        if (!*round) return {};
        const double seconds = interval_.to(now);
        const std::vector<PeerTraffic> peers = counters_.update((*round)->sockets);
        choose(peers);
        for (const PeerTraffic& peer : peers) {
            if (chosen_.holds(peer.address)) add(out, peer, seconds);
        }
        known_.forget_unseen();
        return {};
    }

private:
    void choose(const std::vector<PeerTraffic>& peers) {
        std::vector<DiscoverySlots<Endpoint>::Candidate> seen;
        for (const PeerTraffic& peer : peers) {
            const double sent = peer.segments_sent + peer.segments_again;
            seen.push_back({peer.address, sent, sent > 0});
        }
        chosen_.offer(std::move(seen));
    }

    void add(SampleSink& out, const PeerTraffic& traffic, double seconds) {
        Peer* peer = known_.see(address_text(traffic.address));
        if (!peer) return;
        peer->series.add(out, connections, static_cast<double>(traffic.connections));
        peer->series.add(out, round_trip, traffic.round_trip_seconds);
        peer->series.add(out, retransmitted,
                         peer->share.add(traffic.segments_sent, traffic.segments_again, seconds));
    }

    NewRound rounds_;
    Interval interval_;
    PeerCounters counters_;
    DiscoverySlots<Endpoint> chosen_{peers_max};
    // Who has just lost a place is still known when the next one comes.
    EntityMap<Peer> known_{2 * peers_max};
};

}  // namespace

std::vector<PeerTraffic> PeerCounters::update(const std::vector<TcpSocket>& sockets) {
    std::vector<Counters> now;
    std::map<Endpoint, PeerTraffic> peers;
    for (const TcpSocket& socket : sockets) {
        if (!socket.path || socket.cookie == 0) continue;
        if (now.size() >= connections_max) break;
        now.push_back({socket.cookie, *socket.path});
        const Endpoint address{socket.remote.address, 0};
        PeerTraffic& peer = peers[address];
        peer.address = address;
        ++peer.connections;
        peer.round_trip_seconds += socket.path->round_trip_seconds;
        const auto last = std::lower_bound(
            before_.begin(), before_.end(), socket.cookie,
            [](const Counters& known, std::uint64_t cookie) { return known.cookie < cookie; });
        if (last == before_.end() || last->cookie != socket.cookie) continue;
        // Counters of 32 bits begin anew at 2^32; so does their difference.
        const std::uint32_t sent = socket.path->segments_sent - last->path.segments_sent;
        const std::uint32_t again =
            socket.path->segments_sent_again - last->path.segments_sent_again;
        peer.segments_sent += sent > again ? sent - again : 0;
        peer.segments_again += std::min(sent, again);
    }
    std::sort(now.begin(), now.end(),
              [](const Counters& a, const Counters& b) { return a.cookie < b.cookie; });
    before_ = std::move(now);
    std::vector<PeerTraffic> traffic;
    for (auto& [address, peer] : peers) {
        peer.round_trip_seconds /= static_cast<double>(peer.connections);
        traffic.push_back(peer);
    }
    return traffic;
}

std::span<const SignalDescription> peers_signals() {
    return signals;
}

Result<std::unique_ptr<Collector>> make_peers(const CollectorContext& context) {
    return std::make_unique<PeersCollector>(context.sockets);
}

}  // namespace foreshock::collectors
