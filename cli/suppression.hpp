#pragma once

#include <iosfwd>
#include <string>
#include <string_view>

#include "cli/api_client.hpp"
#include "cli/arguments.hpp"
#include "cli/terminal.hpp"

/// `foreshock silence …` and `foreshock maintenance …`.
namespace foreshock::cli {

/// Asks the server, prints, and hands an error on. The action must be one of theirs.
Result<void> run_suppression(ApiClient& api, const Arguments& arguments, const Look& look,
                             std::ostream& out);

/// What add and preview send: what was not typed is left out, for the server to complain about.
std::string suppression_body(const SuppressionArguments& typed, const std::string& owner);

/// malformed when it is no list of silences or windows.
Result<std::string> render_silences(std::string_view json, const Look& look);
Result<std::string> render_windows(std::string_view json, const Look& look);

/// What a preview says. malformed as above.
Result<std::string> render_preview(std::string_view json, const Look& look);

}  // namespace foreshock::cli
