#include "server/http/judgement_api.hpp"

#include "api_fixture.hpp"
#include <nlohmann/json.hpp>

#include "tests/support/memory_judgements.hpp"

namespace foreshock::http {
namespace {

using nlohmann::json;

const TimePoint now = from_unix_ms(1'790'000'000'000);

PackInUse pack_of(const std::string& id, const std::string& version = "1.2.0") {
    return {id, version, 303, {{"stock", "s-" + id}}};
}

struct Fixture {
    test::MemoryStore reader;
    test::MemoryJudgements judgements;
    StatusBoard board;
    JudgementApi api{{reader, judgements, board}, "1.3.0"};
    RequestCounters counters;
    Front front{{}, api.routes(), counters};

    Fixture() {
        incidents::Commit commit;
        for (const std::string name : {"web-1", "web-2", "db-1", "old-1"}) {
            incidents::Host host;
            host.id = "id-" + name;
            host.name = name;
            commit.hosts.push_back(host);
        }
        REQUIRE(reader.commit(commit));
    }

    void tell(const std::string& host, PackInUse pack) {
        judgements.told.push_back({"id-" + host, now, std::move(pack)});
    }

    json read(const std::string& path) {
        const Response response = ask(front, get(path));
        REQUIRE(response.status == 200);
        return json::parse(response.body);
    }
};

TEST_CASE("judgement_api: a host's limits have unit, bounds, times and data", "[http][judgement]") {
    Fixture f;
    LimitNumbers numbers;
    numbers.is_above_bad = false;
    numbers.now = 0.25;
    numbers.of_pack = 0.5;
    numbers.floor = 0.1;
    numbers.ceiling = 4;
    numbers.usual_high = 0.3;
    numbers.seen = std::chrono::hours{36};
    f.judgements.limits["id-web-1"] = {now,
                                       {{"disk.latency.read",
                                         {"disk.read.latency_seconds", Labels{{"disk", "sda"}}},
                                         "seconds",
                                         now,
                                         3,
                                         numbers}},
                                       2,
                                       7};
    f.tell("web-1", pack_of("p1"));
    const json learned = f.read("/api/v1/hosts/web-1/learned");
    CHECK(learned == f.read("/api/v1/hosts/id-web-1/learned"));
    CHECK(learned["at"] == format_rfc3339(now));
    CHECK(learned["left_out"] == 2);
    CHECK(learned["others"] == 7);
    CHECK(learned["limits"] == json::parse(R"([{"kind":"disk.latency.read",
        "signal":"disk.read.latency_seconds","labels":{"disk":"sda"},"unit":"seconds",
        "bad":"below","limit":0.25,"pack_limit":0.5,"floor":0.1,"ceiling":4.0,"usual_low":null,
        "usual_high":0.3,"since":")" + format_rfc3339(now) +
                                           R"(","seen_seconds":129600.0,"version":3}])"));
    CHECK(learned["pack"]["version"] == "1.2.0");
    CHECK(learned["pack"]["parts"][0]["name"] == "stock");
}

TEST_CASE("judgement_api: a host that told nothing says so, an unknown one is not found",
          "[http][judgement]") {
    Fixture f;
    const json learned = f.read("/api/v1/hosts/web-2/learned");
    CHECK(learned["at"].is_null());
    CHECK(learned["pack"].is_null());
    CHECK(learned["limits"].empty());
    CHECK(ask(f.front, get("/api/v1/hosts/nobody/learned")).status == 404);
}

TEST_CASE("judgement_api: packs are listed with their hosts, the most used first",
          "[http][judgement]") {
    Fixture f;
    f.tell("db-1", pack_of("p2"));
    f.tell("web-1", pack_of("p1", "1.2.0"));
    f.tell("web-2", pack_of("p1", "1.1.0"));
    f.judgements.told.push_back({"id-forgotten", now, pack_of("p9")});
    const json packs = f.read("/api/v1/packs");
    CHECK(packs["hosts_silent"] == 1);
    REQUIRE(packs["used"].size() == 2);
    CHECK(packs["used"][0]["hosts"] == json::parse(R"(["web-1","web-2"])"));
    CHECK(packs["used"][0]["versions"] == json::parse(R"(["1.1.0","1.2.0"])"));
    CHECK(packs["used"][0]["stock"] == false);
    CHECK(packs["used"][1]["host_count"] == 1);
}

TEST_CASE("judgement_api: the pack that the server carries is told from others",
          "[http][judgement]") {
    Fixture f;
    const json before = f.read("/api/v1/packs");
    CHECK(before["stock"]["version"] == "1.3.0");
    f.tell("web-1", pack_of(before["stock"]["id"]));
    CHECK(f.read("/api/v1/packs")["used"][0]["stock"] == true);
}

TEST_CASE("judgement_api: kinds carry guide, severity and the fleet's record of them",
          "[http][judgement]") {
    Fixture f;
    incidents::ForecastAccuracy all;
    all.kind = "filesystem.space.exhaustion";
    all.counts[static_cast<std::size_t>(ForecastVerdict::hit)] = 3;
    all.counts[static_cast<std::size_t>(ForecastVerdict::never)] = 1;
    all.precision = 0.75;
    all.false_alarms_per_host_week = 0.25;
    incidents::ForecastAccuracy own = all;
    own.host = "web-1";
    own.precision = 0;
    Status status;
    status.forecast_accuracy =
        std::make_shared<const std::vector<incidents::ForecastAccuracy>>(std::vector{own, all});
    f.board.write(std::move(status));
    bool is_found = false;
    const json packs = f.read("/api/v1/packs");
    for (const json& kind : packs["kinds"]) {
        if (kind["kind"] != "filesystem.space.exhaustion") continue;
        is_found = true;
        CHECK(kind["record"]["precision"] == 0.75);
        CHECK(kind["record"]["came"] == 3);
        CHECK(kind["record"]["median_lead_seconds"].is_null());
        CHECK(kind["severity"]["critical_when"] == "soon");
        CHECK_FALSE(kind["guide"].get<std::string>().empty());
    }
    CHECK(is_found);
}

TEST_CASE("judgement_api: of a pack's hosts only the first hundred are named",
          "[http][judgement]") {
    std::vector<incidents::Host> hosts;
    std::vector<incidents::PackOfHost> told;
    for (std::size_t i = 0; i <= render::PackUse::hosts_named_max; ++i) {
        incidents::Host host;
        host.id = host.name = "h" + std::to_string(1000 + i);
        hosts.push_back(host);
        told.push_back({host.id, now, pack_of("p1")});
    }
    const auto uses = pack_uses(told, hosts);
    REQUIRE(uses.size() == 1);
    CHECK(uses[0].host_count == render::PackUse::hosts_named_max + 1);
    CHECK(uses[0].hosts.size() == render::PackUse::hosts_named_max);
    CHECK(uses[0].hosts.front() == "h1000");
}

}  // namespace
}  // namespace foreshock::http
