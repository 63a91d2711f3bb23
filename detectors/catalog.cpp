#include "detectors/catalog.hpp"

#include "detectors/engines/cadence.hpp"
#include "detectors/engines/exhaustion.hpp"
#include "detectors/engines/expiry.hpp"
#include "detectors/engines/inventory.hpp"
#include "detectors/engines/level.hpp"
#include "detectors/engines/missing_series.hpp"
#include "detectors/engines/state.hpp"
#include "detectors/router.hpp"

namespace foreshock::detectors {
namespace {

/// Settings → the engine that they are for.
struct EngineMaker {
    const KindSettings& kind;

    std::unique_ptr<Engine> operator()(const CadenceSettings& /*settings*/) const {
        return std::make_unique<CadenceEngine>(kind);
    }

    std::unique_ptr<Engine> operator()(const ExhaustionSettings& /*settings*/) const {
        return std::make_unique<ExhaustionEngine>(kind);
    }

    std::unique_ptr<Engine> operator()(const ExpirySettings& /*settings*/) const {
        return std::make_unique<ExpiryEngine>(kind);
    }

    std::unique_ptr<Engine> operator()(const InventorySettings& settings) const {
        if (!settings.signal.empty()) return std::make_unique<MissingSeriesEngine>(kind);
        return std::make_unique<InventoryEngine>(kind);
    }

    std::unique_ptr<Engine> operator()(const LevelSettings& /*settings*/) const {
        return std::make_unique<LevelEngine>(kind);
    }

    std::unique_ptr<Engine> operator()(const StateSettings& /*settings*/) const {
        return std::make_unique<StateEngine>(kind);
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
