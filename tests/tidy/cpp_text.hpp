#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace foreshock::tidy {

/// The same text with comments, strings and character literals blanked out: every character left
/// is code, and every offset and line number still holds. Raw strings are understood.
std::string code_only(std::string_view text);

/// A function body, or the body of a test case.
struct FunctionBody {
    std::string head;              ///< what stands before the brace, spaces collapsed
    std::size_t first_offset = 0;  ///< of the head
    std::size_t open_offset = 0;   ///< of the opening brace
    std::size_t close_offset = 0;  ///< of the closing brace
};

/// The outermost functions of a translation unit, members included. `code` comes from code_only.
std::vector<FunctionBody> find_functions(std::string_view code);

}  // namespace foreshock::tidy
