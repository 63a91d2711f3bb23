#include "collectors/network/listen_queues.hpp"

#include <algorithm>
#include <array>

#include "collectors/discovery.hpp"
#include "collectors/entity_map.hpp"
#include "collectors/entity_series.hpp"
#include "collectors/network/new_round.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array signals{
    SignalDescription{"listen.queue.waiting_count", gauge, "count",
                      "Connections that wait at a listening address to be accepted."},
    SignalDescription{"listen.queue.limit_count", gauge, "count",
                      "How many may wait before new ones are dropped; absent when not known."},
    SignalDescription{"listen.addresses.count", gauge, "count",
                      "Addresses and ports at which programs listen for connections."},
};

enum Row : std::size_t { waiting, limit, addresses };

static_assert(signals.size() == addresses + 1);

double fullness(const ListenQueue& queue) {
    return static_cast<double>(queue.waiting) / std::max(1.0, static_cast<double>(queue.limit));
}

struct Listener {
    explicit Listener(std::string_view address)
        : series(signals, Labels{{"address", std::string{address}}}) {}

    EntitySeries series;
};

class ListenQueuesCollector final : public Collector {
public:
    explicit ListenQueuesCollector(SocketTable* sockets)
        : rounds_(sockets, NewRound::Of::listening) {}

    Result<void> collect(TimePoint now, SampleSink& out) override {
        const auto round = rounds_.read(now);
        if (!round) return fail(round.error());
        if (!*round) return {};
        const std::vector<ListenQueue> queues = find_listen_queues((*round)->listening());
        host_.add(out, addresses, static_cast<double>(queues.size()));
        choose(queues);
        for (const ListenQueue& queue : queues) {
            if (chosen_.holds(queue.at)) add(out, queue);
        }
        known_.forget_unseen();
        return {};
    }

private:
    void choose(const std::vector<ListenQueue>& queues) {
        std::vector<DiscoverySlots<Endpoint>::Candidate> seen;
        for (const ListenQueue& queue : queues)
            seen.push_back({queue.at, fullness(queue), true});
        chosen_.offer(std::move(seen));
    }

    void add(SampleSink& out, const ListenQueue& queue) {
        Listener* listener = known_.see(endpoint_text(queue.at));
        if (!listener) return;
        listener->series.add(out, waiting, static_cast<double>(queue.waiting));
        if (queue.limit > 0) listener->series.add(out, limit, static_cast<double>(queue.limit));
    }

    NewRound rounds_;
    EntitySeries host_{signals};
    DiscoverySlots<Endpoint> chosen_{listen_queues_max};
    // Who has just lost a place is still known when the next one comes.
    EntityMap<Listener> known_{2 * listen_queues_max};
};

}  // namespace

std::vector<ListenQueue> find_listen_queues(std::span<const TcpSocket> sockets) {
    std::vector<ListenQueue> queues;
    for (const TcpSocket& socket : sockets) {
        if (socket.state != TcpState::listening) continue;
        queues.push_back({socket.local, socket.receive_queue, socket.send_queue});
    }
    std::sort(queues.begin(), queues.end(), [](const ListenQueue& a, const ListenQueue& b) {
        return a.at != b.at ? a.at < b.at : fullness(a) > fullness(b);
    });
    const auto same = [](const ListenQueue& a, const ListenQueue& b) { return a.at == b.at; };
    queues.erase(std::unique(queues.begin(), queues.end(), same), queues.end());
    return queues;
}

std::span<const SignalDescription> listen_queues_signals() {
    return signals;
}

Result<std::unique_ptr<Collector>> make_listen_queues(const CollectorContext& context) {
    return std::make_unique<ListenQueuesCollector>(context.sockets);
}

}  // namespace foreshock::collectors
