#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/host_fs.hpp"

namespace foreshock::collectors {

// The kernel tells one thing per file below /sys (Documentation/filesystems/sysfs.rst). None of
// these fails: a thing that is not told, or not as expected, is none.

/// The first line of a text, without blanks around it.
std::string_view first_line(std::string_view text);

/// A whole word as a number that may be negative.
std::optional<double> word_as_signed(std::string_view word);

/// A whole word as a decimal number; neither infinite nor not-a-number.
std::optional<double> word_as_finite(std::string_view word);

/// A whole word as "0x1f" is written.
std::optional<std::uint64_t> word_as_prefixed_hex(std::string_view word);

std::optional<std::string> read_attribute(const HostFs& host, const std::string& path);

/// An integer, in whatever unit the file has.
std::optional<double> read_number(const HostFs& host, const std::string& path);

/// Names in a folder that begin like this, sorted; empty when there is no such folder.
std::vector<std::string> sorted_names(const HostFs& host, const std::string& folder,
                                      std::string_view beginning = "");

/// The last part of what a symbolic link points to.
std::optional<std::string> link_name(const HostFs& host, const std::string& path);

}  // namespace foreshock::collectors
