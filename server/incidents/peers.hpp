#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/symptom.hpp"
#include "server/incidents/learned.hpp"
#include "server/incidents/service_map.hpp"

namespace foreshock::incidents {

inline constexpr std::string_view peer_drift_kind = "peers.drift";

/// A signal by which hosts of one group are compared. `least`: a smaller distance from the median
/// is no news, whatever the spread.
struct PeerSignal {
    std::string signal;
    double least = 0;

    bool operator==(const PeerSignal&) const = default;
};

/// Signals without labels that hosts with the same task have alike.
std::vector<PeerSignal> stock_peer_signals();

struct PeersSettings {
    std::vector<PeerSignal> signals = stock_peer_signals();
    std::vector<std::string> group_by{"role"};  ///< labels of hosts; services come first
    std::size_t peers_min = 5;                  ///< that a host is compared with
    double enter = 5;                           ///< modified z-score
    double leave = 3.5;
    double least_share = 0.25;  ///< of the median: a smaller distance is no news either
    Duration period = std::chrono::minutes{1};
    Duration hold_for = std::chrono::minutes{10};
    Duration clear_after = std::chrono::minutes{5};
    Duration alike_for = std::chrono::hours{1};  ///< must have been like its peers so long before
    Duration gone_after = std::chrono::minutes{15};  ///< without values it is not compared any more
    std::size_t hosts_max = 20000;
};

/// Who is compared with whom: the group of a host by its name. A host of no group is not compared.
struct PeerGroups {
    std::unordered_map<std::string, std::string> group_of;
};

/// A host's first service (by name) with more than `peers_min` hosts, else the first of the labels
/// `by` whose value it shares with as many.
PeerGroups peer_groups(const ServiceMap& services, const std::vector<ServiceHost>& hosts,
                       const PeersSettings& settings);

/// Notices a host that drifts away from others with the same task: the kind "peers.drift". Pure.
///
/// Once a period the mean that each host had in it is compared with its group: the modified z-score
/// 0.6745 |x - median| / MAD (B. Iglewicz, D. Hoaglin: How to Detect and Handle Outliers, 1993).
/// Hosts that have been told of are left out of median and MAD, so that they teach nothing; a group
/// with fewer than `peers_min` others says nothing. Only a host that was like its peers for
/// `alike_for` can drift: some are different by their task. When more than a third of a group is
/// outside it is the group that moves, and nothing is raised.
///
/// Memory: about 100 bytes for each host and signal; hosts beyond the bound are counted.
class PeersDetector {
public:
    explicit PeersDetector(PeersSettings settings) : settings_(std::move(settings)) {}

    /// The place of a series in `settings.signals`; none for all others and for those with labels.
    [[nodiscard]] std::optional<std::size_t> signal_of(const Labels& labels,
                                                       std::string_view signal) const;

    void observe(const std::string& host, std::size_t signal, double value);

    /// Judges when a period is over.
    std::vector<Symptom> advance(TimePoint now, const PeerGroups& groups);

    /// What has been told of the host, as news: a new run of its agent says nothing of it.
    [[nodiscard]] std::vector<Symptom> say_again(std::string_view host, TimePoint now) const;

    /// The host is no peer any more.
    void forget(std::string_view host);

    /// An active symptom that an earlier run raised: it will be cleared by this one.
    void restore(const Symptom& symptom);

    /// How long the host has been like its peers, by each signal that it was ever like them by.
    [[nodiscard]] std::vector<LearnedLikeness> learned(std::string_view host) const;
    /// What an earlier run learned; counts as long as the host's group is the same.
    void recall(const std::string& host, const std::vector<LearnedLikeness>& learned,
                TimePoint now);

    /// Names, sorted, of the next hosts behind `host`, at most `count`.
    [[nodiscard]] std::vector<std::string> hosts_after(std::string_view host,
                                                       std::size_t count) const;

    [[nodiscard]] std::size_t host_count() const { return rows_.size(); }

    [[nodiscard]] std::size_t hosts_refused() const { return hosts_refused_; }

private:
    struct Cell {
        double sum = 0;
        std::size_t count = 0;
        std::string group;
        Duration alike{0};
        std::optional<TimePoint> outside_since;
        std::optional<TimePoint> inside_since;
        std::optional<TimePoint> seen_at;
        std::optional<Symptom> said;
    };

    struct Member {
        const std::string* host;
        Cell* cell;
        double value;
    };

    struct Spread {
        double median = 0;
        double mad = 0;
        std::size_t peers = 0;
    };

    struct Verdict {
        const Member& member;
        const Spread& spread;
        std::size_t signal;
        TimePoint now;
    };

    using Row = std::vector<Cell>;

    Row* row_of(const std::string& host);
    void judge_group(std::size_t signal, std::vector<Member>& members, TimePoint now,
                     std::vector<Symptom>& out);
    void judge(const Verdict& verdict, bool group_moves, std::vector<Symptom>& out);
    void clear_gone(TimePoint now, std::vector<Symptom>& out);
    [[nodiscard]] double least_distance(const Spread& spread, std::size_t signal) const;
    [[nodiscard]] bool is_outside(const Member& member, const Spread& spread,
                                  std::size_t signal) const;
    [[nodiscard]] bool is_inside(const Member& member, const Spread& spread,
                                 std::size_t signal) const;
    [[nodiscard]] Symptom raised(const Verdict& verdict) const;
    static Symptom cleared(Cell& cell, std::string_view reason, const std::string& why,
                           TimePoint now);

    PeersSettings settings_;
    std::map<std::string, Row, std::less<>> rows_;
    std::optional<TimePoint> judged_at_;
    std::size_t hosts_refused_ = 0;
};

}  // namespace foreshock::incidents
