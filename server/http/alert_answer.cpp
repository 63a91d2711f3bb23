#include "server/http/alert_answer.hpp"

#include "server/http/problem.hpp"

namespace foreshock::http {

Response nothing_more() {
    Response response;
    response.status = 200;
    return response;
}

Response text_refusal(const Error& error) {
    const int known = problem_response(error).status;
    const int status = known == 404 || known >= 500 ? known : 400;
    Response response = json_response(status, json_string(error.what));
    if (status == 503) response.fields.emplace_back("Retry-After", "5");
    return response;
}

Result<desk::MatcherSet> filter_of(const Query& query) {
    std::vector<desk::Matcher> matchers;
    for (const std::string_view text : query.all("filter")) {
        Result<desk::Matcher> matcher = desk::parse_matcher(text);
        if (!matcher) return fail(std::move(matcher).error());
        matchers.push_back(std::move(*matcher));
    }
    return desk::MatcherSet::compile_filter(matchers);
}

}  // namespace foreshock::http
