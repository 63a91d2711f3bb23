#pragma once

#include <mutex>
#include <optional>
#include <string>

#include "core/time.hpp"

namespace foreshock::app {

/// How the newest self-test stands.
struct SelfTestReading {
    std::optional<Duration> waits;  ///< since it began, while nothing came of it
    std::string failed_because;     ///< of the newest that ended; empty: it came out, or none did
};

/// Keeps account of self-tests: words that the server sends itself through the engine, the store
/// and the outbox, to see that they come out. One at a time; one that does not come out within
/// `every` is given up for the next. Safe from any thread.
class SelfTest {
public:
    /// `every` 0: there are none.
    explicit SelfTest(Duration every) : every_(every) {}

    /// "self-test-1790000000000"
    static constexpr std::string_view id_prefix = "self-test-";

    /// The id of a test that is due now and has begun by this; nothing: none is due.
    std::optional<std::string> begin(TimePoint now);

    /// It came out, or never will, and why. Those of a former run of the server are no matter.
    void settled(std::string_view id, bool came_out, const std::string& why);

    [[nodiscard]] SelfTestReading read(TimePoint now) const;

private:
    const Duration every_;
    mutable std::mutex mutex_;  // of what follows
    std::optional<TimePoint> began_at_;
    std::string waits_for_;  // an id; empty: for nothing
    std::string failed_because_;
};

}  // namespace foreshock::app
