#pragma once

#include <optional>
#include <vector>

#include "detectors/engines/expiry_settings.hpp"
#include "detectors/learned.hpp"

namespace foreshock::detectors {

/// How near an end is.
enum class Nearness : std::uint8_t { far, warning, critical, ended };

/// Something with an end that may be moved: a certificate that is renewed. It learns how long one
/// lives and which share of the life was left when it was renewed; one that renews itself is news
/// only when that is late. Renewal at two thirds of the life is what ACME clients do (RFC 8555 has
/// no rule; Let's Encrypt's integration guide, "when to renew"), so the rule is learned, not fixed.
///
/// Memory: 40 bytes and 8 for each of at most shares_max renewals.
class Lease {
public:
    static constexpr std::size_t shares_max = 8;
    static constexpr std::size_t renewals_min = 2;  ///< so many make a habit
    static constexpr double late_below = 0.75;      ///< of the least share that was ever left
    static constexpr std::uint32_t version = 1;

    enum class News : std::uint8_t { none, renewed, replaced };

    /// What is told at `at`: the end. `continues`: nobody looked away since it was last told. An
    /// end that wavers by a minute, or a twentieth of a short life, is the same.
    News tell(TimePoint at, TimePoint end, bool continues);

    [[nodiscard]] Nearness nearness(const ExpirySettings& settings, TimePoint now) const;

    [[nodiscard]] TimePoint end() const { return end_; }

    /// The longest time to the end that was seen of this one: not more than its true life. Of one
    /// that took the place of another and ends earlier, the other's, until it is renewed.
    [[nodiscard]] Duration life() const { return life_; }

    [[nodiscard]] bool renews_itself() const { return shares_.size() >= renewals_min; }

    /// The least share of its life that was left at a renewal; 1 when none was seen.
    [[nodiscard]] double least_share() const;

    [[nodiscard]] std::string save() const;

    /// False, and nothing is changed, when the text is none of save().
    bool restore(std::string_view text);

private:
    [[nodiscard]] bool is_late(TimePoint now) const;
    [[nodiscard]] Nearness nearness_of_unknown(const ExpirySettings& settings, TimePoint now) const;
    [[nodiscard]] Nearness nearness_of_short(const ExpirySettings& settings, TimePoint now) const;

    TimePoint end_{};
    Duration life_{0};
    std::vector<double> shares_;  // of life left at the last renewals, newest last
};

}  // namespace foreshock::detectors
