#pragma once

#include <catch2/catch.hpp>

#include "tests/support/suppression_samples.hpp"

// What every store of silences and windows promises: one suite, called with a fresh store.

namespace foreshock::test {

inline void put(desk::SuppressionStore& store, const desk::SuppressionChanges& changes) {
    incidents::Commit nothing_else;
    REQUIRE(store.commit(nothing_else, changes));
}

inline void check_silences_and_windows_are_read_back(desk::SuppressionStore& store) {
    const desk::Silence silence = silence_of_host("s-1", "web-1");
    const desk::MaintenanceWindow window = nightly_window("w-1");
    put(store, {{silence}, {window}, {}, {}});
    CHECK(store.find_silence("s-1").value() == silence);
    CHECK(store.find_window("w-1").value() == window);
    CHECK(store.silences().value() == std::vector{silence});
    CHECK(store.windows().value() == std::vector{window});
    CHECK(store.find_silence("w-1").error().code == Errc::not_found);
    CHECK(store.find_window("s-1").error().code == Errc::not_found);
}

inline void check_the_newest_form_of_a_silence_stays(desk::SuppressionStore& store) {
    desk::Silence first = silence_of_host("s-1", "web-1");
    desk::Silence later = silence_of_host("s-2", "web-2");
    later.created_at = at_second(10);
    put(store, {{first, later}, {}, {}, {}});
    first.ends_at = at_second(60);
    first.warned_at.reset();
    put(store, {{first}, {}, {}, {}});
    CHECK(store.silences().value() == std::vector{later, first});
    put(store, {{}, {}, {"s-2"}, {}});
    CHECK(store.silences().value() == std::vector{first});
}

inline void check_the_history_outlives_its_silence(desk::SuppressionStore& store) {
    const desk::SuppressionEvent added{0, "s-1", at_second(1), "ann", "added", "for web-1"};
    const desk::SuppressionEvent expired{0, "s-1", at_second(2), "bo", "expired", ""};
    put(store, {{silence_of_host("s-1", "web-1")}, {}, {}, {added}});
    put(store, {{}, {}, {"s-1"}, {expired, {0, "s-2", at_second(3), "bo", "added", ""}}});
    const auto history = store.history("s-1").value();
    REQUIRE(history.size() == 2);
    CHECK(history[0].sequence < history[1].sequence);
    CHECK(history[0].text == "for web-1");
    CHECK(history[1].what == "expired");
    CHECK(store.history("s-3")->empty());
}

}  // namespace foreshock::test
