#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "detectors/detector.hpp"
#include "detectors/forecast_record.hpp"

namespace foreshock::agent {

/// Feeds the detectors, two-phase: all samples of a tick, then time for all. Keeps the symptoms
/// that are open, so that they can be told again to a server that has missed them. Every symptom
/// passes the record of forecasts, which scores and tempers it.
class Judge final : public detectors::SymptomSink {
public:
    static constexpr std::size_t open_max = 500;

    explicit Judge(std::unique_ptr<detectors::Detector> detector)
        : detector_(std::move(detector)) {}

    /// One tick. Series that are new in `table` are shown to the detectors first.
    std::vector<Symptom> feed(const SeriesTable& table, const std::vector<Sample>& samples,
                              TimePoint now);

    /// Between ticks: a line of a log, a fact that is not what it was. What is said because of it
    /// leaves with the next feed.
    void read(const LogLine& line) { detector_->read(line, *this); }

    void notice(const Change& change) { detector_->notice(change, *this); }

    /// Remembers what was said, with host and snapshot, until it is cleared. The oldest are
    /// forgotten beyond open_max.
    void remember(const Symptom& symptom);

    /// The open ones as `updated`, to be said again at `now`.
    [[nodiscard]] std::vector<Symptom> open(TimePoint now) const;

    /// What was last remembered of that episode, or null.
    [[nodiscard]] const Symptom* find_open(std::string_view id) const;

    [[nodiscard]] std::size_t open_count() const { return open_.size(); }

    /// Another pack: starts anew, and takes back what was said by the old one, for that reason.
    std::vector<Symptom> replace(std::unique_ptr<detectors::Detector> detector, TimePoint now,
                                 std::string_view reason = "pack_changed");

    [[nodiscard]] std::vector<detectors::Learned> learned() const;

    /// The same in parts, as Detector::save_part.
    std::optional<std::size_t> learned_part(std::size_t part, std::size_t wanted,
                                            std::vector<detectors::Learned>& out) const;

    /// Right after `replace`, before the next feed.
    void restore(std::vector<detectors::Learned> learned) {
        std::erase_if(learned, [this](const auto& each) { return forecasts_.restore(each); });
        detector_->restore(std::move(learned));
    }

    /// How forecasts have done on this host; it survives `replace`.
    [[nodiscard]] detectors::ForecastRecord& forecasts() { return forecasts_; }

    [[nodiscard]] const detectors::ForecastRecord& forecasts() const { return forecasts_; }

private:
    void say(Symptom symptom) override;

    void attach(const SeriesTable& table);

    std::unique_ptr<detectors::Detector> detector_;
    detectors::ForecastRecord forecasts_;
    std::vector<bool> wanted_;  // by series number
    std::vector<Symptom> said_;
    std::map<std::string, Symptom, std::less<>> open_;  // by id
};

}  // namespace foreshock::agent
