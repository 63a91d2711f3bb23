#include "agent/enrolment_files.hpp"

#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "agent/record_file.hpp"
#include "agent/toml_text.hpp"
#include "certificates/private_key.hpp"
#include "core/system_error.hpp"
#include "core/unique_fd.hpp"
#include "core/write_all.hpp"

namespace foreshock::agent {
namespace {

constexpr std::size_t pem_bytes_max = 64 << 10;

tl::unexpected<Error> disk_error(const std::string& path) {
    return fail(Errc::unavailable, path + ": cannot be written: " + errno_text(errno));
}

}  // namespace

Result<void> write_durably(const std::string& path, const std::string& text) {
    const std::string folder = path.substr(0, path.rfind('/'));
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) return disk_error(folder);
    const std::string draft = path + ".draft";
    ::unlink(draft.c_str());
    const UniqueFd file{
        ::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600)};
    if (!file.valid()) return disk_error(draft);
    if (write_all(file.get(), text) && ::fsync(file.get()) == 0 &&
        ::rename(draft.c_str(), path.c_str()) == 0) {
        return {};
    }
    auto error = disk_error(path);
    ::unlink(draft.c_str());
    return error;
}

Result<HostIdentity> read_host_identity(const std::string& path) {
    auto pem = read_whole(path, pem_bytes_max);
    if (!pem) return fail(std::move(pem).error());
    const Result<bool> fits = certificates::is_key_of(*pem, *pem);
    if (!fits) return fail(Errc::malformed, path + ": " + fits.error().what);
    if (!*fits) return fail(Errc::malformed, path + ": the key is not the certificate's");
    auto certificate = certificates::read_certificate(*pem);
    if (!certificate) return fail(Errc::malformed, path + ": " + certificate.error().what);
    return HostIdentity{std::move(*pem), std::move(*certificate)};
}

std::string enrolled_settings(const EnrolmentFiles& files, const std::string& url,
                              const std::vector<std::pair<std::string, std::string>>& labels) {
    std::string text =
        "# Written by `foreshock-agent enroll`; agent.toml and agent.d count after it.\n[server]\n"
        "url = " +
        toml_text(url) + "\nca_file = " + toml_text(files.authority()) +
        "\ncertificate_file = " + toml_text(files.identity()) +
        "\nkey_file = " + toml_text(files.identity()) + "\n";
    if (!labels.empty()) text += "\n[labels]\n";
    for (const auto& [name, value] : labels)
        text += name + " = " + toml_text(value) + "\n";
    return text;
}

}  // namespace foreshock::agent
