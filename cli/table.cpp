#include "cli/table.hpp"

#include <algorithm>
#include <numeric>

namespace foreshock::cli {
namespace {

constexpr std::size_t gap = 2;
constexpr std::size_t rest_min = 12;

using Widths = std::vector<std::size_t>;

Widths measure(const std::vector<TableColumn>& columns,
               const std::vector<std::vector<TableCell>>& rows, std::size_t width) {
    Widths widths;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        std::size_t widest = columns_of(columns[i].title);
        for (const auto& row : rows)
            widest = std::max(widest, columns_of(row[i].text));
        widths.push_back(std::min(widest, columns[i].width_max));
    }
    const std::size_t total =
        std::accumulate(widths.begin(), widths.end(), std::size_t{0}) + gap * (widths.size() - 1);
    for (std::size_t i = 0; i < columns.size() && total > width; ++i) {
        if (!columns[i].takes_the_rest) continue;
        const std::size_t excess = total - width;
        widths[i] =
            widths[i] > excess + rest_min ? widths[i] - excess : std::min(widths[i], rest_min);
    }
    return widths;
}

std::string render_row(const std::vector<TableCell>& cells, const Widths& widths,
                       const Look& look) {
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const std::string text = ellipsize(cells[i].text, widths[i]);
        line += look.paint(cells[i].colour, text);
        const bool is_last = i + 1 == cells.size();
        if (!is_last) line += std::string(widths[i] - columns_of(text) + gap, ' ');
    }
    return line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
}

}  // namespace

std::string render_table(const std::vector<TableColumn>& columns,
                         const std::vector<std::vector<TableCell>>& rows, const Look& look) {
    const Widths widths = measure(columns, rows, look.width);
    std::vector<TableCell> titles;
    for (const TableColumn& column : columns)
        titles.push_back({column.title, Colour::dim});
    std::string out = render_row(titles, widths, look);
    for (const auto& row : rows)
        out += render_row(row, widths, look);
    return out;
}

}  // namespace foreshock::cli
