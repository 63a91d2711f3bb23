#include "detectors/engines/anomaly_judge.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "detectors/engines/anomaly_novelty.hpp"

namespace foreshock::detectors {
namespace {

using std::chrono::hours;

constexpr int mean_rows = 12;
constexpr int long_rows = 48;
constexpr std::size_t step_rows = 6;
constexpr std::size_t course_means = 4;

// A statistic over w rows that is rare stays so for about w more rows: one block, one event.
constexpr int block_rows = 12;
constexpr int course_block_rows = 8;

constexpr int extreme_peaks = 15;
constexpr int course_peaks = 8;

constexpr std::uint64_t learning_rows = 100;
constexpr Duration learning_span = hours{36};
constexpr double rarity_at_threshold = 0.57;
constexpr double extremes_weight = 0.35;

// What is less than this share of all the series has moved through is no difference.
constexpr double grain_share = 0.01;

constexpr double quiet_share = 0.06;
constexpr double quiet_rows_min = block_rows + 2 * long_rows;  // an event echoes so long
constexpr double quiet_rows_max = 2016;

constexpr Duration hour_memory = hours{6};
constexpr Duration hour_block = hours{12};

constexpr std::size_t first_course_sign = static_cast<std::size_t>(AnomalySign::new_step);

std::array<AnomalyTail, anomaly_signs> make_tails() {
    const AnomalyTail extreme{extreme_peaks};
    const AnomalyTail course{course_peaks};
    return {extreme, extreme, extreme, extreme, extreme, extreme,
            extreme, extreme, extreme, extreme, course,  course};
}

}  // namespace

AnomalyJudge::AnomalyJudge(double sensitivity)
    : threshold_(rarity_at_threshold / sensitivity), tails_(make_tails()) {}

double AnomalyJudge::rate(AnomalySign sign, double statistic, int rows) {
    AnomalyTail& past = tail(sign);
    const double found = past.rarity(statistic, grain_);
    past.observe(statistic, rows);
    return found;
}

void AnomalyJudge::take(double value) {
    if (rows_seen_++ == 0) origin_ = value;
    constexpr double limit = 1e30;  // squares of it still fit a float's neighbourhood of doubles
    rows_.push(static_cast<float>(std::clamp(value - origin_, -limit, limit)));
    if (rows_seen_ % mean_rows == 0) means_.push(static_cast<float>(rows_.mean(mean_rows)));
}

void AnomalyJudge::rate_levels(Rarities& found) {
    constexpr std::array widths{1, mean_rows, long_rows};
    for (std::size_t i = 0; i < widths.size(); ++i) {
        const double level = rows_.mean(widths[i]);
        const int rows = block_rows + widths[i];
        found[i] = rate(static_cast<AnomalySign>(i), level, rows);
        found[3 + i] = rate(static_cast<AnomalySign>(3 + i), -level, rows);
    }
}

void AnomalyJudge::rate_movement(Rarities& found) {
    double steps = 0;
    const int count = std::min(mean_rows, rows_.size() - 1);
    for (int age = 0; age < count; ++age)
        steps += std::abs(double{rows_.back(age)} - double{rows_.back(age + 1)});
    const double roughness = steps / std::max(1, count);
    found[6] = rate(AnomalySign::restless, roughness, block_rows + mean_rows);
    found[7] = rate(AnomalySign::still, -roughness, block_rows + mean_rows);
    if (rows_.size() < 2 * long_rows) return;
    const double change = rows_.mean(long_rows) - rows_.mean(long_rows, long_rows);
    found[8] = rate(AnomalySign::changed, std::abs(change), block_rows + 2 * long_rows);
}

void AnomalyJudge::rate_hour(TimePoint at, Rarities& found) {
    const Duration step = std::clamp<Duration>(at - last_at_, Duration{0}, hours{1});
    last_at_ = at;
    const double value = rows_.back(0);
    const auto usual = season_.usual(at);
    season_.observe(at, value);
    if (!usual) return;
    const double distance = std::abs(value - *usual);
    hour_known_for_ = std::min<Duration>(hour_known_for_ + step, hours{24});
    const double share =
        to_seconds(step) / to_seconds(std::min(hour_known_for_, hour_memory) + step);
    hour_distance_ += (distance - hour_distance_) * (step > Duration{0} ? share : 0);
    if (hour_known_for_ < hour_memory) return;
    found[9] = rate(AnomalySign::wrong_for_hour, hour_distance_, INT16_MAX);
    hour_block_ += step;
    if (hour_block_ < hour_block + block_rows * step) return;
    hour_block_ = Duration{0};
    tail(AnomalySign::wrong_for_hour).close_block();
}

void AnomalyJudge::rate_course(Rarities& found) {
    std::array<float, step_rows> steps{};
    const auto rows = rows_.all();
    if (rows.size() < 2 * step_rows) return;
    for (std::size_t i = 0; i < step_rows; ++i)
        steps[i] = rows_.back(static_cast<int>(i));
    const auto known = rows.first(rows.size() - step_rows);
    const std::size_t rows_used = std::min<std::size_t>(known.size(), courses_kept + step_rows - 1);
    if (const auto distance = distance_to_past(steps, known.last(rows_used)))
        found[10] = rate(AnomalySign::new_step, *distance, course_block_rows + 1);

    std::array<float, course_means> course{};
    for (std::size_t i = 0; i < course_means; ++i)
        course[i] = static_cast<float>(rows_.mean(mean_rows, static_cast<int>(i) * mean_rows));
    // Only courses that were over before this one began.
    const auto means = means_.all();
    if (means.size() < course_means + 1) return;
    const bool is_aligned = rows_seen_ % mean_rows == 0;
    const auto over = means.first(means.size() - course_means + (is_aligned ? 0 : 1));
    const std::size_t means_used =
        std::min<std::size_t>(over.size(), courses_kept + course_means - 1);
    if (const auto distance = distance_to_past(course, over.last(means_used)))
        found[11] = rate(AnomalySign::new_course, *distance, course_block_rows + mean_rows);
}

AnomalyVerdict AnomalyJudge::decide(const Rarities& found) {
    double extremes = 0;
    double courses = 0;
    for (std::size_t i = 0; i < anomaly_signs; ++i)
        (i < first_course_sign ? extremes : courses) += found[i];
    const double rarity = courses / (anomaly_signs - first_course_sign) +
                          extremes_weight * extremes / first_course_sign;
    AnomalyVerdict verdict;
    const auto loudest = std::max_element(found.begin(), found.end());
    verdict.sign = static_cast<AnomalySign>(loudest - found.begin());
    if (!has_learned_ || rows_seen_ <= quiet_until_row_) return verdict;
    verdict.score = rarity / (rarity + threshold_);
    verdict.is_flagged = verdict.score >= anomaly_threshold;
    if (verdict.is_flagged) {
        const double quiet = quiet_share * static_cast<double>(rows_seen_);
        quiet_until_row_ = rows_seen_ + static_cast<std::uint64_t>(
                                            std::clamp(quiet, quiet_rows_min, quiet_rows_max));
    }
    return verdict;
}

AnomalyVerdict AnomalyJudge::observe(TimePoint at, double value) {
    if (rows_seen_ == 0) first_at_ = last_at_ = at;
    if (rows_seen_ >= learning_rows && at - first_at_ >= learning_span) has_learned_ = true;
    take(value);
    const double spread = tail(AnomalySign::high).threshold() + tail(AnomalySign::low).threshold();
    grain_ = grain_share * std::max(0.0, spread);
    Rarities found{};
    rate_levels(found);
    rate_movement(found);
    rate_hour(at, found);
    rate_course(found);
    return decide(found);
}

UsualBounds AnomalyJudge::usual_bounds() const {
    const auto rows = rows_.all();
    const std::size_t count = rows.size() - std::min<std::size_t>(rows.size(), mean_rows);
    if (count == 0) return {origin_, origin_};
    std::vector<float> past(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(count));
    std::sort(past.begin(), past.end());
    const std::size_t cut = count / 50;
    return {origin_ + double{past[cut]}, origin_ + double{past[count - 1 - cut]}};
}

void AnomalyJudge::save(StateWriter& out) const {
    out.put(origin_);
    out.put(rows_seen_);
    out.put(quiet_until_row_);
    out.put(has_learned_);
    out.put(first_at_);
    out.put(last_at_);
    out.put(hour_distance_);
    out.put(hour_known_for_);
    out.put(hour_block_);
    for (const AnomalyTail& each : tails_)
        each.save(out);
    season_.save(out);
    rows_.save(out);
    means_.save(out);
}

bool AnomalyJudge::is_sane() const {
    static constexpr TimePoint time_max{hours{24 * 366 * 8000}};
    const auto is_time = [](TimePoint at) { return at >= TimePoint{} && at <= time_max; };
    const auto is_span = [](Duration span) {
        return span >= Duration{0} && span <= time_max.time_since_epoch();
    };
    return std::isfinite(origin_) && std::isfinite(hour_distance_) && is_time(first_at_) &&
           is_time(last_at_) && is_span(hour_known_for_) && is_span(hour_block_);
}

bool AnomalyJudge::restore(StateReader& in) {
    AnomalyJudge read;
    read.threshold_ = threshold_;
    read.origin_ = in.get<double>();
    read.rows_seen_ = in.get<std::uint64_t>();
    read.quiet_until_row_ = in.get<std::uint64_t>();
    read.has_learned_ = in.get<std::uint8_t>() != 0;
    read.first_at_ = in.get_time();
    read.last_at_ = in.get_time();
    read.hour_distance_ = in.get<double>();
    read.hour_known_for_ = in.get_span();
    read.hour_block_ = in.get_span();
    for (AnomalyTail& each : read.tails_)
        each.restore(in);
    read.season_.restore(in);
    read.rows_.restore(in);
    read.means_.restore(in);
    if (in.failed() || !read.is_sane()) return false;
    *this = read;
    return true;
}

}  // namespace foreshock::detectors
