#include "certificates/enrolment_token.hpp"

namespace foreshock::certificates {
namespace {

const EnrolmentToken token{std::string(12, 'a'), std::string(32, 'b'), std::string(64, 'c')};

TEST_CASE("certificates: an enrolment token is read as it was written", "[certificates]") {
    CHECK(to_text(token).size() == 115);
    CHECK(parse_enrolment_token(to_text(token)).value() == token);
    CHECK(parse_enrolment_token(" " + to_text(token) + "\r\n").value() == token);
}

TEST_CASE(
    "certificates: a damaged enrolment token is refused, and its secret is in no word of that",
    "[certificates]") {
    const std::string text = to_text(token);
    for (const std::string& damaged :
         {std::string{}, std::string{"fse1"}, text.substr(1), text.substr(0, text.size() - 1),
          text + "c", text + " x", "fse2" + text.substr(4),
          text.substr(0, 20) + "G" + text.substr(21)}) {
        CAPTURE(damaged);
        const auto read = parse_enrolment_token(damaged);
        REQUIRE_FALSE(read);
        CHECK(read.error().code == Errc::malformed);
        CHECK(read.error().what.find("bbbb") == std::string::npos);
    }
}

}  // namespace
}  // namespace foreshock::certificates
