#include "server/http/idempotency.hpp"

#include "api_fixture.hpp"

namespace foreshock::http {
namespace {

Request keyed(std::string key) {
    Request request = post("/p", "{}");
    request.fields.emplace_back("idempotency-key", std::move(key));
    return request;
}

TEST_CASE("idempotency: requests without a key are never remembered", "[http][idempotency]") {
    IdempotencyMemory memory;
    const Request request = post("/p", "{}");
    CHECK_FALSE(memory.begin(request));
    memory.finish(request, text_response(200, "a"));
    CHECK_FALSE(memory.begin(request));
}

TEST_CASE("idempotency: the oldest key is forgotten beyond the bound", "[http][idempotency]") {
    IdempotencyMemory memory{2};
    for (const char* key : {"a", "b"}) {
        CHECK_FALSE(memory.begin(keyed(key)));
        memory.finish(keyed(key), text_response(200, key));
    }
    CHECK(memory.begin(keyed("a"))->body == "a");
    CHECK_FALSE(memory.begin(keyed("c")));
    CHECK_FALSE(memory.begin(keyed("a")));
}

TEST_CASE("idempotency: a key at its bound is taken, a longer one is refused",
          "[http][idempotency]") {
    IdempotencyMemory memory;
    CHECK_FALSE(memory.begin(keyed(std::string(IdempotencyMemory::key_bytes_max, 'k'))));
    CHECK(memory.begin(keyed(std::string(IdempotencyMemory::key_bytes_max + 1, 'k')))->status ==
          400);
}

TEST_CASE("idempotency: answers to come back later are not remembered", "[http][idempotency]") {
    IdempotencyMemory memory;
    for (const int status : {429, 500, 503}) {
        CHECK_FALSE(memory.begin(keyed("k")));
        memory.finish(keyed("k"), text_response(status, ""));
    }
    CHECK_FALSE(memory.begin(keyed("k")));
    memory.finish(keyed("k"), text_response(409, ""));
    CHECK(memory.begin(keyed("k"))->status == 409);
}

}  // namespace
}  // namespace foreshock::http
