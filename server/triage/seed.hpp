#pragma once

#include <vector>

#include "server/triage/labelled_texts.hpp"

namespace foreshock::triage {

/// What the model learns first: packaging/triage/tickets.txt, which is built into the program.
std::vector<LabelledText> seed_texts();

}  // namespace foreshock::triage
