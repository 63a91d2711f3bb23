#include "server/notify/delivery.hpp"

#include <catch2/catch.hpp>

#include "tests/support/recorded_outbox.hpp"

using namespace foreshock;
using namespace foreshock::notify;
using foreshock::incidents::EventKind;
using foreshock::incidents::OutboxEntry;
using foreshock::test::RecordedOutbox;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

const TimePoint start = from_unix_ms(1'790'000'000'000);
const DeliverySettings settings;

OutboxEntry entry(std::string id, int attempts = 0) {
    OutboxEntry made;
    made.id = std::move(id);
    made.incident_id = "inc-1";
    made.channel = "chat";
    made.created_at = made.due_at = start;
    made.attempts = attempts;
    return made;
}

/// Answers as it is told and keeps the ids that it was given.
class ScriptedChannel final : public Channel {
public:
    ScriptedChannel(const Outcome& outcome, std::vector<std::string>& seen)
        : outcome_(outcome), seen_(seen) {}

    Outcome deliver(const OutboxEntry& one, TimePoint, const std::stop_token&) override {
        seen_.push_back(one.id);
        return outcome_;
    }

private:
    const Outcome& outcome_;
    std::vector<std::string>& seen_;
};

struct Bench {
    RecordedOutbox outbox;
    Outcome outcome{Verdict::delivered, "answered 200", {}};
    std::vector<std::string> seen;
    std::unique_ptr<Delivery> delivery;

    Bench() {
        Channels channels;
        channels.emplace("chat", std::make_unique<ScriptedChannel>(outcome, seen));
        delivery = std::make_unique<Delivery>(outbox, std::move(channels), settings);
    }

    Result<bool> step(TimePoint now) { return delivery->step(now, {}); }
};

Postpone waiting(const Plan& decided) {
    return std::get<Postpone>(decided);
}

incidents::Event settled(const Plan& decided) {
    return std::get<Settle>(decided).event;
}

const Outcome busy{Verdict::retry, "answered 503", {}};

}  // namespace

TEST_CASE("plan: what was delivered is on the timeline with channel and attempt", "[notify]") {
    const auto event =
        settled(plan(entry("a", 2), {Verdict::delivered, "answered 200", {}}, start, settings));
    CHECK(event.kind == EventKind::notification_delivered);
    CHECK(event.incident_id == "inc-1");
    CHECK(event.at == start);
    CHECK(event.actor == "channel chat");
    CHECK(event.to == "opened");
    CHECK(event.text == "told chat after 3 attempts");
    CHECK(event.reason.text == "answered 200");
}

TEST_CASE("plan: a refusal is final and says why", "[notify]") {
    const auto event =
        settled(plan(entry("a"), {Verdict::rejected, "answered 404", {}}, start, settings));
    CHECK(event.kind == EventKind::notification_failed);
    CHECK(event.reason == incidents::Reason{"delivery.rejected", "answered 404"});
    CHECK(event.text == "could not tell chat, given up at the first attempt");
}

TEST_CASE("plan: the wait doubles with every attempt up to its bound", "[notify]") {
    const std::vector<std::pair<int, Duration>> cases{
        {0, seconds{5}},  {1, seconds{10}}, {2, seconds{20}},   {7, seconds{640}},
        {8, minutes{15}}, {9, minutes{15}}, {1000, minutes{15}}};
    for (const auto& [attempts, wait] : cases) {
        INFO(attempts);
        CHECK(waiting(plan(entry("a", attempts), busy, start, settings)).due_at == start + wait);
    }
}

TEST_CASE("plan: Retry-After lengthens the wait, never shortens it, and has a bound", "[notify]") {
    const std::vector<std::pair<Duration, Duration>> cases{{seconds{60}, seconds{60}},
                                                           {seconds{1}, seconds{5}},
                                                           {hours{1}, hours{1}},
                                                           {hours{1} + seconds{1}, hours{1}}};
    for (const auto& [wish, wait] : cases) {
        INFO(wish.count());
        const Outcome outcome{Verdict::retry, "answered 429", wish};
        CHECK(waiting(plan(entry("a"), outcome, start, settings)).due_at == start + wait);
    }
}

TEST_CASE("plan: given up when the next attempt would come too late", "[notify]") {
    const TimePoint last = start + hours{24} - seconds{5};
    CHECK(waiting(plan(entry("a"), busy, last, settings)).due_at == start + hours{24});
    const auto event = settled(plan(entry("a"), busy, last + Duration{1}, settings));
    CHECK(event.kind == EventKind::notification_failed);
    CHECK(event.reason.code == "delivery.given_up");
}

TEST_CASE("delivery: what is due is sent, in order, and leaves the outbox", "[notify]") {
    Bench bench;
    bench.outbox.put(entry("a"));
    bench.outbox.put(entry("b"));
    CHECK(bench.step(start).value());
    CHECK(bench.seen == std::vector<std::string>{"a", "b"});
    CHECK(bench.outbox.entries().empty());
    CHECK(bench.outbox.events().size() == 2);
    CHECK_FALSE(bench.step(start).value());
    CHECK(bench.delivery->counters().delivered == 2);
}

