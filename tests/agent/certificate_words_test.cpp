#include "agent/certificate_words.hpp"

#include <catch2/catch.hpp>

#include "agent/enrolment_files.hpp"
#include "certificates/authority.hpp"
#include "certificates/private_key.hpp"
#include "certificates/request.hpp"
#include "tests/support/temporary_folder.hpp"

namespace foreshock::agent {
namespace {

using Catch::Contains;
using std::chrono::hours;

const TimePoint now = parse_rfc3339("2026-11-26T12:00:00Z").value();

struct Enrolled {
    test::TemporaryFolder folder;
    AgentConfig config;

    Enrolled() {
        const auto authority = certificates::Authority::make("a test", now).value();
        const std::string key = certificates::new_private_key().value();
        const auto issued = authority
                                .issue_to_agent(certificates::make_request(key, "web-1").value(),
                                                "web-1", now, hours{24 * 30})
                                .value();
        const EnrolmentFiles files{folder.path()};
        REQUIRE(write_durably(files.identity(), key + issued.pem));
        config.state = folder.path();
        config.server.certificate_file = config.server.key_file = files.identity();
    }
};

TEST_CASE("certificate words: the end, and when it is renewed", "[agent][enrolment]") {
    const Enrolled host;
    const std::string words = certificate_words(host.config, now);
    CHECK_THAT(words, Contains("good until 2026-12-26T12:00:00"));
    CHECK_THAT(words, Contains("renews from 2026-12-16T"));
}

TEST_CASE("certificate words: one that has ended says what to do", "[agent][enrolment]") {
    const Enrolled host;
    const std::string words = certificate_words(host.config, now + hours{24 * 31});
    CHECK_THAT(words, Contains("ended at 2026-12-26"));
    CHECK_THAT(words, Contains("foreshock-agent enroll"));
}

TEST_CASE("certificate words: the site renews what is the site's", "[agent][enrolment]") {
    Enrolled host;
    host.config.state = "/elsewhere";
    CHECK_FALSE(renews_itself(host.config));
    CHECK_THAT(certificate_words(host.config, now), Contains("the site renews it"));
}

TEST_CASE("certificate words: none, and one that cannot be read", "[agent][enrolment]") {
    CHECK(certificate_words(AgentConfig{}, now).empty());
    AgentConfig broken;
    broken.server.certificate_file = "/no/such/file.pem";
    CHECK_THAT(certificate_words(broken, now), Contains("/no/such/file.pem"));
}

}  // namespace
}  // namespace foreshock::agent
