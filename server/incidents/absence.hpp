#pragma once

#include <map>
#include <utility>
#include <vector>

#include "core/sighting.hpp"
#include "core/symptom.hpp"
#include "server/incidents/host.hpp"
#include "server/incidents/incident.hpp"
#include "server/incidents/isolation.hpp"

namespace foreshock::incidents {

inline constexpr std::string_view agent_lost_kind = "agent.lost";
inline constexpr std::string_view agent_component = "agent";

struct AbsenceSettings {
    int intervals_missed = 4;                         ///< report intervals of silence …
    Duration silence_min = std::chrono::seconds{45};  ///< … and at least this long
    Duration planned_max = std::chrono::minutes{30};  ///< a goodbye explains silence this long
    Duration own_gap_max = std::chrono::seconds{15};  ///< not advanced for longer: we were away
    Duration asked_for = std::chrono::minutes{5};     ///< others look for a lost host so long
    IsolationSettings isolation = {};
};

/// Notices agents that fall silent: the kind "agent.lost", and tells a goodbye apart. Pure.
///
/// - A host is overdue after the longer of `intervals_missed` of its own report intervals and
///   `silence_min`.
/// - A server that has just started, or was itself stopped or asleep (not advanced for longer than
///   `own_gap_max`, or its clock went back), first listens for one such span.
/// - A goodbye for an upgrade or a reboot explains `planned_max` of silence. One for a stop or a
///   shutdown was meant: it explains any silence, and the host just shows as expected_away.
/// - One whose identity was revoked is not waited for, whatever it said.
/// - When one is overdue and more than half of the hosts that should speak are late (half that
///   span), it may well be this server that is cut off: see Isolation. When most are back, the
///   others are given one such span more.
/// - From half that span on other hosts are asked whether they see it. If one does, the host runs
///   and only its agent, or its way to this server, is gone: a warning. If none does, it is down
///   or cut off from all of them. What they say later changes what was said.
///
/// For one thread.
class AbsenceDetector {
public:
    AbsenceDetector(AbsenceSettings settings, TimePoint now, const std::vector<Host>& known);

    /// A report came; `host` as it is with that report taken in. Clears the host's symptom if one
    /// was raised. At a known host's first word after a start it also clears what an earlier run
    /// of this server may have raised: a clear of what nobody knows changes nothing.
    ///
    /// The clear says what it was, as far as a live report can tell: another boot, so the host was
    /// down (`host_was_down`); another run of the agent, so only that was gone (`agent_was_gone`);
    /// the same run, so the host was cut off or asleep (`was_unreachable`). `speaks_again` when it
    /// is not known, as from a replayed report.
    std::vector<Symptom> seen(const Host& host, bool is_replay = false);

    /// Time passes. Raises agent.lost for whoever is overdue; `occurring`, with the last words.
    /// And what Isolation says.
    std::vector<Symptom> advance(TimePoint now);

    /// Of whom nothing is heard, so that others should be asked: their ids.
    [[nodiscard]] std::vector<std::string> suspects(TimePoint now) const;

    /// What another host saw of one, `witness` as people call it. Says it anew where that changes
    /// what is known of a lost one.
    std::vector<Symptom> hear(const std::string& witness, const Sighting& sighting, TimePoint now);

    /// So many witnesses of one host are remembered; what more of them say is not heard.
    static constexpr std::size_t witnesses_max = 8;

    /// The host is no more and is not waited for. Whoever forgets it tells the engine, too.
    void forget(std::string_view host_id);

    /// Its identity was revoked at `at`: its silence is meant, and what was said of it is taken
    /// back. Nothing, if it was heard after that. Good until it is heard again.
    std::vector<Symptom> revoke(std::string_view host_id, TimePoint at, TimePoint now);

    /// `present` for a host never heard of.
    [[nodiscard]] Presence presence(std::string_view host_id) const;

    /// Whose presence may be another one since this was last asked; some twice, some forgotten.
    /// At first those who were known with another one than follows from the rest.
    std::vector<std::string> take_turned() { return std::exchange(turned_, {}); }

private:
    struct Watch {
        std::string id;
        std::string name;
        std::string boot_id;
        std::string run_id;
        Duration report_interval{0};
        TimePoint last_seen;
        std::uint64_t sequence = 0;
        Goodbye goodbye = Goodbye::none;
        bool is_lost = false;
        bool from_before = false;  // known from before the start, not heard since
        bool is_revoked = false;
        std::map<std::string, Sighting, std::less<>> sightings = {};  // by witness
    };

    enum class Seen : std::uint8_t { by_nobody_asked, by_some, by_none };

    static Seen seen_by_others(const Watch& watch);
    static Presence presence_of(const Watch& watch);

    [[nodiscard]] Duration usual_silence(const Watch& watch) const;
    [[nodiscard]] Duration silence_allowed(const Watch& watch) const;
    [[nodiscard]] TimePoint overdue_at(const Watch& watch) const;
    [[nodiscard]] TimePoint suspect_at(const Watch& watch) const;
    [[nodiscard]] Symptom symptom_of(const Watch& watch, TimePoint now) const;
    [[nodiscard]] Symptom raised(const Watch& watch, TimePoint now, bool with_majority) const;
    [[nodiscard]] Symptom cleared(const Watch& watch, TimePoint now, const Reason& why) const;
    [[nodiscard]] Symptom taken_back(const Watch& watch, TimePoint now) const;
    std::vector<Watch*> overdue(TimePoint now);
    [[nodiscard]] Lateness lateness(TimePoint now) const;
    void notice_own_absence(TimePoint now);
    bool judge_isolation(TimePoint now, std::vector<Symptom>& said);

    AbsenceSettings settings_;
    TimePoint listening_since_;
    TimePoint advanced_at_;
    Isolation isolation_;
    std::map<std::string, Watch, std::less<>> hosts_;
    std::vector<std::string> turned_;
};

}  // namespace foreshock::incidents
