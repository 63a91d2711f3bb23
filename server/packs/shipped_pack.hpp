#pragma once

#include <string>
#include <vector>

#include "core/pack_in_use.hpp"
#include "core/result.hpp"
#include "server/packs/severity_rule.hpp"

namespace foreshock::packs {

/// A kind of symptom as people are told of it.
struct ShippedKind {
    std::string kind;  ///< "filesystem.space.exhaustion"
    std::string category;
    std::string subcategory;
    std::string engine;
    std::string unit;        ///< of its numbers: "bytes", "ratio" …
    std::string component;   ///< with placeholders, as all of its sentences: "filesystem {mount}"
    std::string disruption;  ///< what it comes before
    std::string impending;   ///< may be empty
    std::string occurring;   ///< may be empty
    std::string guide;
    std::vector<std::string> questions;
    std::vector<std::string> leads_to;
    int impact = 3;        ///< 1 the host, 2 a service, 3 a component
    bool is_weak = false;  ///< a sign for others only
    SeverityRule severity;
};

/// The stock pack that is built into this server: what agents of its version bring along.
struct ShippedPack {
    PackInUse identity;
    std::vector<ShippedKind> kinds;  ///< by name
};

/// Reads and checks all of it: some dozens of milliseconds. An error is our own mistake.
Result<ShippedPack> read_shipped_pack();

}  // namespace foreshock::packs
