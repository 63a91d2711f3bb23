#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "server/incidents/host.hpp"

namespace foreshock::incidents {

/// Something that hosts may have in common: "label.rack" = "r1", "kernel" = "6.1.0-13-amd64".
/// `changed_at`: it became so just then; a change made on some hosts is a trait of its own.
struct HostTrait {
    std::string name;
    std::string value;
    std::optional<TimePoint> changed_at;

    bool operator==(const HostTrait&) const = default;
};

/// The traits of a host that several may share: its labels, kernel, distribution, segment of the
/// network and the like, and the newest of its changes that may have been made on many at once
/// (packages, kernel, settings). At most Fleet::traits_per_host_max; changes come first.
std::vector<HostTrait> traits_of(const Host& host);

/// Which hosts there are and what they have in common. What it holds follows from the newest
/// description of each host alone. For one thread; no clock.
class Fleet {
public:
    static constexpr std::size_t hosts_max = 100'000;
    static constexpr std::size_t traits_per_host_max = 32;

    using TraitNumber = std::uint32_t;

    struct Held {
        TraitNumber trait;
        std::optional<TimePoint> changed_at;
    };

    struct Trait {
        std::string name;
        std::string value;
        bool is_change = false;
        std::size_t hosts = 0;  ///< of the whole fleet that have it
    };

    /// Replaces what was known of the host. Hosts beyond the bound are counted, not kept.
    void describe(const std::string& host, const std::vector<HostTrait>& traits);

    void forget(const std::string& host);

    [[nodiscard]] std::size_t size() const { return hosts_.size(); }

    [[nodiscard]] std::size_t hosts_refused() const { return hosts_refused_; }

    /// By number, ascending; empty for a host that nobody described.
    [[nodiscard]] std::span<const Held> held_by(std::string_view host) const;

    [[nodiscard]] const Trait& trait(TraitNumber number) const { return traits_[number]; }

private:
    struct TextHash {
        using is_transparent = void;

        std::size_t operator()(std::string_view text) const {
            return std::hash<std::string_view>{}(text);
        }
    };

    template <class Value>
    using ByText = std::unordered_map<std::string, Value, TextHash, std::equal_to<>>;

    TraitNumber take(const HostTrait& trait);
    void give_back(TraitNumber number);

    ByText<std::vector<Held>> hosts_;
    ByText<TraitNumber> numbers_;
    std::vector<Trait> traits_;
    std::vector<TraitNumber> free_;
    std::size_t hosts_refused_ = 0;
};

}  // namespace foreshock::incidents
