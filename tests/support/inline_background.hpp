#pragma once

#include "collectors/background.hpp"

namespace foreshock::test {

/// Does the work at once, or keeps it until `run_held`, or refuses it.
class InlineBackground final : public collectors::Background {
public:
    Result<void> start(std::string_view /*name*/, std::function<void()> work) override {
        if (refuses) return fail(Errc::unavailable, "earlier work still runs");
        ++started;
        if (holds) {
            held.push_back(std::move(work));
        } else {
            work();
        }
        return {};
    }

    void run_held() {
        for (const auto& work : held)
            work();
        held.clear();
    }

    bool holds = false;
    bool refuses = false;
    std::size_t started = 0;
    std::vector<std::function<void()>> held;
};

}  // namespace foreshock::test
