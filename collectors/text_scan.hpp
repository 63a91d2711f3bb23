#pragma once

#include "core/text_scan.hpp"

namespace foreshock::collectors {

// What the collectors read the kernel's text with.
using foreshock::label_text;
using foreshock::only_uint;
using foreshock::take_line;
using foreshock::take_uint;
using foreshock::take_word;
using foreshock::word_as_double;
using foreshock::word_as_uint;

}  // namespace foreshock::collectors
