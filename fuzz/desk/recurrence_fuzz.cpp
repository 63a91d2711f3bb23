#include <cstdint>
#include <cstdlib>

#include "server/desk/recurrence.hpp"

// A rule or cron expression that a stranger wrote: what it gives is in order and not before asked.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace foreshock;
    if (size == 0) return 0;
    const std::string text{reinterpret_cast<const char*>(bytes) + 1, size - 1};
    desk::RecurrenceText written;
    written.zone = bytes[0] % 2 == 0 ? "Europe/Berlin" : "Australia/Lord_Howe";
    (bytes[0] % 4 < 2 ? written.rrule : written.cron) = text;
    if (!written.rrule.empty()) written.first = "2026-03-01T02:30";
    const auto recurrence = desk::Recurrence::parse(written);
    if (!recurrence) return 0;
    TimePoint after = from_unix_ms(1'774'000'000'000);
    for (const desk::Occurrence& one : recurrence->next(after, 5)) {
        if (one.starts_at < after) std::abort();
        after = one.starts_at + Duration{1};
    }
    return 0;
}
