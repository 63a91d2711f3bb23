#include "collectors/checks/dns_message.hpp"

#include <catch2/catch.hpp>

namespace foreshock::collectors {
namespace {

using namespace std::string_literals;

const std::string question = "\x03www\x07"s + "example\x03org\x00\x00\x01\x00\x01"s;
const std::string record_head = "\xC0\x0C\x00\x01\x00\x01\x00\x00\x0E\x10"s;

/// A response of one question and `records` records.
std::string response(const std::string& records, char count,
                     const std::string& flags = "\x81\x80"s) {
    return "\x12\x34"s + flags + "\x00\x01\x00"s + count + "\x00\x00\x00\x00"s + question + records;
}

TEST_CASE("dns: a question is written as the standard shows it", "[collectors][checks]") {
    const auto query = make_dns_query(0x1234, "www.example.org", DnsType::a);
    REQUIRE(query);
    CHECK(*query == "\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00"s + question);
    CHECK(*make_dns_query(0x1234, "www.example.org.", DnsType::a) == *query);
    CHECK(make_dns_query(1, ".", DnsType::ns)->ends_with("\x00\x00\x00\x02\x00\x01"s));
    CHECK(make_dns_query(1, "x", DnsType::aaaa)->ends_with("\x00\x1C\x00\x01"s));
}

TEST_CASE("dns: names that cannot be asked for are refused", "[collectors][checks]") {
    const std::string part(63, 'a');
    CHECK(make_dns_query(1, part + ".b", DnsType::a));
    CHECK(
        make_dns_query(1, part + "." + part + "." + part + "." + std::string(61, 'b'), DnsType::a));
    for (const std::string& name :
         {""s, ".."s, "a..b"s, ".a"s, part + "a", std::string(127, 'a') + "."s + part,
          part + "." + part + "." + part + "." + std::string(62, 'b')}) {
        INFO(name);
        CHECK(make_dns_query(1, name, DnsType::a).error().code == Errc::invalid);
    }
}

TEST_CASE("dns: addresses of the answer are read, other records skipped", "[collectors][checks]") {
    const std::string alias = "\xC0\x0C\x00\x05\x00\x01\x00\x00\x0E\x10\x00\x02\xC0\x10"s;
    const std::string four = record_head + "\x00\x04\xC0\x00\x02\x01"s;
    const std::string six = "\xC0\x0C\x00\x1C\x00\x01\x00\x00\x0E\x10\x00\x10"s +
                            "\x20\x01\x0D\xB8\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01"s;
    const auto answer = parse_dns_answer(response(alias + four + six, 3));
    REQUIRE(answer);
    CHECK(answer->id == 0x1234);
    CHECK(answer->code == 0);
    CHECK_FALSE(answer->is_truncated);
    CHECK(answer->addresses == std::vector<std::string>{"192.0.2.1", "2001:db8::1"});
}

TEST_CASE("dns: codes have words", "[collectors][checks]") {
    const auto missing = parse_dns_answer(response("", 0, "\x81\x83"s));
    REQUIRE(missing);
    CHECK(missing->code == 3);
    CHECK(describe_dns_code(3) == "there is no such name");
    CHECK(describe_dns_code(2) == "it failed itself");
    CHECK(describe_dns_code(11) == "code 11");
    CHECK(describe_dns_code(-1) == "code -1");
}

TEST_CASE("dns: what is shorter than it says is malformed at every cut", "[collectors][checks]") {
    const std::string whole = response(record_head + "\x00\x04\xC0\x00\x02\x01"s, 1);
    REQUIRE(parse_dns_answer(whole));
    for (std::size_t length = 0; length < whole.size(); ++length) {
        INFO(length);
        CHECK_FALSE(parse_dns_answer(whole.substr(0, length)));
    }
    std::string truncated = whole.substr(0, whole.size() - 2);
    truncated[2] = '\x83';
    REQUIRE(parse_dns_answer(truncated));
    CHECK(parse_dns_answer(truncated)->is_truncated);
}

TEST_CASE("dns: questions, garbage and pointers in circles are survived", "[collectors][checks]") {
    CHECK_FALSE(parse_dns_answer(*make_dns_query(1, "a", DnsType::a)));
    CHECK_FALSE(parse_dns_answer(std::string(512, '\xFD')));
    const std::string circle = "\xC0\x0C"s;
    const std::string message =
        "\x00\x01\x81\x80\x00\x01\x00\x00\x00\x00\x00\x00"s + circle + "\x00\x01\x00\x01"s;
    CHECK(parse_dns_answer(message));
}

TEST_CASE("dns: name servers of resolv.conf are read", "[collectors][checks]") {
    const auto servers = parse_name_servers(
        "# nameserver 192.0.2.9\nsearch example.org\nnameserver 192.0.2.1\n"
        "nameserver\t2001:db8::53\nnameserver fe80::1%eth0\nnameserver 192.0.2.1\n"
        "nameserver resolver.example\nnameserver\noptions rotate\n");
    CHECK(servers == std::vector<std::string>{"192.0.2.1", "2001:db8::53", "fe80::1%eth0"});
    std::string many;
    for (int i = 1; i < 20; ++i)
        many += "nameserver 192.0.2." + std::to_string(i) + "\n";
    CHECK(parse_name_servers(many).size() == name_servers_max);
    CHECK(parse_name_servers("").empty());
}

}  // namespace
}  // namespace foreshock::collectors
