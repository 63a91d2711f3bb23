#include "server/app/first_admin.hpp"

#include <catch2/catch.hpp>

namespace foreshock::app {
namespace {

TEST_CASE("first admin: the link names an address that a browser can open", "[app][people]") {
    CHECK(page_address({"127.0.0.1", 8420}, "desk.example.org", false) == "http://127.0.0.1:8420");
    CHECK(page_address({"::1", 8420}, "desk.example.org", false) == "http://[::1]:8420");
    CHECK(page_address({"0.0.0.0", 8420}, "desk.example.org", true) ==
          "https://desk.example.org:8420");
    CHECK(page_address({"::", 443}, "desk.example.org", true) == "https://desk.example.org:443");
}

}  // namespace
}  // namespace foreshock::app
