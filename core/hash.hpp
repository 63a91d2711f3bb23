#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace foreshock {

/// 128 bits of FNV-1a over the parts, each closed by its length, as 32 hex digits. The same parts
/// give the same id on every machine and in every version: ids of symptoms, incidents and
/// notifications are made of it. Not for secrets: anyone can find collisions.
/// Source: Fowler, Noll, Vo, draft-eastlake-fnv.
std::string stable_id(std::initializer_list<std::string_view> parts);

/// The same 128 bits as two numbers: `high` is the first half of the digits.
struct StableBits {
    std::uint64_t high = 0;
    std::uint64_t low = 0;
};

StableBits stable_bits(std::initializer_list<std::string_view> parts);

}  // namespace foreshock
