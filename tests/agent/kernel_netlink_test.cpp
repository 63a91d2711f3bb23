#include "agent/kernel_netlink.hpp"

#include <atomic>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>
#include <linux/rtnetlink.h>

#include "collectors/netlink_message.hpp"
#include "core/directory_host_fs.hpp"

using namespace foreshock;
using namespace foreshock::agent;
using namespace foreshock::collectors;

namespace {

/// Every Linux has the interface lo.
NetlinkQuestion all_interfaces() {
    return {NetlinkFamily::route, RTM_GETLINK, true, std::string{bytes_of(ifinfomsg{})}};
}

std::size_t open_descriptors() {
    return DirectoryHostFs{"/"}.list("proc/self/fd")->size();
}

}  // namespace

TEST_CASE("kernel netlink: the whole answer comes, message by message", "[agent][netlink]") {
    const auto answer = KernelNetlink{}.ask(all_interfaces());
    REQUIRE(answer);
    std::string_view rest = *answer;
    std::size_t links = 0;
    NetlinkMessage message;
    while (!rest.empty() && take_message(rest, message))
        links += message.type == RTM_NEWLINK ? 1 : 0;
    CHECK(rest.empty());
    CHECK(links >= 1);
    CHECK(message.type == NLMSG_DONE);
}

TEST_CASE("kernel netlink: a question about one thing ends with its answer", "[agent][netlink]") {
    NetlinkQuestion question = all_interfaces();
    question.wants_all = false;
    ifinfomsg lo{};
    lo.ifi_index = 1;
    question.payload = bytes_of(lo);
    const auto answer = KernelNetlink{}.ask(question);
    REQUIRE(answer);
    std::string_view rest = *answer;
    NetlinkMessage message;
    REQUIRE(take_message(rest, message));
    CHECK(message.type == RTM_NEWLINK);
}

TEST_CASE("kernel netlink: what the kernel does not know is an error", "[agent][netlink]") {
    NetlinkQuestion question = all_interfaces();
    question.type = 0x7FFC;
    CHECK_FALSE(KernelNetlink{}.ask(question));
}

TEST_CASE("kernel netlink: the socket stays open, and is another one after a fault",
          "[agent][netlink]") {
    const KernelNetlink netlink;
    NetlinkQuestion wrong = all_interfaces();
    wrong.type = 0x7FFC;
    const auto first = netlink.ask(all_interfaces());
    REQUIRE(first);
    const std::size_t open = open_descriptors();
    REQUIRE(netlink.ask(all_interfaces()));
    CHECK(open_descriptors() == open);
    REQUIRE_FALSE(netlink.ask(wrong));
    CHECK(open_descriptors() == open - 1);
    const auto again = netlink.ask(all_interfaces());
    REQUIRE(again);
    CHECK(again->size() == first->size());
    CHECK(open_descriptors() == open);
}

TEST_CASE("kernel netlink: several threads may ask at once", "[agent][netlink][threads]") {
    const KernelNetlink netlink;
    std::atomic<int> answered = 0;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 4; ++i)
            threads.emplace_back([&] {
                for (int j = 0; j < 50; ++j)
                    answered += netlink.ask(all_interfaces()).has_value() ? 1 : 0;
            });
    }
    CHECK(answered == 200);
}

TEST_CASE("kernel netlink: a host that is a tree of files has no kernel", "[agent][netlink]") {
    CHECK(make_netlink(true) != nullptr);
    CHECK(make_netlink(false) == nullptr);
}
