#pragma once

#include <string>

#include "core/result.hpp"
#include "core/time.hpp"
#include "server/app/configuration.hpp"
#include "server/people/ports.hpp"

namespace foreshock::app {

/// The file in the data folder that holds the link of the first admin.
std::string first_admin_path(const std::string& data_folder);

/// Where a browser finds the page: the address that is listened at, or `name` where that is any.
std::string page_address(const ListenAddress& at, std::string_view name, bool has_tls);

/// As long as nobody has an account: makes a one-time link, writes it into that file, which only
/// the server's user reads, and returns it. Nothing, and no file, once somebody has one. A link of
/// an earlier start is worth nothing from now on.
Result<std::string> offer_first_admin(people::Accounts& accounts,
                                      const people::SecretSource& secrets,
                                      const std::string& data_folder, const std::string& base_url,
                                      TimePoint now);

}  // namespace foreshock::app
