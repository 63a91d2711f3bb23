#include "recordings/scrape_files.hpp"

#include <filesystem>

#include <catch2/catch.hpp>

#include "tests/support/temporary_folder.hpp"

using namespace foreshock;
using namespace foreshock::recordings;

namespace {

std::string told(std::string_view name) {
    const auto at = time_in_name(name);
    return at ? format_rfc3339(*at) : "";
}

}  // namespace

TEST_CASE("scrape files: a name tells its time in several ways", "[recordings]") {
    const std::string at = "2026-11-25T22:57:00.000Z";
    CHECK(told("2026-11-25T22:57:00Z.prom") == at);
    CHECK(told("/scrapes/2026-11-25T22:57:00Z") == at);
    CHECK(told("web-1_20261125T225700Z.txt") == at);
    CHECK(told("node-2026-11-25_22-57-00.txt") == at);
    CHECK(told("2026-11-25T23:57:00+01:00.prom") == at);
    CHECK(told("2026-11-25T22:57:00.250Z.prom") == "2026-11-25T22:57:00.250Z");
    CHECK(told("1795647420.prom") == at);
    CHECK(told("node9100-1795647420250.txt") == "2026-11-25T22:57:00.250Z");
}

TEST_CASE("scrape files: other numbers are no times", "[recordings]") {
    for (const char* name :
         {"", "scrape", "node-9100.txt", "12345.prom", "2026-11-25.prom", "123456789012345.prom",
          "2026-13-25T22:57:00Z.prom", "/1795647420/metrics"}) {
        INFO(name);
        CHECK(told(name).empty());
    }
}

TEST_CASE("scrape files: a folder gives its files, oldest first", "[recordings]") {
    const test::TemporaryFolder folder;
    folder.write("1795647430.prom", "b 1\n");
    folder.write("1795647420.prom", "a 1\n");
    const auto found = find_scrapes({folder.path()});
    REQUIRE(found);
    REQUIRE(found->size() == 2);
    CHECK((*found)[0].path == folder.path() + "/1795647420.prom");
    CHECK((*found)[0].at < (*found)[1].at);
}

TEST_CASE("scrape files: without a time in the name the file's own counts", "[recordings]") {
    const test::TemporaryFolder folder;
    folder.write("metrics", "a 1\n");
    const auto found = find_scrapes({folder.path() + "/metrics"});
    REQUIRE(found);
    CHECK(found->front().at == written_at(folder.path() + "/metrics").value());
}

TEST_CASE("scrape files: what is not there, and an empty folder, are named", "[recordings]") {
    const test::TemporaryFolder folder;
    const auto missing = find_scrapes({"/no/such"});
    REQUIRE_FALSE(missing);
    CHECK(missing.error().code == Errc::unreadable);
    const auto empty = find_scrapes({folder.path()});
    REQUIRE_FALSE(empty);
    CHECK(empty.error().what == folder.path() + ": holds no files");
}
