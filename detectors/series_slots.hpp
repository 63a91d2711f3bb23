#pragma once

#include <cmath>
#include <concepts>
#include <functional>
#include <map>
#include <vector>

#include "detectors/engine.hpp"
#include "detectors/presence.hpp"

namespace foreshock::detectors {

/// What would be lost with a subject that is gone.
enum class Worth : std::uint8_t {
    nothing,
    learned,  ///< what takes a day or longer to learn
    episode,  ///< somebody must still be told of its end
};

/// What an engine remembers of one label set.
template <typename T>
concept SlotSubject = std::movable<T> && requires(const T& subject) {
    requires std::same_as<decltype(T::presence), Presence>;
    { subject.worth() } -> std::same_as<Worth>;
};

/// The subjects of an engine that judges each label set by itself, at most `slots_max` at a time.
/// A label set gets its number for good, which the router keeps, and a slot with its first value.
/// It holds the slot until another needs one and nothing would be missed:
///  - it is gone, and was so for `gone_long`; of those that have learned nothing the one that has
///    been silent for longest gives way first;
///  - else what has learned, and is silent for `learned_kept`.
/// Who finds no slot is refused and counted, once, and asks again with each value, which is looked
/// into every `search_pause`.
///
/// Memory: a Subject and 16 bytes per slot; about 150 bytes per label set ever seen, of which there
/// are at most as many as the SeriesTable's series.
template <SlotSubject Subject>
class SeriesSlots {
public:
    /// Whatever restarts or is deployed anew is back within minutes, what runs each hour within
    /// the hour. On a host of many short-lived containers a day would be too long.
    static constexpr Duration gone_long = std::chrono::hours{1};
    /// Five weeks: what comes once a month finds what was learned of it.
    static constexpr Duration learned_kept = std::chrono::hours{24 * 35};
    static constexpr Duration search_pause = std::chrono::minutes{1};

    /// `labels` live as long as the slots.
    using Make = std::function<Subject(const Labels& labels)>;

    /// `counters` must outlive the slots.
    SeriesSlots(std::size_t slots_max, EngineCounters& counters, Make make)
        : slots_max_(slots_max), counters_(counters), make_(std::move(make)) {}

    SeriesSlots(const SeriesSlots&) = delete;
    SeriesSlots& operator=(const SeriesSlots&) = delete;

    /// The number of the label set, the same each time.
    std::uint32_t attach(const Labels& labels) {
        const auto next = static_cast<std::uint32_t>(entries_.size());
        const auto [found, is_new] = numbers_.try_emplace(labels, next);
        if (is_new) entries_.push_back({&found->first});
        return found->second;
    }

    /// A value that was taken in.
    struct Told {
        Subject* subject = nullptr;  ///< null: there is no slot, or the value was dropped
        TimePoint before{};          ///< of the value before; zero for the first
        Duration step{0};            ///< since then; zero for the first and after a gap

        explicit operator bool() const { return subject != nullptr; }
    };

    /// Finds the subject of a value and lets its presence see it. What is no number, or not newer,
    /// is dropped and counted.
    Told tell(std::uint32_t number, const Sample& sample) {
        if (!std::isfinite(sample.value)) {
            ++counters_.values_dropped;
            return {};
        }
        now_ = sample.at;
        Subject* subject = take(number);
        if (!subject) return {};
        const TimePoint before = subject->presence.seen_at();
        const auto step = subject->presence.see(sample.at);
        if (step) return {subject, before, *step};
        ++counters_.values_dropped;
        return {};
    }

    /// The subject of an attached label set, to give a state back to; null when there is no slot.
    Subject* restore(const Labels& labels) {
        const auto found = numbers_.find(labels);
        return found == numbers_.end() ? nullptr : take(found->second);
    }

    /// The subject that holds a slot, or null.
    [[nodiscard]] const Subject* find(std::uint32_t number) const {
        const std::uint32_t slot = entries_[number].slot;
        return slot == none ? nullptr : &subjects_[slot];
    }

    [[nodiscard]] const Subject* find(const Labels& labels) const {
        const auto found = numbers_.find(labels);
        return found == numbers_.end() ? nullptr : find(found->second);
    }

