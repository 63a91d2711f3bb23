#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/sighting.hpp"

namespace foreshock::agent {

/// Whether an answer to a report asks to look at other hosts; reads no JSON.
bool asks_to_look(std::string_view answer);

/// What an answer to a report asks: {"acked":7,"look_at":[{"host":"ID","addresses":["10.0.0.5"]}]}.
/// What is not of that form, addresses that are none, and what is beyond `questions_max` and
/// SightingQuestion::addresses_max is left out. Needs no network.
std::vector<SightingQuestion> sighting_questions(std::string_view answer);

inline constexpr std::size_t questions_max = 4;

}  // namespace foreshock::agent
