#include "core/hash.hpp"

#include <cstdint>

namespace foreshock {
namespace {

__extension__ typedef unsigned __int128 Wide;

constexpr Wide wide(std::uint64_t high, std::uint64_t low) {
    return (static_cast<Wide>(high) << 64) | low;
}

constexpr Wide offset_basis = wide(0x6c62272e07bb0142, 0x62b821756295c58d);
constexpr Wide prime = wide(0x0000000001000000, 0x000000000000013b);

void absorb(Wide& state, unsigned char byte) {
    state ^= byte;
    state *= prime;
}

void absorb_length(Wide& state, std::uint64_t length) {
    for (int shift = 0; shift < 64; shift += 8) {
        absorb(state, static_cast<unsigned char>(length >> shift));
    }
}

}  // namespace

std::string stable_id(std::initializer_list<std::string_view> parts) {
    Wide state = offset_basis;
    for (std::string_view part : parts) {
        for (char c : part)
            absorb(state, static_cast<unsigned char>(c));
        absorb_length(state, part.size());
    }
    std::string text;
    for (int shift = 124; shift >= 0; shift -= 4) {
        text += "0123456789abcdef"[static_cast<unsigned>(state >> shift) & 0xF];
    }
    return text;
}

}  // namespace foreshock
