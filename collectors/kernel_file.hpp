#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/host_fs.hpp"

namespace foreshock::collectors {

/// A kernel file that is read again and again, with the memory for its text.
class KernelFile {
public:
    KernelFile(const HostFs& host, std::string_view path) : file_(host.open(path)) {}

    /// The whole text, good until the next call. Errors as HostFile::read.
    Result<std::string_view> read() { return file_->read(buffer_); }

    /// As HostFile says it.
    bool may_have_changed() { return file_->may_have_changed(); }

private:
    std::unique_ptr<HostFile> file_;
    std::string buffer_;
};

}  // namespace foreshock::collectors
