#include "server/http/acting.hpp"

#include "api_fixture.hpp"
#include <nlohmann/json.hpp>

namespace foreshock::http {
namespace {

using nlohmann::json;
using Proof = people::Identity::Proof;

Route json_route(std::string_view actor_field) {
    Route route{"POST", "/x"};
    route.content_type = "application/json";
    route.actor_field = actor_field;
    return route;
}

Request by_ann(std::string body, Proof proof = Proof::session) {
    Request request = post("/x", std::move(body));
    request.identity = {proof, "ann", people::Role::responder};
    return request;
}

TEST_CASE("acting: a person acts under no other name", "[http][acting]") {
    Request request = by_ann(R"({"actor":"bob","text":"x"})");
    name_actor(json_route("actor"), request);
    CHECK(json::parse(request.body) == json{{"actor", "ann"}, {"text", "x"}});
    Request twice = by_ann(R"({"actor":"ann","actor":"bob"})");
    name_actor(json_route("actor"), twice);
    CHECK(json::parse(twice.body) == json{{"actor", "ann"}});
}

TEST_CASE("acting: the name is added where the route wants it, replaced everywhere",
          "[http][acting]") {
    Request added = by_ann("{}");
    name_actor(json_route("createdBy"), added);
    CHECK(json::parse(added.body) == json{{"createdBy", "ann"}});
    Request untouched = by_ann("{}");
    name_actor(json_route({}), untouched);
    CHECK(untouched.body == "{}");
    Request replaced = by_ann(R"({"actor":"bob"})");
    name_actor(json_route({}), replaced);
    CHECK(json::parse(replaced.body) == json{{"actor", "ann"}});
}

TEST_CASE("acting: the query names the person as well", "[http][acting]") {
    Route route{"DELETE", "/x"};
    route.parameters = {"actor", "other"};
    Request request = by_ann("");
    request.method = "DELETE";
    request.query = Query::parse("actor=bob&other=1").value();
    name_actor(route, request);
    CHECK(request.query.get("actor") == "ann");
    CHECK(request.query.all("actor").size() == 1);
    CHECK(request.query.get("other") == "1");
}

TEST_CASE("acting: a shared proof leaves the claim, what is no object is left to the handler",
          "[http][acting]") {
    Request shared = by_ann(R"({"actor":"bob"})", Proof::loopback);
    name_actor(json_route("actor"), shared);
    CHECK(shared.body == R"({"actor":"bob"})");
    CHECK(claimed_actor(shared) == "bob");
    Request broken = by_ann("{");
    name_actor(json_route("actor"), broken);
    CHECK(broken.body == "{");
    CHECK(claimed_actor(broken) == "ann");
}

}  // namespace
}  // namespace foreshock::http
