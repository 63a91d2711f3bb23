#include "collectors/system/account_files.hpp"

#include <array>

#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

// shadow(5) lets 99999 mean "never", as useradd writes it.
constexpr std::uint64_t never_days = 99999;
// No date that anybody means; keeps sums of days from overflow.
constexpr std::uint64_t days_max = 10'000'000;

/// "a:b:c" into exactly N fields.
template <std::size_t N>
bool split_all(std::string_view line, std::array<std::string_view, N>& fields) {
    for (std::size_t i = 0; i + 1 < N; ++i) {
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos) return false;
        fields[i] = line.substr(0, colon);
        line.remove_prefix(colon + 1);
    }
    fields[N - 1] = line;
    return line.find(':') == std::string_view::npos && !fields[0].empty();
}

template <std::size_t N, class Row, class Make>
std::vector<Row> read_rows(std::string_view text, Make make) {
    std::vector<Row> rows;
    std::string_view line;
    for (std::size_t lines = 0; lines < account_lines_max && take_line(text, line); ++lines) {
        std::array<std::string_view, N> fields;
        if (!split_all(line, fields)) continue;
        if (std::optional<Row> row = make(fields)) rows.push_back(std::move(*row));
    }
    return rows;
}

std::optional<std::uint64_t> as_days(std::string_view field) {
    const auto days = word_as_uint(field);
    return days && *days <= days_max ? days : std::nullopt;
}

}  // namespace

std::optional<std::uint64_t> PasswordAge::password_expiry_day() const {
    if (!has_password || !changed_day || !days_max || *days_max >= never_days) return std::nullopt;
    return *changed_day + *days_max;
}

std::vector<Account> parse_passwd(std::string_view text) {
    return read_rows<7, Account>(text, [](const auto& fields) -> std::optional<Account> {
        const auto uid = word_as_uint(fields[2]);
        const auto gid = word_as_uint(fields[3]);
        if (!uid || !gid) return std::nullopt;
        return Account{label_text(fields[0]), *uid, *gid, label_text(fields[6])};
    });
}

std::vector<AccountGroup> parse_group(std::string_view text) {
    return read_rows<4, AccountGroup>(text, [](const auto& fields) -> std::optional<AccountGroup> {
        const auto gid = word_as_uint(fields[2]);
        if (!gid) return std::nullopt;
        return AccountGroup{label_text(fields[0]), *gid, label_text(fields[3])};
    });
}

std::vector<PasswordAge> parse_shadow(std::string_view text) {
    return read_rows<9, PasswordAge>(text, [](const auto& fields) -> std::optional<PasswordAge> {
        const std::string_view secret = fields[1];
        const bool usable = !secret.empty() && secret[0] != '!' && secret[0] != '*';
        return PasswordAge{label_text(fields[0]), usable, as_days(fields[2]), as_days(fields[4]),
                           as_days(fields[7])};
    });
}

}  // namespace foreshock::collectors
