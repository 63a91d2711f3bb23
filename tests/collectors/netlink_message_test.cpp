#include "collectors/netlink_message.hpp"

#include <cerrno>

#include <catch2/catch.hpp>

#include "tests/support/stub_netlink.hpp"

namespace foreshock::collectors {
namespace {

TEST_CASE("netlink message: messages are taken one after the other", "[collectors][netlink]") {
    const std::string text = test::netlink_message(20, "abcde") + test::netlink_message(3, "");
    std::string_view rest = text;
    NetlinkMessage message;
    REQUIRE(take_message(rest, message));
    CHECK(message.type == 20);
    CHECK(message.payload == "abcde");
    REQUIRE(take_message(rest, message));
    CHECK(message.type == 3);
    CHECK(message.payload.empty());
    CHECK(rest.empty());
}

TEST_CASE("netlink message: one that is cut, or shorter than its header, is none",
          "[collectors][netlink]") {
    std::string text = test::netlink_message(20, "abcd");
    NetlinkMessage message;
    for (std::size_t length = 0; length < text.size(); ++length) {
        std::string_view cut{text.data(), length};
        CHECK_FALSE(take_message(cut, message));
    }
    text[0] = 3;
    std::string_view lying = text;
    CHECK_FALSE(take_message(lying, message));
}

TEST_CASE("netlink message: attributes are taken without their flags", "[collectors][netlink]") {
    const std::string text = test::netlink_attribute(7 | NLA_F_NESTED, "xyz") + "\x01";
    std::string_view rest = text;
    NetlinkAttribute attribute;
    REQUIRE(take_attribute(rest, attribute));
    CHECK(attribute.type == 7);
    CHECK(attribute.value == "xyz");
    CHECK_FALSE(take_attribute(rest, attribute));
}

TEST_CASE("netlink message: the kernel's error numbers are told apart", "[collectors][netlink]") {
    const auto code_of = [](int number) { return read_outcome(bytes_of(number)).error().code; };
    CHECK(read_outcome(bytes_of(0)));
    CHECK(read_outcome(""));
    CHECK(code_of(-ENOENT) == Errc::no_data);
    CHECK(code_of(-ECONNREFUSED) == Errc::no_data);
    CHECK(code_of(-EPERM) == Errc::refused);
    CHECK(code_of(-ENOMEM) == Errc::unreadable);
}

}  // namespace
}  // namespace foreshock::collectors
