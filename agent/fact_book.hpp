#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/change.hpp"

namespace foreshock::agent {

/// The facts as they were last told, and what has become of them. For one thread.
///
/// Facts with a dot in their name belong to the family before the first dot ("unit", "mount").
/// A family that is seen for the first time has no changes: somebody looked for the first time.
/// One that is missing as a whole is kept for `family_grace`: somebody could not look.
class FactBook {
public:
    static constexpr std::size_t facts_max = 4000;   ///< below ReportLimits::facts_max
    static constexpr std::size_t changes_max = 256;  ///< told per look; the rest waits for the next
    static constexpr std::size_t recent_max = 64;
    static constexpr Duration family_grace = std::chrono::minutes{10};

    /// A fact that flaps is told so often within `flap_window`; then it waits for the window's end.
    static constexpr std::uint8_t tellings_max = 4;
    static constexpr Duration flap_window = std::chrono::minutes{10};

    /// Takes a new look, in any order; of facts with the same name the last counts. Changes are
    /// what differs from what was told, by name; the first look has none. `boot_time` keeps its
    /// first value: the kernel derives it anew and it wavers by a second.
    std::vector<Change> update(TimePoint at, std::vector<Fact> facts);

    /// Moves out what the server does not know yet: facts that were told since the last call, with
    /// an empty value where one is gone.
    std::vector<Fact> take_news() { return std::exchange(news_, {}); }

    /// Changes that somebody else noticed, for recent().
    void remember(const std::vector<Change>& changes);

    /// What is told now, by name.
    [[nodiscard]] std::vector<Fact> facts() const;

    /// The last changes, newest last, at most recent_max.
    [[nodiscard]] const std::vector<Change>& recent() const { return recent_; }

    [[nodiscard]] std::size_t size() const { return told_.size(); }

    /// How often a fact was beyond facts_max.
    [[nodiscard]] std::uint64_t refused() const { return refused_; }

private:
    struct Told {
        std::string name;
        std::string value;  ///< empty: told as gone, kept while its window runs
        TimePoint window_began{};
        std::uint8_t tellings = 0;
    };

    struct Family {
        std::string name;
        TimePoint last_seen{};
    };

    struct Look;

    void see_families(Look& look);
    void merge(Look& look);
    void tell(Told& told, std::string value);
    void take_new(Look& look, Fact& fact);
    void take_known(Look& look, Told& told, std::string value);
    void take_missing(Look& look, Told& told);
    [[nodiscard]] static bool may_tell(const Look& look, Told& told);

    std::vector<Told> told_;        // by name
    std::vector<Family> families_;  // by name
    std::vector<Fact> news_;        // at most facts_max
    std::vector<Change> recent_;
    std::uint64_t refused_ = 0;
};

}  // namespace foreshock::agent
