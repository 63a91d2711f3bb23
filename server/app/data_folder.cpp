#include "server/app/data_folder.hpp"

#include <array>
#include <cerrno>
#include <filesystem>
#include <fstream>

#include <fcntl.h>
#include <grp.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/system_error.hpp"
#include "server/digest/digest.hpp"

namespace foreshock::app {
namespace {

constexpr std::size_t probe_bytes = 256 << 10;  // more than what a nearly full disk still grants

Result<void> make_folder(const std::string& path) {
    std::error_code error;
    const bool is_there = std::filesystem::is_directory(path, error);
    if (is_there) return {};
    const mode_t before = ::umask(0027);
    std::filesystem::create_directories(path, error);
    ::umask(before);
    if (error) {
        return fail(Errc::unavailable,
                    "data folder " + path + " cannot be made: " + error.message());
    }
    return {};
}

Result<void> write_durably(int fd) {
    const std::string bytes(probe_bytes, 'p');
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0) return fail(Errc::unavailable, errno_text(errno));
    if (static_cast<std::size_t>(written) < bytes.size()) {
        return fail(Errc::unavailable, errno_text(ENOSPC));
    }
    if (::fsync(fd) != 0) return fail(Errc::unavailable, errno_text(errno));
    return {};
}

}  // namespace

Result<DataFolder> DataFolder::open(const std::string& path) {
    const Result<void> made = make_folder(path);
    if (!made) return fail(made.error());
    const std::string lock_path = path + "/lock";
    UniqueFd lock{::open(lock_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640)};
    if (!lock.valid()) {
        return fail(Errc::unavailable,
                    "data folder " + path + " cannot be written: " + errno_text(errno));
    }
    if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) {
        return fail(Errc::conflict,
                    "data folder " + path + " belongs to another server that runs already");
    }
    return DataFolder{path, std::move(lock)};
}

Result<void> DataFolder::probe() const {
    const std::string path = path_ + "/probe";
    const UniqueFd fd{::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0640)};
    if (!fd.valid()) return fail(Errc::unavailable, path + ": " + errno_text(errno));
    Result<void> written = write_durably(fd.get());
    ::unlink(path.c_str());
    if (!written) return fail(std::move(written).error().with(path_));
    return {};
}

Result<void> become_owner(const std::string& path) {
    struct stat found {};

    if (::geteuid() != 0 || ::stat(path.c_str(), &found) != 0 || found.st_uid == 0) return {};
    const bool became =
        ::setgroups(0, nullptr) == 0 && ::setgid(found.st_gid) == 0 && ::setuid(found.st_uid) == 0;
    if (became) return {};
    return fail(Errc::unavailable,
                "its owner's rights to " + path + " cannot be taken: " + errno_text(errno));
}

// Whole or not at all: a key that was cut short would make every link that was sent worthless.
Result<std::string> DataFolder::link_key() const {
    const std::string path = path_ + "/link.key";
    std::error_code error;
    if (std::filesystem::exists(path, error)) return read_secret(path);
    Result<std::string> key = new_token();
    if (!key) return key;
    const std::string fresh = path + ".new";
    const UniqueFd file{::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)};
    const bool is_written =
        file.get() >= 0 &&
        ::write(file.get(), key->data(), key->size()) == static_cast<ssize_t>(key->size()) &&
        ::fsync(file.get()) == 0 && ::rename(fresh.c_str(), path.c_str()) == 0;
    if (!is_written) return fail(Errc::unavailable, path + ": " + errno_text(errno));
    return key;
}

Result<std::string> read_secret(const std::string& path) {
    std::ifstream file{path};
    if (!file) return fail(Errc::unreadable, path + ": cannot be read: " + errno_text(errno));
    std::string line;
    std::getline(file, line);
    const std::size_t first = line.find_first_not_of(" \t\r");
    if (first == std::string::npos) return fail(Errc::invalid, path + ": its first line is empty");
    return line.substr(first, line.find_last_not_of(" \t\r") - first + 1);
}

Result<std::string> new_token() {
    std::array<unsigned char, 32> bytes{};
    if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
        return fail(Errc::unavailable, "the kernel gives no random bytes: " + errno_text(errno));
    }
    return digest::hex(bytes);
}

}  // namespace foreshock::app
