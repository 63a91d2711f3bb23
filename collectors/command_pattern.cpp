#include "collectors/command_pattern.hpp"

#include <regex>

namespace foreshock::collectors {

struct CommandPattern::Compiled {
    std::regex expression;
};

CommandPattern::CommandPattern(std::unique_ptr<Compiled> compiled)
    : compiled_(std::move(compiled)) {}

CommandPattern::CommandPattern(CommandPattern&&) noexcept = default;
CommandPattern& CommandPattern::operator=(CommandPattern&&) noexcept = default;
CommandPattern::~CommandPattern() = default;

Result<CommandPattern> CommandPattern::compile(const std::string& expression) {
    if (expression.empty()) return fail(Errc::invalid, "an empty pattern matches every process");
    // libstdc++'s extension: no backtracking and no deep recursion. No back-references.
    constexpr auto flags =
        std::regex::ECMAScript | std::regex::nosubs | std::regex_constants::__polynomial;
    try {
        const std::regex alone{expression, flags};
        // One match of the whole line is linear in it; a search would begin anew at every byte.
        std::regex anywhere{"[^]*(?:" + expression + ")[^]*", flags};
        return CommandPattern{std::make_unique<Compiled>(Compiled{std::move(anywhere)})};
    } catch (const std::regex_error& error) {
        return fail(Errc::invalid,
                    "'" + expression + "' is no regular expression: " + error.what());
    }
}

bool CommandPattern::matches(std::string_view command_line) const {
    try {
        return std::regex_match(command_line.begin(), command_line.end(), compiled_->expression);
    } catch (const std::regex_error&) {
        return false;
    }
}

}  // namespace foreshock::collectors
