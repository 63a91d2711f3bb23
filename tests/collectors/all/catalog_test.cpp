#include "collectors/all/catalog.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "coverage.hpp"
#include <catch2/catch.hpp>

#include "agent/self_signals.hpp"

namespace foreshock::collectors {
namespace {

std::string signal_row(const SignalDescription& signal) {
    const std::string type = signal.type == SignalType::gauge ? "gauge" : "counter";
    std::string row = "| `";
    row += signal.name;
    row += "` | " + type + " | ";
    row += signal.unit;
    row += " | ";
    row += signal.help;
    return row + " |\n";
}

constexpr const char* table_head = "| signal | type | unit | meaning |\n|---|---|---|---|\n";

void print_coverage(std::ostream& page, std::string_view title,
                    std::span<const test::CoverageRow> rows) {
    page << "\n## " << title << "\n\n| symptom | seen by |\n|---|---|\n";
    for (const test::CoverageRow& row : rows)
        page << "| " << row.symptom << " | " << row.seen_by << " |\n";
}

/// What stands in backticks with two dots: names of signals.
std::vector<std::string> signals_named_in(std::string_view text) {
    std::vector<std::string> names;
    for (std::size_t open = text.find('`'); open != text.npos; open = text.find('`', open + 1)) {
        const std::size_t close = text.find('`', open + 1);
        if (close == text.npos) break;
        std::string name{text.substr(open + 1, close - open - 1)};
        if (std::count(name.begin(), name.end(), '.') == 2) names.push_back(std::move(name));
        open = close;
    }
    return names;
}

std::string reference() {
    std::ostringstream page;
    page << "# Signals\n\n"
            "What the agent measures, by collector. Labels tell series of one signal apart. This "
            "page is written\nby the tests of `collectors/all` out of the catalogues "
            "(`FORESHOCK_REWRITE=1 collectors_all_tests \"[reference]\"`).\n";
    print_coverage(page, "What the stock rules of others watch", test::watched_by_others);
    print_coverage(page, "What none of them watches", test::watched_by_nobody_else);
    page << "\n## agent\n\nThe agent itself, at every tick.\n\n" << table_head;
    for (const SignalDescription& signal : agent::signals::all)
        page << signal_row(signal);
    for (const CollectorEntry& entry : collector_catalog()) {
        page << "\n## " << entry.name << "\n\n" << entry.summary;
        page << " Every " << format_duration(entry.default_every)
             << (entry.on_by_default ? "" : ", off by default") << ".\n\n";
        page << table_head;
        for (const SignalDescription& signal : entry.signals)
            page << signal_row(signal);
    }
    return page.str();
}

TEST_CASE("catalogue: names are unique and every row is whole", "[collectors][catalogue]") {
    std::set<std::string_view> names;
    for (const CollectorEntry& entry : collector_catalog()) {
        INFO(entry.name);
        CHECK(names.insert(entry.name).second);
        CHECK(entry.summary.ends_with('.'));
        CHECK(entry.default_every >= std::chrono::seconds{1});
        CHECK_FALSE(entry.signals.empty());
    }
    CHECK(names.size() >= 12);
}

TEST_CASE("catalogue: signals are named area.thing.aspect, once, with a unit and a sentence",
          "[collectors][catalogue]") {
    const std::set<std::string_view> units{
        "bytes", "bytes_per_second", "boolean", "count", "per_second", "percent",
        "ratio", "seconds",          "celsius", "rpm",   "volts",      "watts"};
    std::set<std::string_view> names;
    for (const CollectorEntry& entry : collector_catalog()) {
        for (const SignalDescription& signal : entry.signals) {
            INFO(signal.name);
            // Logs share their signals, so that a detector asks all of them by one name.
            const bool is_new = names.insert(signal.name).second;
            CHECK((is_new || signal.name.starts_with("log.")));
            CHECK(std::count(signal.name.begin(), signal.name.end(), '.') == 2);
            CHECK(units.contains(signal.unit));
            CHECK(signal.help.ends_with('.'));
        }
    }
}

TEST_CASE("catalogue: what the coverage names is collected, and what it names nothing for has why",
          "[collectors][catalogue]") {
    std::set<std::string_view> known;
    for (const CollectorEntry& entry : collector_catalog()) {
        for (const SignalDescription& signal : entry.signals)
            known.insert(signal.name);
    }
    for (const SignalDescription& signal : agent::signals::all)
        known.insert(signal.name);
    std::vector<test::CoverageRow> rows(test::watched_by_others.begin(),
                                        test::watched_by_others.end());
    rows.insert(rows.end(), test::watched_by_nobody_else.begin(),
                test::watched_by_nobody_else.end());
    for (const test::CoverageRow& row : rows) {
        INFO(row.symptom);
        CHECK(row.seen_by.size() > 10);
        for (const std::string& name : signals_named_in(row.seen_by)) {
            INFO(name);
            CHECK(known.contains(name));
        }
    }
}

TEST_CASE("catalogue: docs/reference/signals.md says what the catalogue says",
          "[collectors][catalogue][reference]") {
    const std::string path = std::string{FORESHOCK_SOURCE_DIR} + "/docs/reference/signals.md";
    if (std::getenv("FORESHOCK_REWRITE")) {
        std::filesystem::create_directories(std::filesystem::path{path}.parent_path());
        std::ofstream{path} << reference();
    }
    std::ifstream input{path};
    std::ostringstream page;
    page << input.rdbuf();
    CHECK(page.str() == reference());
}

}  // namespace
}  // namespace foreshock::collectors
