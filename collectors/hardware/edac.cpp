#include "collectors/hardware/edac.hpp"

#include <array>

#include "collectors/entity_map.hpp"
#include "collectors/entity_series.hpp"
#include "collectors/hardware/attribute_files.hpp"
#include "collectors/rate.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array signals{
    SignalDescription{"edac.memory.corrected_count", counter, "count",
                      "Memory errors that were corrected since the driver was loaded."},
    SignalDescription{"edac.memory.corrected_new_count", gauge, "count",
                      "Memory errors that were corrected since the last sample."},
    SignalDescription{"edac.memory.uncorrected_count", counter, "count",
                      "Memory errors that could not be corrected since the driver was loaded."},
    SignalDescription{"edac.memory.uncorrected_new_count", gauge, "count",
                      "Memory errors that could not be corrected since the last sample."},
};

enum Row : std::size_t { corrected, corrected_new, uncorrected, uncorrected_new };

static_assert(signals.size() == uncorrected_new + 1);

const std::string controllers = "sys/devices/system/edac/mc";

/// A memory module, or what a controller could not lay on any one ("mc0/unknown").
struct Module {
    explicit Module(std::string_view) {}

    std::optional<EntitySeries> series;
    Increase corrected_errors;
    Increase uncorrected_errors;
};

void add_errors(SampleSink& out, EntitySeries& series, Row row, std::optional<double> count,
                Increase& increase) {
    if (!count || *count < 0) return;
    series.add(out, row, *count);
    series.add(out, row + 1, increase.to(static_cast<std::uint64_t>(*count)));
}

class EdacCollector final : public Collector {
public:
    explicit EdacCollector(const HostFs& host) : host_(host) {}

    Result<void> collect(TimePoint /*now*/, SampleSink& out) override {
        for (const std::string& controller : sorted_names(host_, controllers, "mc")) {
            const std::string folder = controllers + "/" + controller;
            add_modules(out, controller, folder);
            add_module(out, {controller, "unknown", folder + "/ce_noinfo_count",
                             folder + "/ue_noinfo_count"});
        }
        modules_.forget_unseen();
        if (modules_.size() == 0) return fail(Errc::no_data, "no memory controller tells errors");
        return {};
    }

private:
    struct Place {
        const std::string& controller;
        std::string module;
        std::string corrected_path;
        std::string uncorrected_path;
    };

    /// "dimm0" or "rank0", with the label that the board has for it where the kernel knows it.
    void add_modules(SampleSink& out, const std::string& controller, const std::string& folder) {
        for (const std::string_view kind : {"dimm", "rank"}) {
            for (const std::string& name : sorted_names(host_, folder, kind)) {
                const std::string path = folder + "/" + name + "/dimm_";
                const auto label = read_attribute(host_, path + "label");
                const bool is_told = label && *label != "unknown memory" && *label != name;
                add_module(out, {controller, is_told ? name + " " + *label : name,
                                 path + "ce_count", path + "ue_count"});
            }
        }
    }

    void add_module(SampleSink& out, const Place& place) {
        const auto corrected_errors = read_number(host_, place.corrected_path);
        const auto uncorrected_errors = read_number(host_, place.uncorrected_path);
        if (!corrected_errors && !uncorrected_errors) return;
        Module* module = modules_.see(place.controller + "/" + place.module);
        if (!module) return;
        if (!module->series) {
            module->series.emplace(signals, Labels{{"controller", label_text(place.controller)},
                                                   {"module", label_text(place.module)}});
        }
        add_errors(out, *module->series, corrected, corrected_errors, module->corrected_errors);
        add_errors(out, *module->series, uncorrected, uncorrected_errors,
                   module->uncorrected_errors);
    }

    const HostFs& host_;
    EntityMap<Module> modules_{memory_modules_max};
};

}  // namespace

std::span<const SignalDescription> edac_signals() {
    return signals;
}

Result<std::unique_ptr<Collector>> make_edac(const CollectorContext& context) {
    return std::make_unique<EdacCollector>(context.host);
}

}  // namespace foreshock::collectors
