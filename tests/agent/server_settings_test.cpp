#include "agent/server_settings.hpp"

#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::agent;

TEST_CASE("server settings: URLs with names, addresses, ports and paths are right",
          "[agent][server]") {
    const std::string url =
        GENERATE("http://127.0.0.1:8420", "https://desk.example", "https://desk.example:8420/",
                 "https://[2001:db8::1]:8420", "https://[::1]",
                 "https://a-b_c.example/behind/proxy", "http://[::ffff:192.0.2.1]:80/x");
    CAPTURE(url);
    CHECK_FALSE(complaint_of_server_url(url));
}

TEST_CASE("server settings: each wrong URL is told what is wrong", "[agent][server]") {
    const auto [url, words] =
        GENERATE(table<std::string, std::string>({{"", "must begin with"},
                                                  {"desk.example:8420", "must begin with"},
                                                  {"ftp://desk.example", "must begin with"},
                                                  {"https://", "host is missing"},
                                                  {"https://:8420", "host is missing"},
                                                  {"https://2001:db8::1:8420", "in brackets"},
                                                  {"https://[2001:db8::1:8420", "in brackets"},
                                                  {"https://[]:8420", "in brackets"},
                                                  {"https://[desk]:8420", "in brackets"},
                                                  {"https://[::1]8420", "only a port"},
                                                  {"https://desk:0", "1 to 65535"},
                                                  {"https://desk:65536", "1 to 65535"},
                                                  {"https://desk:", "1 to 65535"},
                                                  {"https://desk:abc", "1 to 65535"},
                                                  {"https://me:secret@desk", "token_file"},
                                                  {"https://desk?x=1", "query"},
                                                  {"https://desk/a b", "blanks"},
                                                  {"https://d\xC3\xA9sk", "beyond ASCII"},
                                                  {"https://de(sk", "no host name"}}));
    CAPTURE(url);
    const auto complaint = complaint_of_server_url(url);
    REQUIRE(complaint);
    CHECK(complaint->find(words) != std::string::npos);
}

TEST_CASE("server settings: a proxy has a scheme that is known, or there is none",
          "[agent][server]") {
    for (const char* right : {"", "none", "http://proxy:3128", "https://me:pass@proxy:3128",
                              "socks5h://[::1]:1080", "socks4a://proxy"}) {
        CAPTURE(right);
        CHECK_FALSE(complaint_of_proxy(right));
    }
    for (const char* wrong : {"proxy:3128", "ftp://proxy", "http://", "http://proxy:x", "no"}) {
        CAPTURE(wrong);
        CHECK(complaint_of_proxy(wrong));
    }
}
