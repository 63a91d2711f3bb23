#include "core/hash.hpp"

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

constexpr Wide power_of_prime(int exponent) {
    Wide power = 1;
    for (int i = 0; i < exponent; ++i)
        power *= prime;
    return power;
}

// A byte of zero only multiplies: those above the highest that is not zero do so at once.
void absorb_length(Wide& state, std::uint64_t length) {
    constexpr Wide of_seven_zeros = power_of_prime(7);
    if (length < 256) {
        absorb(state, static_cast<unsigned char>(length));
        state *= of_seven_zeros;
        return;
    }
    for (int shift = 0; shift < 64; shift += 8) {
        absorb(state, static_cast<unsigned char>(length >> shift));
    }
}

Wide hash(std::initializer_list<std::string_view> parts) {
    Wide state = offset_basis;
    for (std::string_view part : parts) {
        for (char c : part)
            absorb(state, static_cast<unsigned char>(c));
        absorb_length(state, part.size());
    }
    return state;
}

}  // namespace

std::string stable_id(std::initializer_list<std::string_view> parts) {
    const Wide state = hash(parts);
    std::string text;
    text.reserve(32);
    for (int shift = 124; shift >= 0; shift -= 4) {
        text += "0123456789abcdef"[static_cast<unsigned>(state >> shift) & 0xF];
    }
    return text;
}

StableBits stable_bits(std::initializer_list<std::string_view> parts) {
    const Wide state = hash(parts);
    return {static_cast<std::uint64_t>(state >> 64), static_cast<std::uint64_t>(state)};
}

}  // namespace foreshock
