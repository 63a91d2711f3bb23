#include "collectors/system/account_files.hpp"

#include <catch2/catch.hpp>

namespace foreshock::collectors {
namespace {

TEST_CASE("account files: passwd names accounts, ids and shells", "[collectors][accounts]") {
    const auto accounts = parse_passwd(
        "root:x:0:0:root:/root:/bin/bash\nann:x:1000:1001:Ann,,,:/home/ann:/bin/zsh\n");
    REQUIRE(accounts.size() == 2);
    CHECK(accounts[1].name == "ann");
    CHECK(accounts[1].uid == 1000);
    CHECK(accounts[1].gid == 1001);
    CHECK(accounts[1].shell == "/bin/zsh");
}

TEST_CASE("account files: group names groups and members", "[collectors][accounts]") {
    const auto groups = parse_group("sudo:x:27:ann,bob\nempty:x:28:\n");
    REQUIRE(groups.size() == 2);
    CHECK(groups[0].name == "sudo");
    CHECK(groups[0].gid == 27);
    CHECK(groups[0].members == "ann,bob");
}

TEST_CASE("account files: lines that are no account are passed over", "[collectors][accounts]") {
    CHECK(parse_passwd("+::::::\n\n# x\nroot:x:0:0:root:/root\na:b:c:d:e:f:g\n::1:1:::\n").empty());
    CHECK(parse_group("+:::\nwheel\nx:y:z:\n").empty());
    CHECK(parse_shadow("root:*\n").empty());
    CHECK(parse_passwd(std::string{"\0\xff:\n", 4}).empty());
}

TEST_CASE("account files: a password ends so many days after its change",
          "[collectors][accounts]") {
    const auto ages = parse_shadow("ann:$y$j9T$x:20000:0:90:7:::\n");
    REQUIRE(ages.size() == 1);
    CHECK(ages[0].has_password);
    CHECK(ages[0].password_expiry_day() == 20090U);
    CHECK_FALSE(ages[0].disabled_day);
}

TEST_CASE("account files: passwords that last, and accounts without one, do not end",
          "[collectors][accounts]") {
    const auto ages = parse_shadow(
        "lasts:$y$x:20000:0:99999:7:::\nlocked:!$y$x:20000:0:90:7:::\nnone:*:20000:0:90:7:::\n"
        "unlimited:$y$x:20000:0::7:::\nclosed:!:20000:0:99999:7::20500:\n");
    REQUIRE(ages.size() == 5);
    for (const PasswordAge& age : ages) {
        INFO(age.name);
        CHECK_FALSE(age.password_expiry_day());
    }
    CHECK(ages[4].disabled_day == 20500U);
}

TEST_CASE("account files: days that nobody can mean are none", "[collectors][accounts]") {
    const auto ages = parse_shadow("a:$y$x:18446744073709551615:0:90:7::99999999999:\n");
    REQUIRE(ages.size() == 1);
    CHECK_FALSE(ages[0].password_expiry_day());
    CHECK_FALSE(ages[0].disabled_day);
}

TEST_CASE("account files: so many lines are read", "[collectors][accounts]") {
    std::string text;
    for (std::size_t i = 0; i < account_lines_max + 1; ++i)
        text += "g:x:1:\n";
    CHECK(parse_group(text).size() == account_lines_max);
}

}  // namespace
}  // namespace foreshock::collectors
