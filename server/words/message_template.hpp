#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/result.hpp"

namespace foreshock::words {

/// What a template may name, with its value now. An empty value counts as absent.
using Values = std::map<std::string, std::string, std::less<>>;

/// Where a template stands, for complaints.
struct TemplatePlace {
    std::string file;
    std::size_t line = 1;  ///< of its first line
};

/// A text with `{{name}}`, `{{#if name}} … {{#else}} … {{/if}}` and `{{> part}}`. Strict: what is
/// unknown, unclosed or misspelt is a fault when it is read, never an odd word in a message. A line
/// that holds nothing but a mark of a block leaves no line behind. A value; safe from any thread.
class MessageTemplate {
public:
    static constexpr std::size_t depth_max = 8;  ///< of blocks and parts within each other

    using Parts = std::map<std::string, std::string, std::less<>>;

    /// What may be named.
    struct Names {
        std::function<bool(std::string_view)> is_value;
        const Parts& parts;
    };

    /// invalid, with "file:line: ", for anything that is not as above.
    static Result<MessageTemplate> parse(std::string_view text, const TemplatePlace& place,
                                         const Names& names);

    [[nodiscard]] std::string render(const Values& values) const;

private:
    struct Condition {
        std::string name;
        std::size_t on_false;  ///< where to go on when it is absent
    };

    struct Jump {
        std::size_t to;
    };

    struct Value {
        std::string name;
    };

    using Step = std::variant<std::string, Value, Condition, Jump>;
    friend class TemplateReading;

    std::vector<Step> steps_;
};

}  // namespace foreshock::words
