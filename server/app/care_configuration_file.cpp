#include "server/app/care_configuration_file.hpp"

#include <algorithm>

#include "server/app/table_reader.hpp"

namespace foreshock::app {
namespace {

void flag(TableReader& in, std::string_view key, bool& into) {
    const toml::node* node = in.node(key);
    if (!node) return;
    const auto value = node->value_exact<bool>();
    if (!value) return in.complain_of(key, "must be true or false");
    into = *value;
}

/// Five times, of P1 to P5.
void spans(TableReader& in, std::string_view key, std::array<Duration, 5>& into) {
    std::vector<std::string> texts;
    in.texts(key, texts);
    if (texts.empty()) return;
    if (texts.size() != into.size()) {
        return in.complain_of(key,
                              "must be five times, of P1 to P5, such as [\"15m\", \"1h\", "
                              "\"2h\", \"3h\", \"3h\"]");
    }
    for (std::size_t i = 0; i < into.size(); ++i) {
        const Result<Duration> span = parse_duration(texts[i]);
        if (!span) return in.complain_of(key, span.error().what);
        into[i] = *span;
    }
}

/// Puts it in, or in the place of one of the same name that another file had.
template <class Item, class NameOf>
void put(TableReader& in, std::vector<Item>& all, Item item, NameOf name_of) {
    item.place = in.place_of_table();
    const std::string name = name_of(item);
    if (name.empty()) in.complain_of("name", "is missing");
    const auto same =
        std::find_if(all.begin(), all.end(), [&](const Item& one) { return name_of(one) == name; });
    if (same == all.end()) {
        all.push_back(std::move(item));
    } else if (same->place.starts_with(in.file() + ":")) {
        in.complain_of("name", "'" + name + "' is there twice");
    } else {
        *same = std::move(item);
    }
}

void read_tier(TableReader& in, std::string_view key, oncall::TierRules& into,
               std::vector<std::string>& complaints) {
    const toml::table* table = in.table(key);
    if (!table) return;
    TableReader tier{*table, in.path_of(key), in.file(), complaints};
    tier.text("team", into.team);
    tier.text("policy", into.policy);
    tier.span("escalate_after", into.escalate_after);
    tier.finish();
}

}  // namespace

void read_tiers(TableReader& in, CareConfiguration& into) {
    in.number("straight_to_l3_at_priority", into.straight_to_l3_at, 0, 5);
    flag(in, "escalate_at_risk", into.escalate_at_risk);
    read_tier(in, "l1", into.tiers[0], in.complaints());
    read_tier(in, "l2", into.tiers[1], in.complaints());
    read_tier(in, "l3", into.tiers[2], in.complaints());
}

void read_clocks(TableReader& in, oncall::ClockRules& into) {
    spans(in, "first_response", into.response);
    spans(in, "resolution", into.resolution);
    in.number("at_risk_percent", into.risk_percent, 1, 100);
    in.text("calendar", into.calendar);
    in.number("always_at_priority", into.always_at, 0, 5);
}

void read_bridge(TableReader& in, BridgeConfiguration& into) {
    in.text("url", into.url);
    in.text("webhook", into.webhook);
    in.text("secret_file", into.secret_file);
    in.number("open_at_priority", into.open_at, 0, 5);
}

void read_calendar(TableReader& in, CareConfiguration& into) {
    CalendarConfiguration read;
    in.text("name", read.name);
    in.text("zone", read.zone);
    in.texts("hours", read.hours);
    in.texts("holidays", read.holidays);
    put(in, into.calendars, std::move(read), [](const auto& one) { return one.name; });
    in.finish();
}

void read_schedule(TableReader& in, CareConfiguration& into) {
    ScheduleConfiguration read;
    in.text("name", read.name);
    read.title = read.name;
    in.text("title", read.title);
    in.text("team", read.team);
    in.text("zone", read.zone);
    for (const toml::table* table : in.tables("layer")) {
        TableReader layer{*table, in.path_of("layer"), in.file(), in.complaints()};
        LayerConfiguration one;
        layer.text("name", one.name);
        layer.texts("people", one.people);
        layer.text("turn", one.turn);
        layer.text("starts", one.starts);
        layer.text("ends", one.ends);
        layer.texts("hours", one.hours);
        layer.finish();
        read.layers.push_back(std::move(one));
    }
    put(in, into.schedules, std::move(read), [](const auto& one) { return one.name; });
    in.finish();
}

void read_policy(TableReader& in, CareConfiguration& into) {
    PolicyConfiguration read;
    oncall::EscalationPolicy& policy = read.policy;
    in.text("name", policy.name);
    in.number("repeat", policy.repeat, 0, oncall::EscalationPolicy::repeat_max);
    in.span("repeat_after", policy.repeat_after);
    in.span("fallback_after", policy.fallback_after);
    in.span("assigned_wait", policy.assigned_wait);
    in.span("acknowledgement_expires", policy.acknowledgement_expires);
    in.span("reminder_grace", policy.reminder_grace);
    in.text("quiet_hours", read.quiet_hours);
    in.number("quiet_ignored_at_priority", policy.quiet_ignored_at, 0, 5);
    for (const toml::table* table : in.tables("step")) {
        TableReader step{*table, in.path_of("step"), in.file(), in.complaints()};
        StepConfiguration one;
        step.span("after", one.after);
        step.texts("notify", one.notify);
        step.texts("channels", one.channels);
        step.finish();
        read.steps.push_back(std::move(one));
    }
    put(in, into.policies, std::move(read), [](const auto& one) { return one.policy.name; });
    in.finish();
}

void read_assignment_rule(TableReader& in, CareConfiguration& into) {
    RouteConfiguration read;
    in.text("name", read.rule.name);
    in.texts("categories", read.rule.categories);
    in.texts("services", read.rule.services);
    in.numbers("priorities", read.rule.priorities, 1, 5);
    in.text("team", read.rule.team);
    in.text("l2", read.rule.l2);
    in.text("l3", read.rule.l3);
    in.text("policy", read.rule.policy);
    if (read.rule.team.empty()) in.complain_of("team", "is missing: who has it?");
    put(in, into.routes, std::move(read), [](const auto& one) { return one.rule.name; });
    in.finish();
}

}  // namespace foreshock::app