TEST_CASE("delivery: what is not due is left alone", "[notify]") {
    Bench bench;
    OutboxEntry later = entry("a");
    later.due_at = start + Duration{1};
    bench.outbox.put(later);
    CHECK_FALSE(bench.step(start).value());
    CHECK(bench.seen.empty());
}

TEST_CASE("delivery: a busy receiver is asked once, the rest for it waits as long", "[notify]") {
    Bench bench;
    bench.outcome = busy;
    bench.outbox.put(entry("a"));
    bench.outbox.put(entry("b"));
    CHECK(bench.step(start).value());
    CHECK(bench.seen == std::vector<std::string>{"a"});
    for (const OutboxEntry& one : bench.outbox.entries()) {
        CHECK(one.due_at == start + seconds{5});
        CHECK(one.last_error == "answered 503");
        CHECK(one.attempts == 1);
    }
    bench.outcome = {Verdict::delivered, "answered 200", {}};
    CHECK(bench.step(start + seconds{5}).value());
    CHECK(bench.seen == std::vector<std::string>{"a", "a", "b"});
    CHECK(bench.outbox.entries().empty());
}

TEST_CASE("delivery: a refused message does not stop the next", "[notify]") {
    Bench bench;
    bench.outcome = {Verdict::rejected, "answered 400", {}};
    bench.outbox.put(entry("a"));
    bench.outbox.put(entry("b"));
    CHECK(bench.step(start).value());
    CHECK(bench.seen.size() == 2);
    CHECK(bench.delivery->counters().failed == 2);
    CHECK(bench.outbox.events().front().kind == EventKind::notification_failed);
}

TEST_CASE("delivery: a channel that is no longer configured settles with a failure", "[notify]") {
    Bench bench;
    OutboxEntry orphan = entry("a");
    orphan.channel = "gone";
    bench.outbox.put(orphan);
    CHECK(bench.step(start).value());
    REQUIRE(bench.outbox.events().size() == 1);
    CHECK(bench.outbox.events().front().reason.code == "delivery.no_channel");
}

TEST_CASE("delivery: what was sent while the store was broken is settled, not sent again",
          "[notify]") {
    Bench bench;

    // The store breaks between handing out the entry and taking the result.
    class Breaking final : public Channel {
    public:
        Breaking(RecordedOutbox& outbox, int& sent) : outbox_(outbox), sent_(sent) {}

        Outcome deliver(const OutboxEntry&, TimePoint, const std::stop_token&) override {
            ++sent_;
            outbox_.set_broken(true);
            return {Verdict::delivered, "answered 200", {}};
        }

    private:
        RecordedOutbox& outbox_;
        int& sent_;
    };

    int sent = 0;
    Channels channels;
    channels.emplace("chat", std::make_unique<Breaking>(bench.outbox, sent));
    Delivery delivery{bench.outbox, std::move(channels), settings};
    bench.outbox.put(entry("a"));
    CHECK(delivery.step(start, {}).error().code == Errc::unavailable);
    CHECK(delivery.step(start, {}).error().code == Errc::unavailable);
    bench.outbox.set_broken(false);
    CHECK_FALSE(delivery.step(start, {}).value());
    CHECK(sent == 1);
    REQUIRE(bench.outbox.events().size() == 1);
    CHECK(bench.outbox.events().front().kind == EventKind::notification_delivered);
    CHECK(delivery.counters().delivered == 1);
}

TEST_CASE("delivery: an attempt that a stop cut short leaves the entry as it was", "[notify]") {
    Bench bench;

    class Stopped final : public Channel {
    public:
        explicit Stopped(std::stop_source& source) : source_(source) {}

        Outcome deliver(const OutboxEntry&, TimePoint, const std::stop_token&) override {
            source_.request_stop();
            return {Verdict::retry, "aborted", {}};
        }

    private:
        std::stop_source& source_;
    };

    std::stop_source source;
    Channels channels;
    channels.emplace("chat", std::make_unique<Stopped>(source));
    Delivery delivery{bench.outbox, std::move(channels), settings};
    bench.outbox.put(entry("a"));
    bench.outbox.put(entry("b"));
    CHECK_FALSE(delivery.step(start, source.get_token()).value());
    for (const OutboxEntry& one : bench.outbox.entries())
        CHECK(one.attempts == 0);
    CHECK(bench.outbox.events().empty());
}

TEST_CASE("delivery: what became of an entry is told, once", "[notify][oncall]") {
    RecordedOutbox outbox;
    outbox.put(entry("a"));
    Outcome outcome = busy;
    std::vector<std::string> seen;
    std::vector<std::string> told;
    Channels channels;
    channels.emplace("chat", std::make_unique<ScriptedChannel>(outcome, seen));
    Delivery delivery{
        outbox, std::move(channels), settings,
        [&](const OutboxEntry& one, bool is_delivered, const std::string& why) {
            told.push_back(one.id + (is_delivered ? " arrived: " : " failed: ") + why);
        }};
    REQUIRE(delivery.step(start, {}));
    CHECK(told.empty());
    outcome = {Verdict::rejected, "answered 404", {}};
    REQUIRE(delivery.step(start + hours{1}, {}));
    REQUIRE(delivery.step(start + hours{2}, {}));
    CHECK(told == std::vector<std::string>{"a failed: answered 404"});
}

