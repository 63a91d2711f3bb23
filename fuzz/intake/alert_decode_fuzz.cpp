#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "server/intake/alertmanager_alert.hpp"
#include "server/intake/foreign_alerts.hpp"
#include "server/intake/pagerduty_event.hpp"

namespace {

using namespace foreshock;

/// What is accepted must become symptoms that the engine takes, and end again.
void live_through(const intake::AlertWords& read) {
    TimePoint now = from_unix_ms(1'790'000'000'000);
    intake::ForeignAlerts alerts{{}};
    for (const intake::AlertWord& word : read.words) {
        const auto symptom = alerts.hear(word, now);
        if (!symptom) std::abort();
        if (*symptom && ((*symptom)->id.empty() || (*symptom)->subject.host.empty())) std::abort();
    }
    for (const auto& alert : alerts.all())
        now = std::max(now, *alert->alert.ends_at);
    if (alerts.advance(now).size() > read.words.size() || alerts.size() != 0) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view body{reinterpret_cast<const char*>(bytes), size};
    const TimePoint now = from_unix_ms(1'790'000'000'000);
    if (const auto alerts = intake::decode_alerts(body)) live_through(*alerts);
    if (const auto alerts = intake::decode_alertmanager_webhook(body)) live_through(*alerts);
    const auto event = intake::decode_pagerduty_event(body, now);
    if (event.faults.empty() && event.event.routing_key.empty()) std::abort();
    const auto change = intake::decode_pagerduty_change(body, now);
    if (change.faults.empty() && change.event.summary.empty()) std::abort();
    return 0;
}
