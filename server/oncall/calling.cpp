#include "server/oncall/calling.hpp"

#include <algorithm>

#include "core/hash.hpp"
#include "server/incidents/links.hpp"
#include "server/oncall/routing.hpp"

namespace foreshock::oncall {
namespace {

using incidents::EventKind;
using incidents::Incident;
using incidents::Page;
using incidents::PageState;
using incidents::Paging;
using people::Person;

constexpr std::size_t steps_at_once_max = EscalationPolicy::steps_max;

const EscalationPolicy* policy_of(const Incident& incident, const World& world, people::Tier tier) {
    const RouteRule* rule = route_of(incident, world);
    const bool is_routed = rule && !rule->policy.empty();
    return world.settings.policy(is_routed ? rule->policy : world.settings.tier(tier).policy);
}

bool ignores_quiet(const EscalationPolicy& policy, const Incident& incident) {
    return incident.priority.level <= policy.quiet_ignored_at;
}

const Person* reachable(const World& world, const std::string& name) {
    const Person* person = world.directory.person(name);
    return person && !person->disabled ? person : nullptr;
}

void keep(Paging& paging, Page page) {
    paging.pages.push_back(std::move(page));
    while (paging.pages.size() > Paging::pages_kept_max) {
        const auto done =
            std::find_if(paging.pages.begin(), paging.pages.end(),
                         [](const Page& one) { return one.state != PageState::waiting; });
        paging.pages.erase(done == paging.pages.end() ? paging.pages.begin() : done);
    }
}

/// The people that a target means at this moment.
std::vector<std::string> people_of(const Target& target, const Deliberation& about) {
    const World& world = about.world;
    if (target.kind == Target::Kind::person) return {target.name};
    if (target.kind == Target::Kind::schedule) {
        std::string person = world.rota.on_call_at(target.name, about.now);
        return person.empty() ? std::vector<std::string>{} : std::vector{std::move(person)};
    }
    const people::Team* team = world.directory.team(target.name);
    return team ? team->members : std::vector<std::string>{};
}

/// One call, and all that is needed to make it the same for ever.
struct Call {
    Deliberation& about;
    const EscalationPolicy* policy;  // null: no quiet hours
    std::string why;
    std::string occasion;

    void send(const Person& person, std::size_t place) const {
        Paging& paging = about.decided.care.paging;
        Page page;
        page.id = stable_id(
            {about.incident.id, "page", occasion, why, person.name, std::to_string(place)});
        const bool is_known = std::any_of(paging.pages.begin(), paging.pages.end(),
                                          [&](const Page& one) { return one.id == page.id; });
        if (is_known) return;
        page.person = person.name;
        page.contact = person.contacts[place];
        page.place = place;
        page.why = why;
        page.at = about.now;
        page.due_at = quiet_end(person).value_or(about.now);
        about.write(
            EventKind::paged, why,
            person.name + " is called by " + page.contact.channel +
                (page.due_at > about.now ? " after quiet hours, at " + format_rfc3339(page.due_at)
                                         : std::string{}),
            "", person.name);
        about.decided.pages.push_back(page);
        keep(paging, std::move(page));
    }

    [[nodiscard]] std::optional<TimePoint> quiet_end(const Person& person) const {
        if (!policy || !policy->quiet || ignores_quiet(*policy, about.incident)) {
            return std::nullopt;
        }
        const Result<desk::Zone> zone = desk::Zone::find(person.zone);
        return zone ? policy->quiet->end_of_quiet(*zone, about.now) : std::nullopt;
    }

