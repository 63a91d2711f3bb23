#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

namespace foreshock::collectors {

/// How one number moves between the rounds of a search.
class GrowthTrack {
public:
    void see(double value) {
        growth_ = known_ && value > last_ ? value - last_ : 0;
        rises_ = growth_ > 0 ? rises_ + 1 : 0;
        last_ = value;
        known_ = true;
    }

    [[nodiscard]] double last() const { return last_; }

    /// It rose in each of the last two rounds: more than the noise of a busy program.
    [[nodiscard]] bool is_rising() const { return rises_ >= 2; }

    /// Where it will be after `rounds` more like the last one; falling counts as standing still.
    [[nodiscard]] double projected(double rounds) const { return last_ + growth_ * rounds; }

private:
    double last_ = 0;
    double growth_ = 0;
    std::uint32_t rises_ = 0;
    bool known_ = false;
};

/// What search for things near their limit go by.
struct DiscoveryRule {
    double share_min = 0.2;        ///< of the limit: near enough to look closely
    double rising_count_min = 32;  ///< or this many and rising
    double rounds_ahead = 20;      ///< the more urgent is who is nearer to its limit then
};

/// The few things that are looked at closely because they are nearest to their limit, out of many
/// that nobody named. A thing stays until it is gone, or until one that is far more urgent needs
/// its place: series that come and go are of no use to a forecast.
template <class Key>
class DiscoverySlots {
public:
    struct Candidate {
        Key key;
        double urgency = 0;   ///< projected share of the limit
        bool wanted = false;  ///< passes the rule, if it is not in yet
    };

    explicit DiscoverySlots(std::size_t slots_max) : slots_max_(slots_max) {}

    /// Everything that one round of the search has seen. What is in and was not seen, is gone.
    void offer(std::vector<Candidate> seen) {
        keep_seen(seen);
        std::erase_if(seen, [this](const Candidate& c) { return !c.wanted || holds(c.key); });
        std::sort(seen.begin(), seen.end(), [](const Candidate& a, const Candidate& b) {
            return a.urgency != b.urgency ? a.urgency > b.urgency : a.key < b.key;
        });
        for (Candidate& candidate : seen) {
            if (!place(std::move(candidate))) break;
        }
    }

    [[nodiscard]] bool holds(const Key& key) const { return find(chosen_, key) != chosen_.end(); }

    void remove(const Key& key) {
        std::erase_if(chosen_, [&key](const Candidate& c) { return c.key == key; });
    }

    [[nodiscard]] const std::vector<Candidate>& chosen() const { return chosen_; }

private:
    using List = std::vector<Candidate>;

    static auto find(const List& list, const Key& key) {
        return std::find_if(list.begin(), list.end(),
                            [&key](const Candidate& c) { return c.key == key; });
    }

    void keep_seen(const List& seen) {
        List kept;
        for (const Candidate& held : chosen_) {
            const auto found = find(seen, held.key);
            if (found != seen.end()) kept.push_back(*found);
        }
        chosen_ = std::move(kept);
    }

    /// False when there is no place for it, nor for any less urgent one.
    bool place(Candidate candidate) {
        if (chosen_.size() < slots_max_) {
            chosen_.push_back(std::move(candidate));
            return true;
        }
        const auto least = std::min_element(
            chosen_.begin(), chosen_.end(),
            [](const Candidate& a, const Candidate& b) { return a.urgency < b.urgency; });
        if (least == chosen_.end() || candidate.urgency <= 2 * least->urgency) return false;
        *least = std::move(candidate);
        return true;
    }

    std::size_t slots_max_;
    List chosen_;
};

}  // namespace foreshock::collectors
