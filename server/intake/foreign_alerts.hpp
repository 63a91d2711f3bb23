#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "server/incidents/print.hpp"
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
    using Shared = incidents::SharedForeignAlert;

    explicit ForeignAlerts(ForeignAlertSettings settings) : settings_(std::move(settings)) {}

    /// Begins anew with what the store held. Nobody could speak to the server while it was away,
    /// so none of them ends before `resolve_timeout` has passed from now on.
    void load(std::vector<incidents::ForeignAlert> kept, TimePoint now);

    /// The symptom that follows, if any. unavailable at `alerts_max` for one more that fires: it
    /// is counted and nothing has changed.
    Result<std::optional<Symptom>> hear(AlertWord word, TimePoint now);

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
    struct Entry {
        Shared alert;
        TimePoint kept_until;  // the end that the store knows
        bool is_changed = false;
        bool must_be_kept = false;
    };

    using Alerts = std::unordered_map<std::string, Entry>;  // by key

    Result<std::optional<Symptom>> raise(AlertWord&& word, TimePoint now);
    std::optional<Symptom> update(Alerts::value_type& place, AlertWord&& word, TimePoint now);
    Symptom end(Alerts::iterator known, std::string_view reason, TimePoint now);
    [[nodiscard]] TimePoint end_of(const AlertWord& word, TimePoint now) const;
    void put(Alerts::value_type& place, Shared fresh);
    void note_change(Entry& entry, bool must_be_kept);
    void remove(Alerts::iterator known);
    [[nodiscard]] AlertIdentity free_identity(const AlertWord& word) const;
    std::string new_episode(const std::string& key, TimePoint now);

    ForeignAlertSettings settings_;
    Alerts alerts_;
    /// When each ends; equal ends come in the order of numbers. The keys are those in `alerts_`.
    std::map<std::pair<TimePoint, std::uint64_t>, const std::string*> ends_;
    std::unordered_set<incidents::Print, incidents::PrintHash> spoken_for_;  // by raised symptoms
    std::vector<std::string> changed_;  // keys, some of which may fire no more
    std::vector<Shared> gone_;
    std::uint64_t next_number_ = 1;
    TimePoint raised_at_;
    std::uint64_t raised_then_ = 0;  // episodes begun at that moment
    std::uint64_t refused_ = 0;
};

}  // namespace foreshock::intake
