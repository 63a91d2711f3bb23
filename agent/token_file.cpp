#include <algorithm>

#include <sys/stat.h>

#include "agent/curl_uplink.hpp"
#include "agent/record_file.hpp"

namespace foreshock::agent {
namespace {

constexpr std::size_t token_bytes_max = 4096;

}  // namespace

Result<std::string> read_token(const std::string& path, std::string* complaint) {
    const Result<std::string> text = read_whole(path, token_bytes_max);
    if (!text) return fail(text.error());

    struct stat found {};

    const bool others_read = ::stat(path.c_str(), &found) == 0 && (found.st_mode & S_IROTH) != 0;
    if (complaint && others_read) {
        *complaint = path + ": everybody on this host may read the token; chmod 600 it";
    }
    const auto begin = text->find_first_not_of(" \t\r\n");
    if (begin == std::string::npos) return fail(Errc::malformed, path + ": it is empty");
    const auto end = text->find_first_of(" \t\r\n", begin);
    const std::string token = text->substr(begin, end - begin);
    const bool printable = std::all_of(token.begin(), token.end(),
                                       [](unsigned char c) { return c > 0x20 && c < 0x7F; });
    if (!printable) return fail(Errc::malformed, path + ": this is no token");
    return token;
}

}  // namespace foreshock::agent
