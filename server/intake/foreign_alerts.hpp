#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "server/intake/alert_symptom.hpp"
#include "server/intake/alert_word.hpp"

namespace foreshock::intake {

struct ForeignAlertSettings {
    std::size_t alerts_max = 20000;  ///< that fire at a time
    /// An alert whose sender names no end is over when it is not said again for so long.
    Duration resolve_timeout = std::chrono::minutes{5};
    /// Likewise where senders say it once only, and once that it is over.
    Duration said_once_timeout = std::chrono::hours{24};
    AlertMapping mapping;
};

/// The alerts of other systems that fire, and the symptoms that follow from what is said of them.
/// A pure state machine, for one thread; what it holds is bounded by `alerts_max`.
class ForeignAlerts {
public:
    /// Shared with those who show it: neither changes it, and either may be the last to need it.
    using Shared = std::shared_ptr<const incidents::ForeignAlert>;

    explicit ForeignAlerts(ForeignAlertSettings settings) : settings_(std::move(settings)) {}

    /// Begins anew with what the store held. Nobody could speak to the server while it was away,
    /// so none of them ends before `resolve_timeout` has passed from now on.
    void load(std::vector<incidents::ForeignAlert> kept, TimePoint now);

    /// The symptom that follows, if any. unavailable at `alerts_max` for one more that fires: it
    /// is counted and nothing has changed.
    Result<std::optional<Symptom>> hear(const AlertWord& word, TimePoint now);

    /// The last words of those whose end has come.
    std::vector<Symptom> advance(TimePoint now);

    /// All on that host that fire, once more: its agent began anew and is silent about them.
    [[nodiscard]] std::vector<Symptom> say_again(std::string_view host, TimePoint now) const;

    /// Nobody would take the symptom of this alert: as if it had not been heard of.
    void forget(const std::string& key);

    /// The alert that fires under this key, or null.
    [[nodiscard]] Shared find(const std::string& key) const;

    /// What has changed since it was last asked.
    struct Changed {
        std::vector<Shared> shown;    ///< fire, and are not what they were
        std::vector<Shared> to_keep;  ///< those of them that the store must know
        std::vector<Shared> gone;     ///< fire no more
    };

    Changed take_changed();

    [[nodiscard]] std::vector<Shared> all() const;

    [[nodiscard]] std::size_t size() const { return alerts_.size(); }

    /// Not taken, at `alerts_max`.
    [[nodiscard]] std::uint64_t refused() const { return refused_; }

private:
    using Moment = std::pair<TimePoint, std::string>;

    struct Entry {
        Shared alert;
        TimePoint kept_until;  // the end that the store knows
    };

    Result<std::optional<Symptom>> raise(const AlertWord& word, TimePoint now);
    std::optional<Symptom> update(Entry& entry, const AlertWord& word, TimePoint now);
    Symptom end(const std::string& key, std::string_view reason, TimePoint now);
    [[nodiscard]] TimePoint end_of(const AlertWord& word, TimePoint now) const;
    void put(Entry entry, bool must_be_kept);
    void remove(const std::string& key);
    [[nodiscard]] AlertIdentity free_identity(const AlertWord& word) const;
    std::string new_episode(const std::string& key, TimePoint now);

    ForeignAlertSettings settings_;
    std::unordered_map<std::string, Entry> alerts_;  // by key
    std::set<Moment> ends_;
    std::set<std::string> spoken_for_;  // identities of the symptoms that are raised
    std::set<std::string> changed_;     // keys
    std::set<std::string> to_keep_;     // keys
    std::vector<Shared> gone_;
    TimePoint raised_at_;
    std::uint64_t raised_then_ = 0;  // episodes begun at that moment
    std::uint64_t refused_ = 0;
};

}  // namespace foreshock::intake
