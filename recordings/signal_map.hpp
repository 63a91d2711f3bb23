#pragma once

#include <functional>
#include <string>
#include <vector>

#include "detectors/pack/pack.hpp"
#include "recordings/expression.hpp"

namespace foreshock::recordings {

/// How one of our signals comes out of other people's metrics.
struct SignalRule {
    std::string signal;
    Expression value;
    LabelTemplates labels;
};

/// Other people's metrics as our signals. See docs/reference/detect.md for the file.
class SignalMap {
public:
    /// TOML texts; a later one overrides single keys of a signal of an earlier one. invalid: all
    /// complaints, "file:line:column: path: what", one per line.
    static Result<SignalMap> parse(const std::vector<detectors::PackText>& texts);

    using Take = std::function<void(const std::string& signal, const Labels&, double)>;

    /// Hands out every signal that this scrape gives.
    void apply(const Scrape& scrape, const Take& take);

    /// Does a rule use the metric?
    [[nodiscard]] bool uses(std::string_view metric) const;

    [[nodiscard]] const std::vector<SignalRule>& rules() const { return rules_; }

    [[nodiscard]] std::uint64_t refused() const;

private:
    std::vector<SignalRule> rules_;
    std::vector<std::string> metrics_;  // sorted
};

/// Where the shipped maps are: beside the program (maps), else where packages put them.
std::string stock_maps();

}  // namespace foreshock::recordings
