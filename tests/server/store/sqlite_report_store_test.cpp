#include "server/store/sqlite_report_store.hpp"

#include "fresh_store.hpp"
#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::reports;

namespace {

const TimePoint now = from_unix_ms(1'790'000'000'000);

Report report(int number, Intent intent = Intent::incident) {
    Report made;
    made.id = "rep-" + std::to_string(1000 + number);
    made.received_at = now;
    made.channel = "mail";
    made.reporter = {"Nok", "nok@example.org", "th"};
    made.logged_by = "mali";
    made.host = "web-1";
    made.service = "shop";
    made.subject = "ร้านค้า";
    made.text = "The shop is down";
    made.original = "From: nok\n\nThe shop is down";
    made.attachments = {"a.png, image/png, 12 bytes"};
    made.triage = {intent, 0.9, "availability", 0.7, {"down"}, "mali", now};
    made.request.state = intent == Intent::request ? RequestState::open : RequestState::none;
    made.is_answerable = false;
    made.once = "mail:" + std::to_string(number);
    return made;
}

}  // namespace

TEST_CASE("report store: keeps a report whole, once", "[store]") {
    const test::FreshStore fresh;
    ReportStore& store = fresh.store->reports();
    REQUIRE(store.add(report(1))->is_new);
    CHECK(store.find("rep-1001").value() == report(1));
    Report again = report(2);
    again.once = "mail:1";
    const auto known = store.add(again);
    REQUIRE(known);
    CHECK_FALSE(known->is_new);
    CHECK(known->id == "rep-1001");
    CHECK(store.find("rep-1002").error().code == Errc::not_found);
    Report nameless = report(3);
    nameless.once.clear();
    CHECK(store.add(nameless)->is_new);
    nameless.id = "rep-other";
    CHECK(store.add(nameless)->is_new);
}

TEST_CASE("report store: saves all but the incident, which the timeline says", "[store]") {
    const test::FreshStore fresh;
    ReportStore& store = fresh.store->reports();
    REQUIRE(store.add(report(1)));
    CHECK(store.unplaced(10)->size() == 1);
    incidents::Commit commit;
    incidents::Event event;
    event.incident_id = "inc-7";
    event.at = now;
    event.kind = incidents::EventKind::report_joined;
    event.to = "rep-1001";
    commit.events = {event};
    REQUIRE(fresh.store->ledger().commit(commit));
    CHECK(store.find("rep-1001")->incident_id == "inc-7");
    CHECK(store.unplaced(10)->empty());
    Report changed = report(1);
    changed.request.note = "done";
    REQUIRE(store.save(changed));
    CHECK(store.find("rep-1001")->incident_id == "inc-7");
    CHECK(store.find("rep-1001")->request.note == "done");
    CHECK(store.save(report(9)).error().code == Errc::not_found);
}

TEST_CASE("report store: lists the newest first, in pages, by what is asked", "[store]") {
    const test::FreshStore fresh;
    ReportStore& store = fresh.store->reports();
    for (int i = 1; i <= 5; ++i)
        REQUIRE(store.add(report(i, i == 3 ? Intent::request : Intent::incident)));
    ReportQuery query;
    query.limit = 2;
    auto page = store.list(query);
    REQUIRE(page);
    CHECK(page->reports[0].id == "rep-1005");
    query.cursor = page->next_cursor;
    page = store.list(query);
    CHECK(page->reports[0].id == "rep-1003");
    query.cursor = page->next_cursor;
    page = store.list(query);
    CHECK(page->reports.size() == 1);
    CHECK(page->next_cursor.empty());
    query = {};
    query.intent = Intent::request;
    query.request_state = RequestState::open;
    query.contact = "nok@example.org";
    CHECK(store.list(query)->reports.size() == 1);
    query.cursor = "x";
    CHECK(store.list(query).error().code == Errc::invalid);
}

TEST_CASE("report store: messages in their order, up to their bound", "[store]") {
    const test::FreshStore fresh;
    ReportStore& store = fresh.store->reports();
    for (std::size_t i = 0; i < Message::per_report_max; ++i)
        REQUIRE(store.append({"rep-1", now, i % 2 == 0, "mali", "word " + std::to_string(i)}));
    CHECK(store.append({"rep-1", now, true, "mali", "one more"}).error().code == Errc::too_large);
    const auto messages = store.messages("rep-1");
    REQUIRE(messages);
    CHECK(messages->size() == Message::per_report_max);
    CHECK((*messages)[1] == Message{"rep-1", now, false, "mali", "word 1"});
    CHECK(store.messages("rep-2")->empty());
}

TEST_CASE("report store: a mail belongs to one thread, a link is good once", "[store]") {
    const test::FreshStore fresh;
    ReportStore& store = fresh.store->reports();
    CHECK(store.note_mail("m1", "rep-1").value());
    CHECK_FALSE(store.note_mail("m1", "rep-2").value());
    CHECK(store.report_of_mail({"m0", "m1"}).value() == "rep-1");
    CHECK_FALSE(store.report_of_mail({"m0"}).value());
    CHECK(store.use_link("d", now).value());
    CHECK_FALSE(store.use_link("d", now).value());
    REQUIRE(store.forgive_link("d"));
    CHECK(store.use_link("d", now).value());
}
