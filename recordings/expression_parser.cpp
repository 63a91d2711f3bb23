#include "recordings/expression_parser.hpp"

#include <algorithm>
#include <array>

#include "core/number.hpp"

namespace foreshock::recordings {
namespace {

using Node = Expression::Node;
using Kind = Expression::Kind;
using Change = Expression::Change;
using Gathering = Expression::Gathering;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_name_start(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':';
}

/// A recursive descent (Aho, Lam, Sethi, Ullman: Compilers, §4.4); each step answers the number of
/// the node that it made.
class Parser {
public:
    explicit Parser(std::string_view text) : text_(text) {}

    Result<std::vector<Node>> parse() {
        const auto whole = sum(0);
        if (!whole) return fail(whole.error());
        if (!at_end()) return complain("expected an operator: + - * /");
        return std::move(nodes_);
    }

private:
    using Made = Result<std::size_t>;

    tl::unexpected<Error> complain(const std::string& what) const {
        return fail(Errc::malformed, "column " + std::to_string(at_ + 1) + ": " + what);
    }

    void skip_blanks() {
        while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t'))
            ++at_;
    }

    bool at_end() {
        skip_blanks();
        return at_ == text_.size();
    }

    [[nodiscard]] char peek() { return at_end() ? '\0' : text_[at_]; }

    bool take(char wanted) {
        if (peek() != wanted) return false;
        ++at_;
        return true;
    }

    std::string_view take_name() {
        skip_blanks();
        const std::size_t begin = at_;
        while (at_ < text_.size() &&
               (is_name_start(text_[at_]) || (at_ > begin && is_digit(text_[at_]))))
            ++at_;
        return text_.substr(begin, at_ - begin);
    }

    Made add(Node node) {
        if (nodes_.size() == Expression::nodes_max)
            return fail(Errc::too_large, "more than 64 numbers, metrics and operators");
        nodes_.push_back(std::move(node));
        return nodes_.size() - 1;
    }

    Made add_operator(Kind kind, std::size_t left, std::size_t right) {
        Node node;
        node.kind = kind;
        node.left = left;
        node.right = right;
        return add(std::move(node));
    }

    Made sum(std::size_t depth) {
        if (depth == Expression::depth_max)
            return fail(Errc::too_large, "more than 16 parentheses inside one another");
        Made left = product(depth);
        while (left && (peek() == '+' || peek() == '-')) {
            const Kind kind = text_[at_++] == '+' ? Kind::add : Kind::subtract;
            const Made right = product(depth);
            if (!right) return right;
            left = add_operator(kind, *left, *right);
        }
        return left;
    }

    Made product(std::size_t depth) {
        Made left = factor(depth);
        while (left && (peek() == '*' || peek() == '/')) {
            const Kind kind = text_[at_++] == '*' ? Kind::multiply : Kind::divide;
            const Made right = factor(depth);
            if (!right) return right;
            left = add_operator(kind, *left, *right);
        }
        return left;
    }

    Made factor(std::size_t depth) {
        if (take('(')) {
            Made inner = sum(depth + 1);
            if (inner && !take(')')) return complain("expected )");
            return inner;
        }
        if (is_digit(peek()) || peek() == '.' || peek() == '-') return number();
        return metric();
    }

    Made number() {
        const std::size_t begin = at_;
        if (text_[at_] == '-') ++at_;
        while (at_ < text_.size() && (is_digit(text_[at_]) || text_[at_] == '.'))
            ++at_;
        const auto value = parse_double(text_.substr(begin, at_ - begin));
        if (!value) {
            at_ = begin;
            return complain("this is no number");
        }
        Node node;
        node.number = *value;
        return add(std::move(node));
    }

    /// [gathering(][change(]name{conditions}[)][)]
    Made metric() {
        Node node;
        node.kind = Kind::metric;
        std::size_t open = 0;
        std::string_view name = take_name();
        while (!name.empty() && peek() == '(') {
            if (open == 2 || !set_function(node, name, open > 0))
                return complain("there is no function " + std::string{name} +
                                "; known are sum, mean, min, max, count around rate, increase");
            ++at_;
            ++open;
            name = take_name();
        }
        if (name.empty()) return complain("expected a metric, a number or (");
        node.metric = name;
        if (auto read = conditions(node); !read) return fail(std::move(read).error());
        for (; open > 0; --open)
            if (!take(')')) return complain("expected )");
        return add(std::move(node));
    }

    static bool set_function(Node& node, std::string_view name, bool is_inner) {
        if (name == "rate" || name == "increase") {
            if (node.change != Change::none) return false;
            node.change = name == "rate" ? Change::rate : Change::increase;
            return true;
        }
        constexpr auto gatherings =
            std::to_array<std::pair<std::string_view, Gathering>>({{"sum", Gathering::sum},
                                                                   {"mean", Gathering::mean},
                                                                   {"min", Gathering::min},
                                                                   {"max", Gathering::max},
                                                                   {"count", Gathering::count}});
        const auto* const found =
            std::find_if(gatherings.begin(), gatherings.end(),
                         [name](const auto& each) { return each.first == name; });
        if (is_inner || found == gatherings.end()) return false;
        node.gathering = found->second;
        return true;
    }

    Result<void> conditions(Node& node) {
        if (!take('{')) return {};
        while (!take('}')) {
            Expression::Condition condition;
            condition.label = take_name();
            if (condition.label.empty()) return complain("expected a label or }");
            condition.is_negated = take('!');
            if (!take('=')) return complain("expected = or !=");
            if (!take('"')) return complain("expected a value in quotes");
            const std::size_t end = text_.find('"', at_);
            if (end == text_.npos) return complain("the quote is not closed");
            condition.value = text_.substr(at_, end - at_);
            at_ = end + 1;
            node.conditions.push_back(std::move(condition));
            if (!take(',') && peek() != '}') return complain("expected , or }");
        }
        return {};
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::vector<Node> nodes_;
};

}  // namespace

Result<std::vector<Node>> parse_expression(std::string_view text) {
    return Parser{text}.parse();
}

}  // namespace foreshock::recordings
