#include "server/app/authority_file.hpp"

#include <cerrno>
#include <fstream>
#include <sstream>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/system_error.hpp"
#include "core/unique_fd.hpp"
#include "core/write_all.hpp"

namespace foreshock::app {
namespace {

constexpr std::size_t pem_bytes_max = 1 << 20;

tl::unexpected<Error> cannot_write(const std::string& path) {
    return fail(Errc::unavailable, path + ": cannot be written: " + errno_text(errno));
}

/// For people to hand to browsers and clients.
Result<void> publish(const std::string& folder, const certificates::Authority& authority) {
    const std::string path = folder + "/ca.pem";
    const Result<std::string> there = read_pem(path);
    if (there && *there == authority.certificate_pem()) return {};
    if (auto done = write_secret_file(path, authority.certificate_pem(), true); !done) return done;
    if (::chmod(path.c_str(), 0644) != 0) return cannot_write(path);
    return {};
}

}  // namespace

Result<std::string> read_pem(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    std::ostringstream text;
    if (file) text << file.rdbuf();
    if (!file) return fail(Errc::unreadable, path + ": cannot be read: " + errno_text(errno));
    if (text.str().size() > pem_bytes_max) return fail(Errc::unreadable, path + ": is too large");
    return text.str();
}

Result<void> write_secret_file(const std::string& path, const std::string& text, bool replaces) {
    const std::string draft = path + ".draft" + std::to_string(::getpid());
    ::unlink(draft.c_str());
    const UniqueFd file{
        ::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600)};
    if (!file.valid()) return cannot_write(draft);
    bool done = write_all(file.get(), text) && ::fsync(file.get()) == 0;
    // A link is made only where nothing is, a rename replaces.
    if (done) {
        done = replaces ? ::rename(draft.c_str(), path.c_str()) == 0
                        : ::link(draft.c_str(), path.c_str()) == 0;
    }
    if (done && replaces) return {};
    const int why = errno;
    ::unlink(draft.c_str());
    if (done) return {};
    errno = why;
    if (why == EEXIST) return fail(Errc::conflict, path + ": is there already");
    return cannot_write(path);
}

Result<certificates::Authority> open_authority(const std::string& data, TimePoint now) {
    const std::string folder = data + "/ca";
    const std::string path = folder + "/authority.pem";
    if (::mkdir(folder.c_str(), 0750) != 0 && errno != EEXIST) return cannot_write(folder);
    if (::access(path.c_str(), F_OK) != 0) {
        // Part of the name, so that two servers' authorities are told apart.
        const std::string id = std::to_string(to_unix_ms(now) / 1000);
        const auto made = certificates::Authority::make("Foreshock authority " + id, now);
        if (!made) return made;
        const Result<void> kept = write_secret_file(path, made->to_pem(), false);
        if (!kept && kept.error().code != Errc::conflict) return fail(kept.error());
    }
    const Result<std::string> text = read_pem(path);
    if (!text) return fail(text.error());
    auto authority = certificates::Authority::read(*text);
    if (!authority) return fail(std::move(authority).error().with(path));
    if (auto done = publish(folder, *authority); !done) return fail(std::move(done).error());
    return authority;
}

Result<std::string> server_anchor(const TlsConfiguration& tls,
                                  const certificates::Authority& authority) {
    if (tls.certificate_file.empty()) return authority.certificate_pem();
    const std::string& file = tls.ca_file.empty() ? tls.certificate_file : tls.ca_file;
    const Result<std::string> text = read_pem(file);
    if (!text) return text;
    const auto all = certificates::split_certificates(*text);
    if (!all) return fail(Error{all.error()}.with(file));
    return tls.ca_file.empty() ? all->back() : all->front();
}

}  // namespace foreshock::app
