#include "server/app/backup.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <span>
#include <vector>

#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/system_error.hpp"
#include "core/unique_fd.hpp"
#include "server/digest/digest.hpp"
#include "server/store/sqlite_copy.hpp"

namespace foreshock::app {
namespace {

namespace files = std::filesystem;

constexpr const char* sums_name = "SHA256SUMS";
constexpr const char* database_name = "foreshock.db";
constexpr const char* authority_name = "ca/authority.pem";
constexpr std::size_t piece_bytes = 1 << 16;
constexpr std::size_t digest_hex_digits = 64;

struct DropContext {
    void operator()(EVP_MD_CTX* context) const { ::EVP_MD_CTX_free(context); }
};

Error fault(const std::string& path, int code) {
    return {Errc::unavailable, path + ": " + errno_text(code)};
}

/// Reads `from` to its end as it is now, into `to` when that is a file. The digest of what came.
Result<std::string> pour(const std::string& from, int to, std::uint64_t& bytes) {
    const UniqueFd in{::open(from.c_str(), O_RDONLY | O_CLOEXEC)};
    if (!in.valid()) return fail(fault(from, errno));
    const std::unique_ptr<EVP_MD_CTX, DropContext> context{::EVP_MD_CTX_new()};
    ::EVP_DigestInit_ex(context.get(), ::EVP_sha256(), nullptr);
    std::array<char, piece_bytes> piece{};
    while (true) {
        const ssize_t got = ::read(in.get(), piece.data(), piece.size());
        if (got < 0) return fail(fault(from, errno));
        if (got == 0) break;
        ::EVP_DigestUpdate(context.get(), piece.data(), static_cast<std::size_t>(got));
        if (to >= 0 && ::write(to, piece.data(), static_cast<std::size_t>(got)) != got)
            return fail(fault(from, errno == 0 ? ENOSPC : errno));
        bytes += static_cast<std::uint64_t>(got);
    }
    std::array<unsigned char, EVP_MAX_MD_SIZE> sum{};
    unsigned length = 0;
    ::EVP_DigestFinal_ex(context.get(), sum.data(), &length);
    return digest::hex(std::span{sum}.first(length));
}

Result<std::string> copy_file(const std::string& from, const std::string& to,
                              std::uint64_t& bytes) {
    const UniqueFd out{::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
    if (!out.valid()) return fail(fault(to, errno));
    auto digest = pour(from, out.get(), bytes);
    if (digest && ::fsync(out.get()) != 0) return fail(fault(to, errno));
    return digest;
}

std::vector<std::string> segments_of(const std::string& folder) {
    std::vector<std::string> names;
    std::error_code none;
    for (const auto& entry : files::directory_iterator{folder, none})
        if (entry.path().extension() == ".journal") names.push_back(entry.path().filename());
    std::sort(names.begin(), names.end());
    return names;
}

using Sums = std::map<std::string, std::string>;  ///< digest by the file's name in the backup

Result<void> copy_history(const std::string& data, const std::string& into, Sums& sums,
                          BackupSize& size) {
    std::error_code failed;
    files::create_directory(into + "/history", failed);
    if (failed) return fail(Errc::unavailable, into + "/history: " + failed.message());
    for (const std::string& segment : segments_of(data + "/history")) {
        const std::string name = "history/" + segment;
        auto digest = copy_file(data + "/" + name, into + "/" + name, size.bytes);
        // Retention may have taken it away since it was listed.
        if (!digest && !files::exists(data + "/" + name, failed)) {
            files::remove(into + "/" + name, failed);
            continue;
        }
        if (!digest) return fail(std::move(digest).error());
        sums[name] = *digest;
    }
    return {};
}

/// Without it every agent would have to enrol anew.
Result<void> copy_authority(const std::string& data, const std::string& into, Sums& sums,
                            BackupSize& size) {
    std::error_code failed;
    if (!files::exists(data + "/" + authority_name, failed)) return {};
    files::create_directory(into + "/ca", failed);
    auto digest = copy_file(data + "/" + authority_name, into + "/" + authority_name, size.bytes);
    if (!digest) return fail(std::move(digest).error());
    sums[authority_name] = *digest;
    return {};
}

Result<void> write_sums(const std::string& folder, const Sums& sums) {
    const std::string path = folder + "/" + sums_name;
    std::string text;
    for (const auto& [name, digest] : sums)
        text += digest + "  " + name + "\n";
    const UniqueFd out{::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
    const bool written =
        out.valid() &&
        ::write(out.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
        ::fsync(out.get()) == 0;
    if (!written) return fail(fault(path, errno));
    return {};
}

Result<BackupSize> fill(const std::string& data, const std::string& into) {
    BackupSize size;
    Sums sums;
    const std::string database = into + "/" + database_name;
    auto copied = store::copy_database(data + "/" + database_name, database);
    if (!copied) return fail(std::move(copied).error());
    auto digest = pour(database, -1, size.bytes);
    if (!digest) return fail(std::move(digest).error());
    sums[database_name] = *digest;
    auto history = copy_history(data, into, sums, size);
    if (!history) return fail(std::move(history).error());
    auto authority = copy_authority(data, into, sums, size);
    if (!authority) return fail(std::move(authority).error());
    auto written = write_sums(into, sums);
    if (!written) return fail(std::move(written).error());
    size.files = sums.size();
    return size;
}

Result<Sums> read_sums(const std::string& folder) {
    const std::string path = folder + "/" + sums_name;
    std::ifstream in{path};
    if (!in) return fail(Errc::unreadable, path + ": cannot be read; is this a whole backup?");
    Sums sums;
    for (std::string line; std::getline(in, line);) {
        const bool is_right = line.size() > digest_hex_digits + 2 &&
                              line.find("..") == std::string::npos &&
                              line[digest_hex_digits + 2] != '/';
        if (!is_right) return fail(Errc::malformed, path + ": '" + line + "' is no line of it");
        sums[line.substr(digest_hex_digits + 2)] = line.substr(0, digest_hex_digits);
    }
    if (!sums.contains(database_name))
        return fail(Errc::malformed, path + ": names no " + database_name);
    return sums;
}

/// Where what was there goes; empty when there was nothing.
Result<std::string> set_aside(const std::string& data, const Sums& sums, TimePoint now) {
    std::string moment = format_rfc3339(now);
    std::erase(moment, ':');
    const std::string aside = data + "/before-restore-" + moment;
    std::error_code failed;
    std::string made;
    for (const char* name :
         {"foreshock.db", "foreshock.db-wal", "foreshock.db-shm", "history", "ca"}) {
        const std::string from = data + "/" + name;
        if (!files::exists(from, failed)) continue;
        // A backup from before there was an authority does not take it away.
        if (name == std::string_view{"ca"} && !sums.contains(authority_name)) continue;
        files::create_directory(aside, failed);
        files::rename(from, aside + "/" + name, failed);
        if (failed) return fail(Errc::unavailable, from + ": " + failed.message());
        made = aside;
    }
    return made;
}

/// What root made in a folder of the server's user must be the server's.
Result<void> give_to_owner(const std::string& data, const Sums& sums) {
    struct stat found {};

    if (::geteuid() != 0 || ::stat(data.c_str(), &found) != 0) return {};
    std::vector<std::string> made{"lock", "history", "ca"};
    for (const auto& [name, digest] : sums)
        made.push_back(name);
    for (const std::string& name : made) {
        const std::string path = data + "/" + name;
        const bool given = ::lchown(path.c_str(), found.st_uid, found.st_gid) == 0;
        if (!given && errno != ENOENT) return fail(fault(path, errno));
    }
    return {};
}

}  // namespace

Result<BackupSize> back_up(const std::string& data, const std::string& into) {
    std::error_code failed;
    if (files::exists(into, failed)) {
        return fail(Errc::conflict, into + ": exists; name a folder that does not");
    }
    const std::string unfinished = into + ".unfinished";
    files::remove_all(unfinished, failed);
    files::create_directories(unfinished, failed);
    if (failed) return fail(Errc::unavailable, unfinished + ": " + failed.message());
    files::permissions(unfinished, files::perms::owner_all, failed);
    auto size = fill(data, unfinished);
    if (size) files::rename(unfinished, into, failed);
    if (!size || failed) {
        std::error_code ignored;
        files::remove_all(unfinished, ignored);
    }
    if (failed) return fail(Errc::unavailable, into + ": " + failed.message());
    return size;
}

Result<BackupSize> verify_backup(const std::string& folder) {
    const auto sums = read_sums(folder);
    if (!sums) return fail(sums.error());
    BackupSize size{sums->size(), 0};
    for (const auto& [name, digest] : *sums) {
        const auto found = pour(folder + "/" + name, -1, size.bytes);
        if (!found) return fail(found.error());
        if (*found != digest)
            return fail(Errc::malformed, folder + "/" + name + ": is not what was backed up");
    }
    const auto state = store::examine_database(folder + "/" + database_name);
    if (!state) return fail(state.error());
    if (!state->faults.empty())
        return fail(Errc::malformed, folder + "/" + database_name + ": " + state->faults.front());
    return size;
}

Result<std::string> restore(const std::string& backup, const std::string& data, TimePoint now) {
    const auto verified = verify_backup(backup);
    if (!verified) return fail(verified.error());
    const auto sums = read_sums(backup);
    if (!sums) return fail(sums.error());
    auto aside = set_aside(data, *sums, now);
    if (!aside) return aside;
    std::error_code failed;
    files::create_directory(data + "/history", failed);
    if (sums->contains(authority_name)) files::create_directory(data + "/ca", failed);
    std::uint64_t bytes = 0;
    for (const auto& [name, digest] : *sums) {
        const auto copied = copy_file(backup + "/" + name, data + "/" + name, bytes);
        if (!copied) return fail(copied.error());
        if (*copied != digest) return fail(Errc::malformed, backup + "/" + name + ": has changed");
    }
    const auto given = give_to_owner(data, *sums);
    if (!given) return fail(given.error());
    return aside;
}

}  // namespace foreshock::app
