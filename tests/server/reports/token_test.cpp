#include "server/reports/token.hpp"

#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::reports;

namespace {

const std::string key(64, 'k');
const TimePoint now = from_unix_ms(1'790'000'000'000);

Grant grant() {
    return {Purpose::confirm, "rep-0123456789abcdef", "", now + std::chrono::hours{24}};
}

}  // namespace

TEST_CASE("a token: opens to what was sealed, until its time", "[reports]") {
    const std::string token = seal(grant(), key);
    const auto opened = unseal(token, key, now);
    REQUIRE(opened);
    CHECK(opened->purpose == Purpose::confirm);
    CHECK(opened->subject == "rep-0123456789abcdef");
    CHECK(opened->holder.empty());
    CHECK(unseal(token, key, now + std::chrono::hours{25}).error().code == Errc::refused);
    CHECK(token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                  "0123456789-_") == std::string::npos);
    CHECK(token.size() < token_bytes_max);
}

TEST_CASE("a token: any other letter, key or length is refused", "[reports]") {
    const std::string token = seal({Purpose::resolve, "inc-0123456789abcdef", "mali", now}, key);
    REQUIRE(unseal(token, key, now - std::chrono::minutes{1}));
    for (std::size_t i = 0; i + 1 < token.size(); ++i) {
        std::string other = token;
        other[i] = other[i] == 'A' ? 'B' : 'A';
        CHECK_FALSE(unseal(other, key, now - std::chrono::minutes{1}));
    }
    CHECK_FALSE(unseal(token, std::string(64, 'x'), now - std::chrono::minutes{1}));
    CHECK_FALSE(unseal("", key, now));
    CHECK_FALSE(unseal(token.substr(0, token.size() / 2), key, now));
    CHECK_FALSE(unseal(std::string(token_bytes_max + 1, 'A'), key, now));
    CHECK_FALSE(unseal("with space", key, now));
}

TEST_CASE("a reply token: fits a local part, in any case, for its holder alone", "[reports]") {
    const std::string reporter = reply_token("rep-0123456789abcdef", "", key);
    CHECK(reporter.size() == 33);
    CHECK(check_reply_token(reporter, "", key).value() == "rep-0123456789abcdef");
    std::string shouted = reporter;
    for (char& c : shouted)
        c = static_cast<char>(std::toupper(c));
    CHECK(check_reply_token(shouted, "", key));
    CHECK_FALSE(check_reply_token(reporter, "mali", key));
    CHECK_FALSE(check_reply_token(reporter.substr(1), "", key));
    const std::string responder = reply_token("inc-0123456789abcdef", "mali", key);
    CHECK(check_reply_token(responder, "mali", key).value() == "inc-0123456789abcdef");
    CHECK_FALSE(check_reply_token(responder, "nok", key));
    std::string other = responder;
    other[5] = other[5] == '0' ? '1' : '0';
    CHECK_FALSE(check_reply_token(other, "mali", key));
}

TEST_CASE("a digest: of a token as SHA-256 writes it", "[reports]") {
    CHECK(digest_of("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}
