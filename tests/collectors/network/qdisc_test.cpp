#include "collectors/network/qdisc.hpp"

#include "qdisc_messages.hpp"
#include <catch2/catch.hpp>

#include "collectors/network/catalog.hpp"
#include "tests/support/collector_bench.hpp"
#include "tests/support/inline_background.hpp"

namespace foreshock::collectors {
namespace {

using test::root_queue;

const std::string eth0 = "{discipline=\"htb\",interface=\"eth0\"}";

struct Bench : test::CollectorBench {
    Bench() : CollectorBench{{{"sys/class/net/eth0/ifindex", "2\n"}}} {
        background = &work;
        netlink = kernel;
        make("qdisc", network_catalog());
    }

    /// One round: asked, and taken five seconds later.
    void answer(std::string text) {
        kernel->answer = std::move(text);
        REQUIRE(tick(std::chrono::seconds{5}));
        REQUIRE(tick(std::chrono::seconds{5}));
    }

    std::optional<double> value(const std::string& signal) const {
        return sink.value("qdisc." + signal + eth0);
    }

    test::InlineBackground work;
    std::shared_ptr<test::StubNetlink> kernel = std::make_shared<test::StubNetlink>();
};

TEST_CASE("qdisc: what a queue drops is told as a rate and a share", "[collectors][qdisc]") {
    Bench bench;
    bench.answer(root_queue(2, "htb", {1000, 10, 50, 1, 7, 9000}));
    CHECK_FALSE(bench.value("packets.dropped_per_second"));
    CHECK(bench.value("queue.waiting_count") == 7);
    CHECK(bench.value("queue.waiting_bytes") == 9000);
    bench.answer(root_queue(2, "htb", {1300, 110, 450, 21, 0, 0}));
    CHECK(bench.value("packets.sent_per_second") == 30);
    CHECK(bench.value("packets.dropped_per_second") == 10);
    CHECK(bench.value("packets.dropped_ratio") == 0.25);
    CHECK(bench.value("packets.overlimits_per_second") == 40);
    CHECK(bench.value("packets.requeues_per_second") == 2);
    CHECK(bench.value("queue.waiting_count") == 0);
}

TEST_CASE("qdisc: an idle queue has no share of drops", "[collectors][qdisc]") {
    Bench bench;
    bench.answer(root_queue(2, "htb", {1000, 10}));
    bench.answer(root_queue(2, "htb", {1000, 10}));
    CHECK(bench.value("packets.dropped_per_second") == 0);
    CHECK_FALSE(bench.value("packets.dropped_ratio"));
}

TEST_CASE("qdisc: a queue that was set up anew begins anew", "[collectors][qdisc]") {
    Bench bench;
    bench.answer(root_queue(2, "htb", {1000, 10}));
    bench.answer(root_queue(2, "htb", {5, 2}));
    CHECK_FALSE(bench.value("packets.dropped_per_second"));
    CHECK_FALSE(bench.value("packets.dropped_ratio"));
}

TEST_CASE("qdisc: interfaces are asked for their numbers again only when one is new",
          "[collectors][qdisc]") {
    Bench bench;
    bench.answer(root_queue(2, "htb", {1}) + root_queue(9, "htb", {1}));
    CHECK(bench.sink.count("qdisc.queue.waiting_count") == 1);
    bench.host.files["sys/class/net/eth1/ifindex"] = "3\n";
    bench.answer(root_queue(3, "htb", {1}));
    CHECK(bench.sink.value("qdisc.queue.waiting_count{discipline=\"htb\",interface=\"eth1\"}") ==
          0);
}

TEST_CASE("qdisc: the kernel is asked every ten seconds and never twice at once",
          "[collectors][qdisc]") {
    Bench bench;
    bench.kernel->answer = std::string{};
    for (int second = 0; second < 40; second += 5)
        REQUIRE(bench.tick(std::chrono::seconds{5}));
    CHECK(bench.kernel->asked.size() == 4);
    bench.work.holds = true;
    for (int second = 0; second < 40; second += 5)
        REQUIRE(bench.tick(std::chrono::seconds{5}));
    CHECK(bench.work.held.size() == 1);
}

TEST_CASE("qdisc: a host whose kernel cannot be asked has no data; other errors are told",
          "[collectors][qdisc]") {
    test::CollectorBench alone;
    alone.make("qdisc", network_catalog());
    CHECK(alone.tick().error().code == Errc::no_data);
    Bench bench;
    bench.kernel->answer = fail(Errc::unreadable, "no");
    REQUIRE(bench.tick());
    CHECK(bench.tick().error().code == Errc::unreadable);
    bench.kernel->answer = std::string{"xx"};
    REQUIRE(bench.tick(std::chrono::seconds{10}));
    CHECK(bench.tick().error().code == Errc::malformed);
}

TEST_CASE("qdisc: queues up to the bound have series", "[collectors][qdisc]") {
    Bench bench;
    std::string answer;
    for (std::size_t i = 1; i <= qdiscs_max + 1; ++i) {
        const int index = static_cast<int>(i);
        bench.host.files["sys/class/net/e" + std::to_string(i) + "/ifindex"] = std::to_string(i);
        answer += root_queue(index, "fq", {1});
    }
    bench.answer(answer);
    CHECK(bench.sink.count("qdisc.queue.waiting_count") == qdiscs_max);
}

}  // namespace
}  // namespace foreshock::collectors