TEST_CASE("plan: a dead channel's entry goes to the one that steps in", "[notify]") {
    DeliverySettings with;
    with.fallbacks["chat"] = {"mail", "ann@example.org", minutes{5}};
    CHECK(std::holds_alternative<Postpone>(
        plan(entry("a"), busy, start + minutes{5} - Duration{1}, with)));
    const Plan late = plan(entry("a", 3), busy, start + minutes{5}, with);
    REQUIRE(std::holds_alternative<HandOver>(late));
    const auto& other = std::get<HandOver>(late);
    CHECK(other.channel == "mail");
    CHECK(other.recipient == "ann@example.org");
    CHECK(other.event.kind == EventKind::notification_failed);
    CHECK(other.event.reason == incidents::Reason{"delivery.fallback", "answered 503"});
    CHECK(other.event.text == "could not tell chat after 4 attempts, mail takes over");
    const Plan refused = plan(entry("a"), {Verdict::rejected, "answered 404", {}}, start, with);
    CHECK(std::holds_alternative<HandOver>(refused));
    const Plan taken = plan(entry("a"), {Verdict::delivered, "answered 200", {}}, start, with);
    CHECK(std::holds_alternative<Settle>(taken));
}

TEST_CASE("plan: a page stays with its person, for the escalation policy knows who is next",
          "[notify][oncall]") {
    DeliverySettings with;
    with.fallbacks["chat"] = {"mail", "ann@example.org", Duration{0}};
    OutboxEntry page = entry("a");
    page.transition = incidents::Transition::paged;
    CHECK(std::holds_alternative<Settle>(
        plan(page, {Verdict::rejected, "answered 404", {}}, start, with)));
    CHECK(std::holds_alternative<Postpone>(plan(page, busy, start + minutes{5}, with)));
}

TEST_CASE("delivery: what is handed over is due at once, and the other lane is told", "[notify]") {
    Bench bench;
    int woken = 0;
    DeliverySettings with;
    with.fallbacks["chat"] = {"mail", "ann@example.org", Duration{0}};
    with.handed_over = [&] { ++woken; };
    Channels channels;
    channels.emplace("chat", std::make_unique<ScriptedChannel>(bench.outcome, bench.seen));
    Delivery delivery{bench.outbox, std::move(channels), with};
    bench.outcome = busy;
    bench.outbox.put(entry("a"));
    REQUIRE(delivery.step(start, {}));
    REQUIRE(bench.outbox.entries().size() == 1);
    CHECK(bench.outbox.entries()[0].channel == "mail");
    CHECK(bench.outbox.entries()[0].recipient == "ann@example.org");
    CHECK(bench.outbox.entries()[0].due_at == start);
    CHECK(woken == 1);
    CHECK(delivery.counters().handed_over == 1);
}

TEST_CASE("delivery: each lane sends its own", "[notify]") {
    Bench bench;
    DeliverySettings with;
    with.lane = {{"mail"}, false};
    Channels channels;
    channels.emplace("mail", std::make_unique<ScriptedChannel>(bench.outcome, bench.seen));
    Delivery delivery{bench.outbox, std::move(channels), with};
    bench.outbox.put(entry("a"));
    OutboxEntry mail = entry("b");
    mail.channel = "mail";
    bench.outbox.put(mail);
    REQUIRE(delivery.step(start, {}));
    CHECK(bench.seen == std::vector<std::string>{"b"});
    CHECK(bench.outbox.entries().size() == 1);
}

TEST_CASE("delivery: what became void since the batch was read is not sent", "[notify]") {
    Bench bench;

    /// Somebody acknowledges while the first is under way.
    class Acknowledged final : public Channel {
    public:
        Acknowledged(RecordedOutbox& outbox, std::vector<std::string>& seen)
            : outbox_(outbox), seen_(seen) {}

        Outcome deliver(const OutboxEntry& one, TimePoint, const std::stop_token&) override {
            seen_.push_back(one.id);
            outbox_.remove("a");
            outbox_.remove("b");
            return {Verdict::delivered, "answered 200", {}};
        }

    private:
        RecordedOutbox& outbox_;
        std::vector<std::string>& seen_;
    };

    Channels channels;
    channels.emplace("chat", std::make_unique<Acknowledged>(bench.outbox, bench.seen));
    Delivery delivery{bench.outbox, std::move(channels), settings};
    bench.outbox.put(entry("a"));
    bench.outbox.put(entry("b"));
    REQUIRE(delivery.step(start, {}));
    CHECK(bench.seen == std::vector<std::string>{"a"});
    // That the first was sent is true all the same.
    REQUIRE(bench.outbox.events().size() == 1);
    CHECK(bench.outbox.events()[0].kind == EventKind::notification_delivered);
    CHECK(delivery.counters().voided == 2);
}
