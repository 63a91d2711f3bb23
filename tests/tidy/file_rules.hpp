#pragma once

#include "source_tree.hpp"

namespace foreshock::tidy {

constexpr std::size_t file_bytes_max = 200'000;
/// Of the one document that describes all routes.
constexpr std::size_t openapi_bytes_max = 600'000;

/// Any file: not too large, executable exactly when it begins with "#!", without the paths of one
/// machine and without the host of a package registry; no open task without its kind.
Findings check_file(const SourceFile& file);

/// Headers begin with #pragma once.
Findings check_header_guard(const SourceFile& file);

/// Entries of the changelog read "- [KIND] component: what", with a KIND of the four.
Findings check_changelog(const SourceFile& file);

}  // namespace foreshock::tidy
