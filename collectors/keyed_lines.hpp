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

/// Reads lines "key number …" (meminfo, vmstat, memory.stat) into the fields that know their key;
/// the others are passed over. Says which keys had a number. `fields` in the order of the text
/// makes it quick; any order makes it right. At most 64 fields.
template <class Reading>
KeysFound read_keyed_lines(std::string_view text, std::span<const KeyedField<Reading>> fields,
                           Reading& out) {
    KeysFound found;
    std::size_t next = 0;
    std::string_view line;
    while (found.count() < fields.size() && take_line(text, line)) {
        const std::string_view key = take_word(line);
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