    /// By the channels of the step, or by the first contact. False when there is no way.
    [[nodiscard]] bool reach(const std::string& name, const std::vector<std::string>& channels,
                             std::size_t first_place = 0) const {
        const Person* person = reachable(about.world, name);
        if (!person) return false;
        bool any = false;
        for (std::size_t place = first_place; place < person->contacts.size(); ++place) {
            const bool is_meant =
                channels.empty() ? !any
                                 : std::find(channels.begin(), channels.end(),
                                             person->contacts[place].channel) != channels.end();
            if (!is_meant) continue;
            send(*person, place);
            any = true;
        }
        return any;
    }
};

void withdraw(Deliberation& about) {
    for (Page& page : about.decided.care.paging.pages) {
        if (page.state != PageState::waiting) continue;
        page.state = PageState::withdrawn;
        about.decided.withdraws_pages = true;
    }
}

/// Somebody is to take it, not merely to know of it.
bool is_call(const Page& page) {
    return page.why == "step" || page.why == "assigned" || page.why == "fallback";
}

void stop_calling(Deliberation& about, const std::string& purpose) {
    Paging& paging = about.decided.care.paging;
    if (paging.called_for != purpose) withdraw(about);
    paging.called_for = purpose;
    paging.next_at.reset();
    paging.exhausted = false;
}

void forget_owner(Paging& paging) {
    paging.acknowledgement_ends_at.reset();
    paging.reminded = false;
}

void lapse(Deliberation& about) {
    Paging& paging = about.decided.care.paging;
    forget_owner(paging);
    about.write(EventKind::acknowledgement_expired, "silent",
                "nothing was heard of " + about.owner() + ": its team has it again", about.owner(),
                about.decided.care.assignment.team);
    about.decided.owner = "";
}

/// Whoever took it and is silent for long is reminded, and then has it no longer.
void watch_owner(Deliberation& about, const EscalationPolicy& policy) {
    Paging& paging = about.decided.care.paging;
    const bool works = about.incident.state == incidents::IncidentState::in_progress;
    if (!works || policy.acknowledgement_expires <= Duration{0}) return forget_owner(paging);
    const auto& handling = about.incident.handling;
    const TimePoint active = handling.owner_active_at.value_or(
        about.incident.acknowledged_at.value_or(about.incident.opened_at));
    const TimePoint ends = active + policy.acknowledgement_expires;
    if (ends > about.now) {
        paging.acknowledgement_ends_at = ends;
        paging.reminded = false;
    } else if (!paging.reminded) {
        paging.reminded = true;
        paging.acknowledgement_ends_at = about.now + policy.reminder_grace;
        about.write(EventKind::acknowledgement_expiring, "silent",
                    about.owner() + " is asked whether they still work on it", "", about.owner());
        send_pages(about, {about.owner()}, "reminder", std::to_string(to_unix_ms(ends)));
    } else if (*paging.acknowledgement_ends_at <= about.now) {
        lapse(about);
    }
}

/// The calling of one incident by one policy.
class Calling {
public:
    Calling(Deliberation& about, const EscalationPolicy& policy)
        : about_(about), policy_(policy), paging_(about.decided.care.paging) {}

    void call() {
        const std::string purpose = purpose_now();
        if (paging_.policy != policy_.name || paging_.called_for != purpose) begin(purpose);
        for (std::size_t i = 0; i < steps_at_once_max && is_due(); ++i)
            take_step();
        fall_back();
    }

private:
    [[nodiscard]] std::string purpose_now() const {
        const incidents::Assignment& has = about_.decided.care.assignment;
        const bool is_loud = ignores_quiet(policy_, about_.incident);
        return tier_words(has.tier, has.team) + "/" + about_.owner() + (is_loud ? "/loud" : "");
    }

    [[nodiscard]] std::string occasion(const std::string& what) const {
        return std::to_string(paging_.series) + "/" + std::to_string(paging_.round) + "/" + what;
    }

    void begin(const std::string& purpose) {
        const bool had_begun = !paging_.called_for.empty();
        if (had_begun) withdraw(about_);
        paging_.policy = policy_.name;
        paging_.called_for = purpose;
        paging_.round = 0;
        paging_.step = 0;
        paging_.exhausted = false;
        paging_.reminded = false;
        paging_.acknowledgement_ends_at.reset();
        ++paging_.series;
        paging_.next_at = about_.now + policy_.steps.front().after;
        if (about_.owner().empty()) return;
        const Call to_owner{about_, &policy_, "assigned", occasion("owner")};
        if (to_owner.reach(about_.owner(), {})) {
            paging_.next_at = about_.now + policy_.assigned_wait;
        }
    }

    [[nodiscard]] bool is_due() const { return paging_.next_at && *paging_.next_at <= about_.now; }

    void take_step() {
        if (paging_.round > policy_.repeat) return exhaust();
        const PolicyStep& step = policy_.steps[paging_.step];
        const Call call{about_, &policy_, "step", occasion(std::to_string(paging_.step))};
        bool reaches_anybody = false;
        std::string meant;
        for (const Target& target : step.notify) {
            meant += (meant.empty() ? "" : ", ") + to_string(target);
            for (const std::string& person : people_of(target, about_))
                reaches_anybody |= call.reach(person, step.channels);
        }
        if (!reaches_anybody) {
            about_.write(EventKind::page_failed, "nobody_there",
                         "step " + std::to_string(paging_.step + 1) + " of " + policy_.name +
                             " reaches nobody: " + meant);
        }
        is_round_silent_ = (paging_.step == 0 || is_round_silent_) && !reaches_anybody;
        advance(reaches_anybody);
    }

