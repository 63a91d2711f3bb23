#include "include_rules.hpp"

#include <catch2/catch.hpp>

using foreshock::tidy::check_heavy_headers;
using foreshock::tidy::check_includes;
using foreshock::tidy::Findings;
using foreshock::tidy::room_of;
using foreshock::tidy::SourceFile;

TEST_CASE("room_of: the deepest room counts, and a whole folder's name", "[tidy]") {
    CHECK(room_of("server/incidents/engine.cpp") == "server/incidents");
    CHECK(room_of("detectors/engines/level.cpp") == "detectors");
    CHECK(room_of("corelation/a.cpp").empty());
    CHECK(room_of("tests/core/time_test.cpp").empty());
}

TEST_CASE("includes: an include along an arrow passes", "[tidy]") {
    CHECK(check_includes({"agent/loop.cpp",
                          "#include \"collectors/collector.hpp\"\n"
                          "#include <asio.hpp>\n#include \"agent/spool.hpp\"\n"})
              .empty());
}

TEST_CASE("includes: an include against the arrows is named with its line", "[tidy]") {
    const Findings findings =
        check_includes({"detectors/level.cpp", "\n#include \"collectors/collector.hpp\"\n"});
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].line == 2);
    CHECK(findings[0].what == "detectors may not include collectors (collectors/collector.hpp)");
}

TEST_CASE("includes: agent and server never see one another", "[tidy]") {
    CHECK(check_includes({"agent/a.cpp", "#include \"server/intake/intake.hpp\"\n"}).size() == 1);
    CHECK(check_includes({"server/app/a.cpp", "#include \"agent/spool.hpp\"\n"}).size() == 1);
}

TEST_CASE("heavy headers: one that only sources of its own room see passes", "[tidy]") {
    const SourceFile heavy{"agent/a.hpp", "#include <nlohmann/json.hpp>\n"};
    CHECK(check_heavy_headers({heavy, {"agent/a.cpp", "#include \"agent/a.hpp\"\n"}}).empty());
    CHECK(check_heavy_headers({{"agent/a.hpp", "#include <nlohmann/json_fwd.hpp>\n"},
                               {"agent/b.hpp", "#include \"agent/a.hpp\"\n"}})
              .empty());
}

TEST_CASE("heavy headers: one that another header or another room sees is found", "[tidy]") {
    const SourceFile heavy{"core/a.hpp", "\n#include <nlohmann/json.hpp>\n"};
    const Findings findings =
        check_heavy_headers({heavy, {"core/b.hpp", "#include \"core/a.hpp\"\n"}});
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].path == "core/a.hpp");
    CHECK(findings[0].line == 2);
    CHECK(check_heavy_headers({heavy, {"agent/b.cpp", "#include \"core/a.hpp\"\n"}}).size() == 1);
}

TEST_CASE("includes: one file alone knows the HTTP library", "[tidy]") {
    CHECK(check_includes({"server/http/listener.cpp", "#include <restinio/all.hpp>\n"}).empty());
    CHECK(check_includes({"server/http/routes.cpp", "#include <restinio/all.hpp>\n"}).size() == 1);
}

TEST_CASE("includes: one room alone knows the protobuf library", "[tidy]") {
    CHECK(check_includes({"wire/reader.hpp", "#include <protozero/pbf_reader.hpp>\n"}).empty());
    CHECK(check_includes({"agent/a.cpp", "#include <protozero/pbf_reader.hpp>\n"}).size() == 1);
}

TEST_CASE("includes: a room does not use the tests' tools", "[tidy]") {
    CHECK(check_includes({"core/a.cpp", "#include \"tests/support/manual_clock.hpp\"\n"}).size() ==
          1);
}
