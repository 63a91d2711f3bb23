#include "cli/host_farewell.hpp"

#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::cli;
using Catch::Contains;

namespace {

Arguments parsed(const std::vector<std::string>& words) {
    const auto got = parse_arguments(words);
    REQUIRE(std::holds_alternative<Arguments>(got));
    return std::get<Arguments>(got);
}

HostLine web_1() {
    HostLine host;
    host.id = "agent 7";
    host.name = "web-1";
    host.presence = "lost";
    host.open_incidents = 2;
    return host;
}

}  // namespace

TEST_CASE("host farewell: what is typed is what is asked of the server", "[cli]") {
    const HostLine host = web_1();
    CHECK(farewell_path(host, parsed({"host", "forget", "web-1", "--as", "ann"})) ==
          "/api/v1/hosts/agent%207?actor=ann");
    CHECK(farewell_path(host, parsed({"host", "forget", "web-1", "--as", "ann", "--delete-history",
                                      "--keep-identity"})) ==
          "/api/v1/hosts/agent%207?actor=ann&history=delete&identity=keep");
    CHECK(farewell_path(host, parsed({"host", "revoke", "web-1", "--as", "a b"})) ==
          "/api/v1/hosts/agent%207/revoke");
}

TEST_CASE("host farewell: nothing is sure unless it is said", "[cli]") {
    CHECK_FALSE(parsed({"host", "forget", "web-1"}).host.is_sure);
    CHECK(parsed({"host", "forget", "web-1", "--yes"}).host.is_sure);
    CHECK(parsed({"host", "forget", "INC-1"}).host.name == "INC-1");
}

TEST_CASE("host farewell: it is told what will be done", "[cli]") {
    const Look plain{};
    const std::string kept = render_farewell(web_1(), parsed({"host", "forget", "web-1"}), plain);
    CHECK_THAT(kept, Contains("web-1 (lost, 2 open incidents) is to be forgotten"));
    CHECK_THAT(kept, Contains("Its agent is revoked"));
    CHECK_THAT(kept, Contains("samples stay"));
    const std::string all = render_farewell(
        web_1(), parsed({"host", "forget", "web-1", "--delete-history", "--keep-identity"}), plain);
    CHECK_THAT(all, Contains("samples are deleted"));
    CHECK_THAT(all, Contains("keeps its identity"));
    CHECK_THAT(render_farewell(web_1(), parsed({"host", "revoke", "web-1"}), plain),
               Contains("is to be revoked"));
}
