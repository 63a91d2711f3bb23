#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/result.hpp"

namespace foreshock::collectors {

/// An ECMAScript regular expression, without back-references, that is searched in command lines in
/// time linear in their length.
class CommandPattern {
public:
    /// invalid when it is no regular expression; the error says where it goes wrong.
    static Result<CommandPattern> compile(const std::string& expression);

    CommandPattern(CommandPattern&&) noexcept;
    CommandPattern& operator=(CommandPattern&&) noexcept;
    ~CommandPattern();

    /// Found anywhere in the line?
    [[nodiscard]] bool matches(std::string_view command_line) const;

private:
    struct Compiled;
    explicit CommandPattern(std::unique_ptr<Compiled> compiled);

    std::unique_ptr<Compiled> compiled_;
};

}  // namespace foreshock::collectors
