#include "server/app/care_configuration.hpp"

#include <algorithm>
#include <set>

#include "server/app/toml_text.hpp"

namespace foreshock::app {
namespace {

using oncall::BusinessCalendar;
using oncall::EscalationPolicy;
using oncall::Layer;
using oncall::Schedule;

tl::unexpected<Error> wrong(const std::string& place, const std::string& key,
                            const std::string& what) {
    return fail(Errc::invalid, place + key + ": " + what);
}

Result<std::vector<desk::DailyHours>> read_hours(const std::vector<std::string>& texts) {
    std::vector<desk::DailyHours> all;
    for (const std::string& text : texts) {
        const auto daily = desk::parse_daily_hours(text);
        if (!daily) return fail(daily.error());
        all.push_back(*daily);
    }
    return all;
}

Result<std::chrono::minutes> read_turn(const std::string& text) {
    constexpr std::chrono::minutes day{24 * 60};
    if (text == "daily") return day;
    if (text == "weekly") return 7 * day;
    const Result<Duration> span = parse_duration(text);
    const bool is_whole =
        span && *span >= Layer::turn_min && *span % std::chrono::hours{1} == Duration{0};
    if (is_whole) return std::chrono::duration_cast<std::chrono::minutes>(*span);
    return fail(Errc::invalid, "'" + text +
                                   "': write \"daily\", \"weekly\", or whole hours or days such as "
                                   "\"12h\" or \"3d\"");
}

Result<Layer> make_layer(const LayerConfiguration& from) {
    Layer layer;
    layer.name = from.name;
    layer.people = from.people;
    if (from.people.empty() || from.people.size() > Schedule::people_max) {
        return fail(Errc::invalid, "people: from 1 to " + std::to_string(Schedule::people_max) +
                                       " names, in their turns");
    }
    const auto turn = read_turn(from.turn);
    if (!turn) return fail(Error{turn.error()}.with("turn"));
    layer.turn = *turn;
    const auto starts = desk::parse_local_time(from.starts);
    if (!starts) return fail(Error{starts.error()}.with("starts"));
    layer.starts = *starts;
    if (!from.ends.empty()) {
        const auto ends = desk::parse_local_time(from.ends);
        if (!ends) return fail(Error{ends.error()}.with("ends"));
        layer.ends = *ends;
    }
    auto hours = read_hours(from.hours);
    if (!hours) return fail(std::move(hours).error().with("hours"));
    layer.restrictions = std::move(*hours);
    return layer;
}

Result<Schedule> make_schedule(const ScheduleConfiguration& from) {
    const std::string key = "schedule '" + from.name + "'";
    Result<desk::Zone> zone = desk::Zone::find(from.zone);
    if (!zone) return wrong(from.place, key + ".zone", zone.error().what);
    Schedule schedule{from.name, from.title, from.team, std::move(*zone), {}};
    if (from.layers.empty() || from.layers.size() > Schedule::layers_max) {
        return wrong(
            from.place, key,
            "needs from 1 to " + std::to_string(Schedule::layers_max) + " [[schedule.layer]]");
    }
    for (const LayerConfiguration& one : from.layers) {
        Result<Layer> layer = make_layer(one);
        if (!layer) {
            return wrong(from.place, key + ", layer '" + one.name + "'", layer.error().what);
        }
        schedule.layers.push_back(std::move(*layer));
    }
    return schedule;
}

Result<BusinessCalendar> make_calendar(const CalendarConfiguration& from) {
    const std::string key = "calendar '" + from.name + "'";
    auto daily = read_hours(from.hours);
    if (!daily) return wrong(from.place, key + ".hours", daily.error().what);
    std::vector<oncall::Holiday> holidays;
    for (const std::string& text : from.holidays) {
        auto holiday = oncall::parse_holiday(text);
        if (!holiday) return wrong(from.place, key + ".holidays", holiday.error().what);
        holidays.push_back(std::move(*holiday));
    }
    auto calendar = BusinessCalendar::make(from.name, {from.hours, std::move(*daily), from.zone},
                                           std::move(holidays));
    if (!calendar) return wrong(from.place, key, calendar.error().what);
    return calendar;
}

/// Schedules must be known; people and teams live in the store and may come later.
Result<void> check_target(const oncall::Target& target, const std::set<std::string>& schedules) {
    const bool is_known =
        target.kind != oncall::Target::Kind::schedule || schedules.contains(target.name);
    if (is_known) return {};
    return fail(Errc::invalid, "there is no schedule '" + target.name + "'");
}

Result<EscalationPolicy> make_policy(const PolicyConfiguration& from,
                                     const std::set<std::string>& schedules) {
    const std::string key = "escalation_policy '" + from.policy.name + "'";
    EscalationPolicy policy = from.policy;
    if (!from.quiet_hours.empty()) {
        const auto quiet = oncall::parse_quiet_hours(from.quiet_hours);
        if (!quiet) return wrong(from.place, key + ".quiet_hours", quiet.error().what);
        policy.quiet = *quiet;
    }
    if (from.steps.empty() || from.steps.size() > EscalationPolicy::steps_max) {
        return wrong(from.place, key,
                     "needs from 1 to " + std::to_string(EscalationPolicy::steps_max) +
                         " [[escalation_policy.step]]");
    }
    for (const StepConfiguration& step : from.steps) {
        oncall::PolicyStep made{step.after, {}, step.channels};
        for (const std::string& text : step.notify) {
            const auto target = oncall::parse_target(text);
            if (!target) return wrong(from.place, key + ".step.notify", target.error().what);
            if (auto known = check_target(*target, schedules); !known) {
                return wrong(from.place, key + ".step.notify", known.error().what);
            }
            made.notify.push_back(*target);
        }
        if (made.notify.empty()) return wrong(from.place, key + ".step.notify", "names nobody");
        policy.steps.push_back(std::move(made));
    }
    return policy;
}

Result<void> check_names(const CareConfiguration& from, const oncall::CareSettings& ready) {
    constexpr std::string_view tier_names[] = {"tiers.l1.policy", "tiers.l2.policy",
                                               "tiers.l3.policy"};
    for (std::size_t i = 0; i < from.tiers.size(); ++i) {
        const std::string& name = from.tiers[i].policy;
        if (name.empty() || ready.policy(name)) continue;
        return wrong("", std::string{tier_names[i]},
                     "there is no escalation policy '" + name + "'");
    }
    for (const RouteConfiguration& route : from.routes) {
        const std::string& name = route.rule.policy;
        if (name.empty() || ready.policy(name)) continue;
        return wrong(route.place, "assignment_rule '" + route.rule.name + "'.policy",
                     "there is no escalation policy '" + name + "'");
    }
    if (!from.clocks.calendar.empty() && !ready.calendar(from.clocks.calendar)) {
        return wrong("", "clocks.calendar", "there is no calendar '" + from.clocks.calendar + "'");
    }
    return {};
}

Result<oncall::BridgeRules> make_bridge(const BridgeConfiguration& from) {
    using Kind = oncall::BridgeRules::Kind;
    oncall::BridgeRules rules;
    rules.open_at = from.open_at;
    if (!from.url.empty() && !from.webhook.empty()) {
        return wrong("", "bridge.webhook", "either url or webhook, not both");
    }
    const std::string& address = from.url.empty() ? from.webhook : from.url;
    if (address.empty()) {
        if (from.open_at > 0) {
            return wrong("", "bridge.open_at_priority", "needs bridge.url or bridge.webhook");
        }
        return rules;
    }
    if (!address.starts_with("https://") && !address.starts_with("http://")) {
        return wrong("", from.url.empty() ? "bridge.webhook" : "bridge.url",
                     "must begin with https:// or http://");
    }
    rules.kind = from.url.empty() ? Kind::webhook : Kind::address;
    rules.address = from.url;
    return rules;
}

void write_tiers(std::ostream& out, const CareConfiguration& from) {
    out << "\n[tiers]\nstraight_to_l3_at_priority = " << from.straight_to_l3_at
        << "\nescalate_at_risk = " << (from.escalate_at_risk ? "true" : "false") << "\n";
    for (std::size_t i = 0; i < from.tiers.size(); ++i) {
        out << "\n[tiers.l" << i + 1 << "]\nteam = " << quoted(from.tiers[i].team)
            << "\npolicy = " << quoted(from.tiers[i].policy)
            << "\nescalate_after = " << quoted(from.tiers[i].escalate_after) << "\n";
    }
}

void write_clocks(std::ostream& out, const oncall::ClockRules& clocks) {
    out << "\n[clocks]\nfirst_response = " << list_of(clocks.response)
        << "\nresolution = " << list_of(clocks.resolution)
        << "\nat_risk_percent = " << clocks.risk_percent
        << "\ncalendar = " << quoted(clocks.calendar)
        << "\nalways_at_priority = " << clocks.always_at << "\n";
}

void write_schedule(std::ostream& out, const ScheduleConfiguration& one) {
    out << "\n[[schedule]]\nname = " << quoted(one.name) << "\ntitle = " << quoted(one.title)
        << "\nteam = " << quoted(one.team) << "\nzone = " << quoted(one.zone) << "\n";
    for (const LayerConfiguration& layer : one.layers) {
        out << "[[schedule.layer]]\nname = " << quoted(layer.name)
            << "\npeople = " << list_of(layer.people) << "\nturn = " << quoted(layer.turn)
            << "\nstarts = " << quoted(layer.starts) << "\nends = " << quoted(layer.ends)
            << "\nhours = " << list_of(layer.hours) << "\n";
    }
}

void write_policy(std::ostream& out, const PolicyConfiguration& one) {
    const EscalationPolicy& policy = one.policy;
    out << "\n[[escalation_policy]]\nname = " << quoted(policy.name)
        << "\nrepeat = " << policy.repeat << "\nrepeat_after = " << quoted(policy.repeat_after)
        << "\nfallback_after = " << quoted(policy.fallback_after)
        << "\nassigned_wait = " << quoted(policy.assigned_wait)
        << "\nacknowledgement_expires = " << quoted(policy.acknowledgement_expires)
        << "\nreminder_grace = " << quoted(policy.reminder_grace)
        << "\nquiet_hours = " << quoted(one.quiet_hours)
        << "\nquiet_ignored_at_priority = " << policy.quiet_ignored_at << "\n";
    for (const StepConfiguration& step : one.steps) {
        out << "[[escalation_policy.step]]\nafter = " << quoted(step.after)
            << "\nnotify = " << list_of(step.notify) << "\nchannels = " << list_of(step.channels)
            << "\n";
    }
}

void write_assignment_rule(std::ostream& out, const oncall::RouteRule& rule) {
    std::string priorities;
    for (const int level : rule.priorities)
        priorities += (priorities.empty() ? "" : ", ") + std::to_string(level);
    out << "\n[[assignment_rule]]\nname = " << quoted(rule.name)
        << "\ncategories = " << list_of(rule.categories)
        << "\nservices = " << list_of(rule.services) << "\npriorities = [" << priorities
        << "]\nteam = " << quoted(rule.team) << "\nl2 = " << quoted(rule.l2)
        << "\nl3 = " << quoted(rule.l3) << "\npolicy = " << quoted(rule.policy) << "\n";
}

}  // namespace

Result<ReadyCare> made_ready(const CareConfiguration& from) {
    ReadyCare ready;
    oncall::CareSettings& settings = ready.settings;
    settings.tiers = from.tiers;
    settings.straight_to_l3_at = from.straight_to_l3_at;
    settings.escalate_at_risk = from.escalate_at_risk;
    settings.clocks = from.clocks;
    std::set<std::string> schedules;
    for (const ScheduleConfiguration& one : from.schedules) {
        auto schedule = make_schedule(one);
        if (!schedule) return fail(std::move(schedule).error());
        schedules.insert(one.name);
        ready.schedules.push_back(std::move(*schedule));
    }
    for (const CalendarConfiguration& one : from.calendars) {
        auto calendar = make_calendar(one);
        if (!calendar) return fail(std::move(calendar).error());
        settings.calendars.push_back(std::move(*calendar));
    }
    for (const PolicyConfiguration& one : from.policies) {
        auto policy = make_policy(one, schedules);
        if (!policy) return fail(std::move(policy).error());
        settings.policies.push_back(std::move(*policy));
    }
    for (const RouteConfiguration& one : from.routes)
        settings.routes.push_back(one.rule);
    auto bridge = make_bridge(from.bridge);
    if (!bridge) return fail(std::move(bridge).error());
    settings.bridge = std::move(*bridge);
    if (auto known = check_names(from, settings); !known) return fail(std::move(known).error());
    return ready;
}

void write_care(std::ostream& out, const CareConfiguration& from) {
    write_tiers(out, from);
    write_clocks(out, from.clocks);
    out << "\n[bridge]\nurl = " << quoted(from.bridge.url)
        << "\nwebhook = " << quoted(from.bridge.webhook)
        << "\nsecret_file = " << quoted(from.bridge.secret_file)
        << "\nopen_at_priority = " << from.bridge.open_at << "\n";
    for (const CalendarConfiguration& one : from.calendars) {
        out << "\n[[calendar]]\nname = " << quoted(one.name) << "\nzone = " << quoted(one.zone)
            << "\nhours = " << list_of(one.hours) << "\nholidays = " << list_of(one.holidays)
            << "\n";
    }
    for (const ScheduleConfiguration& one : from.schedules)
        write_schedule(out, one);
    for (const PolicyConfiguration& one : from.policies)
        write_policy(out, one);
    for (const RouteConfiguration& one : from.routes)
        write_assignment_rule(out, one.rule);
}

}  // namespace foreshock::app
