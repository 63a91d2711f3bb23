#pragma once

#include <map>
#include <string>
#include <string_view>

#include "collectors/discovery.hpp"
#include "collectors/logs/line_rates.hpp"

namespace foreshock::collectors {

/// Line rates of the units that write most into one log: the `shown_max` with the heaviest recent
/// past. One that is shown stays until it has been silent for long, or until another writes more
/// than twice as much: series that come and go are of no use.
class UnitRates {
public:
    static constexpr std::size_t shown_max = 32;
    static constexpr std::size_t known_max = 256;  ///< lines of yet other units are not counted
    static constexpr Duration review_every = std::chrono::minutes{1};
    /// What a unit wrote counts half after ten minutes.
    static constexpr double weight_kept = 0.933;
    /// A single line is forgotten, and its unit with it, after about two hours.
    static constexpr double weight_min = 0.0003;

    explicit UnitRates(std::string_view source) : source_(source), slots_(shown_max) {}

    /// Empty units are not counted.
    void see(std::string_view unit, LogSeverity severity);

    /// Rates over the time since the last call; none at the first.
    void emit(TimePoint now, SampleSink& out);

    [[nodiscard]] std::size_t known() const { return units_.size(); }

private:
    struct Unit {
        LineCounts counts{};
        double weight = 0;
        std::optional<EntitySeries> series;  ///< when it is shown
    };

    void review();
    void fade();

    std::string source_;
    std::map<std::string, Unit, std::less<>> units_;
    DiscoverySlots<std::string> slots_;
    Interval interval_;
    std::optional<TimePoint> reviewed_;
    bool has_new_ = false;
};

}  // namespace foreshock::collectors
