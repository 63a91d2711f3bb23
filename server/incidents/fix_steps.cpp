#include "server/incidents/fix_steps.hpp"

#include <algorithm>

namespace foreshock::incidents {
namespace {

Result<void> check(const Incident& incident, const ApplyFix& what) {
    const std::vector<AppliedFix>& fixes = incident.handling.fixes;
    if (!incident.is_open()) {
        return fail(Errc::conflict, "incident " + std::to_string(incident.number) + " is " +
                                        std::string{to_string(incident.state)} +
                                        ": a fix is applied while it is open");
    }
    const bool waits = std::ranges::any_of(fixes, [&](const AppliedFix& one) {
        return one.known_error == what.known_error && !one.worked;
    });
    if (waits) {
        return fail(Errc::conflict, "the fix of " + what.known_error +
                                        " is applied already: resolve the incident if it helped");
    }
    if (fixes.size() >= Handling::fixes_max) {
        return fail(Errc::conflict, std::to_string(Handling::fixes_max) +
                                        " fixes were applied, which is the bound");
    }
    if (what.steps.empty()) return fail(Errc::invalid, "steps: there is none to apply");
    for (const FixStep& step : what.steps) {
        if (std::ranges::find(step_types, step.type) != step_types.end()) continue;
        return fail(Errc::invalid, "steps: '" + step.type + "' is no type of step");
    }
    return {};
}

void name_fix(Turn& turn, const std::string& known_error, const std::string& actor,
              std::string_view how) {
    turn.write(EventKind::fix_named,
               {{"known_error", std::string{how}}, "", known_error, "", actor});
}

}  // namespace

Result<void> apply_fix(Turn& turn, const PersonStep& step, const ApplyFix& what) {
    if (auto good = check(turn.incident, what); !good) return good;
    turn.incident.handling.fixes.push_back(
        {what.known_error, what.title, step.actor, turn.at, std::nullopt});
    const std::size_t count = what.steps.size();
    turn.write(EventKind::fix_applied,
               {{"known_error", std::to_string(count) +
                                    (count == 1 ? " step of it is" : " steps of it are") +
                                    " in the work log"},
                "",
                what.known_error,
                what.title,
                step.actor});
    for (const FixStep& one : what.steps) {
        turn.write(
            EventKind::step_taken,
            {{one.type, "a step of a known fix"}, "", what.known_error, one.text, step.actor});
    }
    return {};
}

void settle_fixes(Turn& turn, std::string_view named, const std::string& actor) {
    std::vector<AppliedFix>& fixes = turn.incident.handling.fixes;
    bool is_found = !named.empty();
    for (auto fix = fixes.rbegin(); fix != fixes.rend(); ++fix) {
        if (fix->worked) continue;
        const bool is_it = named.empty() ? !is_found : fix->known_error == named;
        is_found = is_found || is_it;
        fix->worked = is_it;
        if (is_it && named.empty()) {
            name_fix(turn, fix->known_error, fix->applied_by,
                     "its fix was applied, and it is over");
        } else if (!is_it) {
            turn.write(EventKind::fix_failed,
                       {{"known_error", "its fix was applied, and something else ended it"},
                        "",
                        fix->known_error,
                        "",
                        fix->applied_by});
        }
    }
    if (!named.empty()) name_fix(turn, std::string{named}, actor, "its fix was followed");
}

void unsettle_fixes(Turn& turn) {
    for (AppliedFix& fix : turn.incident.handling.fixes)
        if (fix.worked) fix.worked = false;
}

}  // namespace foreshock::incidents
