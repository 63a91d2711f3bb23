#pragma once

#include <string>

namespace foreshock::render {

/// A text as a cell of CSV (RFC 4180), quoted where it must be. What a spreadsheet would take for
/// a formula becomes a text by an apostrophe in front.
std::string csv_cell(std::string text);

/// The same, quoted in any case.
std::string quoted_csv_cell(std::string text);

}  // namespace foreshock::render
