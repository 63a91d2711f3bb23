#include "formats/line_time.hpp"

#include <array>
#include <ctime>

namespace foreshock::formats {
namespace {

constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

constexpr std::chrono::year year_min{1971};
constexpr std::chrono::year year_max{2200};

/// Takes pieces off the front of a text; once one did not fit, nothing fits any more.
class Pieces {
public:
    explicit Pieces(std::string_view text) : rest_(text) {}

    bool literal(char wanted) {
        if (!peek(wanted)) return fits_ = false;
        rest_.remove_prefix(1);
        return fits_;
    }

    [[nodiscard]] bool peek(char wanted) const { return fits_ && rest_.starts_with(wanted); }

    /// Exactly so many digits.
    int digits(std::size_t count) {
        int value = 0;
        for (std::size_t i = 0; i < count; ++i) {
            if (!has_digit()) return fits_ = false, 0;
            value = value * 10 + (rest_.front() - '0');
            rest_.remove_prefix(1);
        }
        return value;
    }

    [[nodiscard]] bool has_digit() const {
        return fits_ && !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9';
    }

    char any() {
        if (!fits_ || rest_.empty()) return fits_ = false, '\0';
        const char taken = rest_.front();
        rest_.remove_prefix(1);
        return taken;
    }

    std::string_view text(std::size_t bytes) {
        if (!fits_ || rest_.size() < bytes) return fits_ = false, std::string_view{};
        const std::string_view taken = rest_.substr(0, bytes);
        rest_.remove_prefix(bytes);
        return taken;
    }

    [[nodiscard]] bool fits() const { return fits_; }

    [[nodiscard]] std::string_view rest() const { return rest_; }

private:
    std::string_view rest_;
    bool fits_ = true;
};

std::optional<Duration> time_of_day(Pieces& pieces) {
    const int hour = pieces.digits(2);
    pieces.literal(':');
    const int minute = pieces.digits(2);
    pieces.literal(':');
    const int second = pieces.digits(2);
    if (!pieces.fits() || hour > 23 || minute > 59 || second > 60) return std::nullopt;
    return std::chrono::hours{hour} + std::chrono::minutes{minute} + std::chrono::seconds{second};
}

/// ".123456" or ",123", to the millisecond.
Duration fraction(Pieces& pieces) {
    if (!pieces.peek('.') && !pieces.peek(',')) return Duration{0};
    pieces.any();
    int milliseconds = 0;
    int scale = 100;
    while (pieces.has_digit()) {
        milliseconds += scale * pieces.digits(1);
        scale /= 10;
    }
    return Duration{milliseconds};
}

/// "Z", "+01:00", "-0800"; what there is not is local time.
Duration zone(Pieces& pieces, Duration utc_offset) {
    if (pieces.peek('Z')) {
        pieces.any();
        return Duration{0};
    }
    if (!pieces.peek('+') && !pieces.peek('-')) return utc_offset;
    const int sign = pieces.any() == '-' ? -1 : 1;
    const std::chrono::hours hours{pieces.digits(2)};
    if (pieces.peek(':')) pieces.any();
    const std::chrono::minutes minutes{pieces.digits(2)};
    return sign * (hours + minutes);
}

std::optional<TimePoint> iso_time(Pieces& pieces, Duration utc_offset) {
    const std::chrono::year year{pieces.digits(4)};
    const char separator = pieces.any();
    const std::chrono::month month{static_cast<unsigned>(pieces.digits(2))};
    pieces.literal(separator);
    const std::chrono::day day{static_cast<unsigned>(pieces.digits(2))};
    const char between = pieces.any();
    const auto clock = time_of_day(pieces);
    const bool is_written_so =
        (separator == '-' || separator == '/') && (between == 'T' || between == ' ');
    const std::chrono::year_month_day date{year, month, day};
    const bool is_of_our_times = year >= year_min && year <= year_max;
    if (!clock || !is_written_so || !is_of_our_times || !date.ok()) return std::nullopt;
    const Duration part = fraction(pieces);
    const Duration ahead = zone(pieces, utc_offset);
    if (!pieces.fits()) return std::nullopt;
    return TimePoint{std::chrono::sys_days{date}} + *clock + part - ahead;
}

std::optional<std::chrono::month> month_named(std::string_view name) {
    for (std::size_t i = 0; i < months.size(); ++i) {
        if (months[i] == name) return std::chrono::month{static_cast<unsigned>(i + 1)};
    }
    return std::nullopt;
}

/// The line does not say its year: the one that is not in the future, but for a clock that is off.
std::optional<TimePoint> in_nearest_year(std::chrono::month month, std::chrono::day day,
                                         Duration clock, TimePoint now) {
    using std::chrono::days;
    const TimePoint latest = now + std::chrono::hours{24};
    const std::chrono::year_month_day today{std::chrono::floor<days>(latest)};
    // Feb 29 may lie several years back.
    for (int back = 0; back <= 8; ++back) {
        const std::chrono::year_month_day date{today.year() - std::chrono::years{back}, month, day};
        if (!date.ok()) continue;
        const TimePoint at = TimePoint{std::chrono::sys_days{date}} + clock;
        if (at <= latest) return at;
    }
    return std::nullopt;
}

std::optional<TimePoint> syslog_time(Pieces& pieces, TimePoint now, Duration utc_offset) {
    const auto month = month_named(pieces.text(3));
    pieces.literal(' ');
    const bool has_one_digit = pieces.peek(' ');
    if (has_one_digit) pieces.any();
    const std::chrono::day day{static_cast<unsigned>(pieces.digits(has_one_digit ? 1 : 2))};
    pieces.literal(' ');
    const auto clock = time_of_day(pieces);
    if (!month || !clock) return std::nullopt;
    return in_nearest_year(*month, day, *clock - utc_offset, now);
}

}  // namespace

std::optional<TimePoint> take_line_time(std::string_view& line, TimePoint now,
                                        Duration utc_offset) {
    Pieces pieces{line};
    const bool is_bracketed = pieces.peek('[');
    if (is_bracketed) pieces.any();
    const auto at =
        pieces.has_digit() ? iso_time(pieces, utc_offset) : syslog_time(pieces, now, utc_offset);
    if (is_bracketed) pieces.literal(']');
    if (!at || !pieces.fits()) return std::nullopt;
    line = pieces.rest();
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    return at;
}

Duration local_utc_offset(TimePoint at) {
    const std::time_t seconds =
        std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
    std::tm broken_down{};
    if (!::localtime_r(&seconds, &broken_down)) return Duration{0};
    return std::chrono::seconds{broken_down.tm_gmtoff};
}

}  // namespace foreshock::formats
