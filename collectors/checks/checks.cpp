#include "collectors/checks/checks.hpp"

namespace foreshock::collectors {
namespace {

class ChecksCollector final : public Collector {
public:
    explicit ChecksCollector(const CollectorContext& context) {
        for (const CheckSettings& settings : context.watch.checks) {
            const bool is_plugin = std::holds_alternative<PluginTarget>(settings.target);
            checks_.push_back({settings.name, is_plugin ? make_plugin_check(settings, context)
                                                        : make_probed_check(settings, context)});
        }
    }

    Result<void> collect(TimePoint now, SampleSink& out) override {
        if (checks_.empty()) return fail(Errc::no_data, "no checks are configured");
        for (const Named& named : checks_)
            named.check->collect(now, out);
        return {};
    }

    void add_facts(std::vector<Fact>& out) const override {
        for (const Named& named : checks_)
            out.push_back({"check." + named.name, named.check->state()});
    }

private:
    struct Named {
        std::string name;
        std::unique_ptr<Check> check;
    };

    std::vector<Named> checks_;
};

static_assert(CheckSettings::checks_max <= Collector::facts_max);

}  // namespace

Result<std::unique_ptr<Collector>> make_checks(const CollectorContext& context) {
    return std::make_unique<ChecksCollector>(context);
}

}  // namespace foreshock::collectors
