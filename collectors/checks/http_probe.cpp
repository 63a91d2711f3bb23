#include <regex.h>

#include "collectors/checks/certificate.hpp"
#include "collectors/checks/http_fetch.hpp"
#include "collectors/checks/probe.hpp"

namespace foreshock::collectors {
namespace {

/// regexec(3) needs no stack that grows with the text, unlike std::regex.
bool is_found(const std::string& pattern, const std::string& body) {
    regex_t compiled;
    if (::regcomp(&compiled, pattern.c_str(), REG_EXTENDED | REG_NOSUB) != 0) return false;
    regmatch_t bounds{};
    bounds.rm_so = 0;
    bounds.rm_eo = static_cast<regoff_t>(body.size());
    const bool found = ::regexec(&compiled, body.c_str(), 1, &bounds, REG_STARTEND) == 0;
    ::regfree(&compiled);
    return found;
}

std::string expected_status(const HttpTarget& target) {
    const std::string low = std::to_string(target.status_min);
    return target.status_min == target.status_max ? low
                                                  : low + "-" + std::to_string(target.status_max);
}

std::string judge(const HttpTarget& target, const HttpPage& page, const ProbeOrder& order) {
    if (page.status < target.status_min || page.status > target.status_max) {
        return "answered " + std::to_string(page.status) + ", expected " + expected_status(target);
    }
    if (!target.contains.empty() && page.body.find(target.contains) == std::string::npos) {
        return "the page does not contain '" + target.contains + "'";
    }
    if (!target.match.empty() && !is_found(target.match, page.body)) {
        return "the page does not match '" + target.match + "'";
    }
    if (!page.certificate_end) return {};
    return judge_certificate(*page.certificate_end, order.now, order.certificate_min);
}

}  // namespace

ProbeOutcome probe_http(const HttpTarget& target, const ProbeOrder& order) {
    ProbeOutcome outcome;
    HttpRequest request;
    request.url = target.url;
    request.ca_file = target.ca_file;
    request.timeout = order.timeout;
    const auto page = fetch_http(request);
    if (!page) {
        outcome.failure = page.error().what;
        return outcome;
    }
    outcome.duration_seconds = page->total_seconds;
    outcome.retransmissions = page->retransmissions;
    outcome.first_byte_seconds = page->first_byte_seconds;
    outcome.body_bytes = static_cast<double>(page->body.size());
    if (page->certificate_end) {
        outcome.certificate_remaining_seconds = to_seconds(*page->certificate_end - order.now);
        outcome.certificate_is_trusted = true;
    }
    outcome.failure = judge(target, *page, order);
    return outcome;
}

}  // namespace foreshock::collectors
