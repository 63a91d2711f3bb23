#include "cli/interrupts.hpp"

#include <poll.h>
#include <sys/signalfd.h>

namespace foreshock::cli {

Interrupts::Interrupts() {
    sigset_t watched;
    ::sigemptyset(&watched);
    ::sigaddset(&watched, SIGINT);
    ::sigaddset(&watched, SIGTERM);
    ::sigaddset(&watched, SIGHUP);
    ::sigprocmask(SIG_BLOCK, &watched, &before_);
    fd_ = UniqueFd{::signalfd(-1, &watched, SFD_CLOEXEC | SFD_NONBLOCK)};
}

Interrupts::~Interrupts() {
    // Taken out, so that unblocking does not deliver what was already acted upon.
    signalfd_siginfo ignored{};
    while (::read(fd_.get(), &ignored, sizeof ignored) == sizeof ignored) {
    }
    ::sigprocmask(SIG_SETMASK, &before_, nullptr);
}

bool Interrupts::wait(Duration span, int other_fd) {
    if (has_arrived_) return true;
    pollfd watched[2] = {{fd_.get(), POLLIN, 0}, {other_fd, POLLIN, 0}};
    ::poll(watched, 2, static_cast<int>(span.count()));
    has_arrived_ = (watched[0].revents & POLLIN) != 0;
    return has_arrived_;
}

}  // namespace foreshock::cli
