#include "collectors/system/deleted_libraries.hpp"

#include <algorithm>
#include <array>

#include "collectors/entity_series.hpp"
#include "collectors/system/library_walk.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array signals{
    SignalDescription{"libraries.deleted.processes_count", gauge, "count",
                      "Processes that still execute libraries which were deleted or replaced."},
    SignalDescription{"libraries.deleted.unit_processes_count", gauge, "count",
                      "The same for one unit; of those with most."},
};

enum Row : std::size_t { processes, unit_processes };

static_assert(signals.size() == unit_processes + 1);

struct Unit {
    EntitySeries series;
    double processes = 0;
};

class DeletedLibrariesCollector final : public Collector {
public:
    explicit DeletedLibrariesCollector(const HostFs& host) : walk_(host) {}

    Result<void> collect(TimePoint now, SampleSink& out) override {
        const auto ended = walk_.step(now);
        if (!ended) return fail(ended.error());
        if (*ended) take(*walk_.census());
        if (!walk_.census()) return {};
        if (walk_.census()->looked_at == 0)
            return fail(Errc::no_data, "no process shows what it has mapped");
        host_series_.add(out, processes, static_cast<double>(walk_.census()->processes));
        for (Unit& unit : units_)
            unit.series.add(out, unit_processes, unit.processes);
        return {};
    }

private:
    void take(const LibraryCensus& census) {
        std::vector<std::pair<std::string, std::size_t>> found(census.by_unit.begin(),
                                                               census.by_unit.end());
        std::stable_sort(found.begin(), found.end(),
                         [](const auto& a, const auto& b) { return a.second > b.second; });
        if (found.size() > deleted_libraries_units_max) found.resize(deleted_libraries_units_max);
        units_.clear();
        for (const auto& [name, count] : found) {
            units_.push_back({EntitySeries{signals, Labels{{"unit", label_text(name)}}},
                              static_cast<double>(count)});
        }
    }

    LibraryWalk walk_;
    EntitySeries host_series_{signals};
    std::vector<Unit> units_;
};

}  // namespace

std::span<const SignalDescription> deleted_libraries_signals() {
    return signals;
}

Result<std::unique_ptr<Collector>> make_deleted_libraries(const CollectorContext& context) {
    return std::make_unique<DeletedLibrariesCollector>(context.host);
}

}  // namespace foreshock::collectors
