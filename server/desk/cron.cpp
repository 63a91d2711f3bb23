#include "server/desk/cron.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <vector>

#include "core/number.hpp"

namespace foreshock::desk {
namespace {

constexpr std::array<std::string_view, 12> month_names{"jan", "feb", "mar", "apr", "may", "jun",
                                                       "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr std::array<std::string_view, 7> weekday_names{"sun", "mon", "tue", "wed",
                                                        "thu", "fri", "sat"};

struct Field {
    std::string_view what;
    int least;
    int most;
    std::span<const std::string_view> names = {};  ///< the first one is for `least`
};

constexpr Field minute_field{"minute", 0, 59};
constexpr Field hour_field{"hour", 0, 23};
constexpr Field day_field{"day of month", 1, 31};
constexpr Field month_field{"month", 1, 12, month_names};
constexpr Field weekday_field{"day of week", 0, 7, weekday_names};

tl::unexpected<Error> bad(const Field& field, std::string_view text) {
    return fail(Errc::malformed, "cron " + std::string{field.what} + ": '" +
                                     std::string{text.substr(0, 60)} + "' is not within " +
                                     std::to_string(field.least) + "-" +
                                     std::to_string(field.most) + ", a range, a step or a list");
}

std::vector<std::string_view> split(std::string_view text, char at) {
    std::vector<std::string_view> parts;
    while (true) {
        const std::size_t end = text.find(at);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

std::string lower(std::string_view text) {
    std::string out{text};
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

std::optional<int> value_of(const Field& field, std::string_view text) {
    const std::string name = lower(text);
    const auto found = std::find(field.names.begin(), field.names.end(), name);
    if (found != field.names.end()) {
        return field.least + static_cast<int>(found - field.names.begin());
    }
    const auto number = parse_int(text);
    if (!number || *number < field.least || *number > field.most) return std::nullopt;
    return static_cast<int>(*number);
}

struct Range {
    int from;
    int to;
    int step = 1;
};

Result<Range> range_of(const Field& field, std::string_view text) {
    const auto parts = split(text, '/');
    if (parts.size() > 2) return bad(field, text);
    Range range{field.least, field.most};
    if (parts[0] != "*") {
        const auto ends = split(parts[0], '-');
        const auto from = value_of(field, ends[0]);
        // "5/10" goes on to the end, "5" alone does not.
        const auto to = ends.size() == 2    ? value_of(field, ends[1])
                        : parts.size() == 2 ? std::optional{field.most}
                                            : from;
        if (!from || !to || ends.size() > 2 || *to < *from) return bad(field, text);
        range = {*from, *to};
    }
    if (parts.size() == 1) return range;
    const auto step = parse_int(parts[1]);
    if (!step || *step < 1 || *step > field.most) return bad(field, text);
    range.step = static_cast<int>(*step);
    return range;
}

template <std::size_t size>
Result<void> read(const Field& field, std::string_view text, std::bitset<size>& into) {
    for (const std::string_view part : split(text, ',')) {
        const Result<Range> range = range_of(field, part);
        if (!range) return fail(range.error());
        for (int value = range->from; value <= range->to; value += range->step)
            into.set(static_cast<std::size_t>(value) % size);
    }
    return {};
}

std::vector<std::string_view> words(std::string_view text) {
    std::vector<std::string_view> found;
    for (const std::string_view part : split(text, ' ')) {
        if (!part.empty()) found.push_back(part);
    }
    return found;
}

}  // namespace

Result<Cron> Cron::parse(std::string_view text) {
    const auto fields = words(text);
    if (fields.size() != 5) {
        return fail(Errc::malformed,
                    "cron: five fields are needed (minute hour day month weekday), such as "
                    "\"30 2 * * sun\"; these are " +
                        std::to_string(fields.size()));
    }
    Cron cron;
    if (auto done = read(minute_field, fields[0], cron.minutes_); !done) return fail(done.error());
    if (auto done = read(hour_field, fields[1], cron.hours_); !done) return fail(done.error());
    if (auto done = read(day_field, fields[2], cron.days_); !done) return fail(done.error());
    if (auto done = read(month_field, fields[3], cron.months_); !done) return fail(done.error());
    if (auto done = read(weekday_field, fields[4], cron.weekdays_); !done)
        return fail(done.error());
    cron.any_day_ = fields[2].front() == '*';
    cron.any_weekday_ = fields[4].front() == '*';
    return cron;
}

bool Cron::has_day(std::chrono::local_days day) const {
    const std::chrono::year_month_day date{day};
    if (!months_[static_cast<unsigned>(date.month())]) return false;
    const bool by_day = days_[static_cast<unsigned>(date.day())];
    const bool by_weekday = weekdays_[std::chrono::weekday{day}.c_encoding()];
    return any_day_ || any_weekday_ ? by_day && by_weekday : by_day || by_weekday;
}

std::optional<LocalTime> Cron::next_within(std::chrono::local_days day,
                                           std::chrono::minutes from) const {
    for (std::chrono::minutes at = from; at < std::chrono::days{1}; ++at) {
        const auto hour = static_cast<std::size_t>(at.count() / 60);
        if (!hours_[hour]) {
            at = std::chrono::hours{hour} + std::chrono::minutes{59};
            continue;
        }
        if (minutes_[static_cast<std::size_t>(at.count() % 60)]) return day + at;
    }
    return std::nullopt;
}

std::optional<LocalTime> Cron::next(LocalTime from) const {
    const auto first = std::chrono::floor<std::chrono::days>(from);
    auto minute = std::chrono::ceil<std::chrono::minutes>(from - first);
    for (auto day = first; day - first <= horizon; day += std::chrono::days{1}) {
        if (has_day(day)) {
            if (const auto found = next_within(day, minute)) return found;
        }
        minute = std::chrono::minutes{0};
    }
    return std::nullopt;
}

}  // namespace foreshock::desk
