// How many words about symptoms the engine understands in a second, and how many commits of its
// changes the store makes durable. One storm: 100,000 faults on 1,000 hosts, each raised, updated
// twice and cleared.

#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <string>
#include <vector>

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
        Commit commit{changes->incidents, changes->events, {}, {}, {}};
        if (!store.ledger().commit(commit)) break;
        ++commits;
    }
    return {"commits, one word each", commits, watch.cpu_seconds(), watch.wall_seconds()};
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
    std::filesystem::remove_all(folder);
    std::printf("%zu incidents for %zu symptoms; %.0f symptoms raised per CPU second\n", open,
                rows[0].count, static_cast<double>(rows[0].count) / rows[0].cpu_seconds);
    return store ? 0 : 1;
}
