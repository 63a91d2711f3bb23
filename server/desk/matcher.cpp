#include "server/desk/matcher.hpp"

#include <algorithm>

#include <re2/re2.h>

#include "core/trimmed.hpp"
#include "server/incidents/alert.hpp"

namespace foreshock::desk {
namespace {

constexpr std::int64_t expression_memory_max = 256 << 10;

bool is_name(std::string_view text) {
    const auto starts = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    };
    const auto goes_on = [&](char c) { return starts(c) || (c >= '0' && c <= '9'); };
    return !text.empty() && text.size() <= Labels::name_bytes_max && starts(text.front()) &&
           std::all_of(text.begin(), text.end(), goes_on);
}

std::string_view operator_of(const Matcher& matcher) {
    if (matcher.is_regex) return matcher.is_equal ? "=~" : "!~";
    return matcher.is_equal ? "=" : "!=";
}

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '\n') {
            out += "\\n";
            continue;
        }
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}

Result<std::string> unquoted(std::string_view text) {
    if (!text.starts_with('"')) return std::string{text};
    std::string out;
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (text[i] == '"') {
            if (i + 1 == text.size()) return out;
            break;
        }
        if (text[i] != '\\') {
            out += text[i];
            continue;
        }
        if (++i == text.size()) break;
        out += text[i] == 'n' ? '\n' : text[i];
    }
    return fail(Errc::malformed, "the quotes of " + std::string{text} + " do not end its value");
}

}  // namespace

struct MatcherSet::Ready {
    Matcher matcher;
    std::unique_ptr<re2::RE2> expression;

    [[nodiscard]] bool holds(std::string_view value) const {
        const bool same = expression
                              ? re2::RE2::FullMatch({value.data(), value.size()}, *expression)
                              : value == matcher.value;
        return same == matcher.is_equal;
    }

    [[nodiscard]] bool holds(const LabelMap& labels) const {
        const auto found = labels.find(matcher.name);
        return holds(found == labels.end() ? std::string_view{} : std::string_view{found->second});
    }

    Result<void> compile();
};

Result<void> MatcherSet::Ready::compile() {
    if (!is_name(matcher.name)) {
        return fail(Errc::invalid, "'" + matcher.name.substr(0, 100) +
                                       "' is no label name: letters, digits and _ only, not "
                                       "beginning with a digit");
    }
    if (matcher.value.size() > Matcher::value_bytes_max) {
        return fail(Errc::invalid, "its value has more than " +
                                       std::to_string(Matcher::value_bytes_max) + " bytes");
    }
    if (!matcher.is_regex) return {};
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_dot_nl(true);
    options.set_max_mem(expression_memory_max);
    expression = std::make_unique<re2::RE2>(matcher.value, options);
    if (expression->ok()) return {};
    return fail(Errc::invalid,
                "'" + matcher.value + "' is no regular expression (RE2): " + expression->error());
}

LabelMap labels_of(const Symptom& symptom, const Labels& foreign) {
    LabelMap labels;
    for (const auto& [name, value] : foreign.pairs())
        labels.emplace(name, value);
    for (const Evidence& evidence : symptom.evidence) {
        if (evidence.signal != incidents::foreign_alert_signal) continue;
        for (const auto& [name, value] : evidence.labels.pairs())
            labels.emplace(name, value);
    }
    labels.emplace("host", symptom.subject.host);
    labels.emplace("kind", symptom.kind);
    labels.emplace("alertname", symptom.kind);
    labels.emplace("component", symptom.subject.component);
    labels.emplace("category", symptom.category);
    labels.emplace("subcategory", symptom.subcategory);
    labels.emplace("phase", to_string(symptom.phase));
    labels.emplace("severity", to_string(symptom.severity));
    for (const Evidence& evidence : symptom.evidence) {
        for (const auto& [name, value] : evidence.labels.pairs())
            labels.emplace(name, value);
    }
    return labels;
}

