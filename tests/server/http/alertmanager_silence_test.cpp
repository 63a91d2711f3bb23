#include "server/http/alertmanager_silence.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace foreshock::http {
namespace {

using nlohmann::json;

// As amtool 0.25 sends it.
constexpr const char* of_amtool =
    R"({"comment":"a new disk","createdBy":"ann","endsAt":"2026-11-26T06:00:00.000Z",)"
    R"("matchers":[{"isEqual":true,"isRegex":false,"name":"alertname","value":"DiskFull"},)"
    R"({"isEqual":false,"isRegex":true,"name":"host","value":"db-.*"}],)"
    R"("startsAt":"2026-11-26T05:00:00.000Z"})";

std::string complaint(const json& changes) {
    json body = json::parse(of_amtool);
    body.merge_patch(changes);
    const auto read = decode_silence(body.dump());
    return read ? "" : read.error().what;
}

TEST_CASE("alertmanager_silence: what amtool sends is read whole", "[http][alerts]") {
    const auto silence = decode_silence(of_amtool);
    REQUIRE(silence);
    CHECK(silence->id.empty());
    CHECK(silence->owner == "ann");
    CHECK(silence->reason == "a new disk");
    CHECK(silence->ends_at - silence->starts_at == std::chrono::hours{1});
    CHECK(silence->matchers == std::vector<desk::Matcher>{{"alertname", "DiskFull", false, true},
                                                          {"host", "db-.*", true, false}});
}

TEST_CASE("alertmanager_silence: isEqual may be left out, an id changes an old one",
          "[http][alerts]") {
    const auto silence = decode_silence(
        R"({"id":"s-1","matchers":[{"name":"a","value":"b","isRegex":false}],"createdBy":"ann",
            "comment":"","startsAt":"2026-11-26T05:00:00Z","endsAt":"2026-11-26T06:00:00Z"})");
    REQUIRE(silence);
    CHECK(silence->id == "s-1");
    CHECK(silence->matchers.at(0).is_equal);
}

TEST_CASE("alertmanager_silence: a complaint names the field", "[http][alerts]") {
    CHECK(decode_silence("{").error().code == Errc::malformed);
    CHECK(decode_silence("[]").error().what == "the silence must be an object");
    CHECK(complaint({{"matchers", nullptr}}) == "matchers: must be a list");
    CHECK(complaint({{"matchers", {7}}}) == "matchers[0]: must be an object");
    CHECK(complaint({{"matchers", {{{"name", "a"}, {"value", 1}}}}}) ==
          "matchers[0].value: must be a text");
    CHECK(complaint({{"matchers", {{{"name", "a"}, {"value", "b"}}}}}) ==
          "matchers[0].isRegex: is missing");
    CHECK(complaint({{"comment", nullptr}}) == "comment: is missing");
    CHECK(complaint({{"createdBy", 5}}) == "createdBy: must be a text");
    CHECK(complaint({{"endsAt", "tomorrow"}}) ==
          "endsAt: must be a time such as 2026-11-23T22:57:00Z");
}

TEST_CASE("alertmanager_silence: it is shown as a gettableSilence", "[http][alerts]") {
    desk::Silence silence = *decode_silence(of_amtool);
    silence.id = "s-1";
    silence.updated_at = silence.starts_at;
    const json shown = json::parse(silence_json(silence, silence.starts_at));
    json expected = json::parse(of_amtool);
    expected["id"] = "s-1";
    expected["status"] = {{"state", "active"}};
    expected["updatedAt"] = expected["startsAt"];
    CHECK(shown == expected);
    CHECK(json::parse(silence_json(silence, silence.ends_at))["status"]["state"] == "expired");
    CHECK(json::parse(silence_json(silence, silence.starts_at - Duration{1}))["status"]["state"] ==
          "pending");
}

}  // namespace
}  // namespace foreshock::http
