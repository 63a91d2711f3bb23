// 24 hours of the agent in virtual time: a busy day of a host made of strings, with an outage of
// the server, and what is in memory, in the dictionary and in the spool by the hour. The last line
// is the verdict: growth after the first hour.
//   HOURS=24 build/release/agent_soak_bench

#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include <malloc.h>

#include "core/number.hpp"
#include "tests/support/agent_world.hpp"
#include "tests/support/soak_host.hpp"
#include "tests/support/temporary_folder.hpp"

namespace {

using namespace foreshock;
using std::chrono::hours;
using std::chrono::minutes;

constexpr double growth_max_bytes = 512 << 10;

double allocated_bytes() {
    return static_cast<double>(::mallinfo2().uordblks);
}

int hours_wanted() {
    const char* text = std::getenv("HOURS");
    const auto wanted = parse_uint(text ? text : "24");
    return wanted && *wanted >= 3 ? static_cast<int>(*wanted) : 24;
}

void print_row(int hour, double bytes, const test::AgentWorld& world, double cpu_seconds) {
    std::printf("| %d | %.1f | %zu | %zu | %llu | %.1f |\n", hour, bytes / 1024,
                world.agent->series_count(), world.agent->reports_waiting(),
                static_cast<unsigned long long>(world.server.attempts), cpu_seconds);
}

double cpu_seconds() {
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

}  // namespace

int main() {
    const test::TemporaryFolder folder;
    test::SilentLog log;
    test::AgentWorld world;
    test::SoakHost day{world};
    world.server.keeps_reports = false;
    world.start(log, folder.path());
    std::puts("| hour | heap KiB | series | reports waiting | sends | CPU s |");
    std::puts("|---|---|---|---|---|---|");
    double after_first = 0;
    double last = 0;
    const int end = hours_wanted();
    for (int hour = 1; hour <= end; ++hour) {
        // The third hour has an outage; what waited must be gone by its end.
        world.server.is_away = false;
        day.run(minutes{10});
        world.server.is_away = hour == 3;
        day.run(minutes{20});
        world.server.is_away = false;
        day.run(minutes{30});
        last = allocated_bytes();
        if (hour == 1) after_first = last;
        print_row(hour, last, world, cpu_seconds());
    }
    const bool is_bounded =
        last - after_first < growth_max_bytes && world.agent->reports_waiting() <= 1;
    std::printf("\nverdict: heap grew by %.1f KiB in %d hours after the first: %s\n",
                (last - after_first) / 1024, end - 1, is_bounded ? "bounded" : "GROWS");
    return is_bounded ? 0 : 1;
}