    /// How long what was said of a subject with a single value stands at `now`: as if it came as
    /// rarely as the rarest of those that are told of; `alone` while none is.
    [[nodiscard]] Duration single_patience(TimePoint now,
                                           Duration alone = Presence::first_patience) const {
        Duration rarest{0};
        for (const Subject& subject : subjects_) {
            if (!subject.presence.is_gone(now))
                rarest = std::max(rarest, subject.presence.interval());
        }
        return rarest == Duration{0} ? alone : gone_after(rarest);
    }

    /// Those that hold a slot.
    auto begin() { return subjects_.begin(); }

    auto end() { return subjects_.end(); }

    [[nodiscard]] auto begin() const { return subjects_.begin(); }

    [[nodiscard]] auto end() const { return subjects_.end(); }

    [[nodiscard]] std::size_t size() const { return subjects_.size(); }

    /// How many slots were given back to another label set.
    [[nodiscard]] std::uint64_t given_back() const { return given_back_; }

private:
    static constexpr std::uint32_t none = 0xFFFFFFFF;

    /// A label set that was attached.
    struct Entry {
        const Labels* labels = nullptr;  // in numbers_
        std::uint32_t slot = none;
        bool is_refused = false;
    };

    struct Holder {
        std::uint32_t number = none;
        TimePoint since{};
    };

    Subject* take(std::uint32_t number) {
        Entry& entry = entries_[number];
        if (entry.slot == none) entry.slot = find_slot(number);
        if (entry.slot != none) return &subjects_[entry.slot];
        if (!entry.is_refused) ++counters_.subjects_refused;
        entry.is_refused = true;
        return nullptr;
    }

    std::uint32_t find_slot(std::uint32_t number) {
        Entry& entry = entries_[number];
        std::uint32_t slot = none;
        if (subjects_.size() < slots_max_) {
            slot = static_cast<std::uint32_t>(subjects_.size());
            subjects_.push_back(make_(*entry.labels));
            holders_.emplace_back();
        } else if (slot = least_missed(); slot != none) {
            entries_[holders_[slot].number].slot = none;
            subjects_[slot] = make_(*entry.labels);
            ++given_back_;
        }
        if (slot == none) return none;
        holders_[slot] = {number, now_};
        entry.is_refused = false;
        return slot;
    }

    /// The slot whose subject gives way, if any may.
    std::uint32_t least_missed() {
        if (now_ >= searched_at_ && now_ - searched_at_ < search_pause) return none;
        std::uint32_t found = none;
        for (std::uint32_t slot = 0; slot < subjects_.size(); ++slot) {
            if (!may_go(slot)) continue;
            const Subject& least = subjects_[found == none ? slot : found];
            const Subject& each = subjects_[slot];
            const auto rank = [](const Subject& subject) {
                return std::pair{subject.worth(), subject.presence.seen_at()};
            };
            if (found == none || rank(each) < rank(least)) found = slot;
        }
        if (found == none) searched_at_ = now_;
        return found;
    }

    bool may_go(std::uint32_t slot) {
        const Subject& subject = subjects_[slot];
        // A state may have been given back before any value told the time.
        if (holders_[slot].since == TimePoint{}) holders_[slot].since = now_;
        const Duration silent = now_ - std::max(holders_[slot].since, subject.presence.seen_at());
        const Worth worth = subject.worth();
        if (worth == Worth::episode || !subject.presence.is_gone(now_ - gone_long)) return false;
        return silent > (worth == Worth::learned ? learned_kept : gone_long);
    }

    const std::size_t slots_max_;
    EngineCounters& counters_;
    const Make make_;
    std::map<Labels, std::uint32_t> numbers_;
    std::vector<Entry> entries_;     // by number
    std::vector<Subject> subjects_;  // by slot
    std::vector<Holder> holders_;    // of subjects_
    TimePoint now_{};                // that was told last
    TimePoint searched_at_{};        // in vain
    std::uint64_t given_back_ = 0;
};

}  // namespace foreshock::detectors
