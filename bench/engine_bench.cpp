// How many words about symptoms the engine understands in a second, and how many commits of its
// changes the store makes durable. One storm: 100,000 faults on 1,000 hosts, each raised, updated
// twice and cleared. Then how the cost of a word and the memory grow from 1,000 to 100,000 open
// symptoms, as one incident of many hosts and as incidents of their own.

#include <chrono>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <string>
#include <vector>

#include <malloc.h>

#include "server/incidents/engine.hpp"
#include "server/store/sqlite_store.hpp"

using namespace foreshock;
using namespace foreshock::incidents;

namespace {

constexpr int hosts = 1000;
constexpr int faults_per_host = 100;
constexpr TimePoint start = from_unix_ms(1'790'000'000'000);

Symptom symptom_of(int host, int fault, SymptomStatus status, TimePoint at) {
    Symptom symptom;
    symptom.id = std::to_string(host) + "/" + std::to_string(fault);
    symptom.kind = "process.files.exhaustion";
    symptom.category = "process";
    symptom.subcategory = "files";
    // Ten programs with ten processes each: kin within a program, strangers between programs.
    symptom.subject = {"host-" + std::to_string(host), "process p" + std::to_string(fault / 10) +
                                                           " (pid " + std::to_string(fault) + ")"};
    symptom.status = status;
    symptom.onset = symptom.first_sign = start;
    symptom.observed_at = at;
    symptom.forecast = Forecast{"open() fails", at, at, at + std::chrono::hours{1}, at, 1, 1, 1, 1};
    symptom.evidence = {{"process.files.open_count", Labels{{"pid", std::to_string(fault)}}, 900,
                         1024, std::chrono::minutes{2}, "grew 3 per second"}};
    symptom.reason = "slopes_agree";
    symptom.sentence = "it opens files and does not close them: 900 of 1024 in use";
    return symptom;
}

/// Both clocks: CPU tells the cost even while others use the machine, wall what one waits for.
class Stopwatch {
public:
    [[nodiscard]] double cpu_seconds() const {
        return static_cast<double>(std::clock() - cpu_) / CLOCKS_PER_SEC;
    }

    [[nodiscard]] double wall_seconds() const {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - wall_).count();
    }

private:
    std::clock_t cpu_ = std::clock();
    std::chrono::steady_clock::time_point wall_ = std::chrono::steady_clock::now();
};

struct Row {
    const char* what;
    std::size_t count;
    double cpu_seconds;
    double wall_seconds;
};

Settings storm_settings() {
    Settings settings;
    settings.open_incidents_max = 1'000'000;
    return settings;
}

std::size_t say_all(Engine& engine, SymptomStatus status, TimePoint at) {
    std::size_t said = 0;
    for (int fault = 0; fault < faults_per_host; ++fault) {
        for (int host = 0; host < hosts; ++host) {
            const auto changes =
                engine.apply(SymptomArrived{at, symptom_of(host, fault, status, at), false});
            if (changes) ++said;
        }
    }
    return said;
}

std::vector<Row> storm(std::size_t& open) {
    Engine engine(storm_settings(), {}, 1);
    std::vector<Row> rows;
    const auto measure = [&](const char* what, auto&& work) {
        const Stopwatch watch;
        const std::size_t count = work();
        rows.push_back({what, count, watch.cpu_seconds(), watch.wall_seconds()});
    };
    using std::chrono::seconds;
    measure("symptoms raised", [&] { return say_all(engine, SymptomStatus::raised, start); });
    open = engine.open_count();
    measure("symptoms updated",
            [&] { return say_all(engine, SymptomStatus::updated, start + seconds{10}); });
    measure("symptoms cleared",
            [&] { return say_all(engine, SymptomStatus::cleared, start + seconds{30}); });
    measure("incidents resolved", [&] {
        const auto changes = engine.apply(TimePassed{start + seconds{300}});
        return changes ? changes->announcements.size() : 0;
    });
    return rows;
}

// One word, one commit: what an agent's report costs at least.
Row commit_each(store::Store& store) {
    Engine engine({}, {}, 1);
    const Stopwatch watch;
    std::size_t commits = 0;
    for (int host = 0; host < hosts; ++host) {
        const Symptom symptom = symptom_of(host, 0, SymptomStatus::raised, start);
        auto changes = engine.apply(SymptomArrived{start, symptom, false});
        if (!changes) break;
        Commit commit;
        commit.incidents = changes->incidents;
        commit.events = changes->events;
        if (!store.ledger().commit(commit)) break;
        ++commits;
    }
    return {"commits, one word each", commits, watch.cpu_seconds(), watch.wall_seconds()};
}

