#pragma once

#include <vector>

#include "detectors/pack/pack.hpp"
#include "detectors/pack/settings_reader.hpp"

namespace foreshock::detectors {

/// A kind as its texts made it: what it is, and for each setting who said so.
struct KindOutline {
    std::string name;
    bool is_enabled = true;
    std::string place;  ///< "file:line:column" where it first stands, or what switches it off
    KindSettings kind;  ///< nothing but its name when it is not enabled
    std::vector<Setting> settings;  ///< as they are read: words, then those of the engine

    /// The setting at that path, or null.
    [[nodiscard]] const Setting* find(std::string_view path) const;
};

/// Like parse_packs, with what people want to know about a pack; sorted by name. The same errors.
Result<std::vector<KindOutline>> outline_packs(const std::vector<PackText>& texts);

/// The signals that a kind's engine is told to look at: every text in the engine's table of the
/// form `area.thing.aspect`; under other keys than signal, signals, usage and limit only those
/// that name no kind of these. In the order in which they are read.
std::vector<Setting> signals_of(const KindOutline& kind, const std::vector<KindOutline>& all);

}  // namespace foreshock::detectors
