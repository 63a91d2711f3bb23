#include "collectors/system/os_release.hpp"

#include <catch2/catch.hpp>

namespace foreshock::collectors {
namespace {

const std::string debian =
    "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nNAME=\"Debian GNU/Linux\"\n"
    "VERSION_ID=\"12\"\nVERSION=\"12 (bookworm)\"\nVERSION_CODENAME=bookworm\nID=debian\n";

std::string day_of(const OsRelease& release) {
    const auto end = end_of_support(release);
    return end ? format_rfc3339(*end).substr(0, 10) : "unknown";
}

TEST_CASE("os-release: names and versions are read without their quotes",
          "[collectors][inventory]") {
    const OsRelease release = parse_os_release(debian);
    CHECK(release.id == "debian");
    CHECK(release.version_id == "12");
    CHECK(release.codename == "bookworm");
    CHECK(release.name == "Debian GNU/Linux 12 (bookworm)");
    CHECK(parse_os_release("PRETTY_NAME=\"a \\\"b\\\"\"\n").name == "a \"b\"");
    CHECK(parse_os_release("ID='alpine'\n").id == "alpine");
}

TEST_CASE("os-release: the end of support is the vendor's word, else the table's",
          "[collectors][inventory]") {
    CHECK(day_of(parse_os_release(debian)) == "2028-06-30");
    CHECK(day_of(parse_os_release(debian + "SUPPORT_END=2027-01-02\n")) == "2027-01-02");
    CHECK(day_of(parse_os_release("ID=ubuntu\nVERSION_CODENAME=jammy\n")) == "2027-06-01");
    CHECK(day_of(parse_os_release("ID=\"almalinux\"\nVERSION_ID=\"9.3\"\n")) == "2032-05-31");
}

TEST_CASE("os-release: a system that nobody knows has no end", "[collectors][inventory]") {
    CHECK(day_of(parse_os_release("ID=gentoo\n")) == "unknown");
    CHECK(day_of(parse_os_release("ID=debian\nVERSION_ID=99\nSUPPORT_END=soon\n")) == "unknown");
    CHECK(day_of(parse_os_release("")) == "unknown");
    CHECK(parse_os_release("\xff=\n=\nID=\n").id.empty());
}

}  // namespace
}  // namespace foreshock::collectors
