#pragma once

#include <string>

#include "core/result.hpp"
#include "core/unique_fd.hpp"

namespace foreshock::app {

/// The folder that one server owns: made when it is missing (0750), locked while this lives, so
/// that two servers never share it.
class DataFolder {
public:
    /// conflict when another server holds it; unavailable when it cannot be made or written.
    static Result<DataFolder> open(const std::string& path);

    /// Writes a little, durably, and takes it away again: unavailable when that does not work.
    [[nodiscard]] Result<void> probe() const;

    [[nodiscard]] std::string store_path() const { return path_ + "/foreshock.db"; }

    /// The key that signs links in mails: made at the first call, kept in the folder, readable for
    /// its owner only.
    [[nodiscard]] Result<std::string> link_key() const;

    [[nodiscard]] std::string history_path() const { return path_ + "/history"; }

private:
    DataFolder(std::string path, UniqueFd lock) : path_(std::move(path)), lock_(std::move(lock)) {}

    std::string path_;
    UniqueFd lock_;
};

/// Where root works on a folder that belongs to another user, this process becomes that user for
/// good, so that what it writes can be read by the server. unavailable when it cannot.
Result<void> become_owner(const std::string& path);

/// The first line of a file that holds a secret, without blanks around it; invalid when empty.
Result<std::string> read_secret(const std::string& path);

/// 32 random bytes of the kernel as 64 hex digits.
Result<std::string> new_token();

}  // namespace foreshock::app
