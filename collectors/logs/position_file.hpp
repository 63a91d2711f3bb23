#pragma once

#include <string>
#include <string_view>

#include "core/result.hpp"

namespace foreshock::collectors {

/// A small text that outlives the agent: how far a log has been read. It may block (a disk that
/// fails): to be used beside the agent's thread.
class PositionFile {
public:
    static constexpr std::size_t bytes_max = 256 << 10;

    /// `name` below `folder`; with an empty folder nothing is kept.
    PositionFile(const std::string& folder, std::string_view name);

    /// no_data when there is none; unreadable; too_large.
    [[nodiscard]] Result<std::string> load() const;

    /// Written whole under another name, then renamed: no crash leaves half of it. The folder is
    /// made when it is missing. A text that is already there is not written again. unavailable.
    Result<void> save(const std::string& text);

private:
    std::string folder_;
    std::string path_;
    std::string saved_;
};

}  // namespace foreshock::collectors
