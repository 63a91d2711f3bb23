#include "collectors/system/packages.hpp"

#include <catch2/catch.hpp>

namespace foreshock::collectors {
namespace {

std::string paragraph(const std::string& name, const std::string& version,
                      const std::string& status = "install ok installed") {
    return "Package: " + name + "\nStatus: " + status +
           "\nPriority: optional\nMaintainer: Package: not a field <x@y>\nArchitecture: amd64\n"
           "Version: " +
           version + "\nDescription: thing\n Version: 9 in a text\n .\n more\n\n";
}

constexpr TimePoint now = from_unix_ms(1'790'000'000'000);

TEST_CASE("packages: names and versions of what is installed are read", "[collectors][packages]") {
    const auto set = parse_dpkg_status(
        paragraph("openssl", "3.0.1") + paragraph("adduser", "3.134") +
        paragraph("gone", "1", "deinstall ok config-files") +
        "Package: libc6\nStatus: install ok installed\nArchitecture: amd64\nMulti-Arch: same\n"
        "Version: 2.36-9\n\n");
    REQUIRE(set);
    CHECK(set->installed == std::vector<Package>{{"adduser", "3.134"},
                                                 {"libc6:amd64", "2.36-9"},
                                                 {"openssl", "3.0.1"}});
    CHECK(set->broken.empty());
}

TEST_CASE("packages: those that were left half-way are broken", "[collectors][packages]") {
    const auto set =
        parse_dpkg_status(paragraph("a", "1", "install ok half-configured") +
                          paragraph("b", "1", "install ok unpacked") +
                          paragraph("c", "1", "install reinstreq half-installed") +
                          paragraph("d", "1", "install ok triggers-pending") + paragraph("e", "1"));
    REQUIRE(set);
    CHECK(set->broken == std::vector<std::string>{"a", "b", "c"});
    CHECK(set->installed.size() == 5);
}

TEST_CASE("packages: a paragraph that was cut off is left out", "[collectors][packages]") {
    const std::string text = paragraph("a", "1") + paragraph("b", "1");
    CHECK(parse_dpkg_status(text.substr(0, text.size() - 20))->installed.size() == 1);
}

TEST_CASE("packages: other text is malformed", "[collectors][packages]") {
    for (const std::string text : {"", "hello\n\n", "Package: a\n\n", "\n\n\n", "\xff\n\n"})
        CHECK(parse_dpkg_status(text).error().code == Errc::malformed);
}

TEST_CASE("packages: so many are read", "[collectors][packages]") {
    std::string text;
    for (std::size_t i = 0; i < packages_max + 1; ++i)
        text += "Package: p" + std::to_string(i) + "\nStatus: install ok installed\n\n";
    CHECK(parse_dpkg_status(text)->installed.size() == packages_max);
}

TEST_CASE("packages: what came, went and changed is told by name", "[collectors][packages]") {
    const PackageSet before{{{"a", "1"}, {"b", "1"}, {"d", "1"}, {"z", "1"}}, {}};
    const PackageSet after{{{"b", "1"}, {"c", "2"}, {"d", "2"}}, {}};
    const auto changes = package_changes(before, after, now, 10);
    REQUIRE(changes.size() == 4);
    CHECK(changes[0].fact == "package.a");
    CHECK(changes[0].to.empty());
    CHECK(changes[1].fact == "package.c");
    CHECK(changes[1].from.empty());
    CHECK(changes[2].fact == "package.d");
    CHECK(changes[2].from == "1");
    CHECK(changes[2].to == "2");
    CHECK(changes[3].fact == "package.z");
    CHECK(package_changes(after, after, now, 10).empty());
}

TEST_CASE("packages: more changes than may be told are counted in a last one",
          "[collectors][packages]") {
    PackageSet after;
    for (int i = 10; i < 20; ++i)
        after.installed.push_back({"p" + std::to_string(i), "1"});
    const auto changes = package_changes({}, after, now, 5);
    REQUIRE(changes.size() == 5);
    CHECK(changes.back().fact == "packages");
    CHECK(changes.back().to == "6 more changed");
}

TEST_CASE("packages: versions are ordered by their numbers", "[collectors][packages]") {
    CHECK(compare_versions("6.1.0-9-amd64", "6.1.0-13-amd64") < 0);
    CHECK(compare_versions("6.1.0-13-amd64", "6.1.0-13-amd64") == 0);
    CHECK(compare_versions("6.10", "6.9") > 0);
    CHECK(compare_versions("6.1", "6.1.1") < 0);
    CHECK(compare_versions("6.01", "6.1") == 0);
    CHECK(compare_versions("a", "b") < 0);
    CHECK(compare_versions("99999999999999999999", "100000000000000000000") < 0);
}

TEST_CASE("packages: a newer kernel of the same flavour is found", "[collectors][packages]") {
    const std::string running = "6.1.0-13-amd64";
    CHECK(newer_kernel(running, {"6.1.0-9-amd64", "6.1.0-18-amd64", running}) == "6.1.0-18-amd64");
    CHECK(newer_kernel(running, {"6.1.0-9-amd64", running}).empty());
    CHECK(newer_kernel(running, {"6.1.0-18-cloud-amd64"}).empty());
    CHECK(newer_kernel("5.14.0-362.el9.x86_64", {"5.14.0-427.el9.x86_64"}) ==
          "5.14.0-427.el9.x86_64");
    CHECK(newer_kernel(running, {}).empty());
}

}  // namespace
}  // namespace foreshock::collectors
