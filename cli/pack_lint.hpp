#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "detectors/pack/pack_outline.hpp"

namespace foreshock::cli {

/// Something that a pack may say and that is probably not meant.
struct PackWarning {
    std::string place;  ///< "file:line:column"
    std::string kind;
    std::string text;  ///< what is wrong and what to write
};

/// Looks at the kinds that one of `files` has a word in: signals that nobody collects, kinds in
/// leads_to that do not exist, kinds without guide or questions, kinds switched off that are not
/// in `base`, the names that there are without those files. `known` are all signals, sorted. Pure.
std::vector<PackWarning> lint_packs(const std::vector<detectors::KindOutline>& kinds,
                                    const std::vector<std::string>& files,
                                    const std::vector<std::string>& base,
                                    std::span<const std::string_view> known);

/// Errors about a kind that is not complete and not in `base` say which kind was probably meant:
/// the complaints with such lines added.
std::string with_hints(std::string complaints, const std::vector<std::string>& base);

/// May there be such a signal? Known ones, and what scraping other people's pages brings.
bool is_collected(std::string_view signal, std::span<const std::string_view> known);

}  // namespace foreshock::cli
