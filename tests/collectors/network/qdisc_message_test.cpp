#include "collectors/network/qdisc_message.hpp"

#include "qdisc_messages.hpp"
#include <catch2/catch.hpp>

namespace foreshock::collectors {
namespace {

using test::netlink_attribute;
using test::netlink_message;
using test::qdisc_message;
using test::queue_statistics;
using test::root_queue;

constexpr std::size_t many = 100;

TEST_CASE("qdisc message: a queue is read with its discipline and what it counted",
          "[collectors][qdisc]") {
    const auto found = parse_qdiscs(root_queue(2, "htb", {7000, 12, 900, 3, 40, 60000}), many);
    REQUIRE(found);
    REQUIRE(found->size() == 1);
    const Qdisc& queue = found->front();
    CHECK(queue.interface_index == 2);
    CHECK(queue.discipline == "htb");
    CHECK(queue.sent_packets == 7000);
    CHECK(queue.dropped_packets == 12);
    CHECK(queue.overlimits == 900);
    CHECK(queue.requeues == 3);
    CHECK(queue.waiting_packets == 40);
    CHECK(queue.waiting_bytes == 60000);
}

TEST_CASE("qdisc message: queues within, of what comes in, and none at all are left out",
          "[collectors][qdisc]") {
    const std::string answer = root_queue(1, "noqueue", {}) +
                               qdisc_message(2, 0x10001, "fq_codel", queue_statistics({5, 5})) +
                               qdisc_message(2, TC_H_INGRESS, "clsact", queue_statistics({5, 5})) +
                               root_queue(2, "mq", {5}) + netlink_message(NLMSG_DONE, "\0\0\0\0");
    const auto found = parse_qdiscs(answer, many);
    REQUIRE(found);
    REQUIRE(found->size() == 1);
    CHECK(found->front().discipline == "mq");
}

TEST_CASE("qdisc message: the wide count of packets goes before the narrow one, wherever it stands",
          "[collectors][qdisc]") {
    const std::uint64_t packets = 0x500000007;
    const std::string wide = netlink_attribute(TCA_STATS_PKT64, bytes_of(packets));
    for (const std::string& statistics :
         {wide + queue_statistics({7}), queue_statistics({7}) + wide}) {
        const auto found = parse_qdiscs(qdisc_message(2, TC_H_ROOT, "fq", statistics), many);
        REQUIRE(found);
        CHECK(found->front().sent_packets == packets);
    }
}

TEST_CASE("qdisc message: a nested attribute may carry its flag", "[collectors][qdisc]") {
    tcmsg head{};
    head.tcm_parent = TC_H_ROOT;
    const auto found = parse_qdiscs(
        netlink_message(RTM_NEWQDISC,
                        std::string{bytes_of(head)} + netlink_attribute(TCA_KIND, "fq") +
                            netlink_attribute(TCA_STATS2 | NLA_F_NESTED, queue_statistics({7, 2}))),
        many);
    REQUIRE(found);
    CHECK(found->front().dropped_packets == 2);
}

TEST_CASE("qdisc message: a cut answer is malformed, and never read beyond its end",
          "[collectors][qdisc]") {
    const std::string whole = root_queue(2, "htb", {7000, 12}) + root_queue(3, "fq", {1});
    for (std::size_t length = 1; length < whole.size(); ++length) {
        const std::string cut = whole.substr(0, length);
        const auto found = parse_qdiscs(cut, many);
        if (!found) CHECK(found.error().code == Errc::malformed);
        if (found) CHECK(found->size() == 1);
    }
    CHECK(parse_qdiscs(netlink_message(RTM_NEWQDISC, "short"), many).error().code ==
          Errc::malformed);
    CHECK(parse_qdiscs("", many)->empty());
}

TEST_CASE("qdisc message: no more queues are read than the bound", "[collectors][qdisc]") {
    std::string answer;
    for (int index = 1; index <= 4; ++index)
        answer += root_queue(index, "fq", {1});
    CHECK(parse_qdiscs(answer, 3)->size() == 3);
    CHECK(parse_qdiscs(answer, 4)->size() == 4);
}

TEST_CASE("qdisc message: the question asks for all", "[collectors][qdisc]") {
    const NetlinkQuestion question = qdisc_question();
    CHECK(question.type == RTM_GETQDISC);
    CHECK(question.wants_all);
    CHECK(question.payload.size() == sizeof(tcmsg));
}

}  // namespace
}  // namespace foreshock::collectors
