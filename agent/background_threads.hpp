#pragma once

#include <cstddef>
#include <memory>

#include "collectors/background.hpp"
#include "core/time.hpp"

namespace foreshock::agent {

struct BackgroundLimits {
    std::size_t threads_max = 4;  ///< that are not stuck
    std::size_t stuck_max = 8;    ///< threads that may be lost to work that hangs
    std::size_t waiting_max = 64;
    Duration stuck_after = std::chrono::minutes{1};
    Duration idle_for = std::chrono::seconds{20};  ///< a thread without work leaves then
};

/// A few threads, made when there is work for them. Work that runs longer than `stuck_after` keeps
/// its thread and its name and no longer counts as one of the few; once `stuck_max` threads are
/// lost that way, nothing is begun any more: there are never more than threads_max + stuck_max.
/// Nobody ever waits for a thread: what still runs when the object goes is left behind, and what
/// waits is dropped. Threads take no signals.
class BackgroundThreads final : public collectors::Background {
public:
    /// Room for a name lookup by any NSS module and for a TLS handshake; only what is touched is
    /// taken.
    static constexpr std::size_t stack_bytes = 512 << 10;

    explicit BackgroundThreads(const BackgroundLimits& limits = {});
    BackgroundThreads(const BackgroundThreads&) = delete;
    BackgroundThreads& operator=(const BackgroundThreads&) = delete;
    ~BackgroundThreads() override;

    Result<void> start(std::string_view name, std::function<void()> work) override;

    [[nodiscard]] std::size_t stuck_count() const;
    [[nodiscard]] std::size_t thread_count() const;

private:
    struct Pool;

    std::shared_ptr<Pool> pool_;  // shared with the threads, who may outlive the object
};

}  // namespace foreshock::agent
