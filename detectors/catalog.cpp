#include "detectors/catalog.hpp"

#include "detectors/engines/exhaustion.hpp"
#include "detectors/engines/level.hpp"
#include "detectors/router.hpp"

namespace foreshock::detectors {
namespace {

std::unique_ptr<Engine> make_engine(const KindSettings& kind) {
    if (std::holds_alternative<ExhaustionSettings>(kind.settings))
        return std::make_unique<ExhaustionEngine>(kind);
    return std::make_unique<LevelEngine>(kind);
}

}  // namespace

Result<std::unique_ptr<Detector>> make_detectors(const Pack& pack) {
    std::vector<std::unique_ptr<Engine>> engines;
    for (const KindSettings& kind : pack.kinds) {
        const bool is_exhaustion = std::holds_alternative<ExhaustionSettings>(kind.settings);
        if (kind.engine != (is_exhaustion ? "exhaustion" : "level"))
            return fail(Errc::invalid, kind.kind + ": there is no engine '" + kind.engine + "'");
        engines.push_back(make_engine(kind));
    }
    return std::unique_ptr<Detector>{std::make_unique<Router>(std::move(engines))};
}

}  // namespace foreshock::detectors
