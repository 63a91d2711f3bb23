#pragma once

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/labels.hpp"
#include "recordings/scrape.hpp"

namespace foreshock::recordings {

/// Our label → a text with {their label} in it: { mount = "{mountpoint}" }.
using LabelTemplates = std::map<std::string, std::string>;

/// Values by our labels.
using Values = std::map<Labels, double>;

/// Arithmetic over metrics of one scrape after another:
///
///   node_filesystem_size_bytes - node_filesystem_avail_bytes
///   100 * rate(node_pressure_cpu_waiting_seconds_total)
///   node_load1 / count(node_cpu_seconds_total{mode="idle"})
///
/// +, -, *, / and parentheses; metrics with conditions {label="value",other!="v*"}, where * at the
/// end stands for any rest; rate(…) per second and increase(…) since the scrape before, of each
/// series by itself, a counter that fell counting as begun anew (as Prometheus'
/// promql/functions.go does); sum, mean, min, max and count of the series whose labels become the
/// same of ours; sum when nothing is said. Both sides of an operator are matched by our labels; a
/// side that is one value without labels goes with every one of the other. What is divided by zero
/// or not finite is absent. Remembers series_max series for each metric in it, about 200 bytes
/// each.
class Expression {
public:
    /// malformed: "column 7: what". too_large beyond the bounds.
    static Result<Expression> parse(std::string_view text);

    /// The values at the scrape's moment. Moments never go back.
    Values evaluate(const Scrape& scrape, const LabelTemplates& labels);

    /// The metrics in it, each once.
    [[nodiscard]] std::vector<std::string> metrics() const;

    /// Series that were left out beyond series_max or whose labels cannot be read.
    [[nodiscard]] std::uint64_t refused() const { return refused_; }

    static constexpr std::size_t series_max = 50000;
    static constexpr std::size_t nodes_max = 64;
    static constexpr std::size_t depth_max = 16;

    enum class Kind : std::uint8_t { number, metric, add, subtract, multiply, divide };
    enum class Change : std::uint8_t { none, rate, increase };
    enum class Gathering : std::uint8_t { sum, mean, min, max, count };

    struct Condition {
        std::string label;
        std::string value;
        bool is_negated;
    };

    /// What is known of one series of a metric.
    struct Seen {
        bool is_wanted = false;
        Labels labels;  ///< ours
        bool has_last = false;
        double last = 0;
        TimePoint last_at{};
    };

    struct Node {
        Kind kind = Kind::number;
        double number = 0;
        std::string metric;
        std::vector<Condition> conditions;
        Change change = Change::none;
        Gathering gathering = Gathering::sum;
        std::size_t left = 0;  ///< into nodes_
        std::size_t right = 0;
        std::unordered_map<std::string, Seen> seen;  ///< by their labels as written
    };

private:
    Values value_of(std::size_t node, const Scrape& scrape, const LabelTemplates& labels);
    Values gather(Node& node, const Scrape& scrape, const LabelTemplates& labels);
    Seen* seen(Node& node, std::string_view labels, const LabelTemplates& templates);

    std::vector<Node> nodes_;  // the last one is the whole
    std::uint64_t refused_ = 0;
};

}  // namespace foreshock::recordings
