#include "cpp_text.hpp"

#include <catch2/catch.hpp>

using foreshock::tidy::code_only;
using foreshock::tidy::find_functions;

TEST_CASE("code_only: comments and literals go, offsets and lines stay", "[tidy]") {
    CHECK(code_only("a; // b\nc") == "a;     \nc");
    CHECK(code_only("a /* b\nc */ d") == "a     \n     d");
    CHECK(code_only(R"(f("x{\"y", '{');)") == "f(       ,    );");
    CHECK(code_only("n = 1'000'000;") == "n = 1'000'000;");
}

TEST_CASE("code_only: a raw string ends only at its own delimiter", "[tidy]") {
    CHECK(code_only("R\"x(a \" )\" b)x\"; c") == "               ; c");
}

TEST_CASE("code_only: preprocessor lines go, with their continuations", "[tidy]") {
    CHECK(code_only("#define A {\\\n {\nint b;") == "            \n  \nint b;");
}

TEST_CASE("code_only: an unfinished literal or comment ends with the text", "[tidy]") {
    CHECK(code_only("a \"b").size() == 4);
    CHECK(code_only("a /* b").size() == 6);
    CHECK(code_only("R\"(").size() == 3);
}

TEST_CASE("find_functions: free functions, members and test cases are found", "[tidy]") {
    const auto found = find_functions(code_only(
        "namespace a {\nint f(int x) {\n  if (x) { return 1; }\n  return 2;\n}\n"
        "struct S {\n  int g() const { return 1; }\n  int n{3};\n};\n}\nTEST_CASE(\"t\") { }\n"));
    REQUIRE(found.size() == 3);
    CHECK(found[0].head == "int f(int x)");
    CHECK(found[1].head == "int g() const");
    CHECK(found[2].head.starts_with("TEST_CASE("));
}

TEST_CASE("find_functions: braces that initialise members do not begin a body", "[tidy]") {
    const std::string code = "A::A(int a) : a_{a}, b_(b), c_{} {\n  go();\n}\nint after() {}\n";
    const auto found = find_functions(code);
    REQUIRE(found.size() == 2);
    CHECK(code.substr(found[0].open_offset, 10) == "{\n  go();\n");
    CHECK(found[1].head == "int after()");
}

TEST_CASE("find_functions: tables and enumerations are no functions", "[tidy]") {
    CHECK(find_functions("const T t[] = {\n{f(1)},\n{f(2)},\n};\nenum class E : int { a, b };\n")
              .empty());
}

TEST_CASE("find_functions: an operator is a function", "[tidy]") {
    CHECK(find_functions("bool operator==(const A& a, const A& b) { return true; }").size() == 1);
    CHECK(find_functions("A& operator=(A&& a) { return *this; }").size() == 1);
}
