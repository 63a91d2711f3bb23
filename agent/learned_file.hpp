#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "detectors/learned.hpp"

namespace foreshock::agent {

/// What was learned, and under which settings of its kind (KindSettings::settings_id): with other
/// settings it means nothing.
struct KeptState {
    detectors::Learned learned;
    std::string settings_id;
};

/// The file STATE/learned, and what `--learned export` writes: one framed payload (record_file.hpp)
/// of a header with format version and byte order, then the states.
inline constexpr std::size_t learned_bytes_max = 8 << 20;
inline constexpr std::size_t learned_state_bytes_max = 256 << 10;  ///< of one subject

/// States as bytes, at most learned_bytes_max: those that came from their engine longest ago stay
/// out first, and those beyond learned_state_bytes_max; `left_out` is how many.
struct LearnedBytes {
    std::string bytes;
    std::size_t left_out = 0;
};

LearnedBytes encode_learned(const std::vector<KeptState>& states);

/// malformed when damaged, cut off or of another format or byte order.
Result<std::vector<KeptState>> decode_learned(std::string_view bytes);

/// no_data when there is none; unreadable, too_large, malformed.
Result<std::vector<KeptState>> read_learned(const std::string& path);

/// The subject as people write it: `disk.read.latency_seconds{disk="sda"}`.
std::string subject_text(const SeriesKey& subject);

}  // namespace foreshock::agent
