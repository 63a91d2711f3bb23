#include "server/desk/recurrence.hpp"

#include <algorithm>

namespace foreshock::desk {
namespace {

/// Clocks are never set by more than this.
constexpr std::chrono::hours clock_change_max{3};

std::string note_of(LocalTime meant, const Zone& zone, const Zone::Moment& moment) {
    const std::string clock = format_local_time(meant).substr(11, 5);
    switch (moment.fit) {
        case Zone::Fit::once:
            return {};
        case Zone::Fit::skipped:
            return clock + " does not exist on that day: clocks are set forward; it is " +
                   format_local_time(zone.local_of(moment.at)).substr(11, 5);
        case Zone::Fit::twice:
            return clock + " comes twice on that day: clocks are set back; this is the first";
    }
    return {};
}

}  // namespace

Result<Recurrence> Recurrence::parse(const RecurrenceText& text) {
    if (text.rrule.empty() == text.cron.empty()) {
        return fail(Errc::invalid, "recurrence: give either rrule or cron");
    }
    if (text.zone.empty()) {
        return fail(Errc::invalid, "zone: is missing; write one such as Europe/Berlin or UTC");
    }
    Result<Zone> zone = Zone::find(text.zone);
    if (!zone) return fail(std::move(zone).error().with("zone"));
    if (text.first.empty() && text.cron.empty()) {
        return fail(Errc::invalid,
                    "first: an rrule counts from the first local time, such as 2026-03-01T02:30");
    }
    const Result<LocalTime> first =
        parse_local_time(text.first.empty() ? "1970-01-01T00:00" : text.first);
    if (!first) return fail(Error{first.error()}.with("first"));
    Recurrence made{std::move(*zone), *first};
    if (!text.cron.empty()) {
        Result<Cron> cron = Cron::parse(text.cron);
        if (!cron) return fail(std::move(cron).error());
        made.rule_ = *cron;
    } else {
        Result<RecurrenceRule> rule = RecurrenceRule::parse(text.rrule, *first);
        if (!rule) return fail(std::move(rule).error());
        made.rule_ = std::move(*rule);
    }
    if (Result<void> read = made.read_except(text.except); !read) {
        return fail(std::move(read).error());
    }
    return made;
}

Result<void> Recurrence::read_except(const std::vector<std::string>& texts) {
    if (texts.size() > except_max) {
        return fail(Errc::invalid, "except: at most " + std::to_string(except_max));
    }
    for (const std::string& text : texts) {
        if (text.size() == 10) {
            const auto day = parse_local_date(text);
            if (!day) return fail(Error{day.error()}.with("except"));
            except_days_.push_back(*day);
            continue;
        }
        const auto time = parse_local_time(text);
        if (!time) return fail(Error{time.error()}.with("except"));
        except_.push_back(*time);
    }
    return {};
}

std::vector<LocalTime> Recurrence::locals(LocalTime from, std::size_t count) const {
    if (const auto* rule = std::get_if<RecurrenceRule>(&rule_)) return rule->next(from, count);
    std::vector<LocalTime> found;
    std::optional<LocalTime> next = std::get<Cron>(rule_).next(std::max(from, first_));
    while (next && found.size() < count) {
        found.push_back(*next);
        next = std::get<Cron>(rule_).next(*next + std::chrono::minutes{1});
    }
    return found;
}

bool Recurrence::is_excepted(LocalTime local) const {
    return std::find(except_.begin(), except_.end(), local) != except_.end() ||
           std::find(except_days_.begin(), except_days_.end(),
                     std::chrono::floor<std::chrono::days>(local)) != except_days_.end();
}

bool Recurrence::is_beyond(LocalTime local, TimePoint at) const {
    const auto* rule = std::get_if<RecurrenceRule>(&rule_);
    if (!rule) return false;
    return (rule->until_local() && local > *rule->until_local()) ||
           (rule->until_utc() && at > *rule->until_utc());
}

std::vector<Occurrence> Recurrence::next(TimePoint from, std::size_t count) const {
    // What clocks that are set do to the order happens within this much before and after.
    constexpr std::size_t slack = 2 * 60 * clock_change_max.count();
    const LocalTime begin = zone_.local_of(from) - clock_change_max;
    std::vector<Occurrence> found;
    for (const LocalTime local : locals(begin, count + slack + except_max)) {
        const Zone::Moment moment = zone_.moment_of(local);
        if (is_beyond(local, moment.at)) break;
        if (moment.at < from || is_excepted(local)) continue;
        const bool is_settled =
            found.size() >= count && moment.at - found[count - 1].starts_at > clock_change_max;
        if (is_settled) break;
        const bool is_known = std::any_of(found.begin(), found.end(), [&](const Occurrence& one) {
            return one.starts_at == moment.at;
        });
        if (is_known) continue;
        found.push_back({moment.at, zone_.text_of(moment.at), note_of(local, zone_, moment)});
    }
    std::sort(found.begin(), found.end(),
              [](const Occurrence& a, const Occurrence& b) { return a.starts_at < b.starts_at; });
    if (found.size() > count) found.resize(count);
    return found;
}

}  // namespace foreshock::desk