    /// A step, or a whole round, that reached nobody is not waited for.
    void advance(bool waits) {
        if (++paging_.step < policy_.steps.size()) {
            const Duration wait = waits ? policy_.steps[paging_.step].after : Duration{0};
            paging_.next_at = about_.now + wait;
            return;
        }
        paging_.step = 0;
        ++paging_.round;
        paging_.next_at = about_.now + (is_round_silent_ ? Duration{0} : policy_.repeat_after);
    }

    void exhaust() {
        paging_.exhausted = true;
        paging_.next_at.reset();
        const incidents::Assignment& has = about_.decided.care.assignment;
        const std::string whom = tier_words(has.tier, has.team);
        if (escalate(about_, "not_acknowledged", "nobody of " + whom + " acknowledged")) return;
        about_.write(EventKind::paging_over, "not_acknowledged",
                     "everybody of " + policy_.name + " was called " +
                         std::to_string(policy_.repeat + 1) + " times, and nobody acknowledged");
    }

    void fall_back() {
        // Copies: sending adds to the list.
        const std::vector<Page> pages = paging_.pages;
        for (const Page& page : pages) {
            if (page.fell_back || !is_call(page) || !is_lost(page)) continue;
            mark_fallen_back(page.id);
            const Call next{about_, &policy_, "fallback", occasion(page.id)};
            if (next.reach(page.person, {}, page.place + 1)) continue;
            about_.write(EventKind::page_failed, "no_contact_left",
                         page.person + " was not reached by " + page.contact.channel +
                             ", and has no other contact");
            const bool anybody_else = std::any_of(pages.begin(), pages.end(), [&](const Page& one) {
                return one.person != page.person && one.at == page.at && !is_lost(one);
            });
            // Another round is no answer to a dead channel: it keeps its pause.
            const bool has_next_step = paging_.next_at && paging_.step > 0;
            if (has_next_step && !anybody_else) {
                paging_.next_at = std::min(*paging_.next_at, about_.now);
            }
        }
    }

    [[nodiscard]] bool is_lost(const Page& page) const {
        if (page.state == PageState::failed) return true;
        return page.state == PageState::waiting &&
               about_.now >= page.due_at + policy_.fallback_after;
    }

    void mark_fallen_back(const std::string& id) {
        for (Page& page : paging_.pages)
            if (page.id == id) page.fell_back = true;
    }

    Deliberation& about_;
    const EscalationPolicy& policy_;
    Paging& paging_;
    bool is_round_silent_ = false;  // in this decision, from its first step on
};

}  // namespace

void call_people(Deliberation& about) {
    const Incident& incident = about.incident;
    if (!incident.is_open() || incident.is_muted() || incidents::is_duplicate(incident)) {
        forget_owner(about.decided.care.paging);
        return stop_calling(about, "");
    }
    const EscalationPolicy* policy =
        policy_of(incident, about.world, about.decided.care.assignment.tier);
    if (about.is_taken()) {
        stop_calling(about, "taken by " + about.owner());
        if (policy) return watch_owner(about, *policy);
        forget_owner(about.decided.care.paging);
    } else if (policy) {
        Calling{about, *policy}.call();
    } else {
        stop_calling(about, "");
    }
}

void send_pages(Deliberation& about, const std::vector<std::string>& people, const std::string& why,
                const std::string& occasion) {
    const Call call{about, nullptr, why, occasion};
    for (const std::string& person : people)
        static_cast<void>(call.reach(person, {}));
}

void inform_teams(Deliberation& about, const std::vector<std::string>& teams,
                  const std::string& why) {
    const TimePoint since = about.decided.care.assignment.since;
    for (const std::string& name : teams) {
        const people::Team* team = about.world.directory.team(name);
        if (team) send_pages(about, team->members, why, std::to_string(to_unix_ms(since)));
    }
}

std::optional<TimePoint> calling_deadline(const Incident& incident, const World& world) {
    const Paging& paging = incident.handling.care.paging;
    std::optional<TimePoint> next = paging.next_at;
    const auto consider = [&next](TimePoint at) {
        if (!next || at < *next) next = at;
    };
    if (paging.acknowledgement_ends_at) consider(*paging.acknowledgement_ends_at);
    const EscalationPolicy* policy = world.settings.policy(paging.policy);
    if (!policy || !incident.is_open() || paging.called_for.starts_with("taken")) return next;
    for (const Page& page : paging.pages) {
        if (page.state == PageState::waiting && !page.fell_back && is_call(page)) {
            consider(page.due_at + policy->fallback_after);
        }
    }
    return next;
}

}  // namespace foreshock::oncall
