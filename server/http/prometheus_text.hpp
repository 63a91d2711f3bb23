#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace foreshock::http {

/// Writes the Prometheus text format 0.0.4: families in the order they are started, every value
/// below the family that was started last.
class PrometheusText {
public:
    using LabelPair = std::pair<std::string_view, std::string_view>;

    /// `type` is "counter", "gauge" or "summary".
    void family(std::string_view name, std::string_view type, std::string_view help);
    void value(double value, std::initializer_list<LabelPair> labels = {});

    [[nodiscard]] std::string take() && { return std::move(text_); }

private:
    std::string name_;
    std::string text_;
};

}  // namespace foreshock::http
