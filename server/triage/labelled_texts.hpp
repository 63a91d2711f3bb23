#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"

namespace foreshock::triage {

/// A text and what a person would say of it; an empty label is one that nobody gave.
struct LabelledText {
    std::string text;
    std::string intent;    ///< "incident", "request" or "unsure"
    std::string category;  ///< "storage"

    bool operator==(const LabelledText&) const = default;
};

/// Reads lines of text below "[intent category]", "-" for a label that is not given; '#' begins a
/// comment line. Below "[vocabulary category]" a line holds many short texts, comma between them,
/// that have a category only. malformed, with the line, for text before the first section, a
/// section of another form or an intent that does not exist.
Result<std::vector<LabelledText>> parse_labelled_texts(std::string_view lines);

}  // namespace foreshock::triage
