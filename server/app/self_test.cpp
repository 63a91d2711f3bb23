#include "server/app/self_test.hpp"

namespace foreshock::app {

std::optional<std::string> SelfTest::begin(TimePoint now) {
    const std::lock_guard lock{mutex_};
    if (every_ <= Duration{0}) return std::nullopt;
    const bool is_due = !began_at_ || now - *began_at_ >= every_ || now < *began_at_;
    if (!is_due) return std::nullopt;
    if (!waits_for_.empty()) failed_because_ = "nothing came out of the outbox";
    began_at_ = now;
    waits_for_ = std::string{id_prefix} + std::to_string(to_unix_ms(now));
    return waits_for_;
}

void SelfTest::settled(std::string_view id, bool came_out, const std::string& why) {
    const std::lock_guard lock{mutex_};
    if (id != waits_for_) return;
    waits_for_.clear();
    failed_because_ = came_out ? std::string{} : why.empty() ? std::string{"it failed"} : why;
}

SelfTestReading SelfTest::read(TimePoint now) const {
    const std::lock_guard lock{mutex_};
    SelfTestReading reading;
    if (!waits_for_.empty()) reading.waits = now - *began_at_;
    reading.failed_because = failed_because_;
    return reading;
}

}  // namespace foreshock::app
