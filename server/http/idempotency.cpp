#include "server/http/idempotency.hpp"

#include <algorithm>

#include "server/http/problem.hpp"
#include "server/http/token.hpp"

namespace foreshock::http {
namespace {

std::string_view key_of(const Request& request) {
    return request.field("idempotency-key");
}

std::string fingerprint_of(const Request& request) {
    return sha256_hex(request.identity.name + '\n' + request.method + '\n' + request.path + '\n' +
                      request.body);
}

Response key_problem(int status, std::string detail) {
    return problem_response(
        Problem{status, "idempotency-key", "The Idempotency-Key does not fit", std::move(detail)});
}

}  // namespace

std::optional<Response> IdempotencyMemory::begin(const Request& request) {
    const std::string_view key = key_of(request);
    if (key.empty()) return std::nullopt;
    if (key.size() > key_bytes_max) {
        return key_problem(400, "it may have " + std::to_string(key_bytes_max) + " bytes");
    }
    std::string fingerprint = fingerprint_of(request);
    const std::lock_guard lock{mutex_};
    const auto found = entries_.find(key);
    if (found == entries_.end()) {
        entries_.emplace(key, Entry{std::move(fingerprint), std::nullopt});
        oldest_first_.emplace_back(key);
        forget_oldest();
        return std::nullopt;
    }
    if (found->second.fingerprint != fingerprint) {
        return key_problem(422, "it was used for a different request");
    }
    if (!found->second.response) return key_problem(409, "its first request is still under way");
    return found->second.response;
}

void IdempotencyMemory::finish(const Request& request, const Response& response) {
    const std::string_view key = key_of(request);
    if (key.empty()) return;
    const std::lock_guard lock{mutex_};
    const auto found = entries_.find(key);
    if (found == entries_.end()) return;
    if (response.status < 500 && response.status != 429) {
        found->second.response = response;
        return;
    }
    oldest_first_.erase(std::find(oldest_first_.begin(), oldest_first_.end(), found->first));
    entries_.erase(found);
}

void IdempotencyMemory::forget_oldest() {
    if (entries_.size() <= keys_max_) return;
    entries_.erase(oldest_first_.front());
    oldest_first_.pop_front();
}

}  // namespace foreshock::http
