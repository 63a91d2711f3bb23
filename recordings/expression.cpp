#include "recordings/expression.hpp"

#include <algorithm>
#include <cmath>

#include "formats/exposition.hpp"
#include "recordings/expression_parser.hpp"

namespace foreshock::recordings {
namespace {

using Pairs = std::vector<Labels::Pair>;

std::string_view value_in(const Pairs& pairs, std::string_view label) {
    const auto found = std::find_if(pairs.begin(), pairs.end(),
                                    [label](const auto& pair) { return pair.first == label; });
    return found == pairs.end() ? std::string_view{} : std::string_view{found->second};
}

bool holds(const Expression::Condition& condition, const Pairs& pairs) {
    const std::string_view value = value_in(pairs, condition.label);
    const std::string_view wanted = condition.value;
    const bool is_like = wanted.ends_with('*')
                             ? value.starts_with(wanted.substr(0, wanted.size() - 1))
                             : value == wanted;
    return is_like != condition.is_negated;
}

std::string filled(std::string_view text, const Pairs& pairs) {
    std::string out;
    while (true) {
        const std::size_t open = text.find('{');
        const std::size_t close = text.find('}', open);
        out.append(text.substr(0, close == text.npos ? text.npos : open));
        if (close == text.npos) return out;
        out.append(value_in(pairs, text.substr(open + 1, close - open - 1)));
        text.remove_prefix(close + 1);
    }
}

/// Ours out of theirs; what stays empty is left away.
Result<Labels> rewritten(const LabelTemplates& templates, const Pairs& pairs) {
    Pairs ours;
    for (const auto& [name, text] : templates) {
        std::string value = filled(text, pairs);
        if (!value.empty()) ours.emplace_back(name, std::move(value));
    }
    return Labels::from_pairs(std::move(ours));
}

/// What a series says now; nothing while there is nothing to compare with.
std::optional<double> changed(Expression::Change change, Expression::Seen& seen, TimePoint at,
                              double value) {
    if (change == Expression::Change::none) return value;
    const bool had_last = std::exchange(seen.has_last, true);
    const double last = std::exchange(seen.last, value);
    const TimePoint last_at = std::exchange(seen.last_at, at);
    if (!had_last || at <= last_at) return std::nullopt;
    const double grown = value < last ? value : value - last;
    return change == Expression::Change::rate ? grown / to_seconds(at - last_at) : grown;
}

struct Gathered {
    double sum = 0;
    double least = 0;
    double most = 0;
    std::size_t count = 0;

    void add(double value) {
        sum += value;
        least = count == 0 ? value : std::min(least, value);
        most = count == 0 ? value : std::max(most, value);
        ++count;
    }

    [[nodiscard]] double as(Expression::Gathering gathering) const {
        switch (gathering) {
            case Expression::Gathering::sum:
                return sum;
            case Expression::Gathering::mean:
                return sum / static_cast<double>(count);
            case Expression::Gathering::min:
                return least;
            case Expression::Gathering::max:
                return most;
            case Expression::Gathering::count:
                return static_cast<double>(count);
        }
        return sum;
    }
};

double computed(Expression::Kind kind, double left, double right) {
    switch (kind) {
        case Expression::Kind::add:
            return left + right;
        case Expression::Kind::subtract:
            return left - right;
        case Expression::Kind::multiply:
            return left * right;
        default:
            return left / right;
    }
}

bool is_single(const Values& values) {
    return values.size() == 1 && values.begin()->first.empty();
}

Values combined(Expression::Kind kind, const Values& left, const Values& right) {
    Values result;
    const auto add = [&result, kind](const Labels& labels, double a, double b) {
        const double value = computed(kind, a, b);
        if (std::isfinite(value)) result.emplace(labels, value);
    };
    if (is_single(left)) {
        for (const auto& [labels, value] : right)
            add(labels, left.begin()->second, value);
    } else if (is_single(right)) {
        for (const auto& [labels, value] : left)
            add(labels, value, right.begin()->second);
    } else {
        for (const auto& [labels, value] : left)
            if (const auto found = right.find(labels); found != right.end())
                add(labels, value, found->second);
    }
    return result;
}

}  // namespace

Result<Expression> Expression::parse(std::string_view text) {
    auto nodes = parse_expression(text);
    if (!nodes) return fail(std::move(nodes).error());
    Expression expression;
    expression.nodes_ = std::move(*nodes);
    return expression;
}

std::vector<std::string> Expression::metrics() const {
    std::vector<std::string> names;
    for (const Node& node : nodes_)
        if (node.kind == Kind::metric) names.push_back(node.metric);
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

Values Expression::evaluate(const Scrape& scrape, const LabelTemplates& labels) {
    return value_of(nodes_.size() - 1, scrape, labels);
}

Values Expression::value_of(std::size_t number, const Scrape& scrape,
                            const LabelTemplates& labels) {
    Node& node = nodes_[number];
    if (node.kind == Kind::number) return {{Labels{}, node.number}};
    if (node.kind == Kind::metric) return gather(node, scrape, labels);
    const Values left = value_of(node.left, scrape, labels);
    return combined(node.kind, left, value_of(node.right, scrape, labels));
}

Expression::Seen* Expression::seen(Node& node, std::string_view labels,
                                   const LabelTemplates& templates) {
    std::string written{labels};
    if (const auto found = node.seen.find(written); found != node.seen.end()) return &found->second;
    if (node.seen.size() == series_max) {
        ++refused_;
        return nullptr;
    }
    Seen series;
    const auto pairs = formats::parse_exposed_labels(labels);
    auto ours = pairs ? rewritten(templates, *pairs) : Result<Labels>{fail(pairs.error())};
    if (!ours) {
        ++refused_;
    } else {
        series.is_wanted =
            std::all_of(node.conditions.begin(), node.conditions.end(),
                        [&pairs](const Condition& each) { return holds(each, *pairs); });
        series.labels = std::move(*ours);
    }
    return &node.seen.emplace(std::move(written), std::move(series)).first->second;
}

Values Expression::gather(Node& node, const Scrape& scrape, const LabelTemplates& labels) {
    const auto found = scrape.metrics.find(node.metric);
    if (found == scrape.metrics.end()) return {};
    std::map<Labels, Gathered> gathered;
    for (const ScrapedValue& scraped : found->second) {
        Seen* series = seen(node, scraped.labels, labels);
        if (!series || !series->is_wanted) continue;
        const auto value = changed(node.change, *series, scrape.at, scraped.value);
        if (value) gathered[series->labels].add(*value);
    }
    Values values;
    for (const auto& [ours, all] : gathered)
        values.emplace(ours, all.as(node.gathering));
    return values;
}

}  // namespace foreshock::recordings
