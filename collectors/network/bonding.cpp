#include "collectors/network/bonding.hpp"

#include <algorithm>
#include <array>

#include "collectors/entity_map.hpp"
#include "collectors/entity_series.hpp"
#include "collectors/rate.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array signals{
    SignalDescription{"bonding.members.up_count", gauge, "count",
                      "Interfaces of the bond whose link is up."},
    SignalDescription{"bonding.members.configured_count", gauge, "count",
                      "Interfaces that belong to the bond."},
    SignalDescription{"bonding.members.lost_count", gauge, "count",
                      "Interfaces of the bond that are down: redundancy that is missing."},
    SignalDescription{"bonding.members.failures_count", gauge, "count",
                      "Links of the bond's interfaces that were lost since the last sample."},
    SignalDescription{"bonding.link.up", gauge, "boolean", "1 while the bond itself is up."},
};

enum Row : std::size_t { up_count, configured, lost, failures, link_up };

static_assert(signals.size() == link_up + 1);

constexpr std::string_view directory = "proc/net/bonding";

struct Bond {
    explicit Bond(std::string_view name) : series(signals, Labels{{"bond", label_text(name)}}) {}

    EntitySeries series;
    Increase link_failures;
};

/// "MII Status: up" → "up" when the line begins like this.
std::optional<std::string_view> value_of(std::string_view line, std::string_view key) {
    if (!line.starts_with(key)) return std::nullopt;
    line.remove_prefix(key.size());
    return take_word(line);
}

class BondingCollector final : public Collector {
public:
    explicit BondingCollector(const HostFs& host) : host_(host) {}

    Result<void> collect(TimePoint /*now*/, SampleSink& out) override {
        const auto names = host_.list(directory);
        if (!names) return fail(names.error());
        std::optional<Error> failure;
        for (const std::string& name : *names) {
            auto collected = collect_bond(name, out);
            if (!collected) failure = std::move(collected).error();
        }
        bonds_.forget_unseen();
        if (names->empty()) return fail(Errc::no_data, "this host has no bonds");
        if (failure) return fail(std::move(*failure));
        return {};
    }

private:
    Result<void> collect_bond(const std::string& name, SampleSink& out) {
        const auto text = host_.read(std::string{directory} + "/" + name);
        if (!text) return fail(text.error());
        const auto reading = parse_bonding(*text);
        if (!reading) return fail(reading.error());
        if (Bond* bond = bonds_.see(name)) add(out, *bond, *reading);
        return {};
    }

    static void add(SampleSink& out, Bond& bond, const BondReading& reading) {
        const auto& members = reading.members;
        const auto up = std::count_if(members.begin(), members.end(),
                                      [](const BondMember& member) { return member.up; });
        std::uint64_t failed = 0;
        for (const BondMember& member : members)
            failed += member.link_failures;
        const auto all = static_cast<double>(members.size());
        bond.series.add(out, up_count, static_cast<double>(up));
        bond.series.add(out, configured, all);
        bond.series.add(out, lost, all - static_cast<double>(up));
        bond.series.add(out, failures, bond.link_failures.to(failed));
        bond.series.add(out, link_up, reading.up ? 1.0 : 0.0);
    }

    const HostFs& host_;
    EntityMap<Bond> bonds_{bonds_max};
};

}  // namespace

Result<BondReading> parse_bonding(std::string_view text) {
    BondReading bond;
    std::optional<bool> up;
    bool in_member = false;
    const auto end_part = [&] {
        if (!up) return false;
        (in_member ? bond.members.back().up : bond.up) = *up;
        up.reset();
        return true;
    };
    std::string_view line;
    while (take_line(text, line)) {
        if (const auto name = value_of(line, "Slave Interface: ")) {
            if (!end_part()) return fail(Errc::malformed, "bonding: no status before a member");
            if (bond.members.size() >= bond_members_max) return bond;
            bond.members.push_back({std::string{*name}, false, 0});
            in_member = true;
        } else if (const auto status = value_of(line, "MII Status: "); status && !up) {
            up = *status == "up";
        } else if (const auto count = value_of(line, "Link Failure Count: "); count && in_member) {
            bond.members.back().link_failures = word_as_uint(*count).value_or(0);
        }
    }
    if (!end_part()) return fail(Errc::malformed, "bonding: no status");
    return bond;
}

std::span<const SignalDescription> bonding_signals() {
    return signals;
}

Result<std::unique_ptr<Collector>> make_bonding(const CollectorContext& context) {
    return std::make_unique<BondingCollector>(context.host);
}

}  // namespace foreshock::collectors
