#include "server/intake/imap_mailbox.hpp"

#include <algorithm>
#include <array>
#include <memory>

#include <curl/curl.h>

#include "core/number.hpp"
#include "server/intake/mail_reader.hpp"

namespace foreshock::intake {
namespace {

struct CleanUp {
    void operator()(CURL* handle) const { ::curl_easy_cleanup(handle); }
};

using Handle = std::unique_ptr<CURL, CleanUp>;

std::size_t append(char* bytes, std::size_t size, std::size_t count, void* into) {
    auto& answer = *static_cast<std::string*>(into);
    if (answer.size() + size * count > mail_bytes_max + 1) return 0;
    answer.append(bytes, size * count);
    return size * count;
}

bool is_loopback(const std::string& url) {
    return url.starts_with("imap://127.") || url.starts_with("imap://localhost") ||
           url.starts_with("imap://[::1]");
}

Errc code_of(CURLcode result) {
    if (result == CURLE_LOGIN_DENIED) return Errc::refused;
    return result == CURLE_WRITE_ERROR ? Errc::too_large : Errc::unavailable;
}

Handle handle_for(const ImapSettings& settings, const std::string& url, std::string& answer) {
    Handle handle{::curl_easy_init()};
    if (!handle) return handle;
    CURL* curl = handle.get();
    ::curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
    ::curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "imap,imaps");
    ::curl_easy_setopt(curl, CURLOPT_USERNAME, settings.user.c_str());
    ::curl_easy_setopt(curl, CURLOPT_PASSWORD, settings.password.c_str());
    ::curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    ::curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(settings.timeout.count()));
    ::curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, append);
    ::curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer);
    const bool may_be_plain = is_loopback(settings.url);
    ::curl_easy_setopt(curl, CURLOPT_USE_SSL, may_be_plain ? CURLUSESSL_TRY : CURLUSESSL_ALL);
    if (!settings.ca_file.empty())
        ::curl_easy_setopt(curl, CURLOPT_CAINFO, settings.ca_file.c_str());
    return handle;
}

}  // namespace

std::vector<std::string> uids_in(std::string_view answer) {
    constexpr std::string_view head = "* SEARCH";
    std::vector<std::uint64_t> numbers;
    const std::size_t at = answer.find(head);
    if (at == std::string_view::npos) return {};
    answer.remove_prefix(at + head.size());
    answer = answer.substr(0, answer.find_first_of("\r\n"));
    while (!answer.empty()) {
        const std::size_t end = std::min(answer.find(' '), answer.size());
        const auto number = parse_uint(answer.substr(0, end));
        if (number) numbers.push_back(*number);
        answer.remove_prefix(std::min(end + 1, answer.size()));
    }
    std::sort(numbers.begin(), numbers.end());
    std::vector<std::string> uids;
    for (const std::uint64_t number : numbers)
        uids.push_back(std::to_string(number));
    return uids;
}

Result<std::string> ImapMailbox::perform(const std::string& url, const std::string& command) const {
    std::string answer;
    const Handle handle = handle_for(settings_, url, answer);
    if (!handle) return fail(Errc::unavailable, "libcurl does not start");
    if (!command.empty()) ::curl_easy_setopt(handle.get(), CURLOPT_CUSTOMREQUEST, command.c_str());
    const CURLcode result = ::curl_easy_perform(handle.get());
    if (result == CURLE_OK) return answer;
    return fail(code_of(result), settings_.url + ": " + ::curl_easy_strerror(result));
}

std::string imap_date(TimePoint at) {
    constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(at)};
    const std::string text = format_rfc3339(at);
    return text.substr(8, 2) + "-" + std::string{months[static_cast<unsigned>(date.month()) - 1]} +
           "-" + text.substr(0, 4);
}

Result<std::vector<std::string>> ImapMailbox::waiting(TimePoint since, std::size_t limit) {
    const Result<std::string> answer =
        perform(settings_.url, "UID SEARCH UNANSWERED UNDELETED SINCE " + imap_date(since));
    if (!answer) return fail(answer.error());
    std::vector<std::string> uids = uids_in(*answer);
    if (uids.size() > limit) uids.resize(limit);
    return uids;
}

Result<ImapMail> ImapMailbox::fetch(const std::string& uid) {
    const Result<std::string> whole = perform(settings_.url + "/;UID=" + uid, "");
    if (!whole) return fail(whole.error());
    return ImapMail{uid, *whole};
}

Result<void> ImapMailbox::mark_handled(const std::string& uid) {
    const Result<std::string> done =
        perform(settings_.url, "UID STORE " + uid + " +FLAGS.SILENT (\\Answered \\Seen)");
    if (!done) return fail(done.error());
    return {};
}

}  // namespace foreshock::intake
