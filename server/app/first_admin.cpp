#include "server/app/first_admin.hpp"

#include <cerrno>

#include <fcntl.h>
#include <unistd.h>

#include "core/system_error.hpp"
#include "core/unique_fd.hpp"
#include "server/http/token.hpp"

namespace foreshock::app {
namespace {

Result<void> write_private(const std::string& path, const std::string& text) {
    ::unlink(path.c_str());
    const UniqueFd file{
        ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600)};
    if (!file.valid()) return fail(Errc::unavailable, path + ": " + errno_text(errno));
    const ssize_t written = ::write(file.get(), text.data(), text.size());
    if (written == static_cast<ssize_t>(text.size())) return {};
    return fail(Errc::unavailable, path + ": " + errno_text(errno));
}

}  // namespace

std::string first_admin_path(const std::string& data_folder) {
    return data_folder + "/first-admin.link";
}

std::string page_address(const ListenAddress& at, std::string_view name, bool has_tls) {
    std::string host = at.is_any() ? std::string{name} : at.address;
    if (host.find(':') != std::string::npos) host = "[" + host + "]";
    return (has_tls ? "https://" : "http://") + host + ":" + std::to_string(at.port);
}

Result<std::string> offer_first_admin(people::Accounts& accounts,
                                      const people::SecretSource& secrets,
                                      const std::string& data_folder, const std::string& base_url,
                                      TimePoint now) {
    const std::string path = first_admin_path(data_folder);
    const auto directory = accounts.directory();
    if (!directory) return fail(directory.error());
    if (!directory->people.empty()) {
        ::unlink(path.c_str());
        return std::string{};
    }
    const Result<std::string> secret = secrets.new_secret();
    if (!secret) return fail(secret.error());
    const Result<void> invited = accounts.invite(
        {http::sha256_hex(*secret), "", now + people::invitation_valid_for},
        {0, now, "engine", "none", "", "person.invite", "", "done", "the first admin"});
    if (!invited) return fail(invited.error());
    std::string link = base_url + "/welcome/" + *secret;
    if (auto written = write_private(path, link + "\n"); !written) return fail(written.error());
    return link;
}

}  // namespace foreshock::app
