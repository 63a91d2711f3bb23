#include "name_rules.hpp"

#include <catch2/catch.hpp>

using foreshock::tidy::check_names;

namespace {

std::size_t count(const char* path, const std::string& code) {
    return check_names({path, code}).size();
}

const std::string in_core = "namespace foreshock {\n";

}  // namespace

TEST_CASE("names: a type called by an empty word is found", "[tidy]") {
    for (const char* code :
         {"class SpoolManager {};", "struct HostInfo {};", "enum class DataKind;",
          "using ReportImpl = int;", "struct CommonSettings {};"}) {
        INFO(code);
        CHECK(count("core/a.cpp", in_core + code) == 1);
    }
}

TEST_CASE("names: words that merely contain an empty word pass", "[tidy]") {
    for (const char* code : {"struct Database {};", "struct Utilisation {};", "struct Update {};",
                             "// class Manager\n", "enum class Priority {};"}) {
        INFO(code);
        CHECK(count("core/a.cpp", in_core + code) == 0);
    }
}

TEST_CASE("names: a file called by an empty word is found", "[tidy]") {
    CHECK(count("core/string_utils.cpp", in_core) == 1);
    CHECK(count("core/common.hpp", in_core) == 1);
    CHECK(count("core/database.hpp", in_core) == 0);
}

TEST_CASE("names: terms of the field pass", "[tidy]") {
    CHECK(count("core/service_manager.hpp", in_core + "class ServiceManagerSocket;") == 0);
    CHECK(count("core/data_folder.hpp", in_core + "class DataFolder;") == 0);
    CHECK(count("core/data_shelf.hpp", in_core) == 1);
}

TEST_CASE("names: a room's file lives in the room's namespace", "[tidy]") {
    CHECK(count("agent/spool.cpp", "namespace foreshock::agent {\n") == 0);
    CHECK(count("agent/spool.cpp", "namespace foreshock {\n") == 1);
    CHECK(count("agent/spool.cpp", "int x;\n") == 1);
    CHECK(count("server/incidents/a.cpp", "namespace foreshock::incidents {\n") == 0);
    CHECK(count("detectors/engines/level.cpp", "namespace foreshock::detectors {\n") == 0);
    CHECK(count("agent/snapshot/a.cpp", "namespace foreshock::agent::snapshot {\n") == 0);
    CHECK(count("agent/a.cpp", "namespace foreshock::agents {\n") == 1);
    CHECK(count("core/a.cpp", "namespace foreshock::core {\n") == 1);
    CHECK(count("agent/main.cpp", "int main() {}\n") == 0);
}
