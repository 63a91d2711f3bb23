#include "server/app/configuration.hpp"

namespace foreshock::app {
namespace {

Result<std::vector<desk::Matcher>> matchers_of(const std::vector<std::string>& texts,
                                               const std::string& path) {
    std::vector<desk::Matcher> matchers;
    for (const std::string& text : texts) {
        Result<desk::Matcher> matcher = desk::parse_matcher(text);
        if (!matcher) return fail(std::move(matcher).error().with(path));
        matchers.push_back(std::move(*matcher));
    }
    return matchers;
}

}  // namespace

Result<std::vector<desk::DependencyRule>> dependency_rules(
    const std::vector<DependencyConfiguration>& dependencies) {
    std::vector<desk::DependencyRule> rules;
    for (std::size_t i = 0; i < dependencies.size(); ++i) {
        const DependencyConfiguration& one = dependencies[i];
        const std::string path = "dependencies[" + std::to_string(i) + "]";
        if (one.name.empty()) return fail(Errc::invalid, path + ".name: is missing");
        auto dependents = matchers_of(one.dependents, path + ".dependents");
        if (!dependents) return fail(std::move(dependents).error());
        auto needs = matchers_of(one.needs, path + ".needs");
        if (!needs) return fail(std::move(needs).error());
        rules.push_back({one.name, std::move(*dependents), std::move(*needs), one.same});
    }
    const Result<desk::Dependencies> compiled = desk::Dependencies::compile(rules);
    if (!compiled) return fail(compiled.error());
    return rules;
}

}  // namespace foreshock::app
