#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "detectors/engine.hpp"
#include "detectors/engines/combination_verdict.hpp"
#include "detectors/pack/pack.hpp"

namespace foreshock::detectors {

/// Engine `combination`: several weak signs on one subject are one strong symptom. A sign is a kind
/// that speaks of the same component (or, `anywhere`, of any), or a signal beyond a band; a signal
/// without labels is a sign for every component. When `needed` of them are seen together for
/// `hold_for` it speaks, with one forecast (see combine); it falls silent when fewer have been seen
/// for `clear_after`. What it says is decided in `advance` alone, after all other engines had their
/// turn.
///
/// Memory: about 3 KiB per component that shows a sign or has had values within the last hour, most
/// of it the symptoms that are signs, at most `subjects_max`, more are refused and counted; a small
/// entry per series of a sign or suspect ever seen.
class CombinationEngine final : public Engine {
public:
    /// `kind.settings` must hold CombinationSettings.
    explicit CombinationEngine(const KindSettings& kind);

    std::optional<std::uint32_t> attach(const SeriesKey& key) override;
    void observe(std::uint32_t slot, const Sample& sample, SymptomSink& out) override;
    void advance(TimePoint now, SymptomSink& out) override;

    [[nodiscard]] bool hears_symptoms() const override { return true; }

    void hear(const Symptom& symptom) override;

    [[nodiscard]] std::size_t subjects() const { return subjects_.size(); }

private:
    /// What one subject shows of one sign.
    struct Seen {
        std::unique_ptr<Symptom> symptom;  // of the sign's kind, while it lasts
        std::uint32_t series = 0;          // of the sign's signal that are beyond their band now
        TimePoint since{};
        Evidence evidence;  // of the series that was beyond its band first
    };

    struct Subject {
        Labels labels;
        std::vector<Seen> seen;  // one per sign
        TimePoint seen_at{};     // the last value of a series of its own
        bool is_met = false;     // enough signs now
        TimePoint changed_at{};  // when is_met became what it is
        std::unique_ptr<Symptom> said;
        std::size_t said_signs = 0;
    };

    /// One series of a sign's signal.
    struct Witness {
        std::size_t sign;
        Labels labels;
        bool of_host = false;        // a sign for every subject
        Subject* subject = nullptr;  // in subjects_, once there are values
        BandState state;
        TimePoint seen_at{};
        Duration interval{0};
    };

    struct Suspect {
        std::string name;
        double value = 0;
        TimePoint seen_at{};
    };

    void hear_of(std::size_t sign, const Symptom& symptom);
    void hear_anywhere(std::size_t sign, const Symptom& symptom);
    Subject* subject_of(const std::string& component, const Labels& labels);
    std::optional<std::uint32_t> attach_witness(std::size_t sign, const Labels& labels);
    std::uint32_t attach_suspect(const Labels& labels);
    bool ensure_subject(Witness& witness);
    void forget_idle(TimePoint now);
    void enter(Witness& witness, const Sample& sample);
    void leave(Witness& witness);
    [[nodiscard]] Seen& seen_by(const Witness& witness);
    [[nodiscard]] const Seen* active(const Subject& subject, std::size_t sign) const;
    [[nodiscard]] std::size_t count_active(const Subject& subject) const;
    void judge(Subject& subject, const std::string& component, TimePoint now, SymptomSink& out);
    void speak(Subject& subject, const std::string& component, TimePoint now, SymptomSink& out);
    void clear(Subject& subject, TimePoint now, SymptomSink& out);
    [[nodiscard]] bool is_news(const Subject& subject, const Symptom& now) const;
    [[nodiscard]] Symptom symptom_now(const Subject& subject, const std::string& component,
                                      TimePoint now) const;
    void add_signs(const Subject& subject, Symptom& symptom) const;
    [[nodiscard]] std::string suspect_name(TimePoint now) const;

    const KindSettings kind_;
    const CombinationSettings settings_;
    std::map<std::string, Subject> subjects_;               // by component
    std::vector<Seen> of_host_;                             // one per sign, seen for every subject
    std::vector<std::map<std::string, Symptom>> anywhere_;  // per sign, by id, while they last
    std::vector<Witness> witnesses_;
    std::vector<Suspect> suspects_;
};

}  // namespace foreshock::detectors
