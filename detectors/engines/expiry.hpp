#pragma once

#include <map>
#include <memory>
#include <vector>

#include "detectors/engine.hpp"
#include "detectors/engines/lease.hpp"
#include "detectors/pack/pack.hpp"
#include "detectors/series_slots.hpp"

namespace foreshock::detectors {

/// Engine `expiry`: an end with a date. The forecast is exact. Something that is known to renew
/// itself is news only when the renewal is late; what lives a week or less is judged by the share
/// of its life that is left. Series that agree in the labels `same` are one thing, which ends with
/// the first of them. What had ended long before it was found is in nobody's use, and no news.
///
/// Memory: about 300 bytes per label set and 64 for its renewals, in SeriesSlots of at most
/// `series_max`. At most `open_max` symptoms of one severity are open.
class ExpiryEngine final : public Engine {
public:
    static constexpr Duration judge_every = std::chrono::seconds{10};

    /// `kind.settings` must hold ExpirySettings.
    explicit ExpiryEngine(const KindSettings& kind);

    std::optional<std::uint32_t> attach(const SeriesKey& key) override;
    void observe(std::uint32_t slot, const Sample& sample, SymptomSink& out) override;
    void advance(TimePoint now, SymptomSink& out) override;
    void save(std::vector<Learned>& out) const override;
    void restore(const Learned& learned) override;

    /// How often a symptom had to wait because of `open_max`.
    [[nodiscard]] std::uint64_t symptoms_held() const { return symptoms_held_; }

private:
    struct Member {
        const Labels* labels = nullptr;  // in members_
        Presence presence;
        Lease lease;
        bool is_stale = false;  // had ended long before it was found

        [[nodiscard]] Worth worth() const;
    };

    /// One thing: the series with the same labels `same`.
    struct Thing {
        std::vector<std::uint32_t> members;  // numbers in members_
        std::unique_ptr<Symptom> said;       // the episode that is going on
    };

    struct Verdict {
        Nearness nearness = Nearness::far;
        const Member* member = nullptr;  // that ends first; none when all are gone
    };

    [[nodiscard]] Severity severity_of(Nearness nearness) const;
    void join_thing(std::uint32_t number, const Labels& labels);
    void drop_lost_members(Thing& thing) const;
    [[nodiscard]] Verdict judge(const Thing& thing, TimePoint now) const;
    void speak(Thing& thing, const Verdict& verdict, TimePoint now, SymptomSink& out);
    [[nodiscard]] bool may_open(Severity severity);
    void clear(Thing& thing, const Verdict& verdict, TimePoint now, SymptomSink& out) const;
    [[nodiscard]] Symptom symptom_now(const Verdict& verdict, TimePoint now) const;

    const KindSettings kind_;
    const ExpirySettings settings_;
    SeriesSlots<Member> members_;
    std::map<Labels, Thing> things_;
    TimePoint judged_at_{};
    std::uint64_t symptoms_held_ = 0;
};

}  // namespace foreshock::detectors
