#pragma once

#include <string>
#include <vector>

#include "cli/pack_lint.hpp"
#include "cli/terminal.hpp"
#include "detectors/pack/pack_outline.hpp"

namespace foreshock::cli {

using KindOutlines = std::vector<detectors::KindOutline>;

/// A line per kind: kind, engine, category, impact, how severe it can get, signals. Pure.
std::string render_kind_list(const KindOutlines& kinds, const Look& look);

/// All of one kind in words: what it looks at and when it speaks, what it precedes, each setting
/// with the file that it comes from, sentences, guide, questions. Pure.
std::string render_kind(const detectors::KindOutline& kind, const KindOutlines& all,
                        const Look& look);

/// "6 h", "1.50 GiB", "/boot, /snap/*": a setting as people read it. `unit` is the kind's.
std::string describe_setting(const detectors::Setting& setting, detectors::Unit unit);

/// "critical", "warning" or "warning, critical".
std::string severities_of(const detectors::KindOutline& kind);

/// When the kind speaks and what keeps it quiet, a sentence each; empty for engines that are
/// described by their settings alone.
std::vector<std::string> rules_of(const detectors::KindSettings& kind);

/// The same for programs: an array of kinds.
std::string kinds_json(const KindOutlines& kinds, const KindOutlines& all);

/// {"errors":[…],"warnings":[{"place","kind","text"}]}
std::string check_json(const std::string& complaints, const std::vector<PackWarning>& warnings);

}  // namespace foreshock::cli
