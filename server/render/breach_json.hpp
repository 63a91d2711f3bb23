#pragma once

#include <string>
#include <vector>

#include "server/breach/breach.hpp"

namespace foreshock::render {

/// What its responders see, whole.
std::string breach_json(const breach::Breach& breach);
/// Without signs, checklist, evidence, record and timeline.
std::string breaches_json(const std::vector<breach::Breach>& breaches);

std::string evidence_json(const breach::Evidence& evidence);

/// What goes to a channel of breaches: that there is something and where to look, and nothing of
/// what it is; `words` are ours.
std::string breach_word_json(const breach::Breach& breach, const std::string& words,
                             const std::string& id);

}  // namespace foreshock::render
