#include "server/store/sqlite_suppression_store.hpp"

#include "fresh_store.hpp"
#include <catch2/catch.hpp>
#include <sqlite3.h>

#include "server/store/sqlite_store.hpp"
#include "server/store/suppression_codec.hpp"
#include "tests/support/memory_suppression_store.hpp"
#include "tests/support/store_contract.hpp"
#include "tests/support/suppression_contract.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace foreshock;
using test::FreshStore;
using test::run_sql;

TEST_CASE("sqlite suppression store: it keeps the contract", "[store][suppression]") {
    using Check = void (*)(desk::SuppressionStore&);
    constexpr std::pair<const char*, Check> contract[] = {
        {"read back", test::check_silences_and_windows_are_read_back},
        {"newest form", test::check_the_newest_form_of_a_silence_stays},
        {"history", test::check_the_history_outlives_its_silence},
    };
    for (const auto& [name, check] : contract) {
        CAPTURE(name);
        FreshStore fresh;
        check(fresh.store->suppression());
        test::MemorySuppressionStore memory;  // what other tests use must promise the same
        check(memory);
    }
}

TEST_CASE("sqlite suppression store: it is all there after the store is opened again",
          "[store][suppression]") {
    FreshStore fresh;
    test::check_silences_and_windows_are_read_back(fresh.store->suppression());
    fresh.store.reset();
    const auto again = store::open_sqlite_store(fresh.path).value();
    CHECK(again->suppression().silences()->size() == 1);
    CHECK(again->suppression().windows()->size() == 1);
}

TEST_CASE("sqlite suppression store: silences and incidents are durable together or not at all",
          "[store][suppression]") {
    FreshStore fresh;
    incidents::Commit commit;
    commit.incidents = {test::numbered_incident(1), test::numbered_incident(2)};
    commit.events = {test::opened_event(commit.incidents[0])};
    const desk::SuppressionChanges changes{{test::silence_of_host("s-1", "web-1")}, {}, {}, {}};
    commit.incidents[1].number = 1;  // the number is taken: a constraint
    CHECK(fresh.store->suppression().commit(commit, changes).error().code == Errc::conflict);
    CHECK(fresh.store->suppression().silences()->empty());
    commit.incidents.pop_back();
    CHECK(fresh.store->suppression().commit(commit, changes));
    CHECK(fresh.store->suppression().silences()->size() == 1);
    CHECK(fresh.store->incidents().find("inc-1"));
    CHECK(commit.events[0].sequence > 0);
}

TEST_CASE("sqlite suppression store: of too long a history the oldest is forgotten",
          "[store][suppression]") {
    FreshStore fresh;
    const auto note = [&](const char* what) {
        test::put(fresh.store->suppression(),
                  {{}, {}, {}, {{0, "s-1", test::at_second(1), "ann", what, ""}}});
    };
    note("first");
    note("second");
    fresh.store.reset();
    // As if the bound's worth of others had come and gone in between.
    run_sql(fresh.path, "UPDATE sqlite_sequence SET seq = 100000 WHERE name = 'suppression_event'");
    fresh.store = store::open_sqlite_store(fresh.path).value();
    note("newest");
    const auto kept = fresh.store->suppression().history("s-1").value();
    REQUIRE(kept.size() == 2);
    CHECK(kept[0].what == "second");
    CHECK(kept[1].what == "newest");
}

TEST_CASE("suppression codec: a damaged text is told as malformed", "[store][suppression]") {
    for (const char* text : {"", "{", "{}", "[]", R"({"id":1})"}) {
        CAPTURE(text);
        CHECK(store::decode_silence(text).error().code == Errc::malformed);
        CHECK(store::decode_window(text).error().code == Errc::malformed);
    }
}