// One fault for each five on a host; `alike`: one cause, so that they are one incident.
Symptom storm_symptom(int number, bool alike, SymptomStatus status, TimePoint at) {
    Symptom symptom = symptom_of(number / 5, number % 5, status, at);
    symptom.id = std::to_string(number);
    symptom.phase = Phase::occurring;
    symptom.forecast.reset();
    symptom.kind = alike ? "network.fault." + std::to_string(number % 5)
                         : "fault.kind." + std::to_string(number);
    symptom.subject.component = "interface eth" + std::to_string(number % 5);
    symptom.evidence.clear();
    if (alike && number % 5 == 0) {
        for (int kind = 1; kind < 5; ++kind)
            symptom.leads_to.push_back("network.fault." + std::to_string(kind));
    }
    return symptom;
}

struct Growth {
    int symptoms = 0;
    std::size_t incidents = 0;
    double raise_us = 0;  // of CPU, for each
    double update_us = 0;
    double clear_us = 0;
    double bytes = 0;  // for each open symptom
};

Growth grow(int symptoms, bool alike) {
    Growth growth;
    growth.symptoms = symptoms;
    const std::size_t heap = mallinfo2().uordblks;
    Engine engine(storm_settings(), {}, 1);
    using std::chrono::seconds;
    const auto say = [&](SymptomStatus status, TimePoint at) {
        const Stopwatch watch;
        for (int number = 0; number < symptoms; ++number) {
            // The result is measured by what it costs.
            (void)engine.apply(SymptomArrived{at, storm_symptom(number, alike, status, at), false});
        }
        return 1e6 * watch.cpu_seconds() / symptoms;
    };
    growth.raise_us = say(SymptomStatus::raised, start);
    growth.incidents = engine.open_count();
    growth.bytes = static_cast<double>(mallinfo2().uordblks - heap) / symptoms;
    growth.update_us = say(SymptomStatus::updated, start + seconds{10});
    growth.clear_us = say(SymptomStatus::cleared, start + seconds{30});
    return growth;
}

// The exponent of the cost of one word: 0 when it does not depend on how many there are.
double exponent(double less, double more, double times) {
    return std::log(more / less) / std::log(times);
}

void print_growth(const char* title, bool alike) {
    std::printf(
        "\n%s\n\n| open symptoms | incidents | raise us | update us | clear us | bytes "
        "each |\n|---|---|---|---|---|---|\n",
        title);
    std::vector<Growth> rows;
    for (const int symptoms : {1'000, 10'000, 100'000}) {
        rows.push_back(grow(symptoms, alike));
        const Growth& row = rows.back();
        std::printf("| %d | %zu | %.2f | %.2f | %.2f | %.0f |\n", row.symptoms, row.incidents,
                    row.raise_us, row.update_us, row.clear_us, row.bytes);
    }
    const Growth& small = rows.front();
    const Growth& large = rows.back();
    std::printf("growth of the cost of one word: n^%.2f raise, n^%.2f update, n^%.2f clear\n",
                exponent(small.raise_us, large.raise_us, 100),
                exponent(small.update_us, large.update_us, 100),
                exponent(small.clear_us, large.clear_us, 100));
}

void print(const std::vector<Row>& rows) {
    std::printf("| what | count | CPU s | wall s | per CPU second | per wall second |\n");
    std::printf("|---|---|---|---|---|---|\n");
    for (const Row& row : rows) {
        const auto count = static_cast<double>(row.count);
        std::printf("| %s | %zu | %.3f | %.3f | %.0f | %.0f |\n", row.what, row.count,
                    row.cpu_seconds, row.wall_seconds, count / row.cpu_seconds,
                    count / row.wall_seconds);
    }
}

}  // namespace

int main() {
    std::size_t open = 0;
    std::vector<Row> rows = storm(open);
    const std::string folder = std::filesystem::temp_directory_path() / "foreshock-engine-bench";
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    const auto store = store::open_sqlite_store(folder + "/bench.db");
    if (store) rows.push_back(commit_each(**store));
    print(rows);
    print_growth("One cause on many hosts:", true);
    print_growth("As many causes as symptoms:", false);
    std::filesystem::remove_all(folder);
    std::printf("%zu incidents for %zu symptoms; %.0f symptoms raised per CPU second\n", open,
                rows[0].count, static_cast<double>(rows[0].count) / rows[0].cpu_seconds);
    return store ? 0 : 1;
}
