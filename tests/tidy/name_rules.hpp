#pragma once

#include "source_tree.hpp"

namespace foreshock::tidy {

/// C++ only: no type and no file is called by a word that says nothing (Manager, Helper, Util,
/// Data, Info, Impl, Common), and what lies in a room lives in that room's namespace.
Findings check_names(const SourceFile& file);

}  // namespace foreshock::tidy
