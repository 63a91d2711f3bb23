#include "core/system_error.hpp"

#include <cerrno>
#include <cstring>

namespace foreshock {

std::string_view errno_advice(int code) {
    switch (code) {
        case ENOSPC:
            return " (the disk under it is full: free some space)";
        case EDQUOT:
            return " (the user's quota is used up: free some space or raise it)";
        case EROFS:
            return " (it cannot be written: check the mount)";
        case EACCES:
        case EPERM:
            return " (check the owner and the permissions)";
        case EMFILE:
            return " (this process has too many files open: raise its limit of open files)";
        default:
            return "";
    }
}

std::string errno_text(int code) {
    return std::strerror(code) + std::string{errno_advice(code)};
}

}  // namespace foreshock
