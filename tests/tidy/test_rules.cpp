#include "test_rules.hpp"

#include <algorithm>
#include <regex>

#include "cpp_text.hpp"

namespace foreshock::tidy {

namespace {

constexpr std::string_view reference_path = "docs/reference/signals.md";

bool is_test_case(std::string_view head) {
    return head.find("TEST_CASE(") != std::string_view::npos ||
           head.find("TEST_CASE_METHOD(") != std::string_view::npos ||
           head.find("SCENARIO(") != std::string_view::npos;
}

/// A check made elsewhere is welcome if its name says so: check_…, require_…, expect_….
bool asserts(const std::string& body) {
    static const std::regex assertion(
        R"(\b(REQUIRE|CHECK|REQUIRE_\w+|CHECK_\w+|FAIL)\s*\(|\b(check|require|expect)_\w+)");
    return std::regex_search(body, assertion);
}

std::string title_of(std::string_view text, std::size_t from) {
    const std::size_t open = text.find('"', from);
    if (open == std::string_view::npos) return {};
    return std::string(text.substr(open + 1, text.find('"', open + 1) - open - 1));
}

bool is_sentence(const std::string& title) {
    const std::size_t colon = title.find(": ");
    return colon != std::string::npos && colon > 0 && colon + 2 < title.size();
}

void check_one(const SourceFile& file, const FunctionBody& test, const std::string& body,
               Findings& findings) {
    static const std::regex sleeping(R"(\b(sleep_for|sleep_until|usleep|sleep)\s*\()");
    const std::string title = title_of(file.text, test.first_offset);
    const std::size_t line = line_of(file.text, test.first_offset);
    if (!asserts(body)) findings.push_back({file.path, line, "\"" + title + "\" asserts nothing"});
    if (!is_sentence(title)) {
        findings.push_back({file.path, line, "\"" + title + "\" is not \"subject: what holds\""});
    }
    if (std::regex_search(body, sleeping)) {
        findings.push_back({file.path, line, "\"" + title + "\" sleeps"});
    }
}

std::string folder_of(std::string_view path) {
    return std::string(path.substr(0, path.rfind('/')));
}

const SourceFile* find_file(const std::vector<SourceFile>& files, std::string_view path) {
    const auto at = std::find_if(files.begin(), files.end(),
                                 [&](const SourceFile& file) { return file.path == path; });
    return at == files.end() ? nullptr : &*at;
}

/// tests/CMakeLists.txt takes up the folders below tests and below tests/server.
bool is_reached(std::string_view folder) {
    std::string_view rest = folder.substr(std::string_view("tests/").size());
    for (const std::string_view house : {"server/", "collectors/"}) {
        if (rest.starts_with(house)) rest.remove_prefix(house.size());
    }
    return !rest.empty() && rest.find('/') == std::string_view::npos;
}

}  // namespace

Findings check_test_cases(const SourceFile& file) {
    Findings findings;
    if (!file.path.ends_with("_test.cpp")) return findings;
    const std::string code = code_only(file.text);
    for (const FunctionBody& body : find_functions(code)) {
        if (!is_test_case(body.head)) continue;
        check_one(file, body, code.substr(body.open_offset, body.close_offset - body.open_offset),
                  findings);
    }
    return findings;
}

Findings check_tests_are_built(const std::vector<SourceFile>& files) {
    Findings findings;
    for (const SourceFile& file : files) {
        if (!is_test_path(file.path) || !file.path.ends_with("_test.cpp")) continue;
        const std::string folder = folder_of(file.path);
        const SourceFile* list = find_file(files, folder + "/CMakeLists.txt");
        const bool globbed =
            list != nullptr &&
            list->text.find("foreshock_tests(" + folder.substr(std::string_view("tests/").size()) +
                            " ") != std::string::npos;
        if (!globbed || !is_reached(folder)) {
            findings.push_back({file.path, 0, "is not built"});
        }
    }
    return findings;
}

Findings check_threads_are_tagged(const SourceFile& file) {
    static const std::regex starts_threads(
        R"(#include (<(thread|future)>|".*/(http_receiver|smtp_receiver|loopback_listener|)"
        R"(listener|worker_pool|background_threads|delivery_worker|notifier|engine_thread|)"
        R"(app/server)\.hpp"))");
    static const std::regex watched_test(R"(tests/(agent|server|collectors/logs)/.*_test\.cpp)");
    const bool is_concerned =
        std::regex_match(file.path, watched_test) && std::regex_search(file.text, starts_threads);
    if (!is_concerned || file.text.find("[threads]") != std::string::npos) return {};
    return {{file.path, 0, "starts threads, and no test of it has the tag [threads]"}};
}

Findings check_catalog(const std::vector<CatalogRow>& rows, const std::vector<SourceFile>& files) {
    Findings findings;
    const SourceFile* reference = find_file(files, reference_path);
    const std::string text = reference == nullptr ? std::string{} : reference->text;
    for (const CatalogRow& row : rows) {
        const std::string test = "/" + row.name + "_test.cpp";
        const bool is_tested = std::any_of(files.begin(), files.end(), [&](const SourceFile& file) {
            return file.path.starts_with("tests/collectors/") && file.path.ends_with(test);
        });
        if (!is_tested) findings.push_back({"collectors", 0, row.name + " has no test of its own"});
        for (const std::string& signal : row.signal_names) {
            if (text.find("`" + signal + "`") == std::string::npos) {
                findings.push_back({std::string(reference_path), 0, "does not explain " + signal});
            }
        }
    }
    return findings;
}

}  // namespace foreshock::tidy
