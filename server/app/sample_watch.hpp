#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "server/history/history.hpp"
#include "server/incidents/incident.hpp"
#include "server/incidents/peers.hpp"
#include "server/incidents/silence.hpp"

namespace foreshock::app {

struct SampleWatchSettings {
    incidents::PeersSettings peers;
    incidents::SilenceSettings silence;
};

/// The detectors that judge samples at the server: hosts that drift from their peers, and data
/// that no longer comes. For one thread.
class SampleWatch {
public:
    explicit SampleWatch(SampleWatchSettings settings)
        : settings_(std::move(settings)), peers_(settings_.peers), silence_(settings_.silence) {}

    /// All hosts are saved once in so long, some at a time.
    static constexpr Duration saved_every = std::chrono::minutes{10};

    /// What an earlier run learned, before its symptoms are restored.
    void recall(const incidents::LearnedOfHost& learned, TimePoint now);

    /// What was learned of the hosts whose turn it is; to be called about once a second.
    std::vector<incidents::LearnedOfHost> take_learned(TimePoint now);

    /// The symptoms that earlier runs raised and nobody cleared.
    void restore(const incidents::Incident& incident);

    /// A live report of the host, taken in at `at` by the server's clock.
    std::vector<Symptom> take(const std::string& host,
                              const std::vector<history::SeriesBlock>& blocks, TimePoint at);

    /// A new run, a goodbye or another configuration: what comes may be something else.
    std::vector<Symptom> planned_change(std::string_view host, TimePoint at) {
        forgotten_.emplace(host);
        return silence_.forget(host, at);
    }

    /// The host is known no longer; whoever forgets it tells the engine, too.
    void forget(std::string_view host) {
        peers_.forget(host);
        silence_.forget(host, TimePoint{});
    }

    /// What stands of a host whose agent has just begun a new run.
    [[nodiscard]] std::vector<Symptom> say_again(std::string_view host, TimePoint at) const {
        return peers_.say_again(host, at);
    }

    /// Who is a peer of whom; to be told when services or labels change.
    void set_groups(const incidents::ServiceMap& services,
                    const std::vector<incidents::ServiceHost>& hosts) {
        groups_ = incidents::peer_groups(services, hosts, settings_.peers);
    }

    std::vector<Symptom> advance(TimePoint now) { return peers_.advance(now, groups_); }

    /// Hosts and streams beyond the bounds, each time that they were.
    [[nodiscard]] std::size_t refused() const {
        return peers_.hosts_refused() + silence_.refused();
    }

private:
    std::vector<std::string> next_to_save(TimePoint now);

    SampleWatchSettings settings_;
    incidents::PeersDetector peers_;
    incidents::SilenceDetector silence_;
    incidents::PeerGroups groups_;
    std::set<std::string> forgotten_;  // to be saved at once: it must not be recalled
    std::string saved_;                // the host that was saved last, in the order of their names
    std::optional<TimePoint> saved_at_;
};

}  // namespace foreshock::app
