#include "call_rules.hpp"

#include <catch2/catch.hpp>

using foreshock::tidy::check_calls;

namespace {

std::size_t count(const char* path, const char* code) {
    return check_calls({path, code}).size();
}

}  // namespace

TEST_CASE("calls: only core/clock.cpp asks the system's clock", "[tidy]") {
    const char* code = "auto t = std::chrono::system_clock::now();\n";
    CHECK(count("core/clock.cpp", code) == 0);
    CHECK(count("agent/loop.cpp", code) == 1);
}

TEST_CASE("calls: pure rooms have neither clock nor sleep nor chance", "[tidy]") {
    for (const char* code : {"steady_clock::now();", "std::this_thread::sleep_for(x);",
                             "std::random_device device;"}) {
        CHECK(count("detectors/engines/level.cpp", code) == 1);
        CHECK(count("server/incidents/engine.cpp", code) == 1);
        CHECK(count("agent/loop.cpp", code) == 0);
    }
}

TEST_CASE("calls: what throws, leaks or starts a shell is found", "[tidy]") {
    for (const char* code :
         {"std::stoi(text)", "stod (text)", "atoi(text)", "new Reader(x)", "delete reader;",
          "delete[] all;", "malloc(3)", "popen(command, mode)", "system(command)", "rand()",
          "srand(1)", "sprintf(buffer, x)", "localtime(&t)"}) {
        INFO(code);
        CHECK(count("agent/loop.cpp", code) == 1);
    }
}

TEST_CASE("calls: harmless code that looks alike passes", "[tidy]") {
    for (const char* code :
         {"Reader(const Reader&) = delete;", "// a new Reader(x) each time", "f(\"popen(x)\");",
          "local_rand(1);", "operating_system(x);", "news(x);", "renew (x);", "gmtime_r(&t, &out);",
          "std::shared_ptr<Segment> segment{new Segment(x)};",
          "return std::unique_ptr<Segment>(\n    new Segment(x));"}) {
        INFO(code);
        CHECK(count("agent/loop.cpp", code) == 0);
    }
}

TEST_CASE("calls: a header does not open namespaces for its readers", "[tidy]") {
    CHECK(count("core/time.hpp", "using namespace std;") == 1);
    CHECK(count("core/time.cpp", "using namespace std::chrono_literals;") == 0);
}

TEST_CASE("calls: rooms do not speak on standard output, programs do", "[tidy]") {
    CHECK(count("agent/spool.cpp", "std::cerr << 1;") == 1);
    CHECK(count("agent/main.cpp", "std::cerr << 1;") == 0);
    CHECK(count("cli/hosts.cpp", "std::cout << 1;") == 0);
}
