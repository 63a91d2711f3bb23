#include "collectors/hardware/attribute_files.hpp"

#include <catch2/catch.hpp>

#include "tests/support/map_host_fs.hpp"

namespace foreshock::collectors {
namespace {

TEST_CASE("attribute files: the first line is what counts, without blanks", "[collectors][sysfs]") {
    CHECK(first_line("  value \t\nmore\n") == "value");
    CHECK(first_line("two words\r\n") == "two words");
    CHECK(first_line("").empty());
    CHECK(first_line(" \t\n x").empty());
}

TEST_CASE("attribute files: numbers may be negative and are whole words", "[collectors][sysfs]") {
    const test::MapHostFs host{
        {"a", "42\n"}, {"b", "-128000\n"}, {"c", "12 13\n"}, {"d", "-\n"}, {"e", ""}};
    CHECK(read_number(host, "a") == 42.0);
    CHECK(read_number(host, "b") == -128000.0);
    for (const char* path : {"c", "d", "e", "missing"})
        CHECK_FALSE(read_number(host, path));
}

TEST_CASE("attribute files: a decimal number is finite", "[collectors][sysfs]") {
    CHECK(word_as_finite("-57.5") == -57.5);
    for (const char* word : {"", "nan", "inf", "-inf", "1e999", "1 2", "x"})
        CHECK_FALSE(word_as_finite(word));
}

TEST_CASE("attribute files: an empty attribute and an unreadable one are none",
          "[collectors][sysfs]") {
    test::MapHostFs host{{"label", "\n"}, {"name", "coretemp\n"}, {"secret", "x"}};
    host.unreadable.insert("secret");
    CHECK(read_attribute(host, "name") == "coretemp");
    for (const char* path : {"label", "secret", "missing"})
        CHECK_FALSE(read_attribute(host, path));
}

TEST_CASE("attribute files: names are sorted and begin as asked for", "[collectors][sysfs]") {
    const test::MapHostFs host{{"f/dm-1", ""}, {"f/sda", ""}, {"f/dm-0", ""}};
    CHECK(sorted_names(host, "f", "dm-") == std::vector<std::string>{"dm-0", "dm-1"});
    CHECK(sorted_names(host, "f").size() == 3);
    CHECK(sorted_names(host, "nowhere").empty());
}

TEST_CASE("attribute files: a link's name is its last part", "[collectors][sysfs]") {
    test::MapHostFs host;
    host.links["device"] = "../../../coretemp.0";
    host.links["plain"] = "nvme0";
    host.links["folder"] = "a/";
    CHECK(link_name(host, "device") == "coretemp.0");
    CHECK(link_name(host, "plain") == "nvme0");
    CHECK_FALSE(link_name(host, "folder"));
    CHECK_FALSE(link_name(host, "missing"));
}

TEST_CASE("attribute files: hexadecimal numbers carry their prefix", "[collectors]") {
    CHECK(word_as_prefixed_hex("0x0") == 0);
    CHECK(word_as_prefixed_hex("0x1F") == 31);
    CHECK(word_as_prefixed_hex("0xffffffffffffffff") == ~std::uint64_t{0});
    for (const char* wrong : {"", "0x", "1f", "0xg", "0x1 ", "0x-1", "0x1ffffffffffffffff"}) {
        CAPTURE(wrong);
        CHECK_FALSE(word_as_prefixed_hex(wrong));
    }
}

}  // namespace
}  // namespace foreshock::collectors
