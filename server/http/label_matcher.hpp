#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "server/incidents/alert.hpp"

namespace foreshock::http {

/// One condition on the labels of an alert: severity="critical", host=~"web-.*", job!="node".
/// A label that is not there has an empty text. Regular expressions match the whole text; they are
/// ECMAScript's without back references, matched in a time that grows with the text only linearly.
class LabelMatcher {
public:
    enum class Relation : std::uint8_t { equal, differs, matches, matches_not };

    static constexpr std::size_t name_bytes_max = 256;
    static constexpr std::size_t value_bytes_max = 2048;
    static constexpr std::size_t pattern_bytes_max = 512;

    /// As Alertmanager and amtool write it; quotes may be left out. malformed otherwise.
    static Result<LabelMatcher> parse(std::string_view text);

    /// invalid for an empty name, a text beyond its bound, and a pattern that is none.
    static Result<LabelMatcher> make(std::string name, Relation relation, std::string value);

    [[nodiscard]] bool matches(const incidents::AlertTexts& labels) const;
    /// Of a text that is no label's.
    [[nodiscard]] bool matches_text(std::string_view text) const;

    [[nodiscard]] const std::string& name() const { return name_; }

    [[nodiscard]] Relation relation() const { return relation_; }

    [[nodiscard]] const std::string& value() const { return value_; }

private:
    struct Pattern;

    LabelMatcher(std::string name, Relation relation, std::string value);

    std::string name_;
    Relation relation_;
    std::string value_;
    std::shared_ptr<const Pattern> pattern_;  // shared by copies: it never changes
};

}  // namespace foreshock::http
