#include "server/http/route.hpp"

#include <catch2/catch.hpp>

namespace foreshock::http {
namespace {

RouteTable table() {
    std::vector<Route> routes;
    routes.push_back({"GET", "/"});
    routes.push_back({"GET", "/api/v1/incidents"});
    routes.push_back({"GET", "/api/v1/incidents/{id}"});
    routes.push_back({"POST", "/api/v1/incidents/{id}/notes"});
    routes.push_back({"GET", "/files/{path*}"});
    return RouteTable{std::move(routes)};
}

TEST_CASE("route: literal and named segments match", "[http][route]") {
    const RouteTable routes = table();
    CHECK(routes.find("GET", "/api/v1/incidents").route == &routes.routes()[1]);
    const auto found = routes.find("GET", "/api/v1/incidents/INC-000042");
    REQUIRE(found.route == &routes.routes()[2]);
    CHECK(found.arguments == PathArguments{"INC-000042"});
}

TEST_CASE("route: the root is a path of its own", "[http][route]") {
    const RouteTable routes = table();
    CHECK(routes.find("GET", "/").route == &routes.routes()[0]);
    CHECK_FALSE(routes.find("GET", "//").route);
    CHECK_FALSE(routes.find("GET", "").route);
}

TEST_CASE("route: arguments are decoded and never empty", "[http][route]") {
    const RouteTable routes = table();
    CHECK(routes.find("GET", "/api/v1/incidents/a%2Fb").arguments == PathArguments{"a/b"});
    CHECK_FALSE(routes.find("GET", "/api/v1/incidents/").route);
    CHECK_FALSE(routes.find("GET", "/api/v1/incidents/%4").route);
}

TEST_CASE("route: what stands before a name must be there whole", "[http][route]") {
    const RouteTable routes = table();
    CHECK_FALSE(routes.find("GET", "/file/a.js").route);
    CHECK_FALSE(routes.find("GET", "/files").route);
    CHECK_FALSE(routes.find("GET", "/api/v1/incident/1").route);
}

TEST_CASE("route: a star takes the rest of the path", "[http][route]") {
    const RouteTable routes = table();
    CHECK(routes.find("GET", "/files/a/b.js").arguments == PathArguments{"a/b.js"});
}

TEST_CASE("route: more or fewer segments do not match", "[http][route]") {
    const RouteTable routes = table();
    CHECK_FALSE(routes.find("GET", "/api/v1").route);
    CHECK_FALSE(routes.find("GET", "/api/v1/incidents/1/notes/2").route);
}

TEST_CASE("route: HEAD finds what GET finds", "[http][route]") {
    CHECK(table().find("HEAD", "/api/v1/incidents").route);
}

TEST_CASE("route: a wrong method names the right ones", "[http][route]") {
    const auto found = table().find("DELETE", "/api/v1/incidents/1");
    CHECK_FALSE(found.route);
    CHECK(found.allow == "GET, HEAD");
    CHECK(table().find("GET", "/api/v1/incidents/1/notes").allow == "POST");
    CHECK(table().find("GET", "/nowhere").allow.empty());
}

}  // namespace
}  // namespace foreshock::http
