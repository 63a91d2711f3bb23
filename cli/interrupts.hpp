#pragma once

#include <signal.h>

#include "core/time.hpp"
#include "core/unique_fd.hpp"

namespace foreshock::cli {

/// While it lives, Ctrl-C and SIGTERM do not end the process but are noticed here, so that what
/// was begun can be undone. For one thread, one at a time.
class Interrupts {
public:
    Interrupts();
    ~Interrupts();
    Interrupts(const Interrupts&) = delete;
    Interrupts& operator=(const Interrupts&) = delete;

    [[nodiscard]] bool arrived() { return wait(Duration{0}); }

    /// Sleeps so long, or until one arrives (then and ever after: true). `other_fd`, when it is
    /// not -1, also ends the sleep as soon as it can be read.
    bool wait(Duration span, int other_fd = -1);

private:
    sigset_t before_{};
    UniqueFd fd_;
    bool has_arrived_ = false;
};

}  // namespace foreshock::cli
