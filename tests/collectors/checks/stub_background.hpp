#pragma once

#include <string>
#include <vector>

#include "collectors/background.hpp"

namespace foreshock::test {

/// Keeps the work until the test runs it; may refuse.
class StubBackground final : public collectors::Background {
public:
    Result<void> start(std::string_view name, std::function<void()> work) override {
        if (refuses) return fail(Errc::unavailable, "too many others are stuck");
        for (const auto& [held_name, held_work] : held) {
            if (held_name == name) return fail(Errc::unavailable, "an earlier one has not ended");
        }
        held.emplace_back(name, std::move(work));
        ++started;
        return {};
    }

    void run_all() {
        auto all = std::move(held);
        held.clear();
        for (const auto& [name, work] : all)
            work();
    }

    std::vector<std::pair<std::string, std::function<void()>>> held;
    std::size_t started = 0;
    bool refuses = false;
};

}  // namespace foreshock::test
