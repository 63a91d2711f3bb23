#include "server/packs/shipped_pack.hpp"

#include "detectors/pack/pack_identity.hpp"
#include "server/packs/kind_severity.hpp"
#include "server/packs/stock_texts.hpp"

namespace foreshock::packs {
namespace {

ShippedKind shipped(detectors::KindSettings&& kind) {
    ShippedKind shipped;
    shipped.severity = severity_rule(kind);
    shipped.unit = detectors::to_string(kind.unit);
    shipped.impact = kind.impact;
    shipped.is_weak = kind.weak;
    shipped.kind = std::move(kind.kind);
    shipped.category = std::move(kind.category);
    shipped.subcategory = std::move(kind.subcategory);
    shipped.engine = std::move(kind.engine);
    shipped.component = std::move(kind.component);
    shipped.disruption = std::move(kind.disruption);
    shipped.impending = std::move(kind.impending);
    shipped.occurring = std::move(kind.occurring);
    shipped.guide = std::move(kind.guide);
    shipped.questions = std::move(kind.questions);
    shipped.leads_to = std::move(kind.leads_to);
    return shipped;
}

}  // namespace

Result<ShippedPack> read_shipped_pack() {
    std::vector<detectors::PackText> texts;
    for (const StockText& text : stock_texts())
        texts.push_back({"stock/" + std::string{text.file_name}, std::string{text.toml}});
    auto pack = detectors::parse_packs(texts);
    if (!pack) return fail(std::move(pack).error().with("the stock pack in this program"));
    ShippedPack shipped_pack;
    shipped_pack.identity = detectors::pack_in_use(texts, pack->kinds.size());
    shipped_pack.kinds.reserve(pack->kinds.size());
    for (detectors::KindSettings& kind : pack->kinds)
        shipped_pack.kinds.push_back(shipped(std::move(kind)));
    return shipped_pack;
}

}  // namespace foreshock::packs
