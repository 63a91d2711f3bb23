#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "detectors/pack/pack.hpp"

/// Packs of any bytes: complaints or kinds, and these are whole, in the order of their names.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace foreshock::detectors;
    const auto pack = parse_pack({reinterpret_cast<const char*>(bytes), size}, "fuzz.toml");
    if (!pack) {
        if (pack.error().what.empty()) std::abort();
        return 0;
    }
    for (const KindSettings& kind : pack->kinds)
        if (kind.kind.empty() || kind.engine.empty() || !pack->find(kind.kind)) std::abort();
    const bool in_order = std::ranges::is_sorted(pack->kinds, {}, &KindSettings::kind);
    if (!in_order) std::abort();
    return 0;
}
