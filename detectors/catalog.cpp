#include "detectors/catalog.hpp"

#include "detectors/engines/anomaly.hpp"
#include "detectors/engines/exhaustion.hpp"
#include "detectors/engines/level.hpp"
#include "detectors/router.hpp"

namespace foreshock::detectors {
namespace {

/// Settings → the engine that they are for.
struct EngineMaker {
    const KindSettings& kind;

    std::unique_ptr<Engine> operator()(const AnomalySettings& /*settings*/) const {
        return std::make_unique<AnomalyEngine>(kind);
    }

    std::unique_ptr<Engine> operator()(const ExhaustionSettings& /*settings*/) const {
        return std::make_unique<ExhaustionEngine>(kind);
    }

    std::unique_ptr<Engine> operator()(const LevelSettings& /*settings*/) const {
        return std::make_unique<LevelEngine>(kind);
    }
};

}  // namespace

std::unique_ptr<Detector> make_detectors(const Pack& pack) {
    std::vector<std::unique_ptr<Engine>> engines;
    engines.reserve(pack.kinds.size());
    for (const KindSettings& kind : pack.kinds)
        engines.push_back(std::visit(EngineMaker{kind}, kind.settings));
    return std::make_unique<Router>(std::move(engines));
}

}  // namespace foreshock::detectors
