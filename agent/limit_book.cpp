#include "agent/limit_book.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace foreshock::agent {
namespace {

// More are counted, not held: a walk must not grow with the host.
constexpr std::size_t seen_max = 4 * LearnedLimits::limits_max;

bool is_moved(const SeriesLimit& limit) {
    return limit.numbers.now != limit.numbers.of_pack;
}

bool by_name(const SeriesLimit& a, const SeriesLimit& b) {
    return std::tie(a.kind, a.subject) < std::tie(b.kind, b.subject);
}

std::size_t text_bytes(const SeriesLimit& limit) {
    return limit.kind.size() + limit.subject.signal.size() + limit.subject.labels.text().size() +
           limit.unit.size();
}

/// Of a series that came twice, in parts of one walk, the later one counts.
void keep_newest(std::vector<SeriesLimit>& sorted) {
    std::reverse(sorted.begin(), sorted.end());
    const auto end = std::unique(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
        return a.kind == b.kind && a.subject == b.subject;
    });
    sorted.erase(end, sorted.end());
    std::reverse(sorted.begin(), sorted.end());
}

bool is_material(double before, double now) {
    return std::abs(now - before) > LimitBook::material_share * std::abs(before);
}

}  // namespace

void fit(LearnedLimits& learned) {
    auto& limits = learned.limits;
    std::stable_sort(limits.begin(), limits.end(), by_name);
    keep_newest(limits);
    std::stable_partition(limits.begin(), limits.end(), is_moved);
    std::size_t bytes = 0;
    const auto end = std::find_if(limits.begin(), limits.end(), [&](const SeriesLimit& limit) {
        bytes += text_bytes(limit);
        return bytes > LearnedLimits::bytes_max;
    });
    const auto fitting =
        std::min(static_cast<std::size_t>(end - limits.begin()), LearnedLimits::limits_max);
    learned.left_out += static_cast<std::uint32_t>(limits.size() - fitting);
    limits.resize(fitting);
    std::sort(limits.begin(), limits.end(), by_name);
}

bool LimitBook::is_due(TimePoint now) {
    if (told_) return false;
    if (!first_due_) first_due_ = now + first_after;
    return now >= *first_due_;
}

void LimitBook::note(const detectors::Learned& learned, const detectors::Pack& pack,
                     TimePoint since) {
    if (!learned.limit) {
        ++seen_.others;
        return;
    }
    const detectors::KindSettings* kind = pack.find(learned.kind);
    if (!kind) return;
    const bool is_nameable = std::max(learned.kind.size(), learned.subject.signal.size()) <=
                             LearnedLimits::name_bytes_max;
    if (!is_nameable || seen_.limits.size() >= seen_max) {
        ++seen_.left_out;
        return;
    }
    seen_.limits.push_back({learned.kind, learned.subject,
                            std::string{detectors::to_string(kind->unit)}, since, learned.version,
                            *learned.limit});
}

bool LimitBook::is_news() const {
    const auto& now = seen_.limits;
    const auto& before = told_->limits;
    if (now.size() != before.size()) return true;
    return !std::equal(now.begin(), now.end(), before.begin(),
                       [](const SeriesLimit& a, const SeriesLimit& b) {
                           return a.kind == b.kind && a.subject == b.subject &&
                                  !is_material(b.numbers.now, a.numbers.now);
                       });
}

std::optional<LearnedLimits> LimitBook::finish(TimePoint now) {
    is_walking_ = false;
    seen_.at = now;
    fit(seen_);
    const bool is_told =
        told_ && now - told_->at < told_every && (now - told_->at < told_every_min || !is_news());
    if (!is_told) told_ = seen_;
    seen_ = {};
    return is_told ? std::nullopt : told_;
}

}  // namespace foreshock::agent
