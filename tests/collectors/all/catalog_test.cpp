#include "collectors/all/catalog.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include <catch2/catch.hpp>

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

std::string reference() {
    std::ostringstream page;
    page << "# Signals\n\n"
            "What the agent measures, by collector. Labels tell series of one signal apart. This "
            "page is written\nby the tests of `collectors/all` out of the catalogues "
            "(`FORESHOCK_REWRITE=1 collectors_all_tests \"[reference]\"`).\n";
    for (const CollectorEntry& entry : collector_catalog()) {
        page << "\n## " << entry.name << "\n\n" << entry.summary;
        page << " Every " << format_duration(entry.default_every)
             << (entry.on_by_default ? "" : ", off by default") << ".\n\n";
        page << "| signal | type | unit | meaning |\n|---|---|---|---|\n";
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
