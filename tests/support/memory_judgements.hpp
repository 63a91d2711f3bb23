#pragma once

#include <map>

#include "server/incidents/host_judgement.hpp"

namespace foreshock::test {

/// What tests say that agents told.
struct MemoryJudgements final : incidents::HostJudgements {
    std::map<std::string, LearnedLimits, std::less<>> limits;  // by host
    std::vector<incidents::PackOfHost> told;

    Result<std::optional<LearnedLimits>> limits_of(std::string_view host) const override {
        const auto found = limits.find(host);
        return found == limits.end() ? std::nullopt : std::optional{found->second};
    }

    Result<std::optional<incidents::PackOfHost>> pack_of(std::string_view host) const override {
        for (const incidents::PackOfHost& each : told)
            if (each.host == host) return std::optional{each};
        return std::optional<incidents::PackOfHost>{};
    }

    Result<std::vector<incidents::PackOfHost>> packs() const override { return told; }
};

}  // namespace foreshock::test
