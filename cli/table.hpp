#pragma once

#include <string>
#include <vector>

#include "cli/terminal.hpp"

namespace foreshock::cli {

struct TableColumn {
    std::string title;
    std::size_t width_max = 200;
    bool takes_the_rest = false;  ///< one column: as wide as its content, or narrower to fit
};

struct TableCell {
    std::string text;
    Colour colour = Colour::none;
};

/// Columns as wide as their content, two blanks between them, within the width of the look.
/// Pure. Ends with \n.
std::string render_table(const std::vector<TableColumn>& columns,
                         const std::vector<std::vector<TableCell>>& rows, const Look& look);

}  // namespace foreshock::cli
