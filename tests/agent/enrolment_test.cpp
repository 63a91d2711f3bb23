#include <sstream>

#include <sys/stat.h>

#include "agent/enroll_command.hpp"
#include "agent/enrolment_exchange.hpp"
#include "agent/enrolment_files.hpp"
#include "agent/orders.hpp"
#include "agent/renewal.hpp"
#include "certificates/authority.hpp"
#include "certificates/enrolment_token.hpp"
#include "certificates/private_key.hpp"
#include "certificates/request.hpp"
#include "tests/support/temporary_folder.hpp"

namespace foreshock::agent {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

const TimePoint now = parse_rfc3339("2026-11-26T12:00:00Z").value();

TEST_CASE("enrolment: the settings that it leaves count before agent.toml", "[agent][enrolment]") {
    const test::TemporaryFolder folder;
    const EnrolmentFiles files{folder.path()};
    REQUIRE(write_durably(files.settings(), enrolled_settings(files, "https://mon.example:8420",
                                                              {{"rack", "7"}, {"site", "\"x\""}})));
    folder.write("agent.toml", "[agent]\nstate = \"" + folder.path() + "\"\n");
    CommandLine line;
    line.config_file = folder.path() + "/agent.toml";
    auto config = effective_config(line);
    INFO((config ? "" : config.error().what));
    REQUIRE(config);
    CHECK(config->server.urls == std::vector<std::string>{"https://mon.example:8420"});
    CHECK(config->server.ca_file == files.authority());
    CHECK(config->server.certificate_file == files.identity());
    CHECK(config->server.key_file == files.identity());
    CHECK(config->labels.at("rack") == "7");
    CHECK(config->labels.at("site") == "\"x\"");
    folder.write("agent.toml", "[agent]\nstate = \"" + folder.path() +
                                   "\"\n[server]\nurl = \"https://other:1\"\n");
    CHECK(effective_config(line)->server.urls == std::vector<std::string>{"https://other:1"});
}

TEST_CASE("enrolment: files are whole, and their owner's alone", "[agent][enrolment]") {
    const test::TemporaryFolder folder;
    const EnrolmentFiles files{folder.path()};
    REQUIRE(write_durably(files.identity(), "one"));
    REQUIRE(write_durably(files.identity(), "two"));

    struct stat found {};

    REQUIRE(::stat(files.identity().c_str(), &found) == 0);
    CHECK((found.st_mode & 0777) == 0600);
    REQUIRE(::stat(files.folder.c_str(), &found) == 0);
    CHECK((found.st_mode & 0777) == 0700);
    CHECK(read_host_identity(files.identity()).error().code == Errc::malformed);
    CHECK(read_host_identity(files.authority()).error().code == Errc::no_data);
}

TEST_CASE("enrolment: a key that is not the certificate's is no identity", "[agent][enrolment]") {
    const test::TemporaryFolder folder;
    const auto authority = certificates::Authority::make("x", now).value();
    const std::string key = certificates::new_private_key().value();
    const std::string request = certificates::make_request(key, "web-1").value();
    const auto issued = authority.issue_to_agent(request, "web-1", now, hours{1}).value();
    const std::string path = folder.path() + "/identity.pem";
    REQUIRE(write_durably(path, key + issued.pem));
    CHECK(read_host_identity(path)->certificate.agent_id == "web-1");
    REQUIRE(write_durably(path, certificates::new_private_key().value() + issued.pem));
    CHECK_THAT(read_host_identity(path).error().what,
               Catch::Contains("the key is not the certificate's"));
}

TEST_CASE("enrolment: an answer of the server is read with its labels", "[agent][enrolment]") {
    const auto read = parse_certified(R"({"certificate":"C","authority":"A","expires_at":"E",)"
                                      R"("labels":{"rack":"7","Bad Name":"x","number":1}})");
    REQUIRE(read);
    CHECK(read->certificate == "C");
    CHECK(read->labels == std::vector<std::pair<std::string, std::string>>{{"rack", "7"}});
    for (const std::string json :
         {"", "[]", "{}", R"({"certificate":1,"authority":"A"})", R"({"certificate":"C"})"}) {
        CHECK(parse_certified(json).error().code == Errc::malformed);
    }
}

TEST_CASE("enrolment: the host of a URL", "[agent][enrolment]") {
    CHECK(host_of_url("https://mon.example:8420/x") == "mon.example");
    CHECK(host_of_url("https://mon.example") == "mon.example");
    CHECK(host_of_url("https://192.0.2.7:1") == "192.0.2.7");
    CHECK(host_of_url("https://[2001:db8::1]:8420") == "2001:db8::1");
    CHECK(host_of_url("mon").empty());
}

TEST_CASE("enrolment: what cannot work is said before anybody is asked", "[agent][enrolment]") {
    const test::TemporaryFolder folder;
    AgentConfig config;
    config.state = folder.path();
    const std::string token =
        certificates::to_text({std::string(12, 'a'), std::string(32, 'b'), std::string(64, 'c')});
    const auto complaint = [&](const EnrollOrder& order, const std::string& input = {}) {
        std::istringstream in{input};
        std::ostringstream out;
        return enroll(order, config, in, out).error().what;
    };
    CHECK_THAT(complaint({"https://x", "", ""}), Catch::StartsWith("no token"));
    CHECK_THAT(complaint({"https://x", "rubbish", ""}),
               Catch::StartsWith("this is no enrolment token"));
    CHECK_THAT(complaint({"https://x", "", "-"}, "rubbish\n"),
               Catch::StartsWith("this is no enrolment token"));
    CHECK_THAT(complaint({"https://x", "", folder.path() + "/none"}), Catch::Contains("/none: "));
    CHECK_THAT(complaint({"http://x", token, ""}), Catch::Contains("over https:// only"));
    CHECK_THAT(complaint({"x", token, ""}), Catch::Contains("must begin with"));
    config.name = "web 1";
    CHECK_THAT(complaint({"https://x", token, ""}), Catch::Contains("set agent.name"));
}

certificates::Certificate certificate_of(Duration life) {
    certificates::Certificate certificate;
    certificate.not_before = now;
    certificate.not_after = now + life;
    return certificate;
}

TEST_CASE("renewal: it is due in the tenth of the life after two thirds", "[agent][enrolment]") {
    RenewalSchedule schedule;
    CHECK_FALSE(schedule.is_due(now + hours{10'000}));
    schedule.set(certificate_of(hours{300}), 0);
    CHECK_FALSE(schedule.is_due(now + hours{200} - seconds{1}));
    CHECK(schedule.is_due(now + hours{200}));
    schedule.set(certificate_of(hours{300}), 1);
    CHECK_FALSE(schedule.is_due(now + hours{230} - seconds{1}));
    CHECK(schedule.is_due(now + hours{230}));
    schedule.clear();
    CHECK_FALSE(schedule.is_due(now + hours{230}));
}

TEST_CASE("renewal: failures are tried again at growing waits, at most an hour apart",
          "[agent][enrolment]") {
    RenewalSchedule schedule;
    schedule.set(certificate_of(seconds{30}), 0);
    schedule.failed(now);
    CHECK_FALSE(schedule.is_due(now + seconds{4}));
    CHECK(schedule.is_due(now + seconds{5}));
    schedule.set(certificate_of(hours{24 * 30}), 0);
    for (int i = 0; i < 20; ++i)
        schedule.failed(now);
    CHECK_FALSE(schedule.is_due(now + hours{1} - seconds{1}));
    CHECK(schedule.is_due(now + hours{1}));
}

}  // namespace
}  // namespace foreshock::agent