std::vector<LabelMap> labels_by_service(const Symptom& symptom,
                                        const incidents::ServiceMap* services) {
    const LabelMap labels = labels_of(symptom);
    std::vector<LabelMap> all;
    if (services && !labels.contains("service")) {
        for (const incidents::Service* service : services->touched_by(symptom)) {
            all.push_back(labels);
            all.back().emplace("service", service->name);
        }
    }
    if (all.empty()) all.push_back(labels);
    return all;
}

bool matches_all(const MatcherSet& matchers, const std::vector<LabelMap>& labels) {
    return std::all_of(labels.begin(), labels.end(),
                       [&](const LabelMap& one) { return matchers.matches(one); });
}

std::string describe(const Matcher& matcher) {
    return matcher.name + std::string{operator_of(matcher)} + quoted(matcher.value);
}

std::string describe(const std::vector<Matcher>& matchers) {
    std::string text = "{";
    for (const Matcher& matcher : matchers)
        text += (text.size() > 1 ? ", " : "") + describe(matcher);
    return text + "}";
}

Result<Matcher> parse_matcher(std::string_view text) {
    const std::size_t at = text.find_first_of("=!");
    const std::string_view rest = at == std::string_view::npos ? "" : text.substr(at);
    const bool is_long = rest.starts_with("!=") || rest.starts_with("=~") || rest.starts_with("!~");
    if (rest.empty() || (rest.front() == '!' && !is_long)) {
        return fail(Errc::malformed, "'" + std::string{text.substr(0, 200)} +
                                         "' is no matcher: write name=value, name!=value, "
                                         "name=~expression or name!~expression");
    }
    Matcher matcher;
    matcher.name = trimmed(text.substr(0, at));
    matcher.is_equal = rest.front() == '=';
    matcher.is_regex = is_long && rest[1] == '~';
    Result<std::string> value = unquoted(trimmed(rest.substr(is_long ? 2 : 1)));
    if (!value) return fail(std::move(value).error());
    matcher.value = std::move(*value);
    return matcher;
}

MatcherSet::MatcherSet(std::vector<Ready> ready) : ready_(std::move(ready)) {}

MatcherSet::MatcherSet(MatcherSet&&) noexcept = default;
MatcherSet& MatcherSet::operator=(MatcherSet&&) noexcept = default;
MatcherSet::~MatcherSet() = default;

Result<std::vector<MatcherSet::Ready>> MatcherSet::make_ready(
    const std::vector<Matcher>& matchers) {
    if (matchers.size() > count_max) {
        return fail(Errc::invalid,
                    "matchers: give at most " + std::to_string(count_max) + " of them");
    }
    std::vector<Ready> ready;
    for (const Matcher& matcher : matchers) {
        ready.push_back({matcher, nullptr});
        if (Result<void> done = ready.back().compile(); !done) {
            return fail(
                std::move(done).error().with("matchers[" + std::to_string(ready.size() - 1) + "]"));
        }
    }
    return ready;
}

Result<MatcherSet> MatcherSet::compile_filter(const std::vector<Matcher>& matchers) {
    Result<std::vector<Ready>> ready = make_ready(matchers);
    if (!ready) return fail(std::move(ready).error());
    return MatcherSet{std::move(*ready)};
}

Result<MatcherSet> MatcherSet::compile(const std::vector<Matcher>& matchers) {
    if (matchers.empty() || matchers.size() > count_max) {
        return fail(Errc::invalid, "matchers: give 1 to " + std::to_string(count_max) +
                                       " of them, such as host=\"web-1\"");
    }
    Result<std::vector<Ready>> ready = make_ready(matchers);
    if (!ready) return fail(std::move(ready).error());
    const bool holds_for_nothing =
        std::all_of(ready->begin(), ready->end(), [](const Ready& one) { return one.holds(""); });
    if (holds_for_nothing) {
        return fail(Errc::invalid,
                    "matchers: these hold for everything; at least one must demand something, "
                    "such as host=~\".+\"");
    }
    return MatcherSet{std::move(*ready)};
}

bool MatcherSet::matches(const LabelMap& labels) const {
    return std::all_of(ready_.begin(), ready_.end(),
                       [&](const Ready& one) { return one.holds(labels); });
}

}  // namespace foreshock::desk
