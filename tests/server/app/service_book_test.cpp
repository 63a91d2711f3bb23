#include "server/app/service_book.hpp"

#include "batch_fixture.hpp"

#include "tests/support/service_samples.hpp"

namespace foreshock::app {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

const TimePoint start = *parse_rfc3339("2026-11-26T00:00:00Z");

ServiceConfiguration shop() {
    ServiceConfiguration one;
    one.service = incidents::test::service("shop", {"web-*"});
    one.service.weight = 5;
    return one;
}

ServiceBook::Hosts hosts_named(const std::vector<std::string>& names) {
    ServiceBook::Hosts hosts;
    for (const std::string& name : names) {
        incidents::Host host;
        host.id = name;
        host.name = name;
        hosts.emplace(name, host);
    }
    return hosts;
}

std::size_t host_count(const ServiceBook& book) {
    return book.map()->hosts_of(*book.map()->find("shop")).size();
}

TEST_CASE("service book: news of hosts are taken in at most every ten seconds", "[app][services]") {
    ServiceBook book{{shop()}};
    book.rebuild(hosts_named({"web-1"}), start);
    CHECK(host_count(book) == 1);
    book.note_change();
    CHECK_FALSE(book.refresh(hosts_named({"web-1", "web-2"}), start + seconds{9}));
    CHECK(host_count(book) == 1);
    CHECK(book.refresh(hosts_named({"web-1", "web-2"}), start + seconds{10}));
    CHECK(host_count(book) == 2);
}

TEST_CASE("service book: without news it is made anew every five minutes", "[app][services]") {
    ServiceBook book{{shop()}};
    book.rebuild({}, start);
    CHECK_FALSE(book.refresh({}, start + minutes{5} - seconds{1}));
    CHECK(book.refresh({}, start + minutes{5}));
}

TEST_CASE("service book: hours are known a week ahead and worked out again every day",
          "[app][services]") {
    ServiceConfiguration day = shop();
    day.service.has_hours = true;
    day.hours.daily = {*desk::parse_daily_hours("daily 08:00-18:00")};
    ServiceBook book{{day}};
    book.rebuild({}, start);
    const auto known = [&book] { return book.map()->find("shop")->hours_known->end; };
    CHECK(known() == start + ServiceBook::hours_ahead);
    CHECK(book.map()->next_hours_change(start) == start + hours{8});
    book.rebuild({}, start + hours{23});
    CHECK(known() == start + ServiceBook::hours_ahead);
    book.rebuild({}, start + hours{24});
    CHECK(known() == start + hours{24} + ServiceBook::hours_ahead);
}

TEST_CASE("service book: hours of an unknown zone are told once, and count as always",
          "[app][services]") {
    ServiceConfiguration odd = shop();
    odd.service.has_hours = true;
    odd.hours.zone = "Asia/Nowhere";
    ServiceBook book{{odd}};
    book.rebuild({}, start);
    CHECK_THAT(book.complaint(), Catch::Contains("hours of service shop: 'Asia/Nowhere'"));
    CHECK(book.complaint().empty());
    CHECK(is_in_hours(*book.map()->find("shop"), start));
}

TEST_CASE("batch_engine: a service's weight decides, once its host is known", "[app][services]") {
    BatchSettings settings;
    settings.services = {shop()};
    BatchFixture f{settings};
    wire::Report report = f.sick_report(1);
    report.symptoms[0].phase = Phase::occurring;
    report.symptoms[0].impact = 2;
    report.facts = {{"dependency.10.0.0.5:5432", "shop.service"}, {"label.role", "web"}};
    REQUIRE(f.send(report));
    CHECK(f.stored().at(0).priority.impact == 2);
    f.pass(seconds{11});
    CHECK(f.stored().at(0).priority.impact == 1);
    CHECK(f.board.read()->services->find("shop") != nullptr);
    const auto hosts = f.store.hosts();
    REQUIRE(hosts->front().dependencies.size() == 1);
    CHECK(hosts->front().dependencies[0].unit == "shop.service");
}

TEST_CASE("service book: another catalogue is taken over at the next look", "[app][services]") {
    ServiceBook book{{shop()}};
    book.rebuild(hosts_named({"web-1"}), start);
    ServiceConfiguration mail = shop();
    mail.service.name = "mail";
    mail.service.has_hours = true;
    mail.hours.daily = {*desk::parse_daily_hours("daily 08:00-18:00")};
    book.replace({mail});
    CHECK(book.map()->find("shop"));
    CHECK(book.refresh(hosts_named({"web-1"}), start + seconds{1}));
    CHECK_FALSE(book.map()->find("shop"));
    REQUIRE(book.map()->find("mail"));
    CHECK_FALSE(book.map()->find("mail")->hours.empty());
    CHECK_FALSE(book.refresh(hosts_named({"web-1"}), start + seconds{2}));
}

TEST_CASE("service book: the engine takes another catalogue, also while nothing can be stored",
          "[app][services]") {
    BatchFixture f;
    const auto say = [&](std::vector<ServiceConfiguration> services) {
        std::vector<Command> batch;
        batch.emplace_back(ServicesCommand{std::move(services)});
        f.clock.advance(seconds{1});
        f.engine.process(std::move(batch), f.clock.now());
    };
    say({shop()});
    CHECK(f.board.read()->services->find("shop"));
    f.store.full = f.disk_is_full = true;
    REQUIRE_FALSE(f.send(f.report(1)));
    say({});
    f.store.full = f.disk_is_full = false;
    f.clock.advance(minutes{1});
    f.engine.process({}, f.clock.now());
    CHECK_FALSE(f.board.read()->services->find("shop"));
}

}  // namespace
}  // namespace foreshock::app
