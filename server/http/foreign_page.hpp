#pragma once

#include "server/http/message.hpp"

namespace foreshock::http {

/// Might another site's page have made somebody's browser send this (cross-site request forgery)?
/// Only where the proof is one that browsers show by themselves. Told by Sec-Fetch-Site, else by
/// Origin against Host; where a browser sends neither, a session needs X-Foreshock-Request, which
/// no form and no simple request can carry.
bool comes_from_foreign_page(const Request& request);

/// Likewise for a request that nobody has proven anything for yet: logging in.
bool is_cross_site(const Request& request);

}  // namespace foreshock::http
