#include "process_rules.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <regex>

namespace foreshock::tidy {

namespace {

/// A test case as the table names it, and as a test file writes it.
struct NamedTest {
    std::string path;
    std::string title;

    auto operator<=>(const NamedTest&) const = default;
};

struct WrittenTest {
    NamedTest name;
    std::size_t line = 0;
    std::string tags;
};

struct Row {
    std::string line;  ///< "S7"
    std::size_t at = 0;
    std::vector<NamedTest> tests;
};

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(' ');
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

std::vector<std::string_view> split(std::string_view text, std::string_view mark) {
    std::vector<std::string_view> parts;
    while (true) {
        const std::size_t at = text.find(mark);
        parts.push_back(trimmed(text.substr(0, at)));
        if (at == std::string_view::npos) return parts;
        text.remove_prefix(at + mark.size());
    }
}

/// "`tests/x_test.cpp`: title"
std::optional<NamedTest> parse_named_test(std::string_view text) {
    const std::size_t end = text.find("`: ");
    if (!text.starts_with('`') || end == std::string_view::npos) return std::nullopt;
    return NamedTest{std::string(text.substr(1, end - 1)), std::string(text.substr(end + 3))};
}

bool is_process_line(std::string_view text) {
    return text.size() > 1 && text[0] == 'S' &&
           std::all_of(text.begin() + 1, text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::vector<Row> read_rows(const SourceFile& table, Findings& findings) {
    std::vector<Row> rows;
    const auto lines = split_lines(table.text);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto cells = split(lines[i], "|");
        if (cells.size() < 3 || !is_process_line(cells[1])) continue;
        Row row{std::string(cells[1]), i + 1, {}};
        for (const std::string_view one : split(cells[cells.size() - 2], "<br>")) {
            if (auto test = parse_named_test(one)) {
                row.tests.push_back(std::move(*test));
            } else {
                findings.push_back({table.path, i + 1, row.line + " names no test"});
            }
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

/// The text between the next two quotation marks, and where it ends.
std::pair<std::string, std::size_t> quoted(std::string_view text, std::size_t from) {
    const std::size_t open = text.find('"', from);
    const std::size_t close = open == std::string_view::npos ? open : text.find('"', open + 1);
    if (close == std::string_view::npos) return {{}, text.size()};
    return {std::string(text.substr(open + 1, close - open - 1)), close + 1};
}

std::vector<WrittenTest> written_tests(const std::vector<SourceFile>& files) {
    std::vector<WrittenTest> tests;
    for (const SourceFile& file : files) {
        if (!is_test_path(file.path) || !file.path.ends_with("_test.cpp")) continue;
        constexpr std::string_view head = "\nTEST_CASE(";
        for (std::size_t at = file.text.find(head); at != std::string::npos;
             at = file.text.find(head, at + 1)) {
            const auto [title, after] = quoted(file.text, at + head.size());
            const auto [tags, end] = quoted(file.text, after);
            tests.push_back({{file.path, title}, line_of(file.text, at + 1), tags});
        }
    }
    return tests;
}

std::vector<std::string> lines_of(const std::string& tags) {
    static const std::regex tag(R"(\[(S\d+)\])");
    std::vector<std::string> lines;
    for (std::sregex_iterator at(tags.begin(), tags.end(), tag), end; at != end; ++at)
        lines.push_back((*at)[1]);
    return lines;
}

void check_rows(const std::vector<Row>& rows, Findings& findings) {
    for (int number = 1; number <= process_lines; ++number) {
        const std::string line = "S" + std::to_string(number);
        const auto count = std::count_if(rows.begin(), rows.end(),
                                         [&](const Row& row) { return row.line == line; });
        if (count == 1) continue;
        findings.push_back({std::string(process_table_path), 0,
                            line + " has " + std::to_string(count) + " rows, not one"});
    }
}

void check_named(const Row& row, const std::vector<WrittenTest>& tests, Findings& findings) {
    for (const NamedTest& named : row.tests) {
        const auto found = std::find_if(tests.begin(), tests.end(),
                                        [&](const WrittenTest& one) { return one.name == named; });
        const std::string what = named.path + ": \"" + named.title + "\"";
        if (found == tests.end()) {
            findings.push_back({std::string(process_table_path), row.at, "no test " + what});
        } else if (found->tags.find("[" + row.line + "]") == std::string::npos) {
            findings.push_back(
                {std::string(process_table_path), row.at, what + " has no tag [" + row.line + "]"});
        }
    }
}

}  // namespace

Findings check_process(const std::vector<SourceFile>& files) {
    Findings findings;
    const auto table = std::find_if(files.begin(), files.end(), [](const SourceFile& file) {
        return file.path == process_table_path;
    });
    if (table == files.end()) return {{std::string(process_table_path), 0, "is not there"}};
    const std::vector<Row> rows = read_rows(*table, findings);
    const std::vector<WrittenTest> tests = written_tests(files);
    check_rows(rows, findings);
    std::multimap<std::string, NamedTest> named;
    for (const Row& row : rows) {
        check_named(row, tests, findings);
        for (const NamedTest& test : row.tests)
            named.emplace(row.line, test);
    }
    for (const WrittenTest& test : tests) {
        for (const std::string& line : lines_of(test.tags)) {
            const auto [begin, end] = named.equal_range(line);
            const bool stands =
                std::any_of(begin, end, [&](const auto& one) { return one.second == test.name; });
            if (stands) continue;
            findings.push_back({test.name.path, test.line,
                                "\"" + test.name.title + "\" does not stand in the row of " + line +
                                    " in " + std::string(process_table_path)});
        }
    }
    return findings;
}

}  // namespace foreshock::tidy
