#include "detectors/catalog.hpp"

#include <set>

#include "detectors/engines/anomaly.hpp"
#include "detectors/engines/burst.hpp"
#include "detectors/engines/cadence.hpp"
#include "detectors/engines/combination.hpp"
#include "detectors/engines/exhaustion.hpp"
#include "detectors/engines/expiry.hpp"
#include "detectors/engines/inventory.hpp"
#include "detectors/engines/leak.hpp"
#include "detectors/engines/level.hpp"
#include "detectors/engines/shift.hpp"
#include "detectors/engines/state.hpp"
#include "detectors/engines/template_known.hpp"
#include "detectors/engines/template_novel.hpp"
#include "detectors/router.hpp"

namespace foreshock::detectors {
namespace {

/// Settings → the engine that they are for.
struct EngineMaker {
    const KindSettings& kind;

    std::unique_ptr<Engine> operator()(const AnomalySettings& /*settings*/) const {
        return std::make_unique<AnomalyEngine>(kind);
    }

    std::unique_ptr<Engine> operator()(const BurstSettings& /*settings*/) const {
        return std::make_unique<BurstEngine>(kind);
    }

    std::unique_ptr<Engine> operator()(const CadenceSettings& /*settings*/) const {
        return std::make_unique<CadenceEngine>(kind);
    }

    std::unique_ptr<Engine> operator()(const CombinationSettings& /*settings*/) const {
        return std::make_unique<CombinationEngine>(kind);
    }

    std::unique_ptr<Engine> operator()(const ExhaustionSettings& /*settings*/) const {
        return std::make_unique<ExhaustionEngine>(kind);
    }

    std::unique_ptr<Engine> operator()(const ExpirySettings& /*settings*/) const {
        return std::make_unique<ExpiryEngine>(kind);
    }

    std::unique_ptr<Engine> operator()(const InventorySettings& /*settings*/) const {
        return std::make_unique<InventoryEngine>(kind);
    }

    std::unique_ptr<Engine> operator()(const LeakSettings& /*settings*/) const {
        return std::make_unique<LeakEngine>(kind);
    }

    std::unique_ptr<Engine> operator()(const LevelSettings& /*settings*/) const {
        return std::make_unique<LevelEngine>(kind);
    }

    std::unique_ptr<Engine> operator()(const ShiftSettings& /*settings*/) const {
        return std::make_unique<ShiftEngine>(kind);
    }

    std::unique_ptr<Engine> operator()(const StateSettings& /*settings*/) const {
        return std::make_unique<StateEngine>(kind);
    }

    std::unique_ptr<Engine> operator()(const TemplateSettings& settings) const {
        if (settings.novelty) return std::make_unique<NovelLineEngine>(kind);
        return std::make_unique<KnownLineEngine>(kind);
    }
};

/// Engines that only look at the series they have: without any they have nothing to do.
bool sleeps_without_series(const KindSettings& kind) {
    return std::holds_alternative<AnomalySettings>(kind.settings) ||
           std::holds_alternative<ExhaustionSettings>(kind.settings) ||
           std::holds_alternative<LeakSettings>(kind.settings) ||
           std::holds_alternative<LevelSettings>(kind.settings) ||
           std::holds_alternative<ShiftSettings>(kind.settings) ||
           std::holds_alternative<StateSettings>(kind.settings);
}

}  // namespace

std::unique_ptr<Detector> make_detectors(const Pack& pack) {
    std::vector<std::unique_ptr<Engine>> engines;
    std::vector<std::string> kinds;
    std::set<std::string> weak_kinds;
    std::vector<bool> sleeps;
    for (const KindSettings& kind : pack.kinds) {
        engines.push_back(std::visit(EngineMaker{kind}, kind.settings));
        kinds.push_back(kind.kind);
        sleeps.push_back(sleeps_without_series(kind));
        if (kind.weak) weak_kinds.insert(kind.kind);
    }
    return std::make_unique<Router>(std::move(engines), std::move(kinds), std::move(weak_kinds),
                                    std::move(sleeps));
}

}  // namespace foreshock::detectors
