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

/// Says at a glance of most keys that they are none of those looked for.
class KeyMarks {
public:
    void add(std::string_view key) { marks_.set(mark_of(key)); }

    /// False: it was not added. True: it may have been.
    [[nodiscard]] bool may_have(std::string_view key) const { return marks_.test(mark_of(key)); }

private:
    static constexpr std::size_t count = 256;

    static std::size_t mark_of(std::string_view key) {
        if (key.empty()) return 0;
        const auto first = static_cast<unsigned char>(key.front());
        const auto last = static_cast<unsigned char>(key.back());
        const auto middle = static_cast<unsigned char>(key[key.size() / 2]);
        return (key.size() * 7 + first + last * std::size_t{3} + middle * std::size_t{5}) % count;
    }

    std::bitset<count> marks_;
};

/// Reads lines "key number …" (meminfo, vmstat, memory.stat) into the fields that know their key;
/// the others are passed over. Says which keys had a number. `fields` in the order of the text
/// makes it quick; any order makes it right. At most 64 fields.
template <class Reading>
KeysFound read_keyed_lines(std::string_view text, std::span<const KeyedField<Reading>> fields,
                           Reading& out) {
    KeysFound found;
    KeyMarks marks;
    for (const auto& field : fields)
        marks.add(field.key);
    std::size_t next = 0;
    std::string_view line;
    while (found.count() < fields.size() && take_line(text, line)) {
        const std::string_view key = take_word(line);
        if (!marks.may_have(key)) continue;
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
