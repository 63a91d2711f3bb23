#pragma once

#include <cstdint>
#include <string>

#include "core/result.hpp"
#include "core/time.hpp"

namespace foreshock::app {

/// A backup is a folder: foreshock.db, history/*, the server's authority ca/authority.pem where it
/// has one, and SHA256SUMS over all of them, in the form of
/// sha256sum(1), written last.
struct BackupSize {
    std::size_t files = 0;
    std::uint64_t bytes = 0;
};

/// Copies what a data folder holds into the new folder `into`, also while a server runs on it:
/// incidents as of one moment, samples up to one. What was begun and failed is taken away.
/// conflict when `into` exists; unavailable, unreadable.
Result<BackupSize> back_up(const std::string& data, const std::string& into);

/// Every file is there, is as it was written, and the database is sound. malformed, naming the
/// file; unreadable.
Result<BackupSize> verify_backup(const std::string& folder);

/// Verifies the backup, then puts it into the data folder, on which no server may run (the caller
/// holds it). What was there is kept beside, in the folder that is returned; empty: there was
/// nothing. Where root restores, the files belong to the data folder's owner.
Result<std::string> restore(const std::string& backup, const std::string& data, TimePoint now);

}  // namespace foreshock::app
