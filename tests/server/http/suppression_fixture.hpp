#pragma once

#include <catch2/catch.hpp>

#include "server/http/ports.hpp"
#include "tests/support/memory_suppression_store.hpp"
#include "tests/support/suppression_samples.hpp"

namespace foreshock::http {

/// Takes commands as the engine's thread does, carries them out on a desk of its own, and keeps
/// what came of it in a store.
struct FakeSuppression final : SuppressionSink {
    FakeSuppression() = default;

    explicit FakeSuppression(desk::SuppressionStore& into, desk::SuppressionSettings settings = {})
        : store(&into), suppression(settings, {}, {}, {}, TimePoint{}) {}

    Result<void> offer(desk::SuppressionCommand command, SuppressionDone done) override {
        if (full) return fail(Errc::unavailable, "512 commands wait");
        desk::SuppressionChanges changes;
        auto answer = desk::carry_out(suppression, command, changes);
        incidents::Commit nothing_else;
        if (answer && store) REQUIRE(store->commit(nothing_else, changes));
        done(std::move(answer));
        return {};
    }

    bool full = false;
    desk::SuppressionStore* store = nullptr;
    desk::Suppression suppression{{}, {}, {}, {}, TimePoint{}};
};

}  // namespace foreshock::http
