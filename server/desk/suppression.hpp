#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "server/desk/dependency.hpp"
#include "server/desk/hidden_incidents.hpp"
#include "server/desk/ports.hpp"
#include "server/desk/standing.hpp"
#include "server/incidents/service_map.hpp"

namespace foreshock::desk {

struct SuppressionSettings {
    std::size_t silences_max = 1000;  ///< that are pending or active
    std::size_t windows_max = 200;    ///< that have not expired
    std::size_t expired_max = 1000;   ///< of each kind that are still shown
    Duration expired_kept = std::chrono::hours{120};
};

/// Who changes something, and when.
struct Act {
    std::string actor;
    TimePoint at;
};

/// What of a silence can change; what is absent stays.
struct SilenceEdit {
    std::optional<TimePoint> ends_at;
    std::optional<std::string> reason;
};

struct WindowEdit {
    std::optional<TimePoint> until;
    std::optional<std::string> reason;
    bool end_occurrence = false;  ///< the open one is over; later ones come as planned
};

/// Something that hides open incidents ends soon: to be told once.
struct EndingSoon {
    std::string id;
    incidents::Reason reason;
    std::set<std::string> incidents;  ///< ids of those that it hides
};

/// Silences, maintenance windows and dependencies, and what they hide now. A pure state machine:
/// what it changed is handed back, to become durable together with what follows from it. For one
/// thread. When that fails it must be thrown away and made anew from the store.
class Suppression {
public:
    /// What is stored of them. What cannot be made ready any more is left out and named in
    /// `complaints`.
    Suppression(SuppressionSettings settings, std::vector<Silence> silences,
                std::vector<MaintenanceWindow> windows, Dependencies dependencies, TimePoint now);

    /// Errors of all commands: invalid or malformed, naming a field; not_found; conflict when it
    /// has expired; too_large at the bound of its kind. An error changes nothing. `add` gives the
    /// id, and the times at which it was made.
    Result<Silence> add(Silence draft, const Act& act, SuppressionChanges& changes);
    Result<Silence> edit(std::string_view id, const SilenceEdit& edit, const Act& act,
                         SuppressionChanges& changes);
    Result<Silence> expire_silence(std::string_view id, const Act& act,
                                   SuppressionChanges& changes);
    Result<MaintenanceWindow> add(MaintenanceWindow draft, const Act& act,
                                  SuppressionChanges& changes);
    Result<MaintenanceWindow> edit(std::string_view id, const WindowEdit& edit, const Act& act,
                                   SuppressionChanges& changes);
    Result<MaintenanceWindow> expire_window(std::string_view id, const Act& act,
                                            SuppressionChanges& changes);

    /// Begins and ends what is due, early where it is quiet; forgets what expired long ago; gives
    /// the warnings that are due.
    std::vector<EndingSoon> advance(TimePoint now, SuppressionChanges& changes);

    /// Takes account of how an incident is now.
    void note(const incidents::Incident& incident, TimePoint at);

    /// The services that there are from now on: what a symptom touches is its label `service`.
    void see(incidents::SharedServiceMap services);

    /// By what the symptom is muted, as of the last `advance` or command. `own` is the incident
    /// that holds it, empty when none does yet.
    [[nodiscard]] std::vector<incidents::Mute> mutes_of(const Symptom& symptom,
                                                        const std::string& own) const;

    /// Grows whenever `mutes_of` may answer otherwise than before.
    [[nodiscard]] std::uint64_t epoch() const { return epoch_; }

    [[nodiscard]] const std::vector<std::string>& complaints() const { return complaints_; }

    /// How many were refused at their bound, of both kinds.
    [[nodiscard]] std::uint64_t refused() const { return refused_; }

    /// How many hide something or could, now.
    [[nodiscard]] std::size_t active_count() const { return active_.size(); }

private:
    struct Active {
        Standing standing;
        incidents::Mute mute;
        const MatcherSet* matchers;
    };

    using Silences = std::map<std::string, ReadySilence, std::less<>>;
    using Windows = std::map<std::string, ReadyWindow, std::less<>>;

    std::string fresh_id(std::string_view seed);
    Result<Silences::iterator> find_open_silence(std::string_view id, TimePoint at);
    Result<Windows::iterator> find_open_window(std::string_view id, TimePoint at);
    void stand_anew(TimePoint now);
    [[nodiscard]] bool is_quiet(const Standing& standing, TimePoint now) const;
    void end_early(const Standing& standing, TimePoint now, SuppressionChanges& changes);
    [[nodiscard]] bool is_warning_due(const Standing& standing, TimePoint now) const;
    EndingSoon warn(const Standing& standing, TimePoint now, SuppressionChanges& changes);
    void forget_old(TimePoint now, SuppressionChanges& changes);

    SuppressionSettings settings_;
    Silences silences_;
    Windows windows_;
    Dependencies dependencies_;
    HiddenIncidents hidden_;
    incidents::SharedServiceMap services_;
    std::vector<Active> active_;
    std::vector<std::string> complaints_;
    std::uint64_t epoch_ = 1;
    std::uint64_t refused_ = 0;
};

}  // namespace foreshock::desk
