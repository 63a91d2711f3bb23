#pragma once

#include <span>
#include <string_view>

namespace foreshock::packs {

/// A file of the stock pack, as it stood in the source when this server was built.
struct StockText {
    std::string_view file_name;  ///< "compute.toml"
    std::string_view toml;
};

/// By name.
std::span<const StockText> stock_texts();

}  // namespace foreshock::packs
