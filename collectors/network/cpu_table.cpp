#include "collectors/network/cpu_table.hpp"

#include <charconv>

#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

/// Walks names and numbers side by side.
bool add_row(std::string_view names, std::string_view numbers, bool is_first,
             std::span<CpuColumn> columns) {
    for (auto name = take_word(names); !name.empty(); name = take_word(names)) {
        const auto value = word_as_hex(take_word(numbers));
        if (!value) return false;
        for (CpuColumn& column : columns) {
            if (column.name != name) continue;
            column.found = true;
            column.sum += *value;
            if (is_first) column.first = *value;
        }
    }
    return true;
}

}  // namespace

std::optional<std::uint64_t> word_as_hex(std::string_view word) {
    std::uint64_t value = 0;
    const char* end = word.data() + word.size();
    const auto [stopped, error] = std::from_chars(word.data(), end, value, 16);
    if (word.empty() || error != std::errc{} || stopped != end) return std::nullopt;
    return value;
}

Result<void> read_cpu_table(std::string_view text, std::span<CpuColumn> columns) {
    std::string_view names;
    take_line(text, names);
    std::string_view numbers;
    std::size_t rows = 0;
    for (; take_line(text, numbers); ++rows) {
        if (!add_row(names, numbers, rows == 0, columns)) {
            return fail(Errc::malformed, "a table of processors has a row that does not fit");
        }
    }
    if (rows == 0) return fail(Errc::malformed, "a table of processors has no rows");
    return {};
}

}  // namespace foreshock::collectors
