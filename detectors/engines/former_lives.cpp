#include "detectors/engines/former_lives.hpp"

#include <algorithm>
#include <cmath>

#include "detectors/symptom_text.hpp"

namespace foreshock::detectors {
namespace {

constexpr Duration usual_for = std::chrono::hours{24 * 30};
constexpr double plateau_margin = 1.1;
constexpr double returned_margin = 1.3;
constexpr std::uint32_t returned_times_min = 2;  // once may have been a restart
constexpr double alike = 0.5;

bool is_recent(TimePoint at, TimePoint now) {
    return at != TimePoint{} && now - at <= usual_for;
}

}  // namespace

void FormerLives::rest(double level, TimePoint at, Duration age) {
    const bool lower = is_recent(plateau_at, at) && level < plateau;
    if (!lower) {
        plateau = level;
        plateau_after = age;
    }
    plateau_at = at;
}

void FormerLives::give_back(double growth, TimePoint at) {
    const bool known = is_recent(returned_at, at);
    if (known && growth < alike * returned) return;
    const bool like = known && growth * alike <= returned;
    returned_times = like ? returned_times + 1 : 1;
    returned = like ? std::max(returned, growth) : growth;
    returned_at = at;
}

void FormerLives::end(double peak, Duration length) {
    ++ended;
    last_peak = peak;
    last_length = length;
}

bool FormerLives::is_usual(double level, double growth, TimePoint now) const {
    if (is_recent(plateau_at, now) && level <= plateau_margin * plateau) return true;
    return is_recent(returned_at, now) && returned_times >= returned_times_min &&
           growth <= returned_margin * returned;
}

std::string FormerLives::describe(Unit unit) const {
    std::string text;
    if (plateau_at != TimePoint{})
        text = "it has come to rest at " + describe_value(unit, plateau) + " before, " +
               describe_duration(plateau_after) + " after its start";
    if (ended == 0) return text.empty() ? "no former life is known" : text;
    if (!text.empty()) text += "; ";
    return text +
           (ended == 1 ? "its former life"
                       : "the last of its " + std::to_string(ended) + " former lives") +
           " ended after " + describe_duration(last_length) + " at " +
           describe_value(unit, last_peak);
}

void FormerLives::save(StateWriter& out) const {
    out.put(plateau);
    out.put(plateau_at);
    out.put(plateau_after);
    out.put(returned);
    out.put(returned_at);
    out.put(returned_times);
    out.put(ended);
    out.put(last_length);
    out.put(last_peak);
}

bool FormerLives::restore(const Learned& learned) {
    if (learned.version != version) return false;
    StateReader in{learned.state};
    FormerLives read;
    read.plateau = in.get<double>();
    read.plateau_at = in.get_time();
    read.plateau_after = in.get_span();
    read.returned = in.get<double>();
    read.returned_at = in.get_time();
    read.returned_times = in.get<std::uint32_t>();
    read.ended = in.get<std::uint32_t>();
    read.last_length = in.get_span();
    read.last_peak = in.get<double>();
    const bool finite = std::isfinite(read.plateau) && std::isfinite(read.returned) &&
                        std::isfinite(read.last_peak);
    if (!in.is_complete() || !finite) return false;
    *this = read;
    return true;
}

}  // namespace foreshock::detectors
