#pragma once

#include <bitset>
#include <cstdint>
#include <span>
#include <string_view>

#include "core/text_scan.hpp"

namespace foreshock::collectors {

/// Where the number behind a key belongs. Several keys may share one place: they are summed.
template <class Reading>
struct KeyedField {
    std::string_view key;
    std::uint64_t Reading::*value;
};

using KeysFound = std::bitset<64>;

/// One of 64 marks that say at a glance that a key is none of those looked for.
inline std::uint64_t key_mark(std::string_view key) {
    if (key.empty()) return 0;
    const auto first = static_cast<unsigned char>(key.front());
    const auto last = static_cast<unsigned char>(key.back());
    const auto middle = static_cast<unsigned char>(key[key.size() / 2]);
    return std::uint64_t{1} << ((key.size() * 7 + first + last * 3 + middle * 5U) % 64);
}

/// Reads lines "key number …" (meminfo, vmstat, memory.stat) into the fields that know their key;
/// the others are passed over. Says which keys had a number. `fields` in the order of the text
/// makes it quick; any order makes it right. At most 64 fields.
template <class Reading>
KeysFound read_keyed_lines(std::string_view text, std::span<const KeyedField<Reading>> fields,
                           Reading& out) {
    KeysFound found;
    std::uint64_t marks = 0;
    for (const auto& field : fields)
        marks |= key_mark(field.key);
    std::size_t next = 0;
    std::string_view line;
    while (found.count() < fields.size() && take_line(text, line)) {
        const std::string_view key = take_word(line);
        if ((marks & key_mark(key)) == 0) continue;
        for (std::size_t at = next, tried = 0; tried < fields.size(); ++at, ++tried) {
            if (at == fields.size()) at = 0;
            if (fields[at].key != key) continue;
            const auto value = take_uint(line);
            if (value && !found.test(at)) out.*fields[at].value += *value;
            if (value) found.set(at);
            next = at + 1;
            break;
        }
    }
    return found;
}

}  // namespace foreshock::collectors
