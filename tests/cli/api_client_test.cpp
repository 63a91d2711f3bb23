#include "cli/api_client.hpp"

#include <catch2/catch.hpp>

#include "tests/support/http_receiver.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace foreshock;
using namespace foreshock::cli;
using foreshock::test::http_answer;
using foreshock::test::HttpReceiver;
using foreshock::test::ReceivedRequest;

TEST_CASE("api client: a get is asked for and its page is followed", "[cli][integration]") {
    HttpReceiver server{[](const ReceivedRequest&) {
        return http_answer(200, "[]", "Link: </api/v1/incidents?cursor=x>; rel=\"next\"\r\n");
    }};
    ApiClient api{{server.url("/"), "tok"}};
    const Answer answer = api.get("/api/v1/incidents?state=open").value();
    CHECK(answer.body == "[]");
    CHECK(answer.next == "/api/v1/incidents?cursor=x");
    const ReceivedRequest got = server.requests().at(0);
    CHECK(got.method == "GET");
    CHECK(got.target == "/api/v1/incidents?state=open");
    CHECK(got.headers.at("authorization") == "Bearer tok");
}

TEST_CASE("api client: a post says that it is JSON", "[cli][integration]") {
    HttpReceiver server{[](const ReceivedRequest&) { return http_answer(200, "{}"); }};
    ApiClient api{{server.url(), ""}};
    REQUIRE(api.post("/x", R"({"a":"b"})"));
    const ReceivedRequest got = server.requests().at(0);
    CHECK(got.method == "POST");
    CHECK(got.body == R"({"a":"b"})");
    CHECK(got.headers.at("content-type") == "application/json");
    CHECK(got.headers.count("authorization") == 0);
}

TEST_CASE("api client: the server's no is told in its own words", "[cli][integration]") {
    HttpReceiver server{[](const ReceivedRequest&) {
        return http_answer(404, R"({"title":"Not found","detail":"no incident 7"})");
    }};
    ApiClient api{{server.url(), ""}};
    const auto answer = api.get("/x");
    CHECK(answer.error().code == Errc::refused);
    CHECK(answer.error().what == "Not found: no incident 7");
}

TEST_CASE("api client: a no without words is told by its number", "[cli][integration]") {
    HttpReceiver server{[](const ReceivedRequest&) { return http_answer(502, "<html>"); }};
    ApiClient api{{server.url(), ""}};
    CHECK(api.get("/x").error().what == "the server answered 502");
}

TEST_CASE("api client: nobody there is unavailable", "[cli][integration]") {
    std::string url;
    {
        HttpReceiver server{[](const ReceivedRequest&) { return http_answer(200); }};
        url = server.url();
    }
    ApiClient api{{url, ""}};
    CHECK(api.get("/x").error().code == Errc::unavailable);
}

TEST_CASE("api client: a stream is handed on until it ends", "[cli][integration]") {
    HttpReceiver server{[](const ReceivedRequest&) {
        return std::string{
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
            "Connection: close\r\n\r\ndata: a\n\n"};
    }};
    ApiClient api{{server.url(), ""}};
    std::string heard;
    CHECK(api.stream(
        "/s", "41", [&](std::string_view bytes) { heard += bytes; }, [] { return true; }));
    CHECK(heard == "data: a\n\n");
    CHECK(server.requests().at(0).headers.at("last-event-id") == "41");
    CHECK(server.requests().at(0).headers.at("accept") == "text/event-stream");
}

TEST_CASE("api client: a stream ends without an error when it is no longer wanted",
          "[cli][integration]") {
    HttpReceiver server{[](const ReceivedRequest&) { return HttpReceiver::silence; }};
    ApiClient api{{server.url(), ""}};
    CHECK(api.stream(
        "/s", "", [](std::string_view) {}, [] { return false; }));
}

TEST_CASE("api client: texts are made safe for URLs", "[cli]") {
    CHECK(url_encode("web-1.a_b~C9") == "web-1.a_b~C9");
    CHECK(url_encode("a/b c?\xc3\xa9") == "a%2Fb%20c%3F%C3%A9");
}

TEST_CASE("api client: only the link to the next page counts, as a path", "[cli]") {
    CHECK(next_of_link(" </a?b=c>; rel=\"next\"\r\n") == "/a?b=c");
    CHECK(next_of_link("<http://h:1/a?b>; rel=\"next\"") == "/a?b");
    CHECK(next_of_link("</a>; rel=\"prev\"").empty());
    CHECK(next_of_link("nonsense").empty());
    CHECK(next_of_link("").empty());
}

TEST_CASE("api client: a token is the first line of its file", "[cli]") {
    const test::TemporaryFolder folder;
    folder.write("token", "abc \r\nmore\n");
    CHECK(read_token(folder.path() + "/token").value() == "abc");
    folder.write("empty", "");
    CHECK_FALSE(read_token(folder.path() + "/empty"));
    CHECK_FALSE(read_token(folder.path() + "/none"));
}
